"""``/graphs``: the SPARQL 1.1 Graph Store HTTP Protocol, reading."""

from flask import Blueprint, Response, request

from kgservice.store.base import BOOLEAN_TYPES, QueryRequest
from kgservice.web.asking import ask
from kgservice.web.kinds import iri as iri_parameter
from kgservice.web.kinds import text
from kgservice.web.negotiation import GRAPH_OFFERS
from kgservice.web.operations import Answer, Operation, describes
from kgservice.web.problems import RequestError
from kgservice.web.sparql import answer, pick
from kgservice.web.urlencoded import query_pairs

blueprint = Blueprint("graphs", __name__)
GRAPH = iri_parameter(
    "graph", "The IRI of a named graph.", "https://w3id.org/stc/id/us-ccl/2025-09-29"
)
DEFAULT = text("default", "Given without a value, it asks for the default graph.", "")
READ = Operation(
    "Read a graph",
    (DEFAULT.optional(), GRAPH.optional()),
    tuple(Answer(offer.media_type, "The whole graph.", {}) for offer in GRAPH_OFFERS),
    description="The SPARQL 1.1 Graph Store HTTP Protocol, reading: either default or graph.",
    lenient=True,
)


@blueprint.route("/graphs", methods=["GET"])
@describes(READ)
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
    pairs = query_pairs(request.query_string, "query string")
    named = [(name, value) for name, value in pairs if name in ("default", "graph")]
    if len(named) != 1:
        raise RequestError("expected either 'default' or one 'graph' with the IRI of a graph")
    name, value = named[0]
    return None if name == "default" else GRAPH.value([value])


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
            raise RequestError(f"there is no graph <{iri}>", "not-found")
