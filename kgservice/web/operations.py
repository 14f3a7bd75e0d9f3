"""An HTTP operation declared once: it checks requests, and it writes the OpenAPI document.

::

    CHANGES = Operation(
        "Say what changed between two editions of a list",
        (LIST, FROM, TO),
        (Answer(JSON, "The changes.", schema_of(Changes)), Answer("text/html", "A page.")),
    )

    @blueprint.get("/changes")
    @takes(CHANGES)
    def changes(values: Values) -> Response:
        found = find_changes(values[LIST], values[FROM], values[TO])
        return page(found) if values.media_type == "text/html" else json_response(found, release)

A request is refused, with a problem document that names the parameter, its value and what would
be right, before the view is called.  ``HEAD`` and ``OPTIONS`` come of themselves.
"""

import dataclasses
import datetime
import decimal
import difflib
import functools
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from flask import Response, request

from kgservice.store.base import Result
from kgservice.web.answers import describe, not_modified, respond
from kgservice.web.kinds import Parameter, text
from kgservice.web.negotiation import Offer, choose
from kgservice.web.problems import ParameterError, RequestError
from kgservice.web.schemas import Schema
from kgservice.web.urlencoded import query_pairs

T = TypeVar("T")
View = Callable[..., Response]
CheckedView = Callable[["Values"], Response]
JSON: Final = "application/json"
HTML: Final = "text/html"
FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
PAGE_LANGUAGE: Final = text("lang", "The language in which a page is written.", "fr").optional()
_ATTRIBUTE: Final = "operations"


