"""``POST /validate``: a list in, every fault of it out.  Nothing that is sent is kept."""

import threading
from collections.abc import Callable
from pathlib import PurePath
from typing import Final, cast

from flask import Blueprint, Flask, Response, current_app, request

from kgservice.errors import BusyError
from kgservice.submission import Submission, SubmissionReport, validate_submission
from kgservice.submission.output import as_csv, as_html, as_json, as_text
from kgservice.web.operations import HTML, JSON, Answer, Body, Operation, Values, takes
from kgservice.web.problems import RequestError
from kgservice.web.schemas import OBJECT
from kgservice.web.service import settings

blueprint = Blueprint("validation", __name__)

PLACES: Final = "kgservice.validation"
LONGEST_WAIT: Final = 10
RETRY: Final = 30
FORM: Final = "multipart/form-data"
BYTES: Final = "application/octet-stream"
SUFFIXES: Final = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-excel.sheet.macroenabled.12": ".xlsm",
    "text/turtle": ".ttl",
    "application/ld+json": ".jsonld",
    "application/n-triples": ".nt",
    "application/n-quads": ".nq",
    "application/trig": ".trig",
    "application/rdf+xml": ".rdf",
    "application/json": ".json",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/gzip": ".gz",
    "text/plain": "",
    BYTES: "",
}
"""What a document of each media type is called; without a suffix its first bytes tell."""
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


def register(app: Flask, workers: int) -> None:
    """Give an application as many places for validations at once as it has workers."""
    app.extensions[PLACES] = threading.BoundedSemaphore(workers)
    app.register_blueprint(blueprint)


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
    chosen, submission = settings(), _submission()
    places = cast(threading.BoundedSemaphore, current_app.extensions[PLACES])
    if not places.acquire(timeout=LONGEST_WAIT):
        raise BusyError(f"no place was free for {LONGEST_WAIT} seconds; try again later", RETRY)
    try:
        report = validate_submission(submission, chosen.timeout, chosen.max_memory)
    finally:
        places.release()
    text = WRITERS[values.media_type](report)
    response = Response(text, content_type=f"{values.media_type}; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _submission() -> Submission:
    if request.mimetype != FORM:
        return Submission(f"data{SUFFIXES[request.mimetype]}", request.get_data())
    data, shapes = _part("data"), _part("shapes")
    if data is None:
        raise RequestError("the form has no data; expected a file named data")
    if shapes is None:
        return Submission(*data)
    return Submission(*data, shapes[1], shapes[0])


def _part(name: str) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a part of the form, sent as a file or as a field."""
    if (file := request.files.get(name)) is not None:
        own = PurePath(file.filename or name).name
        suffix = "" if PurePath(own).suffix else SUFFIXES.get(file.mimetype, "")
        return own + suffix, file.read()
    field = request.form.get(name)
    return None if field is None else (name, field.encode())
