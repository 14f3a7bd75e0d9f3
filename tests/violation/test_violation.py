"""Each violation query finds what is wrong in its bad dataset, and nothing in the good one.

A bad dataset is ``good.trig`` after the update ``<fault>.bad.ru``, whose ``#+`` header lists the
focus nodes and values to be found; a name without quotation marks is an IRI under ``/id/``.
"""

from pathlib import Path

import pytest
import yaml
from pyoxigraph import NamedNode, RdfFormat, Store

from kgservice.errors import QueryHeaderError
from kgservice.namespaces import ID, edition_iri
from kgservice.validation import (
    ViolationQuery,
    read_violation_queries,
    read_violation_query,
    run_violation_queries,
)
from tests.shapes import sample

HERE = Path(__file__).parent
QUERIES = read_violation_queries()
QUERY_COUNT = 25  # a wrong glob would otherwise pass by testing nothing


def good_store() -> Store:
    store = Store()
    store.load((HERE / "good.trig").read_bytes(), RdfFormat.TRIG)
    return store


def fault(query: ViolationQuery) -> str:
    return query.name.removesuffix("-violation")


def named(text: str | None) -> str | None:
    return text if text is None or text.startswith('"') else f"<{ID}{text}>"


def test_every_query_is_tested() -> None:
    assert len(QUERIES) == QUERY_COUNT
    assert {path.name for path in HERE.glob("*.bad.ru")} == {f"{fault(q)}.bad.ru" for q in QUERIES}


@pytest.mark.parametrize("query", QUERIES, ids=fault)
def test_query_finds_its_fault(query: ViolationQuery) -> None:
    store = good_store()
    assert run_violation_queries(store.query, [query]).findings == ()
    update = (HERE / f"{fault(query)}.bad.ru").read_text(encoding="utf-8")
    header = "\n".join(line[2:] for line in update.splitlines() if line.startswith("#+"))
    expected = [(named(focus), named(value)) for focus, value in yaml.safe_load(header)]
    store.update(update)
    findings = run_violation_queries(store.query, [query]).findings
    assert sorted((f.focus_node, f.value or "") for f in findings) == sorted(
        (focus, value or "") for focus, value in expected
    )
    assert {(f.severity, f.source_shape) for f in findings} == {(query.severity, query.name)}


def test_mapped_editions_have_no_finding(tmp_path: Path) -> None:
    store = Store()
    store.load("".join(sample.default_lines(tmp_path)).encode(), RdfFormat.N_TRIPLES)
    for edition in sample.editions():
        graph = NamedNode(edition_iri(edition.list_id, edition.date))
        lines = "".join(sample.edition_lines(edition)).encode()
        store.load(lines, RdfFormat.N_TRIPLES, to_graph=graph)
    assert run_violation_queries(store.query).findings == ()


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("", "no header"),
        ("#+ [", "header is not YAML"),
        ("#+ problem: p\n#+ severity: Violation", "header lacks solution"),
        ("#+ problem: p\n#+ solution: s\n#+ severity: Fatal", "'Fatal' is none of Violation"),
    ],
)
def test_wrong_header_is_refused(tmp_path: Path, header: str, message: str) -> None:
    path = tmp_path / "spoiled-violation.rq"
    path.write_text(f"{header}\nSELECT ?focusNode ?value {{}}\n", encoding="utf-8")
    with pytest.raises(QueryHeaderError, match=message):
        read_violation_query(path)
