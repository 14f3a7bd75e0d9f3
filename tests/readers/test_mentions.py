"""What words name: CAS numbers, chemicals, a free place, what a note does, other entries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgservice.codes import grammar_named
from kgservice.model import Chemical, NoteKind, Polarity
from kgservice.readers.mentions import (
    cas_is_valid,
    find_cas_numbers,
    find_chemicals,
    find_references,
    is_reserved,
    polarity_of,
)

NUMBERED = grammar_named("five-character")


@pytest.mark.parametrize("number", ["7732-18-5", "50-00-0", "64-17-5", "107-44-8", "58-08-2"])
def test_check_digits_of_known_numbers_hold(number: str) -> None:
    assert cas_is_valid(number)
    assert find_cas_numbers(f"water ({number})") == (number,)


@given(st.integers(10, 9_999_999), st.integers(0, 99))
def test_one_check_digit_in_ten_holds(head: int, middle: int) -> None:
    valid = [digit for digit in range(10) if cas_is_valid(f"{head}-{middle:02d}-{digit}")]
    assert len(valid) == 1


@pytest.mark.parametrize(
    "text", ["7732-18-6", "2031-02-03", "1-7732-18-5", "7732-18-55", "tel. 555-12-34", "EN 50-00"]
)
def test_other_numbers_are_no_cas_numbers(text: str) -> None:
    assert find_cas_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Cloud water (CAS 7732-18-5);", [Chemical("Cloud water", "7732-18-5")]),
        ("Cloud water (C.A.S. #7732-18-5)", [Chemical("Cloud water", "7732-18-5")]),
        ("Cloud water (CAS RN 7732\u201118\u20115)", [Chemical("Cloud water", "7732-18-5")]),
        ("Cloud water (CAS 7732–18–5)", [Chemical("Cloud water", "7732-18-5")]),
        ("(CAS 7732-18-5) Cloud water", [Chemical("Cloud water", "7732-18-5")]),
        (
            "Water (CAS 7732-18-5), and Spirit (CAS 64-17-5)",
            [Chemical("Water", "7732-18-5"), Chemical("Spirit", "64-17-5")],
        ),
        (
            "Mixed (CAS 7732-18-5 and 64-17-5)",
            [Chemical("Mixed", "7732-18-5"), Chemical("Mixed", "64-17-5")],
        ),
        ("Water (CAS 7732-18-6)", []),
        ("See 7732-18-5 alone", [Chemical(None, "7732-18-5")]),
        ("x" * 121 + " (CAS 7732-18-5)", [Chemical(None, "7732-18-5")]),
        ("No chemical at all", []),
    ],
)
def test_chemicals_bear_their_names(text: str, wanted: list[Chemical]) -> None:
    assert find_chemicals(text) == tuple(wanted)


@pytest.mark.parametrize(
    "text",
    ["[Reserved]", "Reserved.", "Not used", "[Not used];", "Réservé", "[Abrogé]", "is reserved"],
)
def test_a_free_place_is_told(text: str) -> None:
    assert is_reserved(text)


@pytest.mark.parametrize("text", ["", "Reserved capacity", "Presses not used for fog", "Item"])
def test_an_item_is_no_free_place(text: str) -> None:
    assert not is_reserved(text)


@pytest.mark.parametrize(
    ("kind", "text", "wanted"),
    [
        (NoteKind.NOTE, "9X999 does not control toys.", Polarity.EXCLUDES),
        (NoteKind.NOTE, "9X999 ne vise pas les jouets.", Polarity.EXCLUDES),
        (NoteKind.NOTE, "9X999 applies only to presses.", Polarity.LIMITS),
        (NoteKind.NOTE, "9X999 includes fog.", Polarity.EXTENDS),
        (NoteKind.NOTE, "Also controls fog.", Polarity.EXTENDS),
        (NoteKind.NOTE, "A cloud is measured at noon.", Polarity.EXPLAINS),
        (NoteKind.TECHNICAL_NOTE, "This does not control anything.", Polarity.EXPLAINS),
        (NoteKind.DEFINITION, "Fog includes mist.", Polarity.EXPLAINS),
    ],
)
def test_a_note_does_what_its_first_words_say(kind: NoteKind, text: str, wanted: Polarity) -> None:
    assert polarity_of(kind, text) is wanted


def test_references_are_named_once_with_ranges_and_without_the_own_code() -> None:
    text = "Presses of 9A999.a, 9A999.a and 9B998.a to 9B998.d, or 9A997 itself"
    assert find_references(text, NUMBERED, "9A997") == ("9A999.a", "9B998.a to 9B998.d")
    assert find_references(text, grammar_named("free")) == ()
