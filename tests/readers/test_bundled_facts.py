"""Each bundled fact is borne out by its document: read anew, the documents give the same files."""

from pathlib import Path

import pytest

from kgservice.bundled import bundled
from kgservice.codes import Grammar
from kgservice.graph.labels import read_labels
from kgservice.model import Extent
from kgservice.readers.counts import count_edition
from kgservice.readers.descriptors import (
    EditionDescriptor,
    ListDescriptor,
    list_ids,
    read_descriptor,
)
from kgservice.readers.edition_files import edition_files, read_edition, write_edition
from kgservice.readers.reading import read_described_edition

FACTS = bundled("data") / "editions"
LISTS = [read_descriptor(list_id) for list_id in list_ids()]
EDITIONS = [(descriptor, edition) for descriptor in LISTS for edition in descriptor.editions]
LEAST_PLACED, MOST_PLACED = 0.995, 1.005


def named(value: object) -> str:
    """Return a test's id."""
    return str(getattr(value, "id", None) or getattr(value, "date", None))


def test_every_described_edition_is_bundled() -> None:
    bundled_editions = {(file.list_id, file.date) for file in edition_files(FACTS)}
    assert bundled_editions == {(descriptor.id, edition.date) for descriptor, edition in EDITIONS}
    assert len(bundled_editions) == 20


@pytest.mark.parametrize(("descriptor", "edition"), EDITIONS, ids=named)
def test_document_bears_out_its_facts(
    descriptor: ListDescriptor, edition: EditionDescriptor, documents: Path, tmp_path: Path
) -> None:
    reading = read_described_edition(descriptor, edition, documents)
    assert reading is not None
    assert LEAST_PLACED <= reading.placed_share <= MOST_PLACED
    assert count_edition(reading.edition) == edition.expected
    assert reading.edition.extent == Extent(edition.extent)
    made = write_edition(reading, descriptor, tmp_path, with_texts=False)
    kept = FACTS / descriptor.id
    for path in (made.path, made.sheet):
        same = path.read_bytes() == (kept / path.name).read_bytes()
        assert same, f"{descriptor.id}/{path.name} differs; 'make facts' writes it anew"


@pytest.mark.parametrize("file", list(edition_files(FACTS)), ids=lambda f: f"{f.list_id}-{f.date}")
def test_bundled_edition_carries_no_wording_and_sorts_as_printed(file: object) -> None:
    edition, descriptor = read_edition(file)  # type: ignore[arg-type]
    texts = [text for item in (*edition.entries, *edition.notes) for text in item.texts]
    assert texts
    assert all(text.value is None for text in texts)
    assert [e.code for e in edition.entries] == in_order(edition.entries, descriptor.grammar)


def in_order(entries: object, grammar: Grammar) -> list[str]:
    """Return the codes by sort key."""
    return sorted((entry.code for entry in entries), key=grammar.sort_key)  # type: ignore[attr-defined]


def test_every_label_names_an_entry_there_is() -> None:
    labels = read_labels(bundled("data") / "labels")
    codes: dict[str, set[str]] = {}
    for file in edition_files(FACTS):
        edition, _ = read_edition(file)
        codes.setdefault(file.list_id, set()).update(entry.code for entry in edition.entries)
    lost = [(list_id, code) for list_id, code in labels if code not in codes.get(list_id, {code})]
    assert lost == []


def test_every_entry_of_the_shared_numbering_is_labelled() -> None:
    labels = read_labels(bundled("data") / "labels")
    bare = []
    for file in edition_files(FACTS):
        edition, descriptor = read_edition(file)
        if descriptor.grammar_name not in ("five-character", "au-dsgl"):
            continue
        for entry in edition.entries:
            if entry.level != "paragraph" and not labels.of(file.list_id, entry.code, file.date):
                bare.append(f"{file.list_id} {file.date} {entry.code}")
    assert bare == []
