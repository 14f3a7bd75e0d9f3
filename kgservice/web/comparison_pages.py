"""Lists side by side for people: two lists aligned, the coverage of all, two editions."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from flask import Response

from kgservice.individuals import DEVIATIONS
from kgservice.namespaces import STC, edition_iri
from kgservice.web.catalogue import editions, lists
from kgservice.web.change_sets import ChangeLine, counts_of
from kgservice.web.changes_between import Named
from kgservice.web.frame import page
from kgservice.web.kinds import choice, whole
from kgservice.web.paging import Paged, paged
from kgservice.web.side_by_side import EXTRA, SideBySide, code_of, coverage_counts, labels_of

SHOWN: Final = 100
WHOLE: Final = STC + "Whole"
NUMBER: Final = whole("page", "Which page of the rows a person sees.", 1, 100_000).otherwise(1)
WAY: Final = choice(
    "deviation", "The one deviation a person sees.", list(DEVIATIONS.values())
).optional()
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
    fitting = [line for line in found.lines if way in (None, DEVIATIONS[line.deviation])]
    cut = paged(fitting, number, SHOWN)
    lines = [found.shown(line) for line in cut.lines]
    entries = [iri for line in lines for iri in (line.entry, line.other) if iri]
    return page(
        "compare.html",
        ids=_ids(),
        subject=subject,
        other=other,
        found=found,
        paged=Paged(lines, cut.number, cut.last),
        labels=labels_of(entries),
        code_of=code_of,
        days=[found.whole.subject.date, found.whole.object.date],
        way=way,
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
    return page("changes.html", editions=_editions(), old=None)


def changes_page(
    old: Named,
    new: Named,
    found: Sequence[ChangeLine],
    number: int,
    told: Callable[[Sequence[ChangeLine]], Sequence[ChangeLine]],
) -> Response:
    """Return what changed between two editions.

    :param old: the earlier edition
    :param new: the later edition
    :param found: the changes
    :param number: of the page of rows
    :param told: adds what is shown of the changes of a page
    :returns: a page
    :raises ParameterError: if there is no such page
    """
    cut = paged(found, number, SHOWN)
    known = (editions().get(edition_iri(*end)) for end in (old, new))
    return page(
        "changes.html",
        old=old,
        new=new,
        whole=all(each and each.about["completeness"].value == WHOLE for each in known),
        counts=counts_of(found),
        paged=Paged(told(cut.lines), cut.number, cut.last),
        code_of=code_of,
    )


def _heat(cell: Mapping[str, int]) -> int:
    """Return how much is covered without deviation, in steps from 0 to :data:`STEPS`."""
    total = sum(count for way, count in cell.items() if way != EXTRA)
    return round(STEPS * sum(cell.get(way, 0) for way in COVERED) / total) if total else 0


def _ids() -> list[str]:
    return [each.id for each in lists().values()]


def _editions() -> list[tuple[str, list[str]]]:
    """Return the days of the editions of each list that has several, the oldest first."""
    days: dict[str, list[str]] = defaultdict(list)
    for each in editions().values():
        days[lists()[each.list_iri].id].append(each.day)
    return [(own, sorted(found)) for own, found in sorted(days.items()) if len(found) > 1]
