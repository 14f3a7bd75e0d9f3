"""Editions on disk: written whole, read back the same, refused where table and sheet differ."""

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest

from kgservice.errors import DocumentError, TableError
from kgservice.model import (
    Edition,
    Entry,
    Extent,
    Gap,
    GapKind,
    Level,
    Note,
    NoteKind,
    Polarity,
    Reading,
    Source,
    Text,
)
from kgservice.readers.counts import count_edition
from kgservice.readers.descriptors import own_list
from kgservice.readers.edition_files import (
    EditionFile,
    edition_files,
    read_edition,
    write_edition,
)

DATE = datetime.date(2031, 2, 3)
DESCRIPTOR = own_list("xx-own", "free")


def reading() -> Reading:
    entries = (
        Entry("Z1", None, Level.ENTRY, texts=(Text.of("words", "en"),)),
        Entry("Z1.b", "Z1", Level.PARAGRAPH, texts=(Text.of("mots", "fr"),)),
    )
    note = Note("Z1", 1, NoteKind.NOTE, Polarity.EXPLAINS, "", (Text.of("note", "en"),))
    source = Source("list.pdf", "liste-ii-pdf", "en", "0" * 64, "https://example.org/list.pdf")
    gaps = (Gap("Z1.a", GapKind.FIRST_SIBLING), Gap("Z1", GapKind.LOST_TABLE))
    edition = Edition("xx-own", DATE, entries, (note,), (source,), Extent.EXCERPT, gaps)
    return Reading(edition, (), 100, 99)


def test_an_edition_is_kept_whole(tmp_path: Path) -> None:
    file = write_edition(reading(), DESCRIPTOR, tmp_path, with_texts=True)
    assert file == EditionFile("xx-own", DATE, tmp_path / "xx-own" / "2031-02-03.csv")
    assert list(edition_files(tmp_path)) == [file]
    edition, descriptor = read_edition(file)
    assert edition == reading().edition
    assert descriptor == DESCRIPTOR
    assert sorted(path.name for path in file.path.parent.iterdir()) == [
        "2031-02-03.csv", "2031-02-03.json",
    ]  # fmt: skip


def test_without_texts_only_digests_are_kept(tmp_path: Path) -> None:
    file = write_edition(reading(), DESCRIPTOR, tmp_path, with_texts=False)
    kept = file.path.read_text(encoding="utf-8") + file.sheet.read_text(encoding="utf-8")
    assert "words" not in kept
    edition, _ = read_edition(file)
    first = edition.entries[0].texts[0]
    assert first == replace(reading().edition.entries[0].texts[0], value=None)


def test_the_sheet_says_what_was_read(tmp_path: Path) -> None:
    file = write_edition(reading(), DESCRIPTOR, tmp_path, with_texts=True)
    sheet = json.loads(file.sheet.read_text(encoding="utf-8"))
    assert (sheet["characters"], sheet["placed"], sheet["unplaced"]) == (100, 99, 0)
    assert sheet["counts"] == count_edition(reading().edition)
    assert sheet["gaps"] == [["Z1.a", "first-sibling"], ["Z1", "lost-table"]]


def test_a_failed_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_edition(reading(), DESCRIPTOR, tmp_path, with_texts=True)
    before = {path: path.read_bytes() for path in file.path.parent.iterdir()}

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr("kgservice.readers.edition_files.write_table", fail)
    with pytest.raises(OSError, match="no space"):
        write_edition(reading(), DESCRIPTOR, tmp_path, with_texts=True)
    assert {path: path.read_bytes() for path in file.path.parent.iterdir()} == before


def test_a_table_that_lost_a_row_is_noticed(tmp_path: Path) -> None:
    file = write_edition(reading(), DESCRIPTOR, tmp_path, with_texts=True)
    lines = file.path.read_text(encoding="utf-8").splitlines(keepends=True)
    file.path.write_text("".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(TableError, match=r"holds 0 paragraph, but 2031-02-03\.json says 1"):
        read_edition(file)


@pytest.mark.parametrize(
    ("sheet", "wanted"),
    [
        ("{", "is no edition's sheet"),
        ("[]", "is no edition's sheet"),
        ("{}", "lacks the key 'grammar'"),
        ('{"grammar": "free", "sources": [{"f": 1}], "extent": "whole", "gaps": [], "counts": {}}',
         "is no edition's sheet"),
        ('{"grammar": "free", "sources": [], "extent": "half", "gaps": [], "counts": {}}',
         "'half' is not a valid Extent; import the edition anew"),
        ('{"grammar": "free", "sources": [], "extent": "whole", "gaps": [["a"]], "counts": {}}',
         "is no edition's sheet"),
    ],
)  # fmt: skip
def test_a_bad_sheet_is_refused(tmp_path: Path, sheet: str, wanted: str) -> None:
    file = write_edition(reading(), DESCRIPTOR, tmp_path, with_texts=True)
    file.sheet.write_text(sheet, encoding="utf-8")
    with pytest.raises(TableError) as error:
        read_edition(file)
    assert wanted in str(error.value)
    assert str(file.sheet) in str(error.value)


def test_files_that_are_no_editions_are_named(tmp_path: Path) -> None:
    file = write_edition(reading(), DESCRIPTOR, tmp_path, with_texts=True)
    file.sheet.unlink()
    with pytest.raises(DocumentError, match=r"has no sheet 2031-02-03\.json beside it"):
        list(edition_files(tmp_path))
    file.path.rename(file.path.with_name("newest.csv"))
    with pytest.raises(DocumentError, match=r"not named by a date; expected a name such as"):
        list(edition_files(tmp_path))


@pytest.mark.parametrize("list_id", ["../up", "A B", "", "a/b", "-a"])
def test_a_list_id_that_names_no_folder_is_refused(tmp_path: Path, list_id: str) -> None:
    bad = replace(reading(), edition=replace(reading().edition, list_id=list_id))
    with pytest.raises(DocumentError, match="cannot name a list"):
        write_edition(bad, DESCRIPTOR, tmp_path, with_texts=True)
    assert list(tmp_path.iterdir()) == []


def test_no_folder_holds_no_editions(tmp_path: Path) -> None:
    assert list(edition_files(tmp_path / "absent")) == []
