"""Annex I as outline JSON: invented lines for each trap, the real document, and bad files."""

import datetime
import json
from pathlib import Path

import pytest

from kgservice.errors import DocumentError
from kgservice.model import Level, NoteKind, Polarity, Reading
from kgservice.readers.counts import count_edition
from kgservice.readers.descriptors import read_descriptor
from kgservice.readers.documents import read_document
from kgservice.readers.eu_outline import reader as eu_outline

DATE = datetime.date(2025, 11, 15)
DESCRIPTOR = read_descriptor("eu-annex-i")


def read(path: Path) -> Reading:
    return eu_outline.read(read_document(path), DESCRIPTOR, DATE, "en")


def invented(folder: Path, *lines: str, docs: tuple[tuple[str, str, str], ...] = ()) -> Reading:
    """Read a document whose one entry 9A999 has these lines."""
    content = {
        "corpus_version": "invented",
        "celex": "invented",
        "valid_from": DATE.isoformat(),
        "entries": [{"entry_code": "9A999", "verbatim_text": "\n".join(lines)}],
        "docs": [
            {"doc_type": kind, "title": title, "verbatim_text": text} for kind, title, text in docs
        ],
    }
    path = folder / "invented.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return read(path)


def texts(reading: Reading) -> dict[str, str]:
    return {
        entry.code: entry.texts[0].value or "" for entry in reading.edition.entries if entry.texts
    }


def notes(reading: Reading) -> list[tuple[str | None, NoteKind, str, str]]:
    return [
        (note.target, note.kind, note.label, (note.texts[0].value or "") if note.texts else "")
        for note in reading.edition.notes
    ]


def test_notes_go_where_their_words_say(tmp_path: Path) -> None:
    reading = invented(
        tmp_path,
        "9A999 Zorbs, as follows:",
        "9A999 N.B. SEE ALSO 9A998.",
        "9A999.a Blue zorbs;",
        "9A999.b Red zorbs;",
        "9A999.b Technical Note: A 'zorb' rolls. Note 1: 9A999 does not control toys.",
    )
    assert set(notes(reading)) == {
        ("9A999", NoteKind.NOTA_BENE, "N.B.", "SEE ALSO 9A998."),
        ("9A999.b", NoteKind.TECHNICAL_NOTE, "Technical Note", "A 'zorb' rolls."),
        ("9A999", NoteKind.NOTE, "Note 1", "9A999 does not control toys."),
    }
    polarities = {note.label: note.polarity for note in reading.edition.notes}
    assert polarities["Note 1"] is Polarity.EXCLUDES
    assert reading.placed_share >= 0.97


def test_a_note_inside_the_list_of_a_note_stays_in_it(tmp_path: Path) -> None:
    reading = invented(
        tmp_path,
        "9A999 Zorbs.",
        "9A999 Note: 9A999 does not control: a. Toys. Technical Note: Toys are small. b. Balls.",
    )
    assert [note[2] for note in notes(reading)] == ["Note"]


def test_coded_items_of_a_note_are_no_entries(tmp_path: Path) -> None:
    reading = invented(
        tmp_path,
        "9A999 Zorbs, as follows:",
        "9A999.a Blue zorbs;",
        "9A999.a Note: 9A999.a. does not include:",
        "9A999.a.1 Toys; or",
        "9A999.a.2 Balls.",
        "9A999.b Red zorbs.",
    )
    assert set(texts(reading)) == {"9A999", "9A999.a", "9A999.b"}
    assert notes(reading)[0][3] == "9A999.a. does not include:\n1. Toys; or\n2. Balls."


def test_items_that_one_line_runs_together_are_parted(tmp_path: Path) -> None:
    reading = invented(
        tmp_path,
        "9A999 Zorbs, as follows:",
        "9A999.a a. Over 5 × 103 V; and b. Under 2 g;",
        "9A999.b Any of:",
        "9A999.b a. Dose | 7 Gy;",
    )
    assert texts(reading)["9A999.a.a"] == "Over 5 × 103 V; and"
    assert texts(reading)["9A999.a.b"] == "Under 2 g;"
    assert texts(reading)["9A999.b.a"] == "Dose | 7 Gy;"
    assert reading.edition.gaps == ()


