"""What a store holds of an edition is enough to compare it: the same changes come out."""

from pathlib import Path

import pytest

from kgservice.errors import UnknownEditionError
from kgservice.graph.catalogue import EditionOutline, list_triples
from kgservice.graph.editions import edition_triples
from kgservice.graph.labels import Labels, read_labels
from kgservice.graph.terms import line
from kgservice.harmonization.changes import compare_editions
from kgservice.harmonization.recalling import RecalledGraph, recall_edition
from kgservice.model import Edition, Entry, Extent
from kgservice.namespaces import edition_iri
from kgservice.readers.descriptors import own_list, read_descriptor
from kgservice.store import Limits, open_dataset
from tests.harmonization.bundled import present
from tests.harmonization.invented import FREE, NEW, OLD, edition, note

DESCRIPTOR = own_list("zz-list", "free")


def write_dataset(folder: Path, *editions: Edition) -> Path:
    """Write editions as a build does: each in its own graph, the list in the default graph."""
    labels = read_labels(folder)
    outlines = [
        EditionOutline(e.list_id, e.date, e.extent, tuple(entry.code for entry in e.entries))
        for e in editions
    ]
    quads = [line(triple) for triple in list_triples(DESCRIPTOR, outlines)]
    for each in editions:
        tail = f" <{edition_iri(each.list_id, each.date)}> .\n"
        triples = edition_triples(each, DESCRIPTOR, labels)
        quads += [line(triple).removesuffix(" .\n") + tail for triple in triples]
    path = folder / "editions.nq"
    path.write_text("".join(quads), encoding="utf-8")
    return path


def test_the_same_changes_come_out(tmp_path: Path) -> None:
    old = edition(
        OLD, a="Zorbs;", b="Glims;", c=FREE, d="Wibs.", notes=(note("9X999.d", 1, "Of wibs."),)
    )
    new = edition(
        NEW, a="Glims;", b="Zorbs;", c="Quells;", extent=Extent.INCOMPLETE, gaps=("9X999.d",)
    )
    store = open_dataset(write_dataset(tmp_path, old, new), Limits(), 1)
    try:
        again = [recall_edition(store, "zz-list", date)[0] for date in (OLD, NEW)]
        with pytest.raises(UnknownEditionError, match=r"zz-list has no edition 2003-03-03; there"):
            recall_edition(store, "zz-list", OLD.replace(2003, 3, 3))
        with pytest.raises(UnknownEditionError, match=r"no list is named 'zz'; did you mean zz-"):
            recall_edition(store, "zz", OLD)
    finally:
        store.close()
    expected, found = compare_editions(old, new), compare_editions(*again)
    assert [(c.kind, c.code, c.doubts) for c in found.changes] == [
        (c.kind, c.code, c.doubts) for c in expected.changes
    ]
    assert len(found.changes) == 4
    assert found.continued == expected.continued
    assert again[1].gaps == new.gaps


@pytest.mark.parametrize("list_id", ["eu-annex-i", "us-ccl", "us-usml", "ca-nuclear"])
def test_what_entries_and_notes_ask_for_is_read_back(list_id: str) -> None:
    edition, descriptor = present(list_id), read_descriptor(list_id)
    lines = dict.fromkeys(map(line, edition_triples(edition, descriptor, Labels())))
    data = "".join(lines).encode()
    graph = RecalledGraph(list_id, edition.date, descriptor.grammar_name, (), data)
    read, _ = graph.read()
    asked = {entry.code: _asked(entry) for entry in edition.entries}
    again = {entry.code: _asked(entry) for entry in read.entries}
    assert [code for code in asked if asked[code] != again.get(code)] == []
    assert sum(entry.criterion is not None for entry in edition.entries) > 100
    notes = {(note.target, note.number): (note.criterion, note.unparsed) for note in edition.notes}
    assert notes == {
        (note.target, note.number): (note.criterion, note.unparsed) for note in read.notes
    }


def _asked(entry: Entry) -> tuple[object, ...]:
    return entry.criterion, entry.unparsed, entry.joins, entry.joins_least
