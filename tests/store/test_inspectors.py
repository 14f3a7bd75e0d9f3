"""Counting rows in what the engine writes, and guarding its XML, however it is cut in pieces."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from kgservice.store.base import SOLUTION_TYPES
from kgservice.store.inspectors import RowCount, XmlGuard
from kgservice.store.spool import BreachError
from kgservice.store.worker import write_results

PIECES = ["}", "{", "[", "]", ",", '"', "\\", "\n", "\r\n", "<result>", "a", "},{", "[{", "é", "'"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


def serialized(rows: list[str | None], media_type: str) -> bytes:
    """Return these values of one variable as the engine writes them."""
    values = " ".join("UNDEF" if row is None else str(Literal(row)) for row in rows)
    results_format = QueryResultsFormat.from_media_type(media_type)
    query = f"SELECT ?x ?y WHERE {{ VALUES ?x {{ {values} }} }}"
    return Store().query(query).serialize(format=results_format)


@pytest.mark.parametrize("media_type", SOLUTION_TYPES)
@given(rows=st.lists(st.one_of(st.none(), TEXTS), max_size=6), size=st.integers(1, 60))
def test_rows_are_counted(media_type: str, rows: list[str | None], size: int) -> None:
    data = serialized(rows, media_type)
    count = RowCount(media_type, 100)
    for start in range(0, len(data), size):
        count(data[start : start + size])
    assert count.rows == len(rows)


@pytest.mark.parametrize("media_type", SOLUTION_TYPES)
def test_one_row_too_many_is_a_breach(media_type: str) -> None:
    data = serialized(["a"] * 5, media_type)
    RowCount(media_type, 5)(data)
    with pytest.raises(BreachError) as caught:
        RowCount(media_type, 4)(data)
    assert caught.value.kind == "rows"


def test_a_triple_term_is_no_row() -> None:
    inner = "<<( <urn:x:a> <urn:x:b> 1 )>>"
    query = f"SELECT ?t WHERE {{ VALUES ?t {{ <<( <urn:x:a> <urn:x:b> {inner} )>> }} }}"
    data = Store().query(query).serialize(format=QueryResultsFormat.JSON)
    count = RowCount("application/sparql-results+json", 10)
    count(data)
    assert count.rows == 1


@given(size=st.integers(1, 10))
@pytest.mark.parametrize("bad", ["\x00", "\x1f", "\ufffe", "\uffff", "<oxprefix: "])
def test_bad_xml_is_a_breach_wherever_it_is_cut(bad: str, size: int) -> None:
    data = f"<a>{bad}</a>".encode()
    guard = XmlGuard()
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    with pytest.raises(BreachError) as caught:
        b"".join(map(guard, pieces))
    assert caught.value.kind == "format"


def test_good_xml_passes() -> None:
    assert XmlGuard()("<a>\t\né\r\U0001f600</a>".encode()) == "<a>\t\né&#13;\U0001f600</a>".encode()


def test_a_breach_leaves_no_file_open(tmp_path: Path) -> None:
    store = Store()
    store.load(
        "\n".join(f"<urn:x:{i}> <urn:x:p> '{'x' * 1000}' ." for i in range(2000)), RdfFormat.TURTLE
    )
    results = store.query("SELECT * { ?s ?p ?o }")
    assert isinstance(results, QuerySolutions)
    question = {"media_type": "text/csv", "rows": 1999, "size": 10**9, "folder": str(tmp_path)}
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(BreachError) as caught:
        write_results(results, question)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert caught.value.kind == "rows"
