"""``/graphs``: the SPARQL 1.1 Graph Store HTTP Protocol, reading."""

from urllib.parse import parse_qsl

from flask import Blueprint, Response, request

from kgservice.store.base import BOOLEAN_TYPES, QueryRequest
from kgservice.web.asking import ask
from kgservice.web.negotiation import GRAPH_OFFERS
from kgservice.web.problems import RequestError
from kgservice.web.sparql import answer, pick

blueprint = Blueprint("graphs", __name__)


@blueprint.route("/graphs", methods=["GET"])
def graphs() -> Response:
    """Return the default graph (``?default``) or a named one (``?graph=IRI``)."""
    iri = _named()
    offer = pick(GRAPH_OFFERS)
    if iri is None:
        text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    else:
        _require(iri)
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
    return answer(QueryRequest(text, offer.writes), offer, volatile=False)


def _named() -> str | None:
    """Return the IRI of the graph that is asked for, ``None`` for the default graph."""
    try:
        pairs = parse_qsl(request.query_string.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise RequestError("the query string is not UTF-8") from None
    named = [(name, value) for name, value in pairs if name in ("default", "graph")]
    if len(named) != 1:
        raise RequestError("expected either 'default' or one 'graph' with the IRI of a graph")
    name, value = named[0]
    if name == "default":
        return None
    if ":" not in value or any(char <= " " or char in '<>"{}|\\^`' for char in value):
        raise RequestError(f"'graph' is {value[:80]!r}; expected an absolute IRI")
    return value


def _require(iri: str) -> None:
    """Refuse a graph that the store does not have.

    :param iri: of a named graph
    :raises RequestError: 404
    """
    question = QueryRequest(
        f"ASK {{ GRAPH <{iri}> {{}} }}", BOOLEAN_TYPES[0], client=request.remote_addr or ""
    )
    result = ask(question)
    with result.body as body:
        if b"true" not in body.read():
            raise RequestError(f"there is no graph <{iri}>", 404, "not-found")
