"""The W3C SPARQL 1.0 and 1.1 query and syntax suites, over HTTP against the served surface.

Every data file is one graph of one dataset; a test chooses its own by the protocol's
``default-graph-uri`` and ``named-graph-uri``.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pyoxigraph import NamedNode, RdfFormat, serialize

from tests.serving import Reply, Served, serving
from tests.w3c.conformance import PAGE, page
from tests.w3c.suite import (
    SUITES,
    Answer,
    SuiteTest,
    distinct,
    engine_answer,
    expected_answer,
    iri_of,
    read_answer,
    read_differences,
    read_tests,
    triples_of,
)

pytestmark = pytest.mark.skipif(not SUITES.is_dir(), reason=f"no test suites at {SUITES}")
TESTS = list(read_tests()) if SUITES.is_dir() else []
EVALUATIONS = [test for test in TESTS if "Syntax" not in test.kind]
SYNTAX = [test for test in TESTS if "Syntax" in test.kind]
DIFFERENCES = read_differences()
FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?[<\w:]", re.IGNORECASE)
JSON = "application/sparql-results+json"
NOTHING = "urn:x:nothing"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a service over every data file of the suites, each in the graph of its IRI."""
    path: Path = tmp_path_factory.mktemp("w3c") / "data.nq.gz"
    files = {
        file
        for folder in {test.query.parent for test in EVALUATIONS}
        for file in folder.rglob("*")
        if file.suffix in (".ttl", ".rdf", ".nt") and file.name != "manifest.ttl"
    }
    with gzip.open(path, "wb") as data:
        for file in sorted(files):
            data.write(
                serialize(triples_of(file, NamedNode(iri_of(file))), format=RdfFormat.N_QUADS)
                or b""
            )
    with serving(path, seconds=20.0) as running:
        yield running


def ask(served: Served, test: SuiteTest, accept: str) -> Reply:
    """Ask the query of a test over its dataset."""
    pairs = [("query", test.text)]
    if not FROM.search(test.text):
        pairs += [("default-graph-uri", iri) for iri in test.data or (NOTHING,)]
        pairs += [("named-graph-uri", iri) for iri in test.named]
    return served.ask("POST", "/sparql", urlencode(pairs).encode(), {**FORM, "Accept": accept})


def accept_of(test: SuiteTest, expected: Answer) -> str:
    """Return the media type in which a test's answer is compared."""
    if test.result is not None and test.result.suffix in (".csv", ".tsv"):
        return {".csv": "text/csv", ".tsv": "text/tab-separated-values"}[test.result.suffix]
    return "application/n-triples" if expected.kind == "graph" else JSON


def same(test: SuiteTest, found: Answer, expected: Answer) -> bool:
    """Return whether an answer is the expected one."""
    if "/reduced/" in test.id:
        return distinct(found) == distinct(expected)
    return found == expected


def test_every_test_is_run() -> None:
    assert (len(EVALUATIONS), len(SYNTAX)) == (518, 305)
    assert set(DIFFERENCES) <= {test.id for test in TESTS}


@pytest.mark.parametrize("test", EVALUATIONS, ids=lambda test: test.id)
def test_evaluation(served: Served, test: SuiteTest) -> None:
    assert test.result is not None
    expected = expected_answer(test.result)
    accept = accept_of(test, expected)
    reply = ask(served, test, accept)
    passes = reply.status == 200 and same(test, read_answer(reply.body, accept), expected)
    assert passes == (test.id not in DIFFERENCES), reply


@pytest.mark.parametrize("test", SYNTAX, ids=lambda test: test.id)
def test_syntax(served: Served, test: SuiteTest) -> None:
    reply = ask(served, test, "*/*")
    if test.kind == "NegativeSyntaxTest":
        accepted = (reply.status, reply.status == 400 and reply.slug) != (400, "query-syntax")
        assert accepted == (test.id in DIFFERENCES), reply
    elif "SERVICE" in test.text.upper():
        assert (reply.status, reply.slug) == (403, "query-forbidden")
    else:
        unknown_function = reply.status == 400 and reply.slug == "query-unsupported"
        assert (reply.status == 200 or unknown_function) == (test.id not in DIFFERENCES), reply


@pytest.mark.parametrize("test", EVALUATIONS, ids=lambda test: test.id)
def test_a_difference_is_the_engine_s_own(test: SuiteTest) -> None:
    if test.id not in DIFFERENCES:
        return
    assert test.result is not None
    expected = expected_answer(test.result)
    accept = accept_of(test, expected)
    try:
        found = read_answer(engine_answer(test, accept), accept)
    except SyntaxError:
        return
    assert not same(test, found, expected)


def test_the_page_of_conformance_is_what_the_suites_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
