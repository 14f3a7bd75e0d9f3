"""The numbering of the NSG lists and the MTCR Annex."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgservice.codes import grammar_named
from kgservice.errors import CodeError
from kgservice.model import Level

NUMBER = st.integers(1, 99).map(str)
LETTER = st.sampled_from("abcdefghijklmnopqrstuvwxyz")


def in_turn(draw: st.DrawFn, kinds: list[st.SearchStrategy[str]]) -> list[str]:
    depth = draw(st.integers(0, len(kinds)))
    return [draw(kind) for kind in kinds[:depth]]


@st.composite
def lettered(draw: st.DrawFn, highest: int) -> tuple[str, ...]:
    below = in_turn(draw, [st.sampled_from("ABCDE"), NUMBER, LETTER, NUMBER, LETTER])
    return (str(draw(st.integers(1, highest))), *below)


@st.composite
def trigger(draw: st.DrawFn) -> tuple[str, ...]:
    lead = draw(st.sampled_from([(), ("A",)]))
    numbers = draw(st.lists(NUMBER, max_size=2))
    letters = in_turn(draw, [LETTER, NUMBER]) if numbers else []
    return (*lead, str(draw(st.integers(1, 7))), *numbers, *letters)


CODES = st.one_of(
    st.tuples(st.just("nsg-part-2"), lettered(6)),
    st.tuples(st.just("mtcr"), lettered(20)),
    st.tuples(st.just("nsg-part-1"), trigger()),
)


@given(CODES)
def test_a_printed_code_reads_back(case: tuple[str, tuple[str, ...]]) -> None:
    name, parts = case
    grammar = grammar_named(name)
    assert grammar.parts(grammar.join(parts)) == parts
    assert grammar.normalise(grammar.join(parts).lower()) == grammar.join(parts)


@given(CODES)
def test_a_parent_is_a_code_and_stands_before(case: tuple[str, tuple[str, ...]]) -> None:
    name, parts = case
    grammar = grammar_named(name)
    code = grammar.join(parts)
    parent = grammar.parent(code)
    if parent is None:
        assert grammar.level(code) is Level.CATEGORY
    else:
        assert grammar.normalise(parent) == parent
        assert grammar.sort_key(parent) < grammar.sort_key(code)


@pytest.mark.parametrize(
    ("name", "spelling", "code"),
    [
        ("nsg-part-2", "3.A.2.c.1", "3.A.2.c.1"),
        ("nsg-part-2", "3A2c1", "3.A.2.c.1"),
        ("nsg-part-2", "N3A2c1a", "3.A.2.c.1.a"),
        ("nsg-part-2", "n3a2C1", "3.A.2.c.1"),
        ("nsg-part-2", "3.A.2.c.(1)", "3.A.2.c.1"),
        ("nsg-part-2", "2.C.16.", "2.C.16"),
        ("nsg-part-2", "N6", "6"),
        ("mtcr", "M10A1", "10.A.1"),
        ("mtcr", "10.A.1", "10.A.1"),
        ("mtcr", "10.A.1.", "10.A.1"),
        ("mtcr", "10a1", "10.A.1"),
        ("mtcr", "M4C2b14", "4.C.2.b.14"),
        ("mtcr", "MTCR 2.A.1.b.(2)", "2.A.1.b.2"),
        ("mtcr", "Item 20", "20"),
        ("nsg-part-1", "T1.10", "1.10"),
        ("nsg-part-1", "T5.1.2a1", "5.1.2.a.1"),
        ("nsg-part-1", "5.1.2.(a)(1)", "5.1.2.a.1"),
        ("nsg-part-1", "TA1.1", "A.1.1"),
        ("nsg-part-1", "a.1", "A.1"),
    ],
)
def test_spellings_that_people_type(name: str, spelling: str, code: str) -> None:
    assert grammar_named(name).normalise(spelling) == code


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nsg-part-2", "7.A.1"), ("nsg-part-2", "3.F.1"), ("nsg-part-2", "M3A2"),
        ("nsg-part-2", "3.A.b"), ("nsg-part-2", "3.A.2.1"), ("nsg-part-2", "3.A.2.ab"),
        ("nsg-part-2", "3A002"), ("nsg-part-2", ""), ("nsg-part-2", "N"),
        ("mtcr", "21.A.1"), ("mtcr", "0.A.1"), ("mtcr", "N10A1"), ("mtcr", "10.A.1.1"),
        ("mtcr", "9A012"),
        ("nsg-part-1", "8.1"), ("nsg-part-1", "5.01"), ("nsg-part-1", "T"),
        ("nsg-part-1", "5.1.a.b"), ("nsg-part-1", "0A001"), ("nsg-part-1", "B.1"),
    ],
)  # fmt: skip
def test_what_is_no_code_is_refused(name: str, text: str) -> None:
    with pytest.raises(CodeError, match=f"is no {name} code; one looks like"):
        grammar_named(name).parts(text)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("nsg-part-2", ["1", "1.A", "1.A.2", "1.A.10", "1.B", "1.B.1.a", "1.B.1.a.2", "2"]),
        ("mtcr", ["2", "2.A.1", "9.A.9", "10", "10.A", "20.E.1"]),
        ("nsg-part-1", ["A.1", "A.1.1", "1", "1.2", "1.10", "5.1.2", "5.1.2.a", "5.1.10", "6"]),
    ],
)
def test_codes_sort_as_their_list_reads(name: str, codes: list[str]) -> None:
    assert sorted(set(codes), key=grammar_named(name).sort_key) == codes


@pytest.mark.parametrize(
    ("name", "code", "level", "group"),
    [
        ("nsg-part-2", "3", Level.CATEGORY, None),
        ("nsg-part-2", "3.A", Level.PRODUCT_GROUP, "A"),
        ("mtcr", "10.D.1", Level.ENTRY, "D"),
        ("mtcr", "4.C.2.b", Level.PARAGRAPH, "C"),
        ("nsg-part-1", "A.1", Level.CATEGORY, None),
        ("nsg-part-1", "A.1.2", Level.ENTRY, None),
        ("nsg-part-1", "5.1", Level.ENTRY, None),
        ("nsg-part-1", "5.1.1", Level.PARAGRAPH, None),
    ],
)
def test_levels_and_groups(name: str, code: str, level: Level, group: str | None) -> None:
    grammar = grammar_named(name)
    assert (grammar.level(code), grammar.product_group(code)) == (level, group)
