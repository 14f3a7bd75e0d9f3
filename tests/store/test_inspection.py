"""What a query text is, whatever spelling the engine's lenient parser would take."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store as Engine

from kgservice.errors import (
    KgServiceError,
    QueryForbiddenError,
    QueryNestingError,
    QuerySyntaxError,
)
from kgservice.store.inspection import FORMS, _glance, _inspect, inspect_query

PREFIXES = "PREFIX ex: <urn:x:> PREFIX service: <urn:y:> PREFIX : <urn:z:> "


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("select(1 AS ?x){}", "SELECT"),
        ("# ASK {}\nASK {}", "ASK"),
        ("PREFIX a: <urn:x:select> CONSTRUCT { } WHERE { }", "CONSTRUCT"),
        ("BASE <urn:x:> PREFIX : <y> DESCRIBE :a", "DESCRIBE"),
        ("PREFIX select:<urn:x:>ASK{select:a select:b select:c}", "ASK"),
    ],
)
def test_form(text: str, form: str) -> None:
    assert inspect_query(text).form == form
    Engine().query(text)  # the engine agrees that it is a query


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <urn:x:> { ?s ?p ?o } }",
        "SELECT * { service silent <urn:x:> { ?s ?p ?o } }",
        "SELECT * { SERVICE ?x { } }",
        "SELECT * { SERVICE# <urn:x:>\n?x { } }",
        "SELECT * { BIND(1 AS ?x)SERVICE ex:a { } }",
        "SELECT * { ?s ?p 1SERVICE ex:a { } }",
        "SELECT * { ?s ?p 1.SERVICE ex:a { } }",
        "SELECT * { ?s ?p 1e5SERVICE ex:a { } }",
        "SELECT * { ?s ?p trueSERVICE ex:a { } }",
        "SELECT * { ?s ?p trueSERVICEex:a { } }",
        "SELECT * { SERVICEex:a { } }",
        "SELECT * { SERVICE:a { } }",
        "SELECT * { SERVICESILENTex:a { } }",
        "SELECT * { ?s ?p 'x'@en.SERVICE ex:a { } }",
        "SELECT * { ?s ?p ?o FILTER(?o<?p)SERVICE#>\nex:a { } }",
        "SELECT * { \\u0053ERVICE ex:a { } }",
        "SELECT * { S\\U00000045RVICE ex:a { } }",
        "SELECT * { ?s ?p ex:a\\'. SERVICE ex:b { } # '\n}",
        "SELECT * { ?s ?p '\\'' SERVICE ex:b { } }",
        'SELECT * { ?s ?p """a""" SERVICE ex:b { } }',
        'SELECT * { ?s ?p "" SERVICE ex:b { } }',
        "SELECT * { { SELECT * { SERVICE ex:b { } } } }",
    ],
)
def test_every_spelling_of_service_is_refused(text: str) -> None:
    with pytest.raises(QueryForbiddenError):
        inspect_query(PREFIXES + text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service service:service ?o }",
        "SELECT * { ?s <urn:x:service#a> 'SERVICE ex:a {' }",
        "SELECT * { GRAPH service:g { ?s ?p '''SERVICE'''@service } } # SERVICE ex:a {",
        "SELECT * { ?s ex:service ?o . ?s :service ?o }",
        "SELECT * { ?s ex:a.service ?o }",
        "SELECT * { <http://example.org/(x)service#y> ?p ?o }",
    ],
)
def test_what_only_looks_like_service_is_not(text: str) -> None:
    inspect_query(PREFIXES + text)
    Engine().query(PREFIXES + text)


@pytest.mark.parametrize(
    "verb", ["INSERT DATA {}", "DELETE WHERE {}", "load <urn:x:>", "CLEAR ALL", "DROP ALL",
             "CREATE GRAPH <urn:x:>", "ADD DEFAULT TO <urn:x:>", "MOVE DEFAULT TO <urn:x:>",
             "COPY DEFAULT TO <urn:x:>", "WITH <urn:x:> DELETE {} WHERE {}", "INSERTDATA{}"],
)  # fmt: skip
def test_updates_are_refused(verb: str) -> None:
    with pytest.raises(QueryForbiddenError):
        inspect_query(PREFIXES + verb)


@pytest.mark.parametrize(
    ("text", "volatile"),
    [
        ("SELECT (NOW() AS ?x) {}", True),
        ("SELECT (rand() AS ?x) {}", True),
        ("SELECT ('NOW()' AS ?x) {}", False),
        ("SELECT ?now { ?now ?rand ?uuid }", False),
    ],
)
def test_volatile(text: str, volatile: bool) -> None:
    assert inspect_query(text).volatile is volatile


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("SELECT (" + "(" * 199 + "1" + ")" * 199 + " AS ?x) {}", None),
        ("SELECT (" + "(" * 200 + "1" + ")" * 200 + " AS ?x) {}", "brackets"),
        ("SELECT * { ?s " + "<urn:x:p>/" * 200 + "<urn:x:p> ?o }", None),
        ("SELECT * { ?s " + "<urn:x:p>/" * 201 + "<urn:x:p> ?o }", "steps"),
        ("SELECT * { " + "FILTER(?x) " * 999 + "}", None),
        ("SELECT * { " + "FILTER(?x) " * 1000 + "}", "clauses"),
        ("SELECT (" + "1/" * 5000 + "1 AS ?x) {}", None),
        ("SELECT * { VALUES ?x { " + "1 " * 250_000 + "} }", "tokens"),
    ],
    ids=range(8),
)
def test_depth(text: str, limit: str | None) -> None:
    if limit is None:
        inspect_query(text)
        return
    with pytest.raises(QueryNestingError, match=limit):
        inspect_query(text)


def test_brackets_hidden_in_a_comparison_count() -> None:
    text = "SELECT (?a<" + "(" * 300 + "?b>?c" + ")" * 300 + " AS ?x) {}"
    with pytest.raises(QueryNestingError):
        inspect_query(text)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("\n\n  FOO", 3, 3), ("SELECT * {\n ?s u:p 'u:p' }", 2, 5), ("ASK { ?s u:p u:q }", 1, 10)],
)
def test_place(text: str, line: int, column: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        inspect_query(text)
    assert (caught.value.line, caught.value.column) == (line, column)


PIECES = [
    *("SELECT", "ASK", "SERVICE", "PREFIX", "a", "1", "?x", "@en", "\\u0041", "é", "\U0001f600"),
    *("{", "}", "(", ")", "<", ">", "'", '"', '"""', "\\", "#", "\n", ":", ".", "-", "\0", "^"),
]
HARMLESS = [
    *("PREFIX ex: <urn:x:>", "SELECT * {", "ASK {", "}", "ex:a", "?x ", "'b'", "FILTER(?x < 1)"),
    *("# c\n", "/", "BASE <urn:y:>", "DESCRIBE ex:b", ":c", "_:d", "NOW()", "1", "LIMIT 5"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_inspected_or_refused(text: str) -> None:
    with contextlib.suppress(KgServiceError):
        assert inspect_query(text).form in FORMS


@given(st.lists(st.sampled_from([*PIECES, *HARMLESS]), max_size=40).map(" ".join))
def test_a_glance_finds_what_a_close_reading_finds(text: str) -> None:
    if (found := _glance(text)) is not None:
        assert _inspect(text) == found


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        ("SELECT * { ?s ?p ?o }", True),
        ("# a\nPREFIX ex: <urn:x:> BASE <urn:y:> ASK { ex:a _:b 'c' }", True),
        ("SELECT * { GRAPH <urn:x:(/> { ?s <urn:x:a>/<urn:x:b> ?o } }", True),
        ("PREFIX ex: <urn:x:> SELECT * { ?s ex:serviceOf ?o }", False),
        ("ASK { ?s ex:a ?o }", False),
        ("SELECT (NOW() AS ?x) {}", False),
        ("SELECT * { ?s ?p '\\u0041' }", False),
        ("SELECT * { ?s ?p ?o FILTER(?o<?p)\u017fERVICE#>\n }", False),
        ("LOAD <urn:x:>", False),
        ("SELECT (" + "(" * 200 + "1" + ")" * 200 + " AS ?x) {}", False),
        ("SELECT * { ?s " + "<urn:x:p>/" * 201 + "<urn:x:p> ?o }", False),
    ],
)
def test_what_a_glance_is_enough_for(text: str, enough: bool) -> None:
    assert (_glance(text) is not None) is enough
