"""``POST /validate``: a list in, every fault of it out.  Nothing that is sent is kept."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, Response, request

from kgservice.submission import SubmissionReport, validate_submission
from kgservice.submission.output import as_csv, as_html, as_json, as_text
from kgservice.web.operations import HTML, JSON, Answer, Body, Operation, Values, takes
from kgservice.web.schemas import OBJECT
from kgservice.web.sending import FORM, SUFFIXES, place, sent_document, sent_part
from kgservice.web.service import settings

blueprint = Blueprint("validation", __name__)

WRITERS: Final[dict[str, Callable[[SubmissionReport], str]]] = {
    JSON: as_json,
    "text/turtle": lambda report: report.turtle,
    "text/csv": as_csv,
    HTML: as_html,
    "text/plain": as_text,
}
REPORT: Final = "Each finding with its place and what would be right."
VALIDATE: Final = Operation(
    "Validate a list: a table, RDF, or an official document",
    answers=tuple(Answer(name, REPORT, OBJECT if name == JSON else None) for name in WRITERS),
    body=Body(
        (*SUFFIXES, FORM),
        "The document itself, or a form with the file data and, for RDF, the file shapes.",
        files=("data", "shapes"),
    ),
    description="RDF is held to the shapes that are sent, else to ours. Nothing is kept.",
)


@blueprint.post("/validate")
@takes(VALIDATE)
def validate(values: Values) -> Response:
    """Validate the document of the body.

    :param values: none but the media type of the answer
    :returns: the report; a list with faults is a report too, so the status is 200
    :raises RequestError: if the form has no ``data``
    :raises BusyError: if all places stay taken
    :raises KgServiceError: as :func:`validate_submission` says
    """
    chosen = settings()
    submission = replace(sent_document(), **_shapes())
    with place():
        report = validate_submission(submission, chosen.timeout, chosen.max_memory)
    text = WRITERS[values.media_type](report)
    response = Response(text, content_type=f"{values.media_type}; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _shapes() -> dict[str, Any]:
    shapes = sent_part("shapes") if request.mimetype == FORM else None
    return {} if shapes is None else {"shapes_name": shapes[0], "shapes": shapes[1]}
