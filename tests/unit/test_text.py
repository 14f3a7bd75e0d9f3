"""How texts are normalised, compared, measured and set on one line."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgservice.text import (
    count_characters,
    digest_text,
    lower_text,
    normalise_text,
    one_line,
    raise_text,
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  a\n\tb  ", "a b"),
        ("10\u202f000\u00a0m", "10 000 m"),
        ("a\u200bb", "a b"),
        ("\ufeff", ""),
        ("", ""),
    ],
)
def test_white_space_of_every_kind_is_one_space(text: str, wanted: str) -> None:
    assert one_line(text) == wanted


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“cloud”", '"cloud"'),
        ("l’eau", "l'eau"),
        ("co\u2010worker", "co-worker"),
        ("soft\u00adware", "software"),
        ("e\u0301tage", "étage"),
        ("a  b", "a\u2009b"),
    ],
)
def test_two_printings_of_one_text_have_one_digest(one: str, other: str) -> None:
    assert normalise_text(one) == normalise_text(other)
    assert digest_text(one) == digest_text(other)


@pytest.mark.parametrize(
    ("one", "other"), [("10⁶", "106"), ("Fog", "fog"), ("a–b", "a-b"), ("1.5", "1,5")]
)
def test_what_means_another_thing_has_another_digest(one: str, other: str) -> None:
    assert digest_text(one) != digest_text(other)


def test_a_digest_is_the_sha_256_of_the_normalised_text() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest_text(" \n") == empty
    assert digest_text("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_text(text)
    assert normalise_text(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text())
def test_white_space_does_not_count(text: str) -> None:
    assert count_characters(text) == len(one_line(text).replace(" ", ""))


@pytest.mark.parametrize(
    ("text", "raised", "lowered"),
    [
        ("6", "⁶", "₆"),
        ("-12", "⁻¹²", "₋₁₂"),
        ("n", "ⁿ", "_(n)"),
        ("n/2", "^(n/2)", "_(n/2)"),
        ("1\n0", "^(1 0)", "_(1 0)"),
        (" 3 ", " ³ ", " ₃ "),
        ("", "", ""),
        (" ", " ", " "),
    ],
)
def test_what_is_raised_or_lowered_stays_so(text: str, raised: str, lowered: str) -> None:
    assert raise_text(text) == raised
    assert lower_text(text) == lowered
