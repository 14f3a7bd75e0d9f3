"""Two lists side by side as the build compared them: read once a release, shown page by page.

What programs get of a comparison is written of the same values.
"""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import request
from pyoxigraph import Literal, NamedNode

from kgservice.correspondence import Absence, Correspondence, Deviation, ListComparison
from kgservice.graph.correspondence import absence_iri, correspondence_iri, thing_iri
from kgservice.harmonization.recalled_comparison import (
    ComparisonName,
    find_comparison,
    read_comparison,
    seen_from,
)
from kgservice.individuals import ABSENCE_REASONS, DEVIATIONS, UNCERTAINTIES
from kgservice.namespaces import ID, code_of_segment
from kgservice.web.asking import accounted
from kgservice.web.catalogue import by_language, in_language
from kgservice.web.kept import kept
from kgservice.web.rows import Row, rows
from kgservice.web.service import store
from kgservice.web.sorting import natural_key

LABELS: Final = "SELECT ?entry ?label { VALUES ?entry { %s } ?entry skos:prefLabel ?label }"
COUNTS: Final = """
SELECT ?of ?against ?way ?entries {
  ?count a stc:CoverageCount ; stc:coverageOf ?of ; stc:coverageAgainst ?against ;
         stc:coverage ?way ; stc:entryTotal ?entries .
  FILTER NOT EXISTS { ?count stc:inPart ?part }
} ORDER BY ?of ?against ?way"""
EXTRA: Final = DEVIATIONS[Deviation.EXTRA]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of two lists side by side as it is shown; either side may be empty.

    :ivar thing: IRI of the correspondence or absence
    :ivar entry: IRI in the list that is judged
    :ivar other: IRI in the list that it is held against
    :ivar way: local name of the deviation
    :ivar limits: how limits were held against each other
    :ivar doubts: local names of uncertainties, or of the reason of an absence
    :ivar follows: the older edition of the other list that the entry agrees with
    :ivar nearest: IRI of what came nearest to an entry without counterpart
    """

    thing: str
    entry: str | None
    other: str | None
    way: str
    limits: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    follows: datetime.date | None = None
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two lists as they were compared.

    :ivar name: of the comparison, in the direction in which the build compared
    :ivar whole: all that is known, seen from the list that is judged
    :ivar lines: counterparts, same codes with other content, and absences, in the order of codes
    """

    name: ComparisonName
    whole: ListComparison
    lines: Sequence[Correspondence | Absence]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines there are of each deviation, by local name."""
        found = Counter(line.deviation for line in self.lines)
        return {DEVIATIONS[way]: found[way] for way in Deviation if found[way]}

    def shown(self, line: Correspondence | Absence) -> Line:
        """Return a line as it is shown."""
        subject, object_ = self.whole.subject, self.whole.object
        way = DEVIATIONS[line.deviation]
        if isinstance(line, Absence):
            extra = line.deviation is Deviation.EXTRA
            here, there = (subject, object_) if extra else (object_, subject)
            iri = thing_iri(here, line.code)
            return Line(
                absence_iri(here, there, line.code),
                iri if extra else None,
                None if extra else iri,
                way,
                doubts=(ABSENCE_REASONS[line.reason],),
                nearest=thing_iri(there, line.candidate) if line.candidate else None,
            )
        told = line if self.name.subject == subject else line.turned()
        return Line(
            correspondence_iri(self.name.subject, self.name.object, told),
            thing_iri(subject, line.subject),
            thing_iri(object_, line.object),
            way,
            tuple(pair.reason for pair in line.rests_on),
            tuple(UNCERTAINTIES[doubt] for doubt in line.uncertainties),
            line.follows,
        )


def side_by_side(subject: str, other: str) -> SideBySide:
    """Return how two lists stand to each other.

    :param subject: id of the list that is judged
    :param other: id of the list that it is held against
    :returns: the comparison, with its lines; mere candidates are no lines
    :raises UnknownComparisonError: if the release compares no such lists
    """
    return kept(f"comparison {subject} {other}", lambda: _read(subject, other))


def labels_of(entries: Sequence[str]) -> Mapping[str, Literal]:
    """Return the labels of entries in the language of the page, by IRI."""
    found: dict[str, list[Row]] = {}
    if entries:
        for row in rows(LABELS % _listed(entries)):
            found.setdefault(row["entry"].value, []).append(row)
    named = {iri: in_language(by_language(each, "label")) for iri, each in found.items()}
    return {iri: label for iri, label in named.items() if label is not None}


def coverage_counts() -> dict[tuple[str, str], dict[str, int]]:
    """Return how many entries of a list stand in each way to another, by the ids of both."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in kept("coverage", lambda: rows(COUNTS)):
        of, against = (
            row[key].value.removeprefix(ID).partition("/")[0] for key in ("of", "against")
        )
        way = row["way"].value.rpartition("#")[2]
        found.setdefault((of, against), {})[way] = int(row["entries"].value)
    return found


def code_of(iri: str) -> str:
    """Return the code of an entry or provision."""
    return code_of_segment(iri.rpartition("/")[2])


def _read(subject: str, other: str) -> SideBySide:
    client = request.remote_addr or ""
    with accounted(client):
        name = find_comparison(store(), subject, other, client)
        whole = seen_from(read_comparison(store(), name, client), subject)
    told = (one for one in whole.correspondences if one.is_same_item or one.relation is None)
    lines: list[Correspondence | Absence] = [*told, *whole.absences]
    return SideBySide(name, whole, sorted(lines, key=lambda line: natural_key(_code(line))))


def _code(line: Correspondence | Absence) -> str:
    return line.subject if isinstance(line, Correspondence) else line.code


def _listed(iris: Sequence[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in dict.fromkeys(iris))
