"""What a publication says of itself, and the days of a release on another server.

A SPARQL 1.1 server takes a dataset with every query, so the state of a day needs no store of its
own there: its default graph is the merge of two graphs that ``kgservice publish --days`` writes.
They share no triple, since engines count one twice that stands in both.

* ``<…/id/graph/every-day>``: the default graph without what the present editions say
* ``<…/id/graph/day/2021-07-23>``: what the editions say that stood from that day on
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kgservice.namespaces import ID, RDF, STC
from kgservice.store.states import EXCERPT, State, state_on

PUBLICATION: Final = ID + "publication"
EVERY_DAY: Final = ID + "graph/every-day"
DAY: Final = ID + "graph/day/"
_PRESENT: Final = f"<{STC}presentEdition>"
_CATALOGUE: Final = (
    f" <{STC}standsFrom> ",
    f" <{STC}editionOf> ",
    f" <{RDF}type> <{STC}Edition> .",
)


@dataclass(frozen=True, slots=True)
class Day:
    """A state of all lists, by the day that it begins with; it stands until the next one begins.

    :ivar begins: the day
    :ivar editions: the IRIs of the editions that stood then, sorted
    """

    begins: datetime.date
    editions: tuple[str, ...]

    @property
    def graph(self) -> str:
        """Return the IRI of the graph that holds what the editions say."""
        return f"{DAY}{self.begins}"


def days_of(held: Iterable[Mapping[str, Any]]) -> tuple[Day, ...]:
    """Return the states that some editions make, oldest first.

    :param held: ``list``, ``date`` and ``extent`` of each edition, as a manifest has them
    :returns: one state for each day on which an edition begins that is no excerpt; the last of
        them is the present
    """
    known = list(held)
    dates = {
        datetime.date.fromisoformat(edition["date"])
        for edition in known
        if edition["extent"] != EXCERPT
    }
    return tuple(Day(date, state_on(known, date).editions) for date in sorted(dates))


def every_day_lines(default: Iterable[str], present: set[str]) -> Iterator[str]:
    """Yield what of the default graph holds on every day.

    :param default: the default graph as N-Triples, one triple a line
    :param present: the lines of the present editions' graphs
    :yields: the lines that no edition says, but for ``stc:presentEdition``; that there is an
        edition holds on every day
    """
    for line in default:
        kept = line not in present or any(mark in line for mark in _CATALOGUE)
        if kept and f" {_PRESENT} " not in line:
            yield line


def day_lines(day: Day, said: Iterable[str], every_day: set[str]) -> list[str]:
    """Return the graph of a day as N-Triples.

    :param day: the day
    :param said: the lines of its editions' graphs
    :param every_day: the lines that hold on every day, which are left out
    :returns: the lines, sorted
    """
    present = (
        f"<{edition.rpartition('/')[0]}> {_PRESENT} <{edition}> .\n" for edition in day.editions
    )
    return sorted({*said, *present} - every_day)


def state_of(days: tuple[Day, ...], date: datetime.date) -> tuple[State, tuple[str, ...]]:
    """Return the state on a date, and the graphs that make its default graph.

    :param days: all of a release, oldest first
    :param date: any
    :returns: the state, empty before the first day; the graphs
    """
    begun = [day for day in days if day.begins <= date]
    editions = begun[-1].editions if begun else ()
    return State(editions, days[-1].editions), (EVERY_DAY, *(day.graph for day in begun[-1:]))


@dataclass(frozen=True, slots=True)
class Publication:
    """What the graph ``<…/id/publication>`` says.

    :ivar release: id of the release that was published
    :ivar graphs: IRIs of its named graphs
    :ivar days: its days, oldest first; none where none were published
    """

    release: str
    graphs: tuple[str, ...]
    days: tuple[Day, ...]

    def lines(self) -> list[str]:
        """Return the graph as N-Triples."""
        own = f"<{PUBLICATION}> <{STC}published"
        lines = [f'{own}Release> "{self.release}" .\n']
        lines += (f"{own}Graph> <{graph}> .\n" for graph in self.graphs)
        for day in self.days:
            lines.append(f"{own}Day> <{day.graph}> .\n")
            lines += (f"<{day.graph}> {_PRESENT} <{edition}> .\n" for edition in day.editions)
        return lines

    @classmethod
    def read(cls, triples: Iterable[tuple[str, str, str]]) -> "Publication | None":
        """Return what a graph says.

        :param triples: its triples, each term by its value
        :returns: the publication, ``None`` if it names no release
        """
        known: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, value in triples:
            name = predicate.removeprefix(STC)
            known.setdefault(subject, {}).setdefault(name, []).append(value)
        own = known.get(PUBLICATION, {})
        releases = own.get("publishedRelease", [])
        if len(releases) != 1:
            return None
        days = tuple(
            Day(
                datetime.date.fromisoformat(graph.removeprefix(DAY)),
                tuple(sorted(known.get(graph, {}).get("presentEdition", ()))),
            )
            for graph in sorted(own.get("publishedDay", ()))
        )
        return cls(releases[0], tuple(sorted(own.get("publishedGraph", ()))), days)
