"""Errors as RFC 9457 problem documents; one table from error class to status."""

import html
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from kgservice import errors
from kgservice.web.languages import mark
from kgservice.web.negotiation import Offer, choose

TYPES = "https://w3id.org/stc/problem/"
PROBLEM_OFFERS = (
    Offer("application/problem+json", "json"),
    Offer("application/json", "json"),
    Offer("text/html", "html"),
)


PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}


class RequestError(errors.InputError):
    """A request that is not what the protocol says.

    :param message: one sentence for the client
    :param status: a status of the 400s
    :param slug: end of the problem's type
    :param **extra: further members of the problem document; what is near, as IRIs, is ``nearest``
    """

    def __init__(
        self,
        message: str,
        status: int = 400,
        slug: str = "bad-request",
        **extra: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(message)
        self.status = status
        self.slug = slug
        self.extra = extra


class ParameterError(RequestError):
    """A parameter that is missing, unknown, given too often, or not of its kind.

    :param message: one sentence that names the parameter, its value and what would be right
    :param parameter: its name
    """

    def __init__(self, message: str, parameter: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class Kind:
    """What an error class is over HTTP."""

    status: int
    slug: str
    title: str


KINDS: dict[type[Exception], Kind] = {
    errors.QuerySyntaxError: Kind(400, "query-syntax", mark("The query cannot be read")),
    errors.QueryNestingError: Kind(400, "query-nesting", mark("The query is nested too deeply")),
    errors.QueryForbiddenError: Kind(403, "query-forbidden", mark("The query is not allowed here")),
    errors.QueryDatasetError: Kind(400, "query-dataset", mark("The dataset is named in two ways")),
    errors.QueryUnsupportedError: Kind(
        400, "query-unsupported", mark("A function is not known here")
    ),
    errors.ResultFormatError: Kind(
        406, "result-format", mark("The media type cannot carry the answer")
    ),
    errors.DeadlineError: Kind(503, "deadline", mark("The query took too long")),
    errors.RowLimitError: Kind(413, "too-many-rows", mark("The answer has too many rows")),
    errors.SizeLimitError: Kind(
        413, "too-many-bytes", mark("The answer or the query is too large")
    ),
    errors.MemoryLimitError: Kind(503, "memory", mark("The query needed too much memory")),
    errors.BusyError: Kind(503, "busy", mark("All workers are busy")),
    errors.RateLimitError: Kind(429, "rate-limit", mark("You have used your worker time")),
    errors.CancelledError: Kind(499, "cancelled", mark("The client went away")),
    errors.EngineError: Kind(500, "engine", mark("The engine failed")),
    errors.UnreachableError: Kind(503, "store", mark("The store cannot be reached")),
    errors.ServiceCallError: Kind(502, "service", "A called endpoint gave no answer"),
    errors.SpoolError: Kind(503, "spool", mark("The answer could not be kept")),
    errors.StoreClosedError: Kind(503, "closing", mark("The service is being stopped")),
    errors.IndexBuildError: Kind(503, "search-index", mark("There is no search index")),
    errors.ReleaseError: Kind(503, "release", mark("There is no release to answer from")),
    errors.ReleaseChangedError: Kind(
        503, "release-changed", mark("The release was changed meanwhile")
    ),
    errors.UnknownEditionError: Kind(404, "not-found", mark("There is no such edition")),
    errors.UnknownComparisonError: Kind(404, "not-found", mark("There is no such comparison")),
    errors.InputError: Kind(400, "bad-request", mark("The request cannot be used")),
    errors.KgServiceError: Kind(500, "internal", mark("The service failed")),
}
HTTP_TITLES = {
    400: mark("Bad Request"),
    404: mark("Not Found"),
    405: mark("Method Not Allowed"),
    413: mark("Request Entity Too Large"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem document."""

    status: int
    slug: str
    title: str
    detail: str
    extra: dict[str, Any]

    def document(self) -> dict[str, Any]:
        """Return the members of the JSON document."""
        return {
            "type": TYPES + self.slug,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.extra,
        }


def problem_of(error: errors.KgServiceError) -> Problem:
    """Return the problem document of one of our errors."""
    kind = next(KINDS[base] for base in type(error).__mro__ if base in KINDS)
    extra: dict[str, Any] = {}
    if isinstance(error, RequestError):
        title = HTTP_TITLES.get(error.status, kind.title)
        kind = Kind(error.status, error.slug, title)
        extra = dict(error.extra)
    if isinstance(error, ParameterError):
        extra = {"parameter": error.parameter}
    if isinstance(error, errors.QuerySyntaxError) and error.line:
        extra = {"line": error.line, "column": error.column}
    if isinstance(error, errors.LimitError):
        extra = {"limit": error.limit, "value": error.value}
    if isinstance(error, errors.BusyError):
        extra = {"retryAfter": error.retry_after}
    return Problem(kind.status, kind.slug, kind.title, str(error), extra)


def unexpected() -> Problem:
    """Return the problem document of an error that is none of ours."""
    kind = KINDS[errors.KgServiceError]
    detail = "an unexpected error; the log of the service has the particulars"
    return Problem(kind.status, kind.slug, kind.title, detail, {})


def render(
    problem: Problem, accept: str, page: Callable[[Problem], str] | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of a problem, in HTML where the client likes that better.

    :param problem: what went wrong
    :param accept: the ``Accept`` header
    :param page: writes the HTML; a bare page, for where there is no application, if ``None``
    :returns: what the server sends
    """
    offer = choose(accept, PROBLEM_OFFERS) or PROBLEM_OFFERS[0]
    headers = {"Cache-Control": "no-store", "Vary": "Accept, Accept-Language"}
    if problem.status in (429, 503):
        headers["Retry-After"] = str(problem.extra.get("retryAfter", 5))
    if offer.writes == "html":
        headers["Content-Type"] = "text/html; charset=utf-8"
        return problem.status, headers, (page or _bare_page)(problem).encode()
    headers["Content-Type"] = "application/problem+json"
    return problem.status, headers, json.dumps(problem.document()).encode() + b"\n"


def register(app: Flask) -> None:
    """Let an application answer every error with a problem document."""

    @app.errorhandler(errors.KgServiceError)
    def own(error: errors.KgServiceError) -> Response:
        problem = problem_of(error)
        if problem.status == 500:
            app.logger.error("%s", error, exc_info=error)
        return _response(problem)

    @app.errorhandler(errors.ReleaseChangedError)
    def changed(error: errors.ReleaseChangedError) -> ResponseReturnValue:
        """Read once more, from the release that is served now, where only reading is asked."""
        if request.method not in ("GET", "HEAD") or "release_changed" in g:
            return own(error)
        g.release_changed = True
        g.pop("release", None)
        try:
            return app.dispatch_request()
        except Exception as other:  # noqa: BLE001 - goes the way of every error of a view
            return app.handle_user_exception(other)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        slug = error.name.lower().replace(" ", "-")
        title = HTTP_TITLES.get(status, error.name)
        response = _response(Problem(status, slug, title, error.description or "", {}))
        for name, value in error.get_headers():
            if name.lower() == "allow":
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def foreign(error: Exception) -> Response:
        app.logger.error("unexpected error", exc_info=error)
        return _response(unexpected())


def _response(problem: Problem) -> Response:
    status, headers, body = render(problem, request.headers.get("Accept", ""), _page)
    return Response(body, status, headers)


def _page(problem: Problem) -> str:
    """Return a problem in the frame of all pages."""
    return render_template("problem.html", problem=problem, type=TYPES + problem.slug)


def _bare_page(problem: Problem) -> str:
    title, detail = html.escape(problem.title), html.escape(problem.detail)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><p>{detail}</p><p>Status {problem.status},"
        f" {TYPES}{problem.slug}</p></html>\n"
    )