def test_headings_definitions_and_general_notes(tmp_path: Path) -> None:
    reading = invented(
        tmp_path,
        "9A999 Zorbs.",
        docs=(
            ("general_notes", "GENERAL NOTES", "1 New and used.\n1 N.B. Weigh it."),
            ("definitions_annex", "DEFINITIONS", 'As follows:\n"Zorb" (9) means a ball.\na Big;'),
            ("section_note", "Category 9 — 9A Rolling Things — notes", "Note: Only balls."),
            ("article_4", "Article 4", "Not a part of the list at all."),
        ),
    )
    assert texts(reading)["9A"] == "Rolling Things"
    assert (None, NoteKind.GENERAL_NOTE, "1", "New and used.\nN.B. Weigh it.") in notes(reading)
    assert (None, NoteKind.DEFINITION, "Zorb", "(9) means a ball.\na Big;") in notes(reading)
    assert ("9A", NoteKind.NOTE, "Note", "Only balls.") in notes(reading)
    assert not any("at all" in note[3] for note in notes(reading))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b'{"corpus_version": "x", "celex"', "line 1: is not JSON"),
        (b'\xff\xfe{"a"', "line 1: byte 0 is not UTF-8"),
        (b"<html/>", "is not JSON"),
        (b"[]", "is not a JSON object"),
        (b'{"celex": 1}', "lacks valid_from, entries, docs"),
        (b'{"celex":1,"valid_from":"2025-11-15","docs":[],"entries":[{}]}', "item 1 of entries"),
        (b'{"celex":1,"valid_from":"1999-01-01","docs":[],"entries":[]}', "valid from 1999-01-01"),
        (b'{"celex":1,"valid_from":"2025-11-15","docs":[],"entries":[]}', "no entry of eu-annex-i"),
    ],
)
def test_a_bad_file_is_one_clear_error(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=message):
        read(path)


def test_a_line_without_its_entrys_code_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"entry 9A999: line 'Zorbs'"):
        invented(tmp_path, "Zorbs")


@pytest.fixture(scope="module")
def real(documents: Path) -> Reading:
    return read(documents / "european-union" / "annex-I-02021R0821-20251115.json")


def test_annex_i_holds_what_its_descriptor_expects(real: Reading) -> None:
    assert count_edition(real.edition) == DESCRIPTOR.edition(DATE).expected
    assert 0.995 <= real.placed_share <= 1.005
    assert real.unplaced == ()
    assert real.edition.gaps == ()


def test_annex_i_agrees_with_its_coded_lines(documents: Path, real: Reading) -> None:
    """Count a third way: distinct codes of lines that open no note, less the known faults."""
    raw = (documents / "european-union" / "annex-I-02021R0821-20251115.json").read_text("utf-8")
    lines = [
        line.split(" ", 1)
        for entry in json.loads(raw)["entries"]
        for line in entry["verbatim_text"].splitlines()
    ]
    coded = [c for c, text in lines if not text.startswith(("Note", "Technical Note", "N.B."))]
    assert len(coded) == 3450
    below = (Level.ENTRY, Level.PARAGRAPH)
    read_codes = {entry.code for entry in real.edition.entries if entry.level in below}
    items_of_notes = {
        *(f"5A004.b.2.{label}" for label in "abcd"),
        *("5A002.b.1", "5A002.b.2"),
        *(f"9A106.d.{label}" for label in "abc"),
    }
    assert items_of_notes <= set(coded) - read_codes
    listed_in_notes = ("9A004.f.2.", "9A106.c.", "9A108.c.")
    others = set(coded) - read_codes - items_of_notes
    assert {code for code in others if not code.startswith(listed_in_notes)} == {
        code for code in coded if code.startswith("1C010.1")
    }
    parted = {code for code in read_codes - set(coded) if not code.startswith("1C010.e.")}
    assert len(parted) == 14
    assert {code[:5] for code in parted} == {"3A201", "4A001"}


def test_annex_i_reads_in_the_order_of_the_codes(real: Reading) -> None:
    keys = [DESCRIPTOR.grammar.sort_key(entry.code) for entry in real.edition.entries]
    assert keys == sorted(keys)


def test_annex_i_in_tricky_places(real: Reading) -> None:
    found = texts(real)
    assert found["4A001.a.2.a"].endswith("5× 103 Gy (silicon);"), "flattened as the source has it"
    assert "1C010.e.2.c" in found
    assert "1C010.1" not in found
    assert "3A501.a.15" in found
    excluded = [note for note in real.edition.notes if note.target == "5A004.b"]
    assert [note.label for note in excluded] == ["Technical Note", "Note 1", "Note 2"]
    assert (excluded[2].texts[0].value or "").count("\n") == 4
