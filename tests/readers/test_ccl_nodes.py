"""Node files of the Commerce Control List: invented nodes for each trap, real files, bad files."""

import datetime
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kgservice.errors import DocumentError
from kgservice.model import Entry, Gap, GapKind, NoteKind, Reading, ReasonForControl, Status
from kgservice.readers.ccl_nodes import reader as ccl_nodes
from kgservice.readers.ccl_nodes.reasons import read_reasons
from kgservice.readers.counts import count_edition
from kgservice.readers.descriptors import EditionDescriptor, read_descriptor
from kgservice.readers.documents import read_document

DESCRIPTOR = read_descriptor("us-ccl")
DATE = datetime.date(2025, 9, 29)
CONTAINED = "The list of items controlled is contained in"


def read(path: Path, date: datetime.date = DATE) -> Reading:
    return ccl_nodes.read(read_document(path), DESCRIPTOR, date, "en")


def node(
    code: str, text: str, *above: str, supplement: str = "1", **other: str | None
) -> dict[str, Any]:
    """Return a node; ``above`` are the headings of its ancestors, ECCN first."""
    parts = code.split(".")
    ancestors = [".".join(parts[: count + 1]) for count in range(len(parts) - 1)]
    return {
        "code": code,
        "supplement": supplement,
        "heading": text.partition("\n")[0],
        "ancestors": ancestors,
        "breadcrumbs": ["A. “Zorbs”", *above],
        "text": text,
        **other,
    }


def invented(folder: Path, *nodes: dict[str, Any]) -> Reading:
    path = folder / "ccl-nodes-invented.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(node) for node in nodes).encode()))
    return read(path)


def entries(reading: Reading) -> dict[str, Entry]:
    return {entry.code: entry for entry in reading.edition.entries}


def words(reading: Reading, code: str) -> str | None:
    texts = entries(reading)[code].texts
    return texts[0].value if texts else None


def notes(reading: Reading) -> list[tuple[str | None, NoteKind, str, str]]:
    return [
        (note.target, note.kind, note.label, (note.texts[0].value or "") if note.texts else "")
        for note in reading.edition.notes
    ]


ECCN = """9A999 Zorbs, as follows.
License Requirements
Reason for Control:
ZO, RB
Control(s) Country Chart ZO applies to 9A999.a, 9A999.b ZO Column 2 RB applies to entire entry (9A999) RB Column 1
Control(s)
Country Chart
ZO applies to 9A999.a and .b
ZO Column 2
RB applies to entire entry
RB Column 1.
List Based License Exceptions (zorbs)
LVS:
Zorbs
List of Items Controlled
Related Controls:
Zorbs of 9A998.
Related Definitions:
Zorb
Items:
a. Blue zorbs, as follows:
9A999.a
Round;
a.1. Round;
Square;
a.2. Square;
Note: 9A999.a does not control toys: a. Soft toys; b. Hard toys.
Red zorbs.
b. Red zorbs.
Technical Note to paragraph a: A 'zorb' rolls."""  # noqa: E501


def test_items_without_a_node_come_out_of_the_text_of_the_node_above(tmp_path: Path) -> None:
    reading = invented(tmp_path, node("9A999", ECCN))
    assert words(reading, "9A999") == "Zorbs, as follows."
    assert words(reading, "9A999.a") == "Blue zorbs, as follows:"
    assert words(reading, "9A999.a.2") == "Square;"
    assert words(reading, "9A999.b") == "Red zorbs."
    assert sorted(code for code in entries(reading) if code.startswith("9A999.")) == [
        "9A999.a", "9A999.a.1", "9A999.a.2", "9A999.b",
    ]  # fmt: skip
    assert reading.unplaced == ()
    assert 0.995 <= reading.placed_share <= 1.01


