"""``GET /changes``: what changed between two editions that the release holds."""

import datetime
import hashlib
from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, request

from kgservice.errors import ReleaseChangedError
from kgservice.harmonization.change_output import as_csv, as_json, as_markdown, as_text
from kgservice.harmonization.change_report import ChangeReport
from kgservice.namespaces import edition_iri
from kgservice.web.answers import describe, not_modified
from kgservice.web.change_sets import change_lines, details_of, lines_of
from kgservice.web.changes_between import Named, report_between, turtle_between
from kgservice.web.comparison_pages import NUMBER, changes_form, changes_page
from kgservice.web.kinds import day, list_id
from kgservice.web.operations import HTML, JSON, Answer, Operation, Values, require, takes
from kgservice.web.schemas import schema_of
from kgservice.web.service import store

blueprint = Blueprint("changes", __name__)

TURTLE: Final = "text/turtle"
LIST: Final = list_id("list", "Id of the list.").optional()
FROM: Final = day("from", "The day from which the earlier edition stands.", "2023-10-18").optional()
TO: Final = day("to", "The day from which the later edition stands.", "2024-09-06").optional()
FROM_LIST: Final = list_id(
    "fromList", "Id of the earlier edition's list, where it is another.", "no-list-ii"
).optional()
WRITERS: Final[dict[str, Callable[[ChangeReport], str]]] = {
    JSON: as_json,
    "text/csv": as_csv,
    "text/markdown": as_markdown,
    "text/plain": as_text,
}
CHANGES: Final = Operation(
    "Say what changed between two editions of a list",
    (LIST, FROM, TO, FROM_LIST, NUMBER),
    (
        Answer(JSON, "The changes, each with its doubts.", schema_of(ChangeReport)),
        Answer("text/csv", "The changes, a row each."),
        Answer(TURTLE, "The changes as a graph."),
        Answer("text/markdown", "The changes as a report with a table."),
        Answer("text/plain", "The changes as a report, with words where texts are known."),
        Answer(HTML, "The changes as a page; without list and days, a form."),
    ),
    description="What an edition lacks that is not whole is not seen in it, never removed.",
)


@blueprint.get("/changes")
@takes(CHANGES)
def changes(values: Values) -> Response:
    """Say what changed between two editions.

    :param values: the list, both days, and the media type of the answer
    :returns: the whole report
    :raises UnknownEditionError: if the release holds no such edition
    :raises LimitError: if editions that do not follow each other were not compared within a limit
    :raises ReleaseChangedError: if the release was changed meanwhile
    :raises ParameterError: if a program names no list or day, or there is no such page
    """
    media_type, release = values.media_type, store().release()
    if media_type == HTML and (values[LIST], values[FROM], values[TO]) == (None, None, None):
        return changes_form()
    require(values, LIST, FROM, TO)
    if media_type == HTML:
        return _page(values)
    old_list = values[FROM_LIST] or values[LIST]
    said = (release, values[LIST], old_list, values[FROM], values[TO], media_type)
    tag = hashlib.sha256("\0".join(map(str, said)).encode()).hexdigest()[:32]
    if not_modified(request, tag):
        response = Response(status=304)
    else:
        body = _written(values)
        if store().release() != release:
            raise ReleaseChangedError("the release was changed while it was read; ask again")
        response = Response(body)
    describe(response, media_type, tag)
    response.headers["X-Release"] = release
    return response


def _page(values: Values) -> Response:
    """Return the page of the changes: those that the build found, else found now."""
    (old_list, earlier), (list_id, later) = ends = _ends(values)
    if old_list == list_id:
        found = change_lines(edition_iri(list_id, earlier), edition_iri(list_id, later))
        if found:
            return changes_page(*ends, found, values[NUMBER], details_of)
    lines = lines_of(report_between(*ends))
    return changes_page(*ends, lines, values[NUMBER], tuple)


def _ends(values: Values) -> tuple[Named, Named]:
    """Return both editions, all of them named."""
    list_id = values[LIST] or ""
    earlier, later = values[FROM] or datetime.date.min, values[TO] or datetime.date.min
    return (values[FROM_LIST] or list_id, earlier), (list_id, later)


def _written(values: Values) -> str:
    ends = _ends(values)
    if values.media_type == TURTLE:
        return turtle_between(*ends)
    return WRITERS[values.media_type](report_between(*ends))
