"""Two lists side by side, and two editions, as the build compared them: read page by page.

All lines of a comparison are asked for once a release, by code and deviation alone; what a page
shows of its lines is asked when it is shown.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.errors import UnknownComparisonError
from kgservice.namespaces import ID, STC, code_of_segment, list_iri
from kgservice.web.catalogue import by_language, in_language
from kgservice.web.kept import kept
from kgservice.web.rows import Row, Term, rows
from kgservice.web.sorting import natural_key

COMPARISONS: Final = """
SELECT ?comparison ?subject ?object {
  ?comparison a stc:ListComparison ; stc:subjectEdition ?subject ; stc:objectEdition ?object .
}"""
MATCHES: Final = """
SELECT $comparison $told ?entry ?other ?way ?thing {
  ?thing stc:inComparison $comparison ; stc:mappingRelation ?relation ; $told ?way ;
         stc:subjectEntry ?entry ; stc:objectEntry ?other .
  FILTER(?relation != skos:relatedMatch)
}"""
COLLISIONS: Final = """
SELECT $comparison $told ?entry ?other ?way ?thing {
  ?thing stc:inComparison $comparison ; stc:deviation stc:CodeCollision ; $told ?way ;
         stc:subjectEntry ?entry ; stc:objectEntry ?other .
}"""
ABSENCES: Final = """
SELECT $comparison ?thing ?entry { ?thing stc:inComparison $comparison ; stc:absentEntry ?entry }"""
DETAILS: Final = "SELECT ?thing ?p ?o { VALUES ?thing { %s } ?thing ?p ?o } ORDER BY ?thing ?p ?o"
LABELS: Final = "SELECT ?entry ?label { VALUES ?entry { %s } ?entry skos:prefLabel ?label }"
COUNTS: Final = """
SELECT ?of ?against ?way ?entries {
  ?count a stc:CoverageCount ; stc:coverageOf ?of ; stc:coverageAgainst ?against ;
         stc:coverage ?way ; stc:entryTotal ?entries .
  FILTER NOT EXISTS { ?count stc:inPart ?part }
} ORDER BY ?of ?against ?way"""
EXTRA, MISSING = "Extra", "Missing"
WAYS: Final = (
    "Identical", "IdenticalInEffect", "Stricter", "Looser", "Overlapping", "Incomparable",
    "CodeCollision", "Outdated", MISSING, EXTRA,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of two lists side by side; either side may be empty.

    :ivar thing: IRI of the correspondence or absence
    :ivar entry: IRI in the list that is judged
    :ivar other: IRI in the list that it is held against
    :ivar way: local name of the deviation
    """

    thing: str
    entry: str | None
    other: str | None
    way: str


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two lists as they were compared, in the order of the codes.

    :ivar subject: IRI of the edition that is judged, or of a list known by codes alone
    :ivar object: IRI of what it is held against
    :ivar turned: whether the build compared them the other way round
    """

    subject: str
    object: str
    turned: bool
    lines: Sequence[Line]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines there are of each deviation, by local name."""
        found = Counter(line.way for line in self.lines)
        return {way: found[way] for way in WAYS if found[way]}


def side_by_side(subject: str, other: str) -> SideBySide:
    """Return how two lists stand to each other.

    :param subject: id of the list that is judged
    :param other: id of the list that it is held against
    :returns: all lines, of counterparts, same codes with other content, and absences
    :raises UnknownComparisonError: if the release compares no such lists
    """
    near = set()
    for row in kept("comparisons", lambda: rows(COMPARISONS)):
        sides = row["subject"].value, row["object"].value
        ids = [side.removeprefix(ID).partition("/")[0] for side in sides]
        if ids in ([subject, other], [other, subject]):
            turned = ids[0] != subject
            lines = _kept_lines(row["comparison"].value, subject, turned=turned)
            return SideBySide(sides[turned], sides[not turned], turned, lines)
        if subject in ids:
            near.add(ids[1] if ids[0] == subject else ids[0])
    known = ", ".join(sorted(near)) or "no other list"
    raise UnknownComparisonError(
        f"{subject} and {other} are not compared in this release; "
        f"{subject} is compared with {known}"
    )


def details_of(things: Sequence[str]) -> dict[str, dict[str, list[Term]]]:
    """Return what is said of things, by their IRI and the local name of the property."""
    found: dict[str, dict[str, list[Term]]] = {thing: {} for thing in things}
    if things:
        for row in rows(DETAILS % _listed(things)):
            name = row["p"].value.rpartition("#")[2].rpartition("/")[2]
            found[row["thing"].value].setdefault(name, []).append(row["o"])
    return found


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


def _kept_lines(comparison: str, subject: str, *, turned: bool) -> tuple[Line, ...]:
    name = f"lines of {comparison} {turned}"
    return kept(name, lambda: _lines(NamedNode(comparison), subject, turned=turned))


def _lines(comparison: NamedNode, subject: str, *, turned: bool) -> tuple[Line, ...]:
    found = []
    told = NamedNode(STC + ("inverseDeviation" if turned else "deviation"))
    matches = rows(MATCHES, comparison=comparison, told=told)
    matches += rows(COLLISIONS, comparison=comparison, told=told)
    for row in matches:
        sides = row["entry"].value, row["other"].value
        way = row["way"].value.rpartition("#")[2]
        found.append(Line(row["thing"].value, sides[turned], sides[not turned], way))
    for row in rows(ABSENCES, comparison=comparison):
        iri = row["entry"].value
        if iri.startswith(f"{list_iri(subject)}/"):
            found.append(Line(row["thing"].value, iri, None, EXTRA))
        else:
            found.append(Line(row["thing"].value, None, iri, MISSING))
    return tuple(
        sorted(found, key=lambda line: natural_key(code_of(line.entry or line.other or "")))
    )


def _listed(iris: Sequence[str]) -> str:
    return " ".join(str(NamedNode(iri)) for iri in dict.fromkeys(iris))
