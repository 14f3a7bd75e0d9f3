"""Documents that are sent to be worked on: as the body, or as a file of a form."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import PurePath
from typing import Final, cast

from flask import Flask, current_app, request

from kgservice.errors import BusyError
from kgservice.submission import Submission
from kgservice.web.problems import RequestError

PLACES: Final = "kgservice.sending"
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


def register(app: Flask, workers: int) -> None:
    """Give an application as many places for sent documents at once as it has workers."""
    app.extensions[PLACES] = threading.BoundedSemaphore(workers)


@contextlib.contextmanager
def place() -> Iterator[None]:
    """Hold a place for one document while it is worked on.

    :raises BusyError: if all places stay taken
    """
    places = cast(threading.BoundedSemaphore, current_app.extensions[PLACES])
    if not places.acquire(timeout=LONGEST_WAIT):
        raise BusyError(f"no place was free for {LONGEST_WAIT} seconds; try again later", RETRY)
    try:
        yield
    finally:
        places.release()


def sent_document() -> Submission:
    """Return the document of this request: its body, or the part ``data`` of its form.

    :returns: named by its file name or its media type, without shapes
    :raises RequestError: if the form has no ``data``
    """
    if request.mimetype != FORM:
        return Submission(f"data{SUFFIXES[request.mimetype]}", request.get_data())
    data = sent_part("data")
    if data is None:
        raise RequestError("the form has no data; expected a file named data")
    return Submission(*data)


def sent_part(name: str) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a part of the form, sent as a file or as a field."""
    if (file := request.files.get(name)) is not None:
        own = PurePath(file.filename or name).name
        suffix = "" if PurePath(own).suffix else SUFFIXES.get(file.mimetype, "")
        with contextlib.closing(file):  # a large one lies on disk
            return own + suffix, file.read()
    field = request.form.get(name)
    return None if field is None else (name, field.encode())