def test_the_licence_part_becomes_notes_and_reasons(tmp_path: Path) -> None:
    reading = invented(tmp_path, node("9A999", ECCN))
    assert entries(reading)["9A999"].reasons == (
        ReasonForControl("ZO", ("9A999.a", "9A999.b"), (), "ZO Column 2"),
        ReasonForControl("RB", (), (), "RB Column 1"),
    )
    assert [(target, kind) for target, kind, _, _ in notes(reading)] == [
        ("9A999", NoteKind.LICENCE_REQUIREMENT),
        ("9A999", NoteKind.TABLE),
        ("9A999", NoteKind.LICENCE_EXCEPTION),
        ("9A999", NoteKind.RELATED_CONTROL),
        ("9A999", NoteKind.TECHNICAL_NOTE),
        ("9A999.a", NoteKind.NOTE),
        ("9A999.a", NoteKind.TECHNICAL_NOTE),
    ]
    table = next(text for _, kind, _, text in notes(reading) if kind is NoteKind.TABLE)
    assert table.splitlines()[1] == "ZO applies to 9A999.a and .b | ZO Column 2"
    assert reading.edition.notes[3].refers_to == ("9A998",)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("ZO applies to the entire entry.", [((), ())]),
        ("ZO applies to entire entry except 9A999.y", [((), ("9A999.y",))]),
        ("ZO applies to 9A999.a, .b.1 or c.2", [(("9A999.a", "9A999.b.1", "9A999.c.2"), ())]),
        ("ZO applies to 9A999.a to .c", [(("9A999.a to 9A999.c",), ())]),
        ("ZO and RB apply to entire entry. Zorbs roll.", [((), ()), ((), ())]),
        ("ZO applies to “technology” for zorbs controlled by 9A998 for ZO reasons",
         [(("9A998",), ())]),
        ("ZO applies to 9A999.b for items that roll", [(("9A999.b",), ())]),
        ("ZO applies to zorbs with a diameter under 18 inches", []),
        ("ZO applies to entire entry, for zorbs that roll", []),
        ("ZO applies to zorbs that meet 9A998.g", []),
    ],
)  # fmt: skip
def test_a_reason_is_told_by_codes_or_not_at_all(
    cell: str, expected: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    reasons = read_reasons([(cell, "ZO Column 1")], "9A999", DESCRIPTOR.grammar)
    assert [(reason.applies_to, reason.except_for) for reason in reasons] == expected
    assert {reason.column for reason in reasons} <= {"ZO Column 1"}


def test_a_parent_without_node_takes_its_heading_from_its_children(tmp_path: Path) -> None:
    reading = invented(
        tmp_path,
        node("9A999.b.1", "Round zorbs;", "9A999 Zorbs, as follows.", "Red zorbs:"),
        node("9A998.b", "Flat zorbs;", "9A998 Radium-999 ("),
    )
    assert words(reading, "9A999") == "Zorbs, as follows."
    assert words(reading, "9A999.b") == "Red zorbs:"
    assert words(reading, "9A") == "“Zorbs”"
    assert not entries(reading)["9A999.b"].implied
    assert words(reading, "9A998") is None
    assert set(reading.edition.gaps) >= {
        Gap("9A999", GapKind.LOST_TABLE),
        Gap("9A999.a", GapKind.FIRST_SIBLING),
    }


def test_what_is_no_item_is_reported_and_not_kept(tmp_path: Path) -> None:
    above = "9A999 Zorbs, other than the following."
    reading = invented(
        tmp_path,
        node("9A999.a", "Soft toys;", above),
        node("9A999.b", f"Hard toys.\nItems:\n{CONTAINED}", above),
        node("9A999.if", "9A999.if\nNote: Zorbs roll.", above, heading=None),
        node("9A998.a", "RB applies to entire entry. Zorbs roll.", "9A998 Flat zorbs."),
        node("9A997.a", "RB applies to 9A997.\nItems:\na. Tall zorbs;", "9A997 Big zorbs."),
        node("9A996.a", "5 GHz for flat zorbs;", "9A996 Fast zorbs:"),
        node("9A996.b", "[Reserved]", "9A996 Fast zorbs:"),
    )
    paragraphs = {code for code in entries(reading) if "." in code}
    assert paragraphs == {"9A997.a", "9A996.a", "9A996.b"}
    assert words(reading, "9A997.a") == "Tall zorbs;"
    assert words(reading, "9A996.a") is None
    assert {fragment.text for fragment in reading.unplaced} >= {
        "9A999.a", "9A999.b", "9A999.if", "9A998.a", "Soft toys;", "5 GHz for flat zorbs;",
    }  # fmt: skip
    assert ("9A998", NoteKind.LICENCE_REQUIREMENT) in [note[:2] for note in notes(reading)]


def test_free_places_are_reserved_one_by_one(tmp_path: Path) -> None:
    above = "9A999 Zorbs:"
    reading = invented(
        tmp_path,
        node("9A999.a", "Blue zorbs;", above),
        node("9A999.b", "through d. [Reserved]", above),
        node("9A999.e", "Red zorbs.", above),
    )
    found = {code: entry.status for code, entry in entries(reading).items() if "." in code}
    assert [code for code, status in found.items() if status is Status.RESERVED] == [
        "9A999.b", "9A999.c", "9A999.d",
    ]  # fmt: skip
    assert Gap("9A999.c", GapKind.MIDDLE_SIBLING) not in reading.edition.gaps


def test_codes_that_the_file_made_of_other_words_are_no_references(tmp_path: Path) -> None:
    text = "Zorbs of 9A998.b, 9A998.a country or 9A997, 9A997.e.g., round"
    reading = invented(tmp_path, node("9A999.a", text, "9A999 Zorbs:"))
    assert entries(reading)["9A999.a"].refers_to == ("9A998.b", "9A997")


def test_supplements_five_to_seven(tmp_path: Path) -> None:
    series = (
        "9D521. Software\n9D521. Software No. 1 Zorb trainer, having all: 1. Red; and 2. Blue. "
        "Technical Note: A zorb rolls. January 6, 2020 (ID) January 6, 2023 "
        "License Exception GOV only. No. 2 [Reserved] [Reserved]"
    )
    reading = invented(
        tmp_path,
        node("9A999.a", "Blue zorbs;", "9A999 Zorbs:"),
        node("9D521", series, supplement="5"),
        node("9A999.a.iv", "9A999.a—Blue zorbs that roll.", supplement="6"),
    )
    assert words(reading, "9D521 No. 1") == "Zorb trainer, having all: 1. Red; and 2. Blue."
    assert entries(reading)["9D521 No. 2"].status is Status.RESERVED
    found = notes(reading)
    assert ("9D521 No. 1", NoteKind.REMARK, "EAR99", "January 6, 2023") in found
    assert ("9D521 No. 1", NoteKind.REMARK, "Classified", "January 6, 2020 (ID)") in found
    assert (
        "9A999.a", NoteKind.REMARK, "Supplement No. 6", "9A999.a—Blue zorbs that roll.",
    ) in found  # fmt: skip
    assert "9A999.a.iv" not in entries(reading)
    assert [fragment.text for fragment in reading.unplaced] == ["9A999.a.iv"]


@pytest.fixture(scope="module")
def latest(documents: Path) -> Reading:
    return read_edition(documents, DESCRIPTOR.edition(DATE))


def read_edition(documents: Path, edition: EditionDescriptor) -> Reading:
    return read(documents / edition.documents[0].file, edition.date)


def node_editions() -> list[EditionDescriptor]:
    return [one for one in DESCRIPTOR.editions if one.documents[0].format == ccl_nodes.FORMAT]


@pytest.mark.parametrize("edition", node_editions(), ids=lambda edition: str(edition.date))
def test_real_editions_hold_what_the_file_has(documents: Path, edition: EditionDescriptor) -> None:
    reading = read_edition(documents, edition)
    assert count_edition(reading.edition) == edition.expected
    assert 0.995 <= reading.placed_share <= 1.005
    raw = gzip.decompress((documents / edition.documents[0].file).read_bytes()).decode()
    records = [json.loads(line) for line in raw.splitlines()]
    grammar = DESCRIPTOR.grammar
    codes = {one["code"] for one in records if one["supplement"] == "1"}
    found = {entry.code for entry in reading.edition.entries if not entry.implied}
    reported = {fragment.text for fragment in reading.unplaced}
    assert codes - found <= reported
    assert all(grammar.is_code(code) for code in found)
    keys = [grammar.sort_key(entry.code) for entry in reading.edition.entries]
    assert keys == sorted(keys)


def test_counts_of_nodes_over_the_years() -> None:
    dates = [edition.date.isoformat() for edition in node_editions()]
    assert dates == [
        "2017-01-15", "2020-06-29", "2023-10-18", "2024-09-06", "2024-12-02", "2025-01-16",
        "2025-09-29",
    ]  # fmt: skip


def test_tricky_places(latest: Reading) -> None:
    found = entries(latest)
    assert (words(latest, "3A090.a.1") or "").endswith("4800 or more; or")
    assert found["3A001.a.9"].status is Status.RESERVED
    assert found["1C011.a"].parent == "1C011"
    assert found["1C011"].reasons[1] == ReasonForControl(
        "MT", ("1C011.a", "1C011.b"), (), "MT Column 1"
    )
    assert found["0D521 No. 1"].parent == "0D521"
    assert found["0A501.w"].status is Status.RESERVED
    assert found["1C350.b.1"].chemicals[0].cas == "7784-34-1"
    assert "2B001.f.or" not in found
    assert "1E998.b.13" not in found
    assert not {"1C230.a", "1C237.a", "1C353.e"} & set(found)


def test_numbers_that_the_file_cut_are_not_told(latest: Reading) -> None:
    for code in ("1C116.a.1", "1C116.a.2", "5A991.b.6.b", "7A003.a.1", "6A006.a.4.a"):
        assert words(latest, code) is None, code


def test_missing_first_items_are_gaps(latest: Reading) -> None:
    kinds = Counter(gap.kind for gap in latest.edition.gaps)
    assert kinds[GapKind.FIRST_SIBLING] > 100
    assert Gap("1A003.a", GapKind.FIRST_SIBLING) in latest.edition.gaps
    assert Gap("3A001", GapKind.LOST_TABLE) in latest.edition.gaps
    assert Gap("1C011", GapKind.LOST_TABLE) not in latest.edition.gaps
    assert Gap("1C012", GapKind.NOT_IN_SOURCE) in latest.edition.gaps


GOOD = gzip.compress(json.dumps(node("9A999.a", "Blue zorbs;", "9A999 Zorbs:")).encode())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (GOOD[:-12], "ends early"),
        (GOOD[:20] + b"\xff\xff\xff" + GOOD[23:], "gzip stream"),
        (gzip.compress('{"code": "9A999ß"}'.encode("latin-1")), "line 1: byte 15 is not UTF-8"),
        (gzip.compress(b'{"code": "9A999.a", "text"'), "line 1: not JSON"),
        (gzip.compress(b'{"code": "9A999.a"}'), "line 1: a node lacks supplement"),
        (gzip.compress(b"[1, 2]"), "line 1: a node lacks code"),
        (b"<?xml version='1.0'?><ECFR/>", "line 1: not JSON"),
        (gzip.compress(b"\n\n"), "no entry of us-ccl was found"),
    ],
    ids=["empty", "cut", "damaged", "latin-1", "cut line", "keys", "array", "xml", "no nodes"],
)
def test_bad_files_give_one_clear_error(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "ccl-nodes-invented.jsonl.gz"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=message):
        read(path)


def test_recognise() -> None:
    assert ccl_nodes.recognise("ccl-nodes-2099-01-01.jsonl.gz", GOOD[:4096])
    assert not ccl_nodes.recognise("annex.json", b'{"entries": []}')
    assert not ccl_nodes.recognise("other.jsonl.gz", gzip.compress(b'{"other": 1}'))
    assert not ccl_nodes.recognise("broken.jsonl.gz", b"\x1f\x8b\x00\x00")
