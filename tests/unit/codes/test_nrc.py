"""Codes of the NRC's appendices: each appendix numbers in its own manner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgservice.codes.nrc import NrcGrammar, fit
from kgservice.errors import CodeError
from kgservice.model import Level

GRAMMAR = NrcGrammar()
PARTS = {
    "1": st.integers(1, 89).map(str),
    "i": st.integers(1, 89).map(str),
    "a": st.sampled_from("abcdefgh"),
    "A": st.sampled_from("ABCDEFGH"),
    "a1": st.integers(1, 9).map(str) | st.sampled_from("abcdefgh"),
}


@st.composite
def codes(draw: st.DrawFn) -> str:
    """Return a printed code of some appendix, each label as that appendix prints it."""
    appendix = draw(st.sampled_from("ABCDEFGHIJKNO"))
    slots = GRAMMAR.slots(appendix)
    depth = draw(st.integers(0, len(slots)))
    parts = [draw(PARTS[slot.strip(".()")]) for slot in slots[:depth]]
    return GRAMMAR.join((appendix, *parts))


@given(codes())
def test_parsing_undoes_printing(code: str) -> None:
    assert GRAMMAR.join(GRAMMAR.parts(code)) == code


@given(codes())
def test_spellings_of_one_code_agree(code: str) -> None:
    below = f", § {code[1:]}" if code[1:] else ""
    assert GRAMMAR.normalise(f"Appendix {code[0]}{below}") == code
    assert GRAMMAR.normalise(code.lower()) == code


@given(codes())
def test_parent_is_a_shorter_code_and_sorts_before(code: str) -> None:
    parent = GRAMMAR.parent(code)
    if parent is None:
        assert GRAMMAR.level(code) is Level.CATEGORY
    else:
        assert code.startswith(parent)
        assert GRAMMAR.sort_key(parent) < GRAMMAR.sort_key(code)
        assert GRAMMAR.level(code) is Level.PARAGRAPH


@pytest.mark.parametrize(
    ("typed", "printed", "parent"),
    [
        ("Appendix A, (1)", "A(1)", "A"),
        ("b.1.2.a.2.ii", "B.1.2(a).2(ii)", "B.1.2(a).2"),
        ("B.2(a)", "B.2(a)", "B.2"),
        ("10 CFR part 110, Appendix C § 2.1(1)", "C.2.1(1)", "C.2.1"),
        ("d9ii", "D(9)(ii)", "D(9)"),
        ("E.A(3)(i)", "E.A(3)(i)", "E.A(3)"),
        ("J(a)(1)", "J(a)(1)", "J(a)"),
        ("K.C.2(iv)", "K.C.2(iv)", "K.C.2"),
        ("N.b(1)", "N.b(1)", "N.b"),
    ],
)
def test_each_appendix_prints_its_own_labels(typed: str, printed: str, parent: str) -> None:
    assert GRAMMAR.normalise(typed) == printed
    assert GRAMMAR.parent(printed) == parent


@pytest.mark.parametrize(
    "text", ["", "3A001", "ML1", "A(a)", "A(0)", "B(1)", "E(A)", "D(1)(i)(ii)"]
)
def test_other_texts_are_refused_by_name(text: str) -> None:
    with pytest.raises(CodeError, match="nrc-110"):
        GRAMMAR.parts(text)


def test_a_label_fits_only_where_its_appendix_prints_such() -> None:
    assert fit("(i)", "iv", enclosed=True) == "4"
    assert fit(".1", "4", enclosed=True) is None
    assert fit("(a)", "4", enclosed=True) is None
    assert fit("(a1)", "4", enclosed=True) == "4"


def test_sections_are_completed_from_where_the_text_stands() -> None:
    text = "as in § 1.1(d) and (e) of this appendix; see appendix P to this part"
    found = [code for code, _ in GRAMMAR.mentions_within(text, "B.1.2(b)")]
    assert found == ["P", "B.1.1(d)", "B.1.1(e)"]
    assert [code for code, _ in GRAMMAR.mentions(text)] == ["P"]
