"""The five-character numbering: what must hold of every code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgservice.codes.numbered import NumberedGrammar
from kgservice.errors import CodeError
from kgservice.model import Level

GRAMMAR = NumberedGrammar()
LETTERS = st.sampled_from([*"abcdefghijklmnopqrstuvwxyz", "aa", "bb"])
NUMBERS = st.integers(1, 120).map(str)


@st.composite
def codes(draw: st.DrawFn) -> str:
    """Draw a printed code: an entry with up to six paragraphs, letters and numbers in turn."""
    head = draw(st.from_regex(r"[0-9][A-E][0-9]{3}", fullmatch=True).filter(str.isascii))
    start = draw(st.booleans())
    kinds = (LETTERS, NUMBERS) if start else (NUMBERS, LETTERS)
    depth = draw(st.integers(0, 6))
    return ".".join((head, *(draw(kinds[level % 2]) for level in range(depth))))


@given(codes())
def test_print_undoes_parse(code: str) -> None:
    assert GRAMMAR.join(GRAMMAR.parts(code)) == code


@given(codes())
def test_spelling_does_not_matter(code: str) -> None:
    assert GRAMMAR.normalise(code.lower()) == code
    assert GRAMMAR.normalise(f" {code}. ") == code


@given(codes())
def test_a_code_without_points_is_the_same(code: str) -> None:
    parts = GRAMMAR.parts(code)
    if len(parts) == 3 or not parts[3].isdecimal():
        assert GRAMMAR.normalise("".join(parts)) == code


@given(codes())
def test_each_parent_is_a_level_up_and_sorts_before(code: str) -> None:
    above = [code, *GRAMMAR.ancestors(code)]
    assert GRAMMAR.level(above[-1]) is Level.CATEGORY
    keys = [GRAMMAR.sort_key(each) for each in reversed(above)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@given(codes(), st.integers(1, 98))
def test_numbers_sort_as_numbers(code: str, number: int) -> None:
    if code[-1].isalpha() or "." not in code:
        first, second = f"{code}.{number}", f"{code}.{number + 1}"
        assert GRAMMAR.sort_key(first) < GRAMMAR.sort_key(second)


@given(codes())
def test_running_text_names_the_code(code: str) -> None:
    assert list(GRAMMAR.mentions(f"Zorbs specified in {code}, or balls")) == [(code, None)]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("9a999a7b", "9A999.a.7.b"),
        ("9.A.1.a.7.b", "9A001.a.7.b"),
        ("0D521 No. 1", "0D521 No. 1"),
        ("5p2", "5P2"),
        ("5a2", "5A2"),
        ("9a", "9A"),
    ],
)
def test_what_people_type(typed: str, printed: str) -> None:
    assert GRAMMAR.normalise(typed) == printed


@pytest.mark.parametrize("text", ["", "9", "9F999", "9A9", "9A999.ab", "9P1", "5A", "9A999.f.or"])
def test_what_is_no_code_is_refused(text: str) -> None:
    if text == "9":
        assert GRAMMAR.level(text) is Level.CATEGORY
        return
    with pytest.raises(CodeError, match="five-character"):
        GRAMMAR.parts(text)


def test_category_5_stands_in_two_parts() -> None:
    assert GRAMMAR.ancestors("5A002.a") == ("5A002", "5A2", "5P2", "5")
    assert GRAMMAR.ancestors("5A101") == ("5A1", "5P1", "5")
    assert GRAMMAR.sort_key("5E101") < GRAMMAR.sort_key("5A002")


@pytest.mark.parametrize(
    ("words", "mentions"),
    [
        ("9A999.a. to 9A999.d.", [("9A999.a", "9A999.d")]),
        ("9A999.a.1. to 9A999.a.12.", [("9A999.a.1", "9A999.a.12")]),
        ("9A999.a through .d", [("9A999.a", "9A999.d")]),
        ("9A997 to 9A999", [("9A997", "9A999")]),
    ],
)
def test_ranges(words: str, mentions: list[tuple[str, str | None]]) -> None:
    assert list(GRAMMAR.mentions(words)) == mentions
