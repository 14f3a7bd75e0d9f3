"""``/sparql``: the SPARQL 1.1 Protocol's query operation, and the service description."""

import dataclasses
from collections.abc import Callable

from flask import Blueprint, Response, request

from kgservice.store.base import GRAPH_TYPES, SOLUTION_TYPES, QueryRequest, Result
from kgservice.web.asking import ask
from kgservice.web.description import description_query
from kgservice.web.frame import page
from kgservice.web.heads import Head, head_of
from kgservice.web.negotiation import GRAPH_OFFERS, Offer
from kgservice.web.operations import describes
from kgservice.web.parameters import ASK_BY_GET, ASK_BY_POST, read_operation
from kgservice.web.protocol import Question, require_offer, settle
from kgservice.web.service import endpoint, settings, store

blueprint = Blueprint("sparql", __name__)
HTML = Offer("text/html", "html")


def _unchanged(found: Result) -> Result:
    return found


@blueprint.route("/sparql", methods=["GET", "POST"])
@describes(ASK_BY_GET, post=ASK_BY_POST)
def sparql() -> Response:
    """Answer a query, or describe the service where there is none."""
    head = head_of(request, request.get_data(cache=False))
    operation = read_operation(head, settings().max_query)
    if operation.query is None:
        offer = pick((*GRAPH_OFFERS, HTML))
        if offer is HTML:
            return _page()
        return answer(description_query(endpoint("sparql.sparql")), offer, volatile=False)
    endpoints = frozenset(settings().service_endpoints.split())
    question = settle(operation, head, endpoint("sparql.sparql"), endpoints)
    return _answer(head, question, _unchanged)


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
    head = head_of(request)
    query = dataclasses.replace(query, media_type=offer.writes, client=head.client)
    return _answer(head, Question(query, offer.media_type, volatile), rewrite)


def _answer(head: Head, question: Question, rewrite: Callable[[Result], Result]) -> Response:
    if known := question.known(head, store().release):
        return known.response()
    return question.reply(head, rewrite(ask(question.request))).response()


def pick(offers: tuple[Offer, ...]) -> Offer:
    """Return what the client accepts among these.

    :param offers: in the service's order of preference
    :returns: the offer that the client likes best
    :raises RequestError: 406, naming what is offered
    """
    return require_offer(request.headers.get("Accept", ""), offers)


def _page() -> Response:
    """Return the description of the service for people."""
    return page(
        "endpoint.html",
        endpoint=endpoint("sparql.sparql"),
        limits=store().limits,
        formats=SOLUTION_TYPES + GRAPH_TYPES,
    )
