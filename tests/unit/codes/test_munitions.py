"""The munitions numbering, and the Australian list's two numberings side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgservice.codes import grammar_named
from kgservice.codes.munitions import AustralianGrammar, MunitionsGrammar
from kgservice.codes.numbered import NumberedGrammar
from kgservice.errors import CodeError
from kgservice.model import Level

MUNITIONS = MunitionsGrammar()
AUSTRALIAN = AustralianGrammar()

letters = st.sampled_from("abcdefghijklmnopqrstuvwxyz")
numbers = st.integers(1, 99).map(str)


@st.composite
def paragraphs(draw: st.DrawFn) -> tuple[str, ...]:
    size = draw(st.integers(0, 5))
    return tuple(draw(numbers if place % 2 else letters) for place in range(size))


munitions_codes = st.builds(
    lambda number, rest: ".".join((f"ML{number}", *rest)), st.integers(1, 999), paragraphs()
)
dual_use_codes = st.builds(
    lambda category, group, number, rest: ".".join((f"{category}{group}{number:03d}", *rest)),
    st.integers(0, 9),
    st.sampled_from("ABCDE"),
    st.integers(0, 999),
    paragraphs(),
)
codes = st.one_of(munitions_codes, dual_use_codes)


@given(codes)
def test_printing_what_was_parsed_gives_the_code(code: str) -> None:
    assert AUSTRALIAN.join(AUSTRALIAN.parts(code)) == code


@given(codes)
def test_what_people_type_is_the_same_code(code: str) -> None:
    assert AUSTRALIAN.normalise(code.lower().replace(".", "")) == code
    assert AUSTRALIAN.normalise(f" {code}. ") == code


@given(munitions_codes)
def test_ancestors_are_the_code_cut_short_up_to_the_list(code: str) -> None:
    pieces = code.split(".")
    expected = [".".join(pieces[:size]) for size in range(len(pieces) - 1, 0, -1)]
    assert MUNITIONS.ancestors(code) == (*expected, "ML")


@given(codes)
def test_a_parent_sorts_before_its_child(code: str) -> None:
    parent = AUSTRALIAN.parent(code)
    assert parent is not None
    assert AUSTRALIAN.sort_key(parent) < AUSTRALIAN.sort_key(code)


@given(st.tuples(st.integers(1, 999), paragraphs()), st.tuples(st.integers(1, 999), paragraphs()))
def test_items_sort_by_number_and_labels_in_turn(
    one: tuple[int, tuple[str, ...]], other: tuple[int, tuple[str, ...]]
) -> None:
    def value(code: tuple[int, tuple[str, ...]]) -> list[int]:
        return [code[0], *(int(p) if p.isdecimal() else ord(p) - 96 for p in code[1])]

    keys = [MUNITIONS.sort_key(".".join((f"ML{n}", *rest))) for n, rest in (one, other)]
    assert (keys[0] < keys[1]) == (value(one) < value(other))


@given(munitions_codes, dual_use_codes)
def test_munitions_come_before_dual_use(munitions: str, dual_use: str) -> None:
    assert AUSTRALIAN.sort_key(munitions) < AUSTRALIAN.sort_key(dual_use)


@given(dual_use_codes)
def test_dual_use_codes_are_read_as_in_the_other_lists(code: str) -> None:
    numbered = NumberedGrammar()
    assert AUSTRALIAN.parts(code) == numbered.parts(code)
    assert AUSTRALIAN.parent(code) == numbered.parent(code)
    assert AUSTRALIAN.level(code) is numbered.level(code)
    assert AUSTRALIAN.product_group(code) == numbered.product_group(code)
    assert AUSTRALIAN.sort_key(code) == f"2.{numbered.sort_key(code)}"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ml10a", "ML10.a"),
        ("ML 10.a", "ML10.a"),
        ("ML10a", "ML10.a"),
        ("ML.8.f.17.b.", "ML8.f.17.b"),
        ("ML4.b.2", "ML4.b.2"),
        ("ml901", "ML901"),
        ("ML", "ML"),
        ("ML8.aa", "ML8.aa"),
        ("3a001a7b", "3A001.a.7.b"),
        ("5a2", "5A2"),
        ("5P2", "5P2"),
    ],
)
def test_spellings(typed: str, printed: str) -> None:
    assert AUSTRALIAN.normalise(typed) == printed


@pytest.mark.parametrize(
    "text", ["", "M", "ML0", "ML1000", "ML4.ab", "ML4.0", "ML10.a b c!", "MLX", "10.a", "3X001"]
)
def test_what_is_no_code_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(CodeError, match=r"one looks like 'ML10\.a' or '3A001"):
        AUSTRALIAN.parts(text)


def test_levels_and_parents() -> None:
    assert [AUSTRALIAN.level(code) for code in ("ML", "ML4", "ML4.b", "3A", "5P1")] == [
        Level.CATEGORY,
        Level.ENTRY,
        Level.PARAGRAPH,
        Level.PRODUCT_GROUP,
        Level.CATEGORY,
    ]
    assert AUSTRALIAN.parent("ML4") == "ML"
    assert AUSTRALIAN.parent("ML") is None
    assert AUSTRALIAN.parent("5A002") == "5A2"
    assert AUSTRALIAN.product_group("ML4.b") is None


def test_sort_keys_are_stable() -> None:
    assert AUSTRALIAN.sort_key("ML10.a") == "1.ML.00010.00001"
    assert AUSTRALIAN.sort_key("3A090.a.1") == "2.3A090.00001.00001"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see ML7.a., ML7.b. or 1A004. on", [("ML7.a", None), ("ML7.b", None), ("1A004", None)]),
        ("by 9A999.b.2 and by ML99", [("9A999.b.2", None), ("ML99", None)]),
        ("ML901 to ML910 do not include", [("ML901", "ML910")]),
        ("1C008.d. to 1C008.f., see ML8.f.4.b.", [("1C008.d", "1C008.f"), ("ML8.f.4.b", None)]),
        ("Item ML.8.f.17.b. includes", [("ML8.f.17.b", None)]),
        ("HTML4 and XML1 and ML are no items", []),
        ("9E999.a.1. to 5. and 9E999.a.8.", [("9E999.a.1", "9E999.a.5"), ("9E999.a.8", None)]),
    ],
)  # fmt: skip
def test_mentions(text: str, found: list[tuple[str, str | None]]) -> None:
    assert list(AUSTRALIAN.mentions(text)) == found


def test_registered_by_name() -> None:
    assert isinstance(grammar_named("munitions"), MunitionsGrammar)
    assert isinstance(grammar_named("au-dsgl"), AustralianGrammar)
