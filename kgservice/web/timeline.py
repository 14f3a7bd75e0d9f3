"""A provision through time: its entries, the editions of its list, and what they allow to say.

An edition stands until the next one of its list that is held.  That a later one has no such entry
means that the provision is gone if that edition is whole, and nothing if it is not.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.namespaces import STC
from kgservice.web.resolving import place
from kgservice.web.rows import rows

WHOLE: Final = STC + "Whole"
EXCERPT: Final = STC + "Excerpt"
VERSIONS: Final = "SELECT $provision ?entry { $provision stc:hasVersion ?entry }"
EDITIONS: Final = """
SELECT $provision ?edition ?from ?extent {
  $provision stc:inList/stc:hasEdition ?edition . ?edition stc:standsFrom ?from .
  GRAPH ?edition { ?edition stc:completeness ?extent }
}"""

SUCCESSORS: Final = """
SELECT DISTINCT $provision ?next {
  $provision stc:hasVersion ?before .
  ?change stc:fromEntry ?before ; stc:changeKind stc:Renumbered ; stc:toEntry ?after .
  ?next stc:hasVersion ?after FILTER(?next != $provision)
  FILTER NOT EXISTS { ?change stc:doubt ?doubt }
} ORDER BY ?next"""


class Standing(StrEnum):
    """What is known of a provision on a day."""

    HELD = "held"
    BEFORE = "before"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Timeline:
    """A provision through time.

    :ivar provision: its IRI
    :ivar entries: the day of its edition and the IRI of each of its entries, oldest first
    :ivar editions: day and extent (IRI of a term) of each edition of the list, oldest first
    """

    provision: str
    entries: tuple[tuple[datetime.date, str], ...]
    editions: tuple[tuple[datetime.date, str], ...]

    def on(self, day: datetime.date) -> tuple[Standing, str | None]:
        """Return what is known of the provision on a day.

        :param day: any day
        :returns: whether it was held; the newest entry until then, ``None`` if there is none
        """
        known = [(since, entry) for since, entry in self.entries if since <= day]
        if not known:
            return Standing.BEFORE, None
        last, entry = known[-1]
        later = {extent for since, extent in self.editions if last < since <= day}
        if WHOLE in later:
            return Standing.GONE, entry
        return (Standing.UNKNOWN if later - {EXCERPT} else Standing.HELD), entry


def timeline_of(provision: str) -> Timeline:
    """Return a provision through time; one without entries if it has none."""
    node = NamedNode(provision)
    found = (row["entry"].value for row in rows(VERSIONS, provision=node))
    entries = [(day, iri) for iri in found if (day := place(iri)[1])]
    editions = [
        (datetime.date.fromisoformat(row["from"].value), row["extent"].value)
        for row in rows(EDITIONS, provision=node)
        if isinstance(row["from"], Literal)
    ]
    return Timeline(provision, tuple(sorted(entries)), tuple(sorted(editions)))


def successors_of(provision: str) -> tuple[str, ...]:
    """Return the IRIs of the provisions to which a provision was renumbered beyond doubt."""
    found = rows(SUCCESSORS, provision=NamedNode(provision))
    return tuple(row["next"].value for row in found)
