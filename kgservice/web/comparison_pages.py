"""Lists side by side for people: two lists aligned, the coverage of all, two editions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from flask import Response

from kgservice.harmonization.change_report import ChangeReport
from kgservice.individuals import DEVIATIONS
from kgservice.namespaces import entry_iri
from kgservice.web.catalogue import editions, lists
from kgservice.web.change_sets import ChangeLines
from kgservice.web.frame import page
from kgservice.web.kinds import choice, whole
from kgservice.web.problems import ParameterError
from kgservice.web.side_by_side import (
    EXTRA,
    SideBySide,
    code_of,
    coverage_counts,
    details_of,
    labels_of,
)

SHOWN: Final = 100
NUMBER: Final = whole("page", "Which page of the rows a person sees.", 1, 100_000).otherwise(1)
WAY: Final = choice(
    "deviation", "The one deviation a person sees.", list(DEVIATIONS.values())
).optional()
T = TypeVar("T")
COVERED: Final = ("Identical", "IdenticalInEffect")
STEPS: Final = 5


def choose_page(subject: str | None, other: str | None) -> Response:
    """Return the form by which two lists are chosen."""
    return page("compare.html", ids=_ids(), subject=subject, other=other, found=None)


def compare_page(
    subject: str, other: str, found: SideBySide, way: str | None, number: int
) -> Response:
    """Return two lists side by side.

    :param subject: id of the list that is judged
    :param other: id of the list that it is held against
    :param found: how they stand to each other
    :param way: the only deviation that is shown, ``None`` for all
    :param number: of the page of lines
    :returns: a page
    :raises ParameterError: if there is no such page
    """
    lines = [line for line in found.lines if way in (None, line.way)]
    last, shown = _cut(lines, number)
    entries = [iri for line in shown for iri in (line.entry, line.other) if iri]
    return page(
        "compare.html",
        ids=_ids(),
        subject=subject,
        other=other,
        found=found,
        lines=shown,
        details=details_of([line.thing for line in shown]),
        labels=labels_of(entries),
        code_of=code_of,
        days=[_day(found.subject), _day(found.object)],
        way=way,
        number=number,
        last=last,
    )


def coverage_page(only: str | None) -> Response:
    """Return the coverage of each list by each other, or of one list, as a heat map."""
    counts = coverage_counts().items()
    cells = {key: cell for key, cell in counts if only in (None, key[0])}
    rows_, columns = (sorted({key[side] for key in cells}) for side in (0, 1))
    return page(
        "coverage.html",
        rows=rows_,
        columns=columns,
        cells=cells,
        heat={key: _heat(cell) for key, cell in cells.items()},
    )


def changes_form() -> Response:
    """Return the form by which two editions of a list are chosen."""
    return page("changes.html", editions=_editions(), found=None, report=None)


def change_set_page(found: ChangeLines, number: int) -> Response:
    """Return what the build found between two editions.

    :param found: the changes
    :param number: of the page of rows
    :returns: a page
    :raises ParameterError: if there is no such page
    """
    last, shown = _cut(found.lines, number)
    return page(
        "changes.html",
        found=found,
        lines=shown,
        details=details_of([line.change for line in shown]),
        known=editions(),
        lists=lists(),
        code_of=code_of,
        number=number,
        last=last,
    )


def changes_page(report: ChangeReport, number: int) -> Response:
    """Return what changed between two editions that were compared for this request.

    :param report: the changes
    :param number: of the page of rows
    :returns: a page
    :raises ParameterError: if there is no such page
    """
    last, shown = _cut(report.changes, number)
    return page(
        "changes.html",
        found=None,
        report=report,
        changes=shown,
        entry_iri=entry_iri,
        number=number,
        last=last,
    )


def _cut(lines: Sequence[T], number: int) -> tuple[int, Sequence[T]]:
    """Return the number of the last page, and the lines of one page."""
    last = max(1, -(-len(lines) // SHOWN))
    if number > last:
        raise ParameterError(f"'page' is {number}; there are {last}", NUMBER.name)
    return last, lines[(number - 1) * SHOWN : number * SHOWN]


def _heat(cell: Mapping[str, int]) -> int:
    """Return how much is covered without deviation, in steps from 0 to :data:`STEPS`."""
    total = sum(count for way, count in cell.items() if way != EXTRA)
    return round(STEPS * sum(cell.get(way, 0) for way in COVERED) / total) if total else 0


def _day(edition: str) -> str | None:
    found = editions().get(edition)
    return found.day if found else None


def _ids() -> list[str]:
    return [each.id for each in lists().values()]


def _editions() -> list[tuple[str, list[str]]]:
    """Return the days of the editions of each list that has several, the oldest first."""
    days: dict[str, list[str]] = defaultdict(list)
    for each in editions().values():
        days[lists()[each.list_iri].id].append(each.day)
    return [(own, sorted(found)) for own, found in sorted(days.items()) if len(found) > 1]
