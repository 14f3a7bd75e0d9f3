"""``GET /compare`` and ``GET /coverage``: how lists stand to each other in the release."""

import dataclasses
import hashlib
import json
from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, request

from kgservice.correspondence import ListComparison
from kgservice.errors import ReleaseChangedError
from kgservice.harmonization.comparison_output import (
    as_csv,
    as_json,
    as_turtle,
    counts_as_csv,
)
from kgservice.harmonization.comparison_report import ComparisonReport
from kgservice.harmonization.recalled_comparison import RecalledCount, recall_counts
from kgservice.harmonization.sssom import write_sssom
from kgservice.web.answers import describe, not_modified
from kgservice.web.asking import accounted
from kgservice.web.comparison_pages import NUMBER, WAY, choose_page, compare_page, coverage_page
from kgservice.web.kinds import list_id
from kgservice.web.operations import HTML, JSON, Answer, Operation, Values, require, takes
from kgservice.web.schemas import schema_of
from kgservice.web.service import store
from kgservice.web.side_by_side import side_by_side

blueprint = Blueprint("comparing", __name__)

TURTLE: Final = "text/turtle"
CSV: Final = "text/csv"
SSSOM: Final = "text/tab-separated-values"
SUBJECT: Final = list_id("a", "Id of the list that is judged.", "eu-annex-i").optional()
OTHER: Final = list_id("b", "Id of the list that it is held against.", "us-ccl").optional()
WRITERS: Final[dict[str, Callable[[ListComparison], str | bytes]]] = {
    JSON: as_json,
    CSV: as_csv,
    TURTLE: as_turtle,
    SSSOM: write_sssom,
}
LIST: Final = list_id("list", "Id of the one list whose coverage is wanted.").optional()
COMPARE: Final = Operation(
    "Say how one list stands to another",
    (SUBJECT, OTHER, WAY, NUMBER),
    (
        Answer(JSON, "Counterparts, deviations and absences.", schema_of(ComparisonReport)),
        Answer(CSV, "A row for each counterpart, candidate and absence."),
        Answer(TURTLE, "The comparison as a graph."),
        Answer(SSSOM, "The mappings as an SSSOM set."),
        Answer(HTML, "The lists side by side; without both of them, a form."),
    ),
    description=(
        "The present editions are compared, as the build compared them. Programs name both lists."
    ),
)


@dataclasses.dataclass(frozen=True, slots=True)
class CoverageReport:
    """Coverage counts of a release."""

    counts: tuple[RecalledCount, ...]


COVERAGE: Final = Operation(
    "Count what lists cover of each other",
    (LIST,),
    (
        Answer(JSON, "The counts, whole lists and their parts.", schema_of(CoverageReport)),
        Answer(CSV, "The counts, a row each."),
        Answer(HTML, "A heat map, every cell a way to its entries."),
    ),
    description="Counted are the highest entries of a list, each with all below it.",
)


@blueprint.get("/compare")
@takes(COMPARE)
def compare(values: Values) -> Response:
    """Say how one list stands to another.

    :param values: both lists, and the media type of the answer
    :returns: the whole comparison
    :raises UnknownComparisonError: if the release compares no such lists
    :raises ReleaseChangedError: if the release was changed meanwhile
    :raises ParameterError: if a list is not named, or there is no such page
    """
    subject, other = values[SUBJECT], values[OTHER]
    if values.media_type != HTML:
        require(values, SUBJECT, OTHER)
        return _answer(values, ("compare", subject, other), _compared)
    if subject is None or other is None:
        return choose_page(subject, other)
    return compare_page(subject, other, side_by_side(subject, other), values[WAY], values[NUMBER])


@blueprint.get("/coverage")
@takes(COVERAGE)
def coverage(values: Values) -> Response:
    """Count what lists cover of each other.

    :param values: the list where one is wanted, and the media type of the answer
    :returns: the counts
    :raises ReleaseChangedError: if the release was changed meanwhile
    """
    if values.media_type == HTML:
        return coverage_page(values[LIST])
    return _answer(values, ("coverage", values[LIST]), _counted)


def _answer(
    values: Values, said: tuple[str | None, ...], written: Callable[[Values], str | bytes]
) -> Response:
    """Return what is written of a release, or that it is the same as before."""
    media_type, release = values.media_type, store().release()
    told = "\0".join(map(str, (release, *said, media_type)))
    tag = hashlib.sha256(told.encode()).hexdigest()[:32]
    if not_modified(request, tag):
        response = Response(status=304)
    else:
        body = written(values)
        if store().release() != release:
            raise ReleaseChangedError("the release was changed while it was read; ask again")
        response = Response(body)
    describe(response, media_type, tag)
    response.headers["X-Release"] = release
    return response


def _compared(values: Values) -> str | bytes:
    found = side_by_side(values[SUBJECT] or "", values[OTHER] or "")
    return WRITERS[values.media_type](found.whole)


def _counted(values: Values) -> str:
    client = request.remote_addr or ""
    with accounted(client):
        counts = recall_counts(store(), client)
    wanted = tuple(one for one in counts if values[LIST] in (None, one.list))
    if values.media_type == CSV:
        return counts_as_csv(wanted)
    report = dataclasses.asdict(CoverageReport(wanted))
    return json.dumps(report, ensure_ascii=False, default=str, indent=1) + "\n"
