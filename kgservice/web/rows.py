"""What pages ask of the graph: SELECT queries with bound terms, answered as rows of terms.

Every query of a page goes through the store's protocol, so a page works over a remote store too.
"""

from dataclasses import dataclass
from typing import Final

from flask import g, request
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from kgservice.errors import EngineError, ReleaseChangedError
from kgservice.namespaces import PREFIXES
from kgservice.store.base import SOLUTION_TYPES, QueryRequest
from kgservice.web.asking import ask
from kgservice.web.service import store

Term = NamedNode | Literal | BlankNode
Row = dict[str, Term]
"""A solution: what is bound, by variable name."""


@dataclass(frozen=True, slots=True)
class Solutions:
    """A whole answer.

    :ivar names: the variables, in their order
    :ivar rows: one a solution
    :ivar editions: IRIs of the editions that stood on the day of the request, if it names one
    """

    names: list[str]
    rows: list[Row]
    editions: tuple[str, ...] = ()


_PREFIXES: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def rows(query: str, **terms: NamedNode | Literal) -> list[Row]:
    """Ask for solutions on behalf of the request that is being answered.

    :param query: a SELECT without prologue, which may use our prefixes; it projects the
        variables that ``terms`` bind before all others
    :param **terms: values of variables, bound by the engine, never pasted into the text
    :returns: one row a solution, in the order of the answer
    :raises KgServiceError: as :meth:`Store.query` says
    :raises ReleaseChangedError: if the release is another than for an earlier query of this page
    """
    asked = QueryRequest(
        _PREFIXES + query,
        SOLUTION_TYPES[0],
        bindings=tuple((name, str(term)) for name, term in terms.items()),
        client=request.remote_addr or "",
    )
    return solutions(asked).rows


def solutions(asked: QueryRequest) -> Solutions:
    """Ask for the solutions of a SELECT.

    :param asked: whose media type is JSON
    :returns: all solutions, in the order of the answer
    :raises KgServiceError: as :meth:`Store.query` says
    :raises ReleaseChangedError: if the release is another than for an earlier query of this page
    """
    found = ask(asked)
    with found.body as body:
        answer = parse_query_results(body.read(), QueryResultsFormat.JSON)
    keep_to(found.release)
    if not isinstance(answer, QuerySolutions):
        raise EngineError("the store answered no SELECT; expected solutions")
    names = [variable.value for variable in answer.variables]
    bound = [_bound(names, tuple(solution)) for solution in answer]
    return Solutions(names, bound, found.editions or ())


def release_asked() -> str:
    """Return the release to which this response is held; from now on, if to none yet."""
    return str(g.get("release") or g.setdefault("release", store().release()))


def keep_to(release: str) -> None:
    """Hold all answers that go into one response to one release.

    :param release: of the answer that just came
    :raises ReleaseChangedError: if it is another than that of an earlier answer
    """
    if g.setdefault("release", release) != release:
        raise ReleaseChangedError("the release was changed while the page was made; ask again")


def _bound(names: list[str], terms: tuple[object, ...]) -> Row:
    pairs = zip(names, terms, strict=True)
    return {name: term for name, term in pairs if isinstance(term, Term)}
