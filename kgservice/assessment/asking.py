"""How an assessment asks a release: SELECT queries whose values are terms, never pasted text."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    Variable,
    parse_query_results,
)

from kgservice.errors import EngineError
from kgservice.store.base import QueryRequest, Store

Term = NamedNode | Literal
Row = Mapping[str, Term]
"""A solution: the IRIs and literals bound, by variable name."""
Ask = Callable[[str], Iterable[object]]
"""Called with a SELECT over the present of a release, returns solutions by variable name."""
_JSON: Final = "application/sparql-results+json"


def ask_store(store: Store, client: str = "") -> Ask:
    """Return what asks a store.

    :param store: answers from one release at a time
    :param client: whose turn it is when the queue is shared out
    :returns: evaluates a SELECT by the store's rules and within its limits
    """

    def ask(text: str) -> Iterable[object]:
        with store.query(QueryRequest(text, _JSON, client=client)).body as body:
            found = parse_query_results(body.read(), QueryResultsFormat.JSON)
        if not isinstance(found, QuerySolutions):
            raise EngineError("the store answered no SELECT; expected solutions")
        return tuple(found)

    return ask


def rows(ask: Ask, names: str, where: str) -> tuple[dict[str, Term], ...]:
    """Return the solutions of a pattern, each variable by its name where it is bound.

    :param ask: evaluates the query
    :param names: the variables without their mark, divided by spaces
    :param where: the pattern, and what follows its closing brace is added by the caller
    :returns: one mapping a solution, in the order of the answer
    """
    projected = " ".join(f"?{name}" for name in names.split())
    text = f"{_PREFIXES}SELECT DISTINCT {projected} WHERE {{ {where} }} ORDER BY {projected}"
    return tuple(_bound(solution, names.split()) for solution in ask(text))


def iri_of(row: Row, name: str) -> NamedNode:
    """Return the IRI that a solution binds to a variable.

    :param row: the solution
    :param name: the variable without its mark
    :returns: the IRI
    :raises EngineError: if it binds none
    """
    term = row.get(name)
    if not isinstance(term, NamedNode):
        raise EngineError(f"an answer binds no IRI to ?{name}; expected one")
    return term


def values(variable: str, terms: Iterable[Term]) -> str:
    """Return a VALUES clause; terms write themselves, so that nothing escapes from them."""
    return f"VALUES ?{variable} {{ {' '.join(sorted(map(str, terms)))} }}"


def _bound(solution: object, names: list[str]) -> dict[str, Term]:
    found = ((name, solution[Variable(name)]) for name in names)  # type: ignore[index]
    return {name: term for name, term in found if isinstance(term, NamedNode | Literal)}


_PREFIXES: Final = """\
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX stc: <https://w3id.org/stc/ontology#>
"""
