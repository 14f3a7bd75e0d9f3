"""The template of a national list: what is shipped is what the command builds, and reads."""

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kgservice.bundled import bundled
from kgservice.errors import TableError
from kgservice.model import NoteKind, Status
from kgservice.readers.reading import read_list_document
from kgservice.readers.table_rows import COLUMNS, FACT_COLUMNS
from kgservice.readers.table_sheets import GUIDE
from kgservice.readers.template import EXAMPLE, EXPLANATIONS, TEMPLATE, write_templates

DATE = datetime.date(2031, 2, 3)
SHIPPED = bundled("data") / "templates"


def content(path: Path) -> object:
    """Return the parts of a workbook, or the text of a table."""
    if path.suffix == ".csv":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_shipped_files_are_those_built(tmp_path: Path) -> None:
    built = write_templates(tmp_path)
    assert sorted(path.name for path in SHIPPED.iterdir()) == sorted(path.name for path in built)
    for path in built:
        assert content(SHIPPED / path.name) == content(path), path.name
        assert path.stat().st_size < 20_000


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_example_reads(suffix: str) -> None:
    reading, descriptor = read_list_document(SHIPPED / f"{EXAMPLE}{suffix}", "xx-demo", DATE)
    entries = {entry.code: entry for entry in reading.edition.entries}
    assert descriptor.grammar_name == "free"
    assert list(entries)[:4] == ["9", "9X", "9X999", "9X999.a"]
    assert entries["9X999"].regimes == ("nsg", "mtcr")
    assert [text.lang for text in entries["9X999"].texts] == ["en", "fr"]
    assert entries["9X999.b"].status is Status.RESERVED
    assert [c.cas for c in entries["9X999.c.1"].chemicals] == ["7732-18-5"]
    assert [note.kind for note in reading.edition.notes] == [
        NoteKind.DEFINITION, NoteKind.NOTE, NoteKind.TECHNICAL_NOTE,
    ]  # fmt: skip
    assert all(len(note.texts) == 2 for note in reading.edition.notes)
    assert (reading.edition.gaps, reading.unplaced) == ((), ())


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_empty_template_says_that_it_is_empty(suffix: str) -> None:
    with pytest.raises(TableError, match="has no entry; expected rows under the header"):
        read_list_document(SHIPPED / f"{TEMPLATE}{suffix}", "xx-demo", DATE)


def test_the_guide_explains_every_column() -> None:
    guide = openpyxl.load_workbook(SHIPPED / f"{TEMPLATE}.xlsx")[GUIDE]
    names = [str(row[0].value) for row in guide.iter_rows(min_row=2)]
    assert tuple(names) == (*COLUMNS, *FACT_COLUMNS) == tuple(EXPLANATIONS)
