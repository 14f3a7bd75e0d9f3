"""Content negotiation (RFC 9110, section 12): media types and content codings with weights."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kgservice.store.base import BOOLEAN_TYPES, GRAPH_TYPES, SOLUTION_TYPES

ITEM = re.compile(r"\s*([\w!#$&^.+*-]+/[\w!#$&^.+*-]+|[\w!#$&^.+*-]+)\s*(.*)", re.DOTALL)
WEIGHT = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)
COMMAS = re.compile(r""",(?=(?:[^"]*"[^"]*")*[^"]*$)""")


class Offer(NamedTuple):
    """One form in which an answer can be given.

    :ivar media_type: as the client may name it
    :ivar writes: what the store is asked for
    """

    media_type: str
    writes: str


def _offers(types: Sequence[str], **aliases: str) -> tuple[Offer, ...]:
    own = [Offer(media_type, media_type) for media_type in types]
    others = [Offer(name.replace("_", "/"), writes) for name, writes in aliases.items()]
    return (*own, *others)


JSON, XML = SOLUTION_TYPES[:2]
SOLUTION_OFFERS = _offers(SOLUTION_TYPES, application_json=JSON, application_xml=XML, text_xml=XML)
BOOLEAN_OFFERS = _offers(BOOLEAN_TYPES, application_json=JSON, application_xml=XML, text_xml=XML)
GRAPH_OFFERS = _offers(
    GRAPH_TYPES,
    application_json="application/ld+json",
    application_xml="application/rdf+xml",
    text_plain="application/n-triples",
)
OFFERS = {
    "SELECT": SOLUTION_OFFERS,
    "ASK": BOOLEAN_OFFERS,
    "CONSTRUCT": GRAPH_OFFERS,
    "DESCRIBE": GRAPH_OFFERS,
}


@lru_cache(maxsize=256)
def choose(accept: str, offers: tuple[Offer, ...]) -> Offer | None:
    """Return the offer that a client likes best; the earlier one where it likes two the same.

    :param accept: the ``Accept`` header; empty takes anything
    :param offers: in the service's own order of preference
    :returns: ``None`` if the client accepts none of them
    """
    if not accept.strip():
        return offers[0]
    ranges = _weights(accept)
    weighted = [(_weight(offer.media_type, ranges), offer) for offer in offers]
    best = max(weight for weight, _ in weighted)
    return next(offer for weight, offer in weighted if weight == best) if best > 0 else None


@lru_cache(maxsize=256)
def choose_coding(accept_encoding: str, offers: tuple[str, ...]) -> str:
    """Return the content coding to use, ``identity`` where the client names none of the offers."""
    codings = _weights(accept_encoding)
    weighted = [(codings.get(coding, codings.get("*", 0.0)), coding) for coding in offers]
    best, coding = max(weighted, key=lambda pair: pair[0])
    return coding if best > 0 and best >= codings.get("identity", 0.0) else "identity"


def _weights(header: str) -> dict[str, float]:
    """Return each range of a header, in lower case, with its weight."""
    weights: dict[str, float] = {}
    for item in COMMAS.split(header[:4096]):
        if found := ITEM.fullmatch(item):
            weight = WEIGHT.search(found[2])
            weights[found[1].lower()] = min(1.0, float(weight[1])) if weight else 1.0
    return weights


def _weight(media_type: str, ranges: dict[str, float]) -> float:
    """Return the weight of the most specific range that covers a media type."""
    for covering in (media_type, f"{media_type.split('/')[0]}/*", "*/*"):
        if covering in ranges:
            return ranges[covering]
    return 0.0
