"""Errors as RFC 9457 problem documents; one table from error class to type of problem."""

import html
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from kgservice import errors
from kgservice.web.negotiation import Offer, choose
from kgservice.web.problem_types import OF_STATUS, PROBLEM_TYPES, ProblemType

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
    :param slug: of the problem's type
    :param **extra: further members of the problem document; what is near, as IRIs, is ``nearest``
    """

    def __init__(
        self,
        message: str,
        slug: str = "bad-request",
        **extra: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(message)
        self.type = PROBLEM_TYPES[slug]
        self.extra = extra


class ParameterError(RequestError):
    """A parameter that is missing, unknown, given too often, or not of its kind.

    :param message: one sentence that names the parameter, its value and what would be right
    :param parameter: its name
    """

    def __init__(self, message: str, parameter: str) -> None:
        super().__init__(message)
        self.parameter = parameter


SLUGS: dict[type[Exception], str] = {
    errors.QuerySyntaxError: "query-syntax",
    errors.QueryNestingError: "query-nesting",
    errors.QueryForbiddenError: "query-forbidden",
    errors.QueryDatasetError: "query-dataset",
    errors.QueryUnsupportedError: "query-unsupported",
    errors.ResultFormatError: "result-format",
    errors.DeadlineError: "deadline",
    errors.RowLimitError: "too-many-rows",
    errors.SizeLimitError: "too-many-bytes",
    errors.MemoryLimitError: "memory",
    errors.BusyError: "busy",
    errors.RateLimitError: "rate-limit",
    errors.CancelledError: "cancelled",
    errors.EngineError: "engine",
    errors.UnreachableError: "store",
    errors.ServiceCallError: "service",
    errors.SpoolError: "spool",
    errors.StoreClosedError: "closing",
    errors.IndexBuildError: "search-index",
    errors.ReleaseError: "release",
    errors.ReleaseChangedError: "release-changed",
    errors.UnknownEditionError: "not-found",
    errors.UnknownComparisonError: "not-found",
    errors.InputError: "bad-request",
    errors.KgServiceError: "internal",
}
"""The type of problem that each class of our errors is."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem document.

    :ivar type: what kind of problem it is
    :ivar detail: one sentence on this one
    :ivar extra: further members
    """

    type: ProblemType
    detail: str
    extra: dict[str, Any]

    @property
    def status(self) -> int:
        """Return the status of HTTP."""
        return self.type.status

    def document(self) -> dict[str, Any]:
        """Return the members of the JSON document."""
        return {
            "type": self.type.iri,
            "title": self.type.title,
            "status": self.type.status,
            "detail": self.detail,
            **self.extra,
        }


def problem_of(error: errors.KgServiceError) -> Problem:
    """Return the problem document of one of our errors."""
    kind = PROBLEM_TYPES[next(SLUGS[base] for base in type(error).__mro__ if base in SLUGS)]
    extra: dict[str, Any] = {}
    if isinstance(error, RequestError):
        kind, extra = error.type, dict(error.extra)
    if isinstance(error, ParameterError):
        extra = {"parameter": error.parameter}
    if isinstance(error, errors.QuerySyntaxError) and error.line:
        extra = {"line": error.line, "column": error.column}
    if isinstance(error, errors.LimitError):
        extra = {"limit": error.limit, "value": error.value}
    if isinstance(error, errors.BusyError):
        extra = {"retryAfter": error.retry_after}
    return Problem(kind, str(error), extra)


def unexpected() -> Problem:
    """Return the problem document of an error that is none of ours."""
    detail = "an unexpected error; the log of the service has the particulars"
    return Problem(PROBLEM_TYPES["internal"], detail, {})


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
        slug = OF_STATUS.get(status, "bad-request" if status < 500 else "internal")
        response = _response(Problem(PROBLEM_TYPES[slug], error.description or "", {}))
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
    return render_template("problem.html", problem=problem)


def _bare_page(problem: Problem) -> str:
    title, detail = html.escape(problem.type.title), html.escape(problem.detail)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><p>{detail}</p><p>Status {problem.status},"
        f" {problem.type.iri}</p></html>\n"
    )
