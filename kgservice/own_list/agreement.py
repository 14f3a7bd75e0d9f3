"""With which edition of another list an own list agrees, by codes and digests of texts."""

import datetime
from collections.abc import Iterable, Iterator, Mapping

from kgservice.model import Edition
from kgservice.own_list.model import Agreement

Digests = Mapping[str, frozenset[str]]
"""Digests of the texts of an edition's entries by code."""


def digests_of(edition: Edition) -> dict[str, frozenset[str]]:
    """Return the digests of each entry that has a text."""
    found = {e.code: frozenset(text.digest for text in e.texts) for e in edition.entries}
    return {code: digests for code, digests in found.items() if digests}


def agreements(own: Digests, held: Mapping[datetime.date, Digests]) -> tuple[Agreement, ...]:
    """Return how far an own list agrees with each held edition of another.

    :param own: of the own list
    :param held: of each edition by its date
    :returns: the newest edition first
    """
    return tuple(_agreements(own, held))


def _agreements(own: Digests, held: Mapping[datetime.date, Digests]) -> Iterator[Agreement]:
    for date in sorted(held, reverse=True):
        known = held[date]
        both = [code for code in own if code in known]
        same = [code for code in both if own[code] & known[code]]
        telling = sum(
            any(not own[code] & other.get(code, frozenset()) for other in held.values())
            for code in same
        )
        yield Agreement(date, len(same), len(both), telling)


def followed(found: Iterable[Agreement]) -> tuple[datetime.date, ...]:
    """Return the editions with which an own list agrees on most entries, and on one at least."""
    known = tuple(found)
    most = max((one.same for one in known), default=0)
    return tuple(one.edition for one in known if most and one.same == most)
