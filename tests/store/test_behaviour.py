"""What every store does: forms, datasets, media types, errors."""

import json
from collections.abc import Callable

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from kgservice.errors import (
    QueryForbiddenError,
    QueryNestingError,
    QuerySyntaxError,
    ResultFormatError,
)
from kgservice.store import Store
from kgservice.store.base import GRAPH_TYPES, SOLUTION_TYPES, QueryRequest

Ask = Callable[..., bytes]
TEST = "https://w3id.org/stc/test#"
CODES = "SELECT ?code WHERE { ?s t:code ?code } ORDER BY ?code"


def test_default_graph_is_not_the_union(ask: Ask) -> None:
    assert ask(CODES) == b"code\r\n9X\r\n9X001\r\n9X002\r\n"


def test_named_graphs(ask: Ask) -> None:
    text = "SELECT ?code WHERE { GRAPH ?g { ?s t:code ?code } } ORDER BY ?code"
    assert ask(text) == b"code\r\n9X001-old\r\n9X001-older\r\n9X003\r\n"


def test_from_clause(ask: Ask) -> None:
    text = "SELECT ?code FROM t:older WHERE { ?s t:code ?code } ORDER BY ?code"
    assert ask(text) == b"code\r\n9X001-older\r\n9X003\r\n"


@pytest.mark.parametrize(
    ("default", "named", "expected"),
    [
        (("old",), (), b"9X001-old||"),
        (("old", "older"), (), b"9X001-old|9X001-older|9X003||"),
        ((), ("old",), b"||9X001-old"),
        (("older",), ("old",), b"9X001-older|9X003||9X001-old"),
        (("absent",), (), b"||"),
    ],
)
def test_request_dataset_replaces_the_query_s(
    ask: Ask, default: tuple[str, ...], named: tuple[str, ...], expected: bytes
) -> None:
    options = {
        "default_graphs": tuple(TEST + name for name in default),
        "named_graphs": tuple(TEST + name for name in named),
    }
    plain = ask(
        "SELECT ?c FROM <urn:x:none> FROM NAMED <urn:x:none> WHERE { ?s t:code ?c } ORDER BY ?c",
        **options,
    )
    inside = ask("SELECT ?c WHERE { GRAPH ?g { ?s t:code ?c } } ORDER BY ?c", **options)
    rows = [b"|".join(answer.split(b"\r\n")[1:-1]) for answer in (plain, inside)]
    assert b"||".join(rows) == expected


@pytest.mark.parametrize("media_type", SOLUTION_TYPES)
def test_every_solution_syntax_carries_the_same_rows(store: Store, media_type: str) -> None:
    text = f"SELECT ?s ?l ?n WHERE {{ ?s <{TEST}code> ?c OPTIONAL {{ ?s <{TEST}label> ?l }}"
    text += f" OPTIONAL {{ ?s <{TEST}note> ?n }} }} ORDER BY ?s ?l"
    result = store.query(QueryRequest(text, media_type))
    with result.body as body:
        data = body.read()
    assert result.size == len(data)
    assert result.rows == 4
    if media_type == "text/csv":  # the engine writes it but does not read it
        assert data.startswith(b"s,l,n\r\n")
        return
    results_format = QueryResultsFormat.from_media_type(media_type)
    assert results_format is not None
    rows = [tuple(map(str, row)) for row in parse_query_results(data, results_format)]  # type: ignore[union-attr, arg-type]
    labels = {row[1] for row in rows}
    assert labels == {
        '"alpha"',
        '"alpha"@fr',
        '"beta, \\"quoted\\"\\nand broken"',
        "None",
    }


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
def test_every_graph_syntax_carries_the_same_triples(ask: Ask, media_type: str) -> None:
    data = ask("CONSTRUCT WHERE { ?s t:broader ?o }", media_type)
    rdf_format = RdfFormat.from_media_type(media_type)
    assert rdf_format is not None
    triples = {(str(q.subject), str(q.object)) for q in parse(data, rdf_format)}
    assert triples == {
        (f"<{TEST}a>", f"<{TEST}root>"),
        (f"<{TEST}b>", f"<{TEST}root>"),
    }


