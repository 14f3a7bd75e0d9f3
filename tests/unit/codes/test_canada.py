"""The numberings of Canada's lists: labels in brackets, told by their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgservice.codes import grammar_named
from kgservice.codes.canada import ExportListGrammar, ImportListGrammar, NuclearGrammar
from kgservice.errors import CodeError
from kgservice.model import Level

NUCLEAR, EXPORT, IMPORT = NuclearGrammar(), ExportListGrammar(), ImportListGrammar()
ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiv", "xl")

letters = st.sampled_from("abcdefghijklmnopqrstuvwxyz")
numbers = st.integers(1, 30).map(str)
romans = st.sampled_from(ROMANS)
KINDS = (
    numbers, letters, romans, letters.map(str.upper), romans.map(str.upper),
)  # fmt: skip


@st.composite
def labels(draw: st.DrawFn, *, numbered: bool) -> str:
    kinds = KINDS if numbered else KINDS[1:]
    size = draw(st.integers(0, len(kinds)))
    return "".join(f"({draw(kind)})" for kind in kinds[:size])


@st.composite
def nuclear_codes(draw: st.DrawFn) -> str:
    dotted = draw(st.lists(numbers, min_size=1, max_size=5))
    size = draw(st.integers(0, 4))
    kinds = (letters, numbers, romans, letters.map(str.upper))[:size]
    return ".".join((draw(st.sampled_from("AB")), *dotted)) + "".join(
        f"({draw(kind)})" for kind in kinds
    )


items = st.one_of(
    st.integers(1000, 9999).map(str),
    st.tuples(st.integers(1, 9), numbers).map("{0[0]}-{0[1]}".format),
)
groups = st.integers(1, 9).map("Group {}".format)
rests = st.booleans().flatmap(lambda numbered: labels(numbered=numbered))
export_codes = st.tuples(st.one_of(items, groups), rests).map("".join)
import_codes = st.tuples(st.one_of(numbers, st.tuples(numbers, numbers).map(".".join)), rests).map(
    "".join
)


@given(nuclear_codes())
def test_nuclear_printing_what_was_parsed_gives_the_code(code: str) -> None:
    assert NUCLEAR.join(NUCLEAR.parts(code)) == code
    assert NUCLEAR.normalise(code.replace("(", " ").lower()) == code


@given(export_codes)
def test_export_printing_what_was_parsed_gives_the_code(code: str) -> None:
    assert EXPORT.join(EXPORT.parts(code)) == code
    assert EXPORT.normalise(code.lower().replace("(", " (")) == code


@given(import_codes)
def test_import_printing_what_was_parsed_gives_the_code(code: str) -> None:
    assert IMPORT.join(IMPORT.parts(code)) == code


@given(st.one_of(export_codes, groups))
def test_an_export_code_stands_under_its_group(code: str) -> None:
    above = EXPORT.ancestors(code)
    if above:
        assert above[-1] == f"Group {code.removeprefix('Group ')[0]}"
        assert EXPORT.sort_key(code).startswith(EXPORT.sort_key(above[0]) + ".")
    else:
        assert EXPORT.level(code) is Level.CATEGORY


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a.2.1.4", "A.2.1.4"),
        ("A.1.1.", "A.1.1"),
        ("PARTIE A", "A"),
        ("B.2.1.3 a)", "B.2.1.3(a)"),
        ("B.2.2.6.(g)", "B.2.2.6(g)"),
        ("B.2.2.6(c)(1)(II)", "B.2.2.6(c)(1)(ii)"),
    ],
)
def test_spellings_of_nuclear_codes(typed: str, printed: str) -> None:
    assert NUCLEAR.normalise(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("GROUP 5", "Group 5"),
        ("groupe 5", "Group 5"),
        ("5504.2.d.i", "5504(2)(d)(i)"),
        ("5504 (2) (d)", "5504(2)(d)"),
        ("9-1.", "9-1"),
        ("3-01(1)(a)", "3-01(1)(a)"),
        ("Group 2(b)(i)", "Group 2(b)(i)"),
        ("5506(2)(c)(i)(a)(i)", "5506(2)(c)(i)(A)(I)"),
    ],
)
def test_spellings_of_export_codes(typed: str, printed: str) -> None:
    assert EXPORT.normalise(typed) == printed


def test_a_letter_is_a_roman_number_where_one_comes_next() -> None:
    assert EXPORT.parts("5504(2)(i)") == ("Group 5", "5504", "2", "i")
    assert EXPORT.parts("5504(2)(a)(i)") == ("Group 5", "5504", "2", "a", "(i)")
    places = ["5504(2)(h)", "5504(2)(h)(ii)", "5504(2)(h)(ix)", "5504(2)(h)(x)", "5504(2)(i)"]
    assert sorted(places, key=EXPORT.sort_key) == places


def test_inserted_items_and_paragraphs_follow_what_stands_below_the_former() -> None:
    places = ["85(2)", "86", "86(1)", "86.1", "86.1(1)", "86.9", "86.91", "87"]
    assert sorted(places, key=IMPORT.sort_key) == places
    assert (
        IMPORT.sort_key("4(1)(e)(ii)") < IMPORT.sort_key("4(1)(e.1)") < IMPORT.sort_key("4(1)(f)")
    )


@pytest.mark.parametrize(
    ("grammar", "text"),
    [
        (NUCLEAR, "C.1.1"),
        (NUCLEAR, "A.1.1(1)"),
        (NUCLEAR, "A(a)"),
        (NUCLEAR, "A.1.1(ab)"),
        (NUCLEAR, ""),
        (EXPORT, "550"),
        (EXPORT, "5504(a)(b)"),
        (EXPORT, "5504(2)(a) or more"),
        (EXPORT, "1-7.A.5"),
        (IMPORT, "1234"),
        (IMPORT, "tariff item 4"),
    ],
)  # fmt: skip
def test_what_is_no_code_is_refused_by_name(grammar: NuclearGrammar, text: str) -> None:
    with pytest.raises(CodeError, match=grammar.name):
        grammar.parts(text)


def test_levels() -> None:
    assert [NUCLEAR.level(code) for code in ("A", "A.1", "A.1.1", "A.1.1(a)", "A.2.4.1.2")] == [
        Level.CATEGORY, Level.PRODUCT_GROUP, Level.ENTRY, Level.PARAGRAPH, Level.PARAGRAPH,
    ]  # fmt: skip
    assert [EXPORT.level(code) for code in ("Group 9", "9-2", "9-2(a)", "Group 2(b)")] == [
        Level.CATEGORY, Level.ENTRY, Level.PARAGRAPH, Level.PARAGRAPH,
    ]  # fmt: skip
    assert IMPORT.level("86.4") is Level.ENTRY


def test_mentions_in_running_text() -> None:
    nuclear = NUCLEAR.mentions("paragraph A.2.1.9 or B.2.2.6.(g), paragraphs A.2.1 to A.2.6.")
    assert list(nuclear) == [("A.2.1.9", None), ("B.2.2.6(g)", None), ("A.2.1", "A.2.6")]
    french = NUCLEAR.mentions("au paragraphe A.2.4.3.1 b) ou aux paragraphes A.2.1 à A.2.6")
    assert list(french) == [("A.2.4.3.1(b)", None), ("A.2.1", "A.2.6")]
    export = EXPORT.mentions("items 9-1 to 9-9, item 5504 and items 2-1 and 2-2.a of the Guide")
    assert list(export) == [("9-1", "9-9"), ("5504", None)]
    imports = IMPORT.mentions("goods of items 70 to 72 under tariff item 4 or tariff item No. 9")
    assert list(imports) == [("70", "72")]


def test_the_registry_knows_them() -> None:
    for grammar in (NUCLEAR, EXPORT, IMPORT):
        assert grammar_named(grammar.name).is_code(grammar.example)
