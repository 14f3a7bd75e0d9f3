"""Codes of the United States Munitions List: spellings, parents, order, mentions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgservice.codes.roman import HIGHEST, from_roman, to_roman
from kgservice.codes.usml import UsmlGrammar
from kgservice.errors import CodeError
from kgservice.model import Level

GRAMMAR = UsmlGrammar()
NUMBERS = st.integers(1, HIGHEST).map(str)
LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz")


@st.composite
def usml_parts(draw: st.DrawFn) -> tuple[str, ...]:
    """Return parts as the grammar makes them; the number may be left out before a numeral."""
    number = draw(st.just("") | NUMBERS)
    parts = [draw(NUMBERS), draw(LETTERS), number, draw(NUMBERS), draw(LETTERS).upper()]
    parts = parts[: draw(st.integers(1, 5))]
    return tuple(parts[:2] if parts[-1] == "" else parts)


@given(usml_parts())
def test_parsing_undoes_printing(parts: tuple[str, ...]) -> None:
    assert GRAMMAR.parts(GRAMMAR.join(parts)) == parts


@given(usml_parts())
def test_spellings_of_one_code_agree(parts: tuple[str, ...]) -> None:
    code = GRAMMAR.join(parts)
    pointed = code.replace(")(", ".").replace("(", ".").replace(")", "")
    assert GRAMMAR.normalise(f"USML Category {code}") == code
    assert GRAMMAR.normalise(code.lower()) == code
    assert GRAMMAR.normalise(pointed) == code


@given(usml_parts())
def test_parent_is_a_shorter_code_and_sorts_before(parts: tuple[str, ...]) -> None:
    code = GRAMMAR.join(parts)
    parent = GRAMMAR.parent(code)
    if parent is None:
        assert GRAMMAR.level(code) is Level.CATEGORY
    else:
        assert code.startswith(f"{parent}(")
        assert GRAMMAR.sort_key(parent) < GRAMMAR.sort_key(code)
        assert GRAMMAR.level(code) is Level.PARAGRAPH


@given(st.integers(1, HIGHEST))
def test_roman_numerals_are_read_as_written(number: int) -> None:
    assert from_roman(to_roman(number)) == number
    assert from_roman(to_roman(number).upper()) == number


@pytest.mark.parametrize("text", ["iiii", "vx", "", "ic", "c", "abc", "iix"])
def test_ill_formed_numerals_are_none(text: str) -> None:
    assert from_roman(text) is None


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("xi.a.3.xxii", "XI(a)(3)(xxii)"),
        ("XIa3xxii", "XI(a)(3)(xxii)"),
        ("Category XIII(f)(i)", "XIII(f)(i)"),
        ("IV(i)", "IV(i)"),
        ("xiv(b)(1)(ii)(i)", "XIV(b)(1)(ii)(I)"),
    ],
)
def test_what_people_type_is_understood(typed: str, printed: str) -> None:
    assert GRAMMAR.normalise(typed) == printed


@pytest.mark.parametrize(
    "text",
    ["", "3A001", "ML1", "XI(3)", "XI(a)(0)", "XI(a)(A)", "XI(a)(1)(iiii)", "IIII", "XI(a", "11"],
)
def test_other_texts_are_refused_by_name(text: str) -> None:
    with pytest.raises(CodeError, match="usml"):
        GRAMMAR.parts(text)


def test_reading_order_counts_numerals() -> None:
    codes = ["IX(a)(10)(xl)", "X", "IX(a)(10)", "IX", "IX(b)", "IX(a)(2)", "V", "IX(a)(10)(ix)"]
    assert sorted(codes, key=GRAMMAR.sort_key) == [
        "V", "IX", "IX(a)(2)", "IX(a)(10)", "IX(a)(10)(ix)", "IX(a)(10)(xl)", "IX(b)", "X",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see USML Category VIII(h)(1)(i), (ii), or (iii)",
         ["VIII(h)(1)(i)", "VIII(h)(1)(ii)", "VIII(h)(1)(iii)"]),
        ("Categories III, IV, or XV", ["III", "IV", "XV"]),
        ("Category IV(d)(1)-(6) of this section", ["IV(d)(1) IV(d)(6)"]),
        ("paragraphs (a)(1) through (4) of this category", ["II(a)(1) II(a)(4)"]),
        ("paragraph (a)(5) or (b) of USML Category VIII", ["VIII(a)(5)", "VIII(b)"]),
        ("Category VI paragraphs (a) through (c)", ["VI(a) VI(c)"]),
        ("Category XXX or paragraphs (a) or (b) of Category XXXI",
         ["XXX", "XXXI(a)", "XXXI(b)"]),
        ("(c)(1)(iii) in paragraphs (c)(1)(iii), (c)(3), and (d)",
         ["II(c)(1)(iii)", "II(c)(3)", "II(d)"]),
        ("is a Missile Technology Control Regime Category I item", []),
        ("paragraph (b) of § 120.41", []),
        ("described in paragraph (g) elsewhere", ["II(g)"]),
    ],
)  # fmt: skip
def test_mentions_in_running_text(text: str, found: list[str]) -> None:
    mentions = GRAMMAR.mentions_within(text, "II(j)")
    assert [" ".join(filter(None, pair)) for pair in mentions] == found


def test_bare_paragraphs_need_a_place() -> None:
    assert list(GRAMMAR.mentions("paragraph (a)(1) of this category")) == []
    assert list(GRAMMAR.mentions("USML Category XII")) == [("XII", None)]
