"""``/sparql``: the SPARQL 1.1 Protocol's query operation, and the service description."""

import dataclasses
from collections.abc import Callable

from flask import Blueprint, Response, current_app, request

from kgservice.store.base import GRAPH_TYPES, SOLUTION_TYPES, QueryRequest, Result
from kgservice.store.inspection import inspect_query
from kgservice.web.answers import describe, entity_tag, not_modified, respond
from kgservice.web.asking import ask
from kgservice.web.description import description_query
from kgservice.web.frame import page
from kgservice.web.negotiation import GRAPH_OFFERS, OFFERS, Offer, choose
from kgservice.web.operations import describes
from kgservice.web.parameters import ASK_BY_GET, ASK_BY_POST, QueryOperation, read_operation
from kgservice.web.problems import RequestError
from kgservice.web.service import endpoint, settings, store

blueprint = Blueprint("sparql", __name__)
HTML = Offer("text/html", "html")


def _unchanged(found: Result) -> Result:
    return found


@blueprint.route("/sparql", methods=["GET", "POST"])
@describes(ASK_BY_GET, post=ASK_BY_POST)
def sparql() -> Response:
    """Answer a query, or describe the service where there is none."""
    operation = read_operation(request, settings().max_query)
    if operation.query is None:
        offer = pick((*GRAPH_OFFERS, HTML))
        if offer is HTML:
            return _page()
        return answer(description_query(endpoint("sparql.sparql")), offer, volatile=False)
    inspection = inspect_query(operation.query)
    return answer(_request(operation), pick(OFFERS[inspection.form]), volatile=inspection.volatile)


def answer(
    query: QueryRequest,
    offer: Offer,
    *,
    volatile: bool,
    rewrite: Callable[[Result], Result] = _unchanged,
) -> Response:
    """Answer a query in the form that was negotiated, or say that the client has it already.

    :param query: its media type is replaced by that of the offer
    :param offer: what was negotiated
    :param volatile: whether the answer may differ next time
    :param rewrite: puts the store's answer into a form that the store does not write
    :returns: the answer, or a ``304``
    """
    query = dataclasses.replace(query, media_type=offer.writes, client=request.remote_addr or "")
    tag = None if volatile else entity_tag(store().release(), query, offer.media_type)
    if tag and request.method in ("GET", "HEAD") and not_modified(request, tag):
        response = current_app.response_class(status=304)
        describe(response, offer.media_type, tag)
        del response.headers["Content-Type"]
        return response
    result = ask(query)
    if tag:
        tag = entity_tag(result.release, query, offer.media_type)
    return respond(request, rewrite(result), offer.media_type, tag)


def pick(offers: tuple[Offer, ...]) -> Offer:
    """Return what the client accepts among these.

    :param offers: in the service's order of preference
    :returns: the offer that the client likes best
    :raises RequestError: 406, naming what is offered
    """
    accept = request.headers.get("Accept", "")
    offer = choose(accept, offers)
    if offer is None:
        names = ", ".join(offer.media_type for offer in offers)
        text = f"Accept is {accept[:200]!r}; offered are {names}"
        raise RequestError(text, 406, "not-acceptable")
    return offer


def _page() -> Response:
    """Return the description of the service for people."""
    return page(
        "endpoint.html",
        endpoint=endpoint("sparql.sparql"),
        limits=store().limits,
        formats=SOLUTION_TYPES + GRAPH_TYPES,
    )


def _request(operation: QueryOperation) -> QueryRequest:
    return QueryRequest(
        text=operation.query or "",
        base=endpoint("sparql.sparql"),
        media_type="",
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        seconds=operation.seconds,
        as_of=operation.as_of,
    )
