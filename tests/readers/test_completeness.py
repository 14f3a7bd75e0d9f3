"""Gaps: places that the sequence of codes asks for and the source does not print."""

import datetime
from collections.abc import Iterable

import pytest

from kgservice.codes import grammar_named
from kgservice.completeness import find_gaps
from kgservice.model import Edition, Entry, GapKind, Level, Note, NoteKind, Polarity, Status
from kgservice.readers.counts import count_edition

NUMBERED = grammar_named("five-character")
FREE = grammar_named("free")


def edition(codes: Iterable[str], notes: tuple[Note, ...] = (), grammar: str = "free") -> Edition:
    own = grammar_named(grammar)
    entries = tuple(Entry(code, own.parent(code), own.level(code)) for code in codes)
    return Edition("xx-own", datetime.date(2031, 2, 3), entries, notes)


def gaps(*codes: str, grammar: str = "free") -> list[tuple[str, GapKind]]:
    found = find_gaps(edition(codes, grammar=grammar), grammar_named(grammar))
    return [(gap.code, gap.kind) for gap in found]


ALPHABET = "abcdefghijklmnopqrstuvwxyz"
FIRST, MIDDLE = GapKind.FIRST_SIBLING, GapKind.MIDDLE_SIBLING


@pytest.mark.parametrize(
    ("codes", "wanted"),
    [
        (["9A999", "9A999.a", "9A999.b"], []),
        (["9A999", "9A999.b", "9A999.c"], [("9A999.a", FIRST)]),
        (["9A999", "9A999.a", "9A999.d"], [("9A999.b", MIDDLE), ("9A999.c", MIDDLE)]),
        (["9A999", "9A999.a", "9A999.a.2"], [("9A999.a.1", FIRST)]),
        (["9A999", *(f"9A999.{letter}" for letter in ALPHABET), "9A999.aa"], []),
        (["9A001", "9A009"], []),
        (["9A999", "9A999.c", "9A999.a", "9A999.b"], []),
    ],
)  # fmt: skip
def test_missing_siblings_are_found(codes: list[str], wanted: list[tuple[str, GapKind]]) -> None:
    assert gaps(*codes, grammar="five-character") == wanted


def test_doubled_letters_follow_the_alphabet() -> None:
    codes = [f"9A999.{letter}" for letter in ALPHABET.removesuffix("z")]
    found = gaps("9A999", *codes, "9A999.aa", grammar="five-character")
    assert found == [("9A999.z", MIDDLE)]


@pytest.mark.parametrize(
    "code", ["Z1.01", "Z1.2024", "Z1.0", "Z1.99999999999", "Z1.٣", "Z1.²", "Z1.ab", "Z1.é"]
)
def test_what_is_no_count_asks_for_no_sibling(code: str) -> None:
    assert gaps("Z1", code) == []


def test_highest_entries_ask_for_no_sibling() -> None:
    entries = (Entry("7", None, Level.PARAGRAPH), Entry("9", None, Level.PARAGRAPH))
    found = Edition("xx-own", datetime.date(2031, 2, 3), entries)
    assert find_gaps(found, FREE) == ()


def test_a_place_without_a_node_is_a_gap_but_a_heading_is_not() -> None:
    entries = (
        Entry("9", None, Level.CATEGORY, implied=True),
        Entry("9A", "9", Level.PRODUCT_GROUP, implied=True),
        Entry("9A999", "9A", Level.ENTRY, implied=True),
        Entry("9A999.a", "9A999", Level.PARAGRAPH, status=Status.RESERVED),
    )
    found = find_gaps(Edition("xx-own", datetime.date(2031, 2, 3), entries), NUMBERED)
    assert [(gap.code, gap.kind) for gap in found] == [("9A999", GapKind.NO_NODE)]


def test_a_range_that_ends_nowhere_is_a_gap_once() -> None:
    def note(number: int, *references: str) -> Note:
        return Note("Z1", number, NoteKind.NOTE, Polarity.EXPLAINS, refers_to=references)

    notes = (note(1, "Z1.a to Z1.c", "Z9"), note(2, "Z1.b to Z1.c"))
    found = find_gaps(edition(["Z1", "Z1.a", "Z1.b"], notes), FREE)
    assert [(gap.code, gap.kind) for gap in found] == [("Z1.c", GapKind.RANGE_END)]


def test_counts_say_what_an_edition_holds() -> None:
    definition = Note(None, 1, NoteKind.DEFINITION, Polarity.EXPLAINS)
    note = Note("9A999", 1, NoteKind.NOTE, Polarity.EXPLAINS, refers_to=("9A999.a", "9B998"))
    whole = edition(["9", "9A", "9A999", "9A999.a"], (definition, note), "five-character")
    assert count_edition(whole) == {
        "category": 1, "product-group": 1, "entry": 1, "paragraph": 1, "implied": 0,
        "reserved": 0, "notes": 1, "definitions": 1, "cas": 0, "references": 2, "gaps": 0,
    }  # fmt: skip
