"""Lists side by side for people: two lists aligned, the coverage of all, two editions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Response
from pyoxigraph import Literal, NamedNode

from kgservice.correspondence import ListComparison
from kgservice.harmonization.change_report import ChangeReport, ReportedEdition
from kgservice.harmonization.comparison_report import (
    ComparedEdition,
    ReportedAbsence,
    ReportedCorrespondence,
    report_comparison,
)
from kgservice.harmonization.recalled_comparison import RecalledCount
from kgservice.individuals import ABSENCE_REASONS, COVERAGES, DEVIATIONS, UNCERTAINTIES
from kgservice.namespaces import edition_iri, entry_iri, provision_iri
from kgservice.web.catalogue import editions, lists
from kgservice.web.frame import page
from kgservice.web.kinds import choice, whole
from kgservice.web.problems import ParameterError
from kgservice.web.rows import rows

SHOWN: Final = 100
NUMBER: Final = whole("page", "Which page of the rows a person sees.", 1, 100_000).otherwise(1)
WAY: Final = choice(
    "deviation", "The one deviation a person sees.", [each.value for each in DEVIATIONS]
).optional()
TERMS: Final = {
    each.value: name
    for table in (DEVIATIONS, COVERAGES, UNCERTAINTIES, ABSENCE_REASONS)
    for each, name in table.items()
}
COVERED: Final = ("identical", "identical-in-effect")
STEPS: Final = 5
LABELS: Final = """
SELECT $edition ?entry ?label {
  ?entry skos:inScheme $edition ; skos:prefLabel ?label
}"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of two lists side by side; either side may be empty.

    :ivar way: the deviation
    :ivar found: the correspondence, ``None`` for an absence
    :ivar absence: of an entry without a counterpart
    """

    code: str | None
    other: str | None
    way: str
    found: ReportedCorrespondence | None = None
    absence: ReportedAbsence | None = None


def choose_page(subject: str | None, other: str | None) -> Response:
    """Return the form by which two lists, or an own list, are compared."""
    return page("compare.html", ids=_ids(), subject=subject, other=other, report=None)


def compare_page(found: ListComparison, way: str | None, number: int) -> Response:
    """Return two lists side by side.

    :param found: the comparison, seen from the first
    :param way: the only deviation that is shown, ``None`` for all
    :param number: of the page of lines
    :returns: a page
    :raises ParameterError: if there is no such page
    """
    report = report_comparison(found)
    lines = [line for line in _lines(report.correspondences, report.absences)
             if way in (None, line.way)]  # fmt: skip
    last = _last(lines, number)
    return page(
        "compare.html",
        ids=_ids(),
        subject=report.subject.list,
        other=report.object.list,
        report=report,
        lines=lines[(number - 1) * SHOWN : number * SHOWN],
        labels=(_labels(report.subject), _labels(report.object)),
        entry_of=_place,
        terms=TERMS,
        way=way,
        number=number,
        last=last,
    )


def coverage_page(counts: Iterable[RecalledCount]) -> Response:
    """Return the coverage of each list by each other as a heat map."""
    cells: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for count in counts:
        if count.part is None:
            cells[count.list, count.against][count.coverage] = count.entries
    rows_, columns = (sorted({key[side] for key in cells}) for side in (0, 1))
    return page(
        "coverage.html",
        rows=rows_,
        columns=columns,
        cells=cells,
        heat={key: _heat(cell) for key, cell in cells.items()},
        terms=TERMS,
        titles={iri.rpartition("/")[2]: each.titles for iri, each in lists().items()},
    )


def changes_form() -> Response:
    """Return the form by which two editions of a list are chosen."""
    return page("changes.html", editions=_editions(), report=None)


def changes_page(report: ChangeReport, number: int) -> Response:
    """Return what changed between two editions.

    :param report: the changes
    :param number: of the page of rows
    :returns: a page
    :raises ParameterError: if there is no such page
    """
    last = _last(report.changes, number)
    return page(
        "changes.html",
        editions=_editions(),
        report=report,
        changes=report.changes[(number - 1) * SHOWN : number * SHOWN],
        entry_of=_place,
        number=number,
        last=last,
    )


def _lines(
    found: Iterable[ReportedCorrespondence], absences: Iterable[ReportedAbsence]
) -> Iterable[Line]:
    for one in found:
        if one.same_item or one.relation is None:
            yield Line(one.code, one.other_code, one.deviation, found=one)
    for absence in absences:
        own, other = (absence.code, None) if absence.deviation == "extra" else (None, absence.code)
        yield Line(own, other, absence.deviation, absence=absence)


def _last(lines: "list[Line] | tuple[object, ...]", number: int) -> int:
    last = max(1, -(-len(lines) // SHOWN))
    if number > last:
        raise ParameterError(f"'page' is {number}; there are {last}", NUMBER.name)
    return last


def _heat(cell: Mapping[str, int]) -> int:
    """Return how much is covered without deviation, in steps from 0 to :data:`STEPS`."""
    total = sum(count for way, count in cell.items() if way != "extra")
    return round(STEPS * sum(cell.get(way, 0) for way in COVERED) / total) if total else 0


def _labels(edition: ComparedEdition) -> Mapping[str, Literal]:
    if edition.edition is None:
        return {}
    found = rows(LABELS, edition=NamedNode(edition_iri(edition.list, edition.edition)))
    return {
        row["entry"].value: label
        for row in found
        if isinstance(label := row["label"], Literal) and label.language == "en"
    }


def _place(edition: ComparedEdition | ReportedEdition, code: str) -> str:
    """Return the IRI of a code in an edition, or of its provision where there is no edition."""
    if edition.edition is None:
        return provision_iri(edition.list, code)
    return entry_iri(edition.list, edition.edition, code)


def _ids() -> list[str]:
    return [each.id for each in lists().values()]


def _editions() -> list[tuple[str, list[str]]]:
    """Return the days of the editions of each list that has several, the oldest first."""
    days: dict[str, list[str]] = defaultdict(list)
    for each in editions().values():
        days[lists()[each.list_iri].id].append(each.day)
    return [(own, sorted(found)) for own, found in sorted(days.items()) if len(found) > 1]
