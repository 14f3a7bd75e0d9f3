"""``POST /compare``: a list in, how it stands to one of ours out.  Nothing that is sent is kept."""

from typing import Final

from flask import Blueprint, Response, request

from kgservice.own_list.running import compare_submission
from kgservice.web.asking import accounted
from kgservice.web.kinds import list_id
from kgservice.web.operations import HTML, JSON, Answer, Body, Operation, Values, takes
from kgservice.web.problems import ParameterError
from kgservice.web.schemas import OBJECT
from kgservice.web.sending import FORM, SUFFIXES, place, sent_document
from kgservice.web.service import settings, store

blueprint = Blueprint("own_list", __name__)

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS: Final = {
    JSON: "json",
    "text/csv": "csv",
    "text/turtle": "turtle",
    HTML: "html",
    "text/plain": "text",
    XLSX: "xlsx",
}
REPORT: Final = "Each entry with its counterpart, what differs, and what to change to align."
TO: Final = list_id("to", "Id of the list that it is held against.", "eu-annex-i").optional()
COMPARE: Final = Operation(
    "Say how a list that is sent stands to one of the release",
    (TO,),
    tuple(Answer(name, REPORT, OBJECT if name == JSON else None) for name in FORMS),
    Body(
        (*SUFFIXES, FORM),
        "The document itself, with to in the address; or a form with the file data and to.",
        files=("data", "to"),
    ),
    "Also told is which edition of the other list it follows. Nothing is kept.",
)


@blueprint.post("/compare")
@takes(COMPARE)
def compare(values: Values) -> Response:
    """Compare the document of the body with the present edition of a list.

    :param values: the list, and the media type of the answer
    :returns: the report
    :raises ParameterError: if no list is named
    :raises RequestError: if the form has no ``data``
    :raises BusyError: if all places stay taken
    :raises KgServiceError: as :func:`compare_submission` says
    """
    chosen, other, submission = settings(), _other(values[TO]), sent_document()
    limits, client = (chosen.timeout, chosen.max_memory), request.remote_addr or ""
    with place(), accounted(client):
        form = FORMS[values.media_type]
        written = compare_submission(submission, store(), other, form, *limits, client=client)
    response = Response(written.document)
    textual = values.media_type not in (JSON, XLSX)
    charset = "; charset=utf-8" if textual else ""
    response.headers["Content-Type"] = f"{values.media_type}{charset}"
    response.headers["Cache-Control"] = "no-store"
    if values.media_type == XLSX:
        response.headers["Content-Disposition"] = "attachment; filename=comparison.xlsx"
    return response


def _other(given: str | None) -> str:
    """Return the list of the address, or of the form."""
    sent = request.form.get(TO.name) if request.mimetype == FORM else None
    other = given or (TO.value((sent,)) if sent else None)
    if other is None:
        raise ParameterError(f"'{TO.name}' is missing; expected the id of a list", TO.name)
    return other
