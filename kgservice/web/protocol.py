"""A query over HTTP from its head to its answer, but for the asking: for Flask and the gateway."""

from collections.abc import Callable
from typing import NamedTuple

from kgservice.store.base import QueryRequest, Result
from kgservice.store.calls import inspect_with_calls
from kgservice.web.answers import Reply, entity_tag, reply, unchanged
from kgservice.web.heads import Head
from kgservice.web.negotiation import OFFERS, Offer, choose
from kgservice.web.parameters import QueryOperation
from kgservice.web.problems import RequestError


class Question(NamedTuple):
    """A query whose form of answer is settled.

    :ivar request: what the store is asked
    :ivar media_type: the name under which the client asked for the form of the answer
    :ivar volatile: whether the answer may differ next time
    """

    request: QueryRequest
    media_type: str
    volatile: bool

    def known(self, head: Head, release: Callable[[], str]) -> Reply | None:
        """Return a ``304`` if the client has the answer of the present release already."""
        if not head.if_none_match:
            return None
        tag = self._tag(release())
        return unchanged(tag) if tag and head.has(tag) else None

    def reply(self, head: Head, result: Result) -> Reply:
        """Return the reply that carries a result."""
        return reply(head, result, self.media_type, self._tag(result.release))

    def _tag(self, release: str) -> str | None:
        return None if self.volatile else entity_tag(release, self.request, self.media_type)


def settle(operation: QueryOperation, head: Head, base: str, endpoints: frozenset[str]) -> Question:
    """Return the question that a query operation with a query asks.

    :param operation: has a query
    :param head: whose ``Accept`` is followed
    :param base: IRI of the endpoint
    :param endpoints: those that the query may call
    :returns: the question
    :raises QueryError: if the query is refused unasked
    :raises RequestError: 406, naming what is offered
    """
    text = operation.query or ""
    inspection, _ = inspect_with_calls(text, endpoints)
    offer = require_offer(head.accept, OFFERS[inspection.form])
    request = QueryRequest(
        text=text,
        base=base,
        media_type=offer.writes,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        seconds=operation.seconds,
        as_of=operation.as_of,
        client=head.client,
    )
    return Question(request, offer.media_type, inspection.volatile)


def require_offer(accept: str, offers: tuple[Offer, ...]) -> Offer:
    """Return what a client accepts among these.

    :param accept: the ``Accept`` header
    :param offers: in the service's order of preference
    :returns: the offer that the client likes best
    :raises RequestError: 406, naming what is offered
    """
    offer = choose(accept, offers)
    if offer is None:
        names = ", ".join(offer.media_type for offer in offers)
        text = f"Accept is {accept[:200]!r}; offered are {names}"
        raise RequestError(text, "not-acceptable")
    return offer
