"""Each competency question: its query, over its data, gives exactly its expected answer.

Two engines answer: the one that serves, and rdflib, which was written from the same
specification by other people.
"""

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Variable,
    parse,
    parse_query_results,
)

from kgservice.queries import CatalogueQuery, read_catalogue

HERE = Path(__file__).parent
FORMATS = {".ttl": "turtle", ".trig": "trig"}
CQ_COUNT = 40  # a wrong glob would otherwise pass by testing nothing
QUERIES = read_catalogue(HERE.parents[1] / "queries" / "competency")
Row = tuple[NamedNode | Literal | None, ...]


def data_of(query: CatalogueQuery) -> Path:
    """Return the data of a question: Turtle, or TriG where its graphs have names."""
    (path,) = HERE.glob(f"{query.id.lower()}.data.*")
    return path


def expected_of(query: CatalogueQuery) -> QuerySolutions:
    """Return the expected answer of a question."""
    tsv = (HERE / f"{query.id.lower()}.expected.tsv").read_bytes()
    solutions = parse_query_results(tsv, QueryResultsFormat.TSV)
    assert isinstance(solutions, QuerySolutions)
    return solutions


def term(text: str) -> NamedNode | Literal:
    """Return the term that N-Triples writes so."""
    (quad,) = parse(f"<x:s> <x:p> {text} .", RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, NamedNode | Literal)
    return quad.object


def rows_of(solutions: QuerySolutions) -> list[Row]:
    """Return the rows of an answer in its order, an unbound cell as None."""
    return [tuple(row[variable] for variable in solutions.variables) for row in solutions]


def test_every_question_is_tested() -> None:
    assert len(QUERIES) == CQ_COUNT
    stems = {query.id.lower() for query in QUERIES}
    assert {path.name.partition(".")[0] for path in HERE.glob("*.data.*")} == stems
    assert {path.name.partition(".")[0] for path in HERE.glob("*.expected.tsv")} == stems


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.id)
def test_answer_of_serving_engine(query: CatalogueQuery) -> None:
    store = Store()
    store.load(path=str(data_of(query)))
    bound = query.terms(query.example)
    values = {Variable(name): term(value) for name, value in bound.items()}
    answer = store.query(query.text, substitutions=values)
    assert isinstance(answer, QuerySolutions)
    expected = expected_of(query)
    assert answer.variables == expected.variables
    assert [variable.value for variable in answer.variables][: len(bound)] == list(bound)
    assert rows_of(answer) == rows_of(expected)  # in order: every SELECT has an ORDER BY


# rdflib 7.6 warns of the names that its own parsers still use.
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.id)
def test_answer_of_rdflib(query: CatalogueQuery) -> None:
    dataset = rdflib.Dataset(default_union=False)
    data = data_of(query)
    dataset.parse(data=data.read_text(encoding="utf-8"), format=FORMATS[data.suffix])
    bindings = {name: from_n3(value) for name, value in query.terms(query.example).items()}
    answer = dataset.query(query.text, initBindings=bindings)
    expected = expected_of(query)
    assert answer.vars is not None
    assert [str(name) for name in answer.vars] == [name.value for name in expected.variables]
    rows = [tuple(None if cell is None else term(cell.n3()) for cell in row) for row in answer]
    assert rows == rows_of(expected)


def from_n3(text: str) -> rdflib.term.Node:
    """Return the rdflib term that N-Triples writes so."""
    graph = rdflib.Graph().parse(data=f"<x:s> <x:p> {text} .", format="nt")
    return next(graph.objects())