def test_boolean(ask: Ask) -> None:
    answer = ask("ASK { t:a t:broader t:root }", "application/sparql-results+json")
    assert json.loads(answer)["boolean"] is True
    answer = ask("ASK { t:root t:broader t:a }", "application/sparql-results+json")
    assert json.loads(answer)["boolean"] is False


def test_describe(ask: Ask) -> None:
    assert b"9X001" in ask("DESCRIBE t:a", "application/n-triples")


def test_base_resolves_relative_iris(ask: Ask) -> None:
    text = "SELECT ?c WHERE { <#a> t:code ?c }"
    assert ask(text, base="https://w3id.org/stc/test") == b"c\r\n9X001\r\n"
    with pytest.raises(QuerySyntaxError):
        ask(text)


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("SELECT ?x WHERE {\n ?x u:p ?y }", 2, 5, "'u:' is not declared"),
        ("SELECT ?x WHERE {\n ?x ?y }", 2, 8, "'}' cannot stand here"),
        ("SELECT ?x WHERE { ?x ?y ?z", 1, 27, "ends too early"),
        ("SELECT ?x WHERE { ?x ?y ?z } LIMIT", 1, 35, "not complete"),
        ("SELECT ?x WHERE { ?x ?y 'z }", 1, 29, "a string is not closed"),
        ("SELECT ?x WHERE { ?x ?y ?z FILTR(?x) }", 1, 28, "'FILTR' cannot stand here"),
        ("SELECT ?x\n# note\nWHERE { ?x ?y ?z ] }", 3, 18, "']' cannot stand here"),
        ("SELECT * WHERE { ?x ?y ?z } GROUP BY ?x", 1, 40, "not authorized with GROUP BY"),
        ("ESCAPE ?x", 1, 1, "begins no query"),
        ("", 1, 1, "is empty"),
    ],
)
def test_syntax_errors_name_the_place(
    store: Store, text: str, line: int, column: int, says: str
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.query(QueryRequest(text, "text/csv"))
    assert (caught.value.line, caught.value.column) == (line, column)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:x:a> <urn:x:b> <urn:x:c> }",
        "PREFIX t: <urn:x:> DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:9/>",
        "CLEAR ALL",
        "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ],
)
def test_updates_and_calls_are_forbidden(store: Store, ask: Ask, text: str) -> None:
    with pytest.raises(QueryForbiddenError):
        store.query(QueryRequest(text, "text/csv"))
    assert ask("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }") == b"n\r\n9\r\n"


@pytest.mark.parametrize("character", ["\\u0000", "\\u0001", "\\u001F", "\\uFFFE", "\\uFFFF"])
def test_what_xml_cannot_carry_is_an_error_there_only(ask: Ask, character: str) -> None:
    select = f'SELECT ("a{character}b" AS ?x) WHERE {{}}'
    construct = f'CONSTRUCT {{ t:a t:note "a{character}b" }} WHERE {{}}'
    with pytest.raises(ResultFormatError):
        ask(select, "application/sparql-results+xml")
    with pytest.raises(ResultFormatError):
        ask(construct, "application/rdf+xml")
    value = json.loads(ask(select, SOLUTION_TYPES[0]))["results"]["bindings"][0]["x"]["value"]
    assert value == "a" + json.loads(f'"{character}"') + "b"


def test_carriage_return_survives_xml(ask: Ask) -> None:
    data = ask('SELECT ("a\\r\\nb" AS ?x) WHERE {}', "application/sparql-results+xml")
    row = next(iter(parse_query_results(data, QueryResultsFormat.XML)))  # type: ignore[call-overload]
    assert row["x"].value == "a\r\nb"


def test_predicate_without_local_name_is_an_error_in_rdf_xml(ask: Ask) -> None:
    text = "CONSTRUCT { t:a <https://w3id.org/stc/test/1> t:b } WHERE {}"
    with pytest.raises(ResultFormatError):
        ask(text, "application/rdf+xml")
    assert ask(text, "text/turtle")


def test_depth_is_refused_before_the_engine(store: Store) -> None:
    deep = "SELECT (" + "(" * 10_000 + "1" + ")" * 10_000 + " AS ?x) WHERE {}"
    with pytest.raises(QueryNestingError, match="at most 200"):
        store.query(QueryRequest(deep, "text/csv"))


def test_check_and_release(store: Store) -> None:
    store.check()
    assert store.release()
    assert store.activity().workers == 2