@dataclass(frozen=True, slots=True)
class Answer:
    """One form in which an operation answers.

    :ivar media_type: without parameters
    :ivar description: one sentence
    :ivar schema: of a JSON answer; ``None`` for others
    :ivar status: of the 200s or 300s, or 410 where what is gone is still told
    """

    media_type: str
    description: str
    schema: Schema | None = None
    status: int = 200


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent in the body of a request.

    :ivar media_types: those that are taken; any other is a 415
    :ivar description: one sentence
    :ivar schema: of a JSON body
    :ivar files: names of the files of a multipart form
    """

    media_types: tuple[str, ...]
    description: str
    schema: Schema | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """What a route takes and gives.

    :ivar summary: an imperative phrase
    :ivar parameters: of address, path and form
    :ivar answers: in the order of preference; the client's ``Accept`` chooses
    :ivar body: of a POST
    :ivar description: what more people should know
    :ivar lenient: whether parameters that it does not know are passed over; only where a
        protocol says so
    """

    summary: str
    parameters: tuple[Parameter[Any], ...] = ()
    answers: tuple[Answer, ...] = ()
    body: Body | None = None
    description: str = ""
    lenient: bool = False

    def all_parameters(self) -> tuple[Parameter[Any], ...]:
        """Return the parameters, with ``lang`` where a page is among the answers."""
        pages = any(answer.media_type == HTML for answer in self.answers)
        if not pages or any(each.name == PAGE_LANGUAGE.name for each in self.parameters):
            return self.parameters
        return (*self.parameters, PAGE_LANGUAGE)


class Values:
    """The checked values of a request.

    :param values: by the name of their parameter
    :param media_type: of the answer that was negotiated
    """

    def __init__(self, values: Mapping[str, object], media_type: str) -> None:
        self.media_type = media_type
        self._values = values

    def __getitem__(self, parameter: Parameter[T]) -> T:
        """Return the value of a parameter of the operation."""
        return cast(T, self._values[parameter.name])


def require(values: Values, *parameters: Parameter[Any]) -> None:
    """Refuse a request that lacks what only some of its answers need.

    :param values: of the request
    :param *parameters: optional ones of its operation
    :raises ParameterError: naming the first that was not given
    """
    for parameter in parameters:
        if values[parameter] is None:
            message = f"{parameter.name!r} is missing; expected {parameter.wanted}"
            raise ParameterError(message, parameter.name)


def takes(operation: Operation) -> Callable[[CheckedView], View]:
    """Return a decorator that checks requests before a view sees them.

    :param operation: what the view takes and gives, for every method of its route
    :returns: a decorator for a view that takes the checked values alone
    """

    def decorate(view: CheckedView) -> View:
        @functools.wraps(view)
        def checked(**path: str) -> Response:
            response = view(read_request(operation, path))
            response.vary.add("Accept")
            return response

        setattr(checked, _ATTRIBUTE, (operation, operation))
        return checked

    return decorate


def describes(operation: Operation, post: Operation | None = None) -> Callable[[View], View]:
    """Return a decorator that only notes operations, for a view that reads its own protocol.

    :param operation: what it takes and gives
    :param post: the same of its POST, where that differs
    :returns: a decorator that returns the view itself
    """

    def decorate(view: View) -> View:
        setattr(view, _ATTRIBUTE, (operation, post or operation))
        return view

    return decorate


def operation_of(view: object, method: str) -> Operation | None:
    """Return the operation of a view for GET or POST; ``None`` where none was declared."""
    operations = cast("tuple[Operation, Operation]", getattr(view, _ATTRIBUTE, (None, None)))
    return operations[method == "POST"]


def read_request(operation: Operation, path: Mapping[str, str]) -> Values:
    """Return the values of the request of this context.

    :param operation: what it must fit
    :param path: the values of the route's variables
    :returns: one value for each parameter of the operation
    :raises ParameterError: for a parameter that is unknown, missing, repeated, or of another kind
    :raises RequestError: 415 for a body of another media type, 406 where no answer is accepted
    """
    _check_body(operation.body)
    given = {
        "query": _grouped(query_pairs(request.query_string, "query string")),
        "path": {name: [value] for name, value in path.items()},
        "form": _form(operation.body),
    }
    for place in ("query", "form"):
        known = [each.name for each in operation.all_parameters() if each.place == place]
        if place == "form" and operation.body is not None:
            known += operation.body.files
        if not operation.lenient:
            _refuse_unknown(given[place], known)
    values = {
        each.name: each.value(given[each.place].get(each.name, ()))
        for each in operation.all_parameters()
    }
    return Values(values, _media_type(operation))


def json_response(value: object, release: str | None = None) -> Response:
    """Return a value as the JSON answer to this request, or say that the client has it already.

    :param value: of dataclasses, mappings, sequences, days, decimals (as strings) and plain values
    :param release: id of the release that it was found in; ``None`` for an answer that hangs on
        more than release and request, and is kept by nobody
    :returns: keys in their own order, text as it is
    """
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain) + "\n"
    body = written.encode()
    tag = hashlib.sha256(release.encode() + body).hexdigest()[:32] if release else None
    if tag and not_modified(request, tag):
        response = Response(status=304)
        describe(response, JSON, tag)
        del response.headers["Content-Type"]
        return response
    result = Result(JSON, len(body), None, release or "", io.BytesIO(body))
    return respond(request, result, JSON, tag)


def _plain(value: object) -> object:
    """Return a value that JSON does not know as one that it knows."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, datetime.date | decimal.Decimal):
        return str(value)
    raise TypeError(f"{value!r} has no JSON form")


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _form(body: Body | None) -> dict[str, list[str]]:
    """Return the fields of a form in the body; where another is sent or none, there are none."""
    if body is None or request.method not in ("POST", "PUT") or request.mimetype not in FORMS:
        return {}
    if request.mimetype == FORMS[0]:
        return _grouped(query_pairs(request.get_data(), "form"))
    parts = {**request.form.to_dict(flat=False), **{name: [] for name in request.files}}
    return {name or "": values for name, values in parts.items()}  # a part may have no name


def _refuse_unknown(given: Mapping[str, list[str]], known: list[str]) -> None:
    for name in given:
        if name in known:
            continue
        near = difflib.get_close_matches(name[:80], known, 1)
        hint = f"did you mean {near[0]!r}?" if near else "expected " + (", ".join(known) or "none")
        raise ParameterError(f"there is no parameter {name[:80]!r}; {hint}", name[:80])


def _check_body(body: Body | None) -> None:
    if body is None or request.method not in ("POST", "PUT"):
        return
    if request.mimetype not in body.media_types:
        taken = " or ".join(body.media_types)
        sent = request.mimetype or "nothing"
        raise RequestError(
            f"the body is sent as {sent[:80]}; expected {taken}", "unsupported-media-type"
        )


def _media_type(operation: Operation) -> str:
    """Return the media type of the answer that the client likes best."""
    names = tuple(dict.fromkeys(answer.media_type for answer in operation.answers))
    accept = request.headers.get("Accept", "")
    offer = choose(accept, tuple(Offer(name, name) for name in names))
    if offer is None:
        message = f"Accept is {accept[:200]!r}; offered are {', '.join(names)}"
        raise RequestError(message, "not-acceptable")
    return offer.writes
