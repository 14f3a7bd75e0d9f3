"""URL-encoded data is read as the standard library reads it, or refused."""

from urllib.parse import parse_qsl, quote, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgservice.web.problems import RequestError
from kgservice.web.urlencoded import MAX_FIELDS, _unquoted, query_pairs

PIECES = [b"a", b"%", b"%4", b"%41", b"%3D", b"%0A", b"%0d", b" ", b"\t", b"=", b"\n", b"\r", b"_",
          b"%c3%A9", b"%25", b"+", b".", b"=41", b"%e2%82"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES)).map(b"".join) | st.binary())
def test_bytes_are_those_of_the_standard_library(data: bytes) -> None:
    assert _unquoted(data) == unquote_to_bytes(data)


@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    assert query_pairs(f"query={quote(text)}&a=".encode(), "form") == [("query", text), ("a", "")]


@pytest.mark.parametrize("data", ["a=b+c&&d=%2B", "a", "=", "a=b=c", "a=%zz", "%61=%C3%A9", ""])
def test_pairs_are_those_of_the_standard_library(data: str) -> None:
    assert query_pairs(data.encode(), "form") == parse_qsl(data, keep_blank_values=True)


def test_too_many_parameters_are_refused() -> None:
    assert len(query_pairs(b"&".join([b"a=b"] * MAX_FIELDS), "form")) == MAX_FIELDS
    with pytest.raises(RequestError, match="1000 parameters"):
        query_pairs(b"&".join([b"a=b"] * (MAX_FIELDS + 1)), "form")


@pytest.mark.parametrize("data", [b"a=%ff", b"a=\xff", b"%e2%82=a"])
def test_what_is_not_utf_8_is_refused(data: bytes) -> None:
    with pytest.raises(RequestError, match="the form is not UTF-8"):
        query_pairs(data, "form")
