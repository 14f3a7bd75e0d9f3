"""The SPARQL 1.1 Protocol's query operation, read from a request (section 2.1)."""

import datetime
import math
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Request

from kgservice.errors import QueryForbiddenError, SizeLimitError
from kgservice.web.problems import RequestError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
PROTOCOL = frozenset(("query", "update", "default-graph-uri", "named-graph-uri", "timeout", "asOf"))
MAX_FIELDS = 1000
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Operation:
    """A query operation.

    :ivar query: text of the query, ``None`` where the request asks for the service description
    :ivar default_graphs: of ``default-graph-uri``, in order
    :ivar named_graphs: of ``named-graph-uri``, in order
    :ivar seconds: of ``timeout``
    :ivar as_of: of ``asOf``
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    seconds: float | None = None
    as_of: datetime.date | None = None


def read_operation(request: Request, max_query: int) -> Operation:
    """Read the query operation of a request.

    :param request: GET, HEAD or POST
    :param max_query: bytes the query text may have
    :returns: the operation; without a query where the description is asked for
    :raises RequestError: if it is none: wrong media type, no or several queries, both bindings
    :raises QueryForbiddenError: if it is an update
    :raises SizeLimitError: if the query is too long
    """
    pairs = _pairs(request.query_string, "query string")
    if request.method == "POST":
        pairs = _posted(request, pairs)
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise QueryForbiddenError("updates are not allowed: this endpoint answers queries only")
    for name in ("query", "timeout", "asOf"):
        if len(values.get(name, [])) > 1:
            raise RequestError(f"{name!r} is given {len(values[name])} times; expected once")
    query = values.get("query", [None])[0]
    if query is None and (request.method == "POST" or PROTOCOL & values.keys()):
        raise RequestError("the request has no 'query'; expected one")
    if query is not None and len(query.encode()) > max_query:
        text = f"the query has more than {max_query:,} bytes"
        raise SizeLimitError(text, "query-bytes", max_query)
    return Operation(
        query,
        _graphs(values, "default-graph-uri"),
        _graphs(values, "named-graph-uri"),
        _seconds(values.get("timeout", [""])[0]),
        _day(values["asOf"][0]) if "asOf" in values else None,
    )


def _posted(request: Request, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the parameters of a POST, with its body as ``query`` where it is one."""
    media_type = request.mimetype
    if media_type == UPDATE:
        raise QueryForbiddenError("updates are not allowed: this endpoint answers queries only")
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if media_type not in (FORM, QUERY) or charset not in ("utf-8", "utf8", "us-ascii"):
        raise RequestError(
            f"the body is {request.content_type or 'of no media type'}; expected {FORM} or {QUERY}"
            " in UTF-8",
            415,
            "unsupported-media-type",
        )
    named = {name for name, _ in pairs}
    body = request.get_data(cache=False)
    if media_type == FORM:
        if "query" in named:
            raise RequestError("'query' is in the address of a form; expected it in the body")
        return pairs + _pairs(body, "form")
    if "query" in named:
        raise RequestError("the query is both in the address and in the body; expected one")
    return [*pairs, ("query", _text(body, "body"))]


def _pairs(data: bytes, where: str) -> list[tuple[str, str]]:
    """Return names and values of URL-encoded data, in order."""
    try:
        return parse_qsl(
            _text(data, where), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS
        )
    except UnicodeDecodeError:
        raise RequestError(f"the {where} is not UTF-8; expected percent-encoded UTF-8") from None
    except ValueError:
        raise RequestError(f"the {where} has more than {MAX_FIELDS} parameters") from None


def _text(data: bytes, where: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise RequestError(f"the {where} is not UTF-8 at byte {error.start + 1}") from None


def _graphs(values: dict[str, list[str]], name: str) -> tuple[str, ...]:
    for iri in values.get(name, []):
        if ":" not in iri or any(char <= " " or char in '<>"{}|\\^`' for char in iri):
            raise RequestError(f"{name!r} is {iri[:80]!r}; expected an absolute IRI")
    return tuple(values.get(name, []))


def _seconds(text: str) -> float | None:
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not seconds > 0 or math.isinf(seconds):
        raise RequestError(f"'timeout' is {text[:40]!r}; expected a number of seconds above 0")
    return seconds


def _day(text: str) -> datetime.date:
    try:
        if DAY.fullmatch(text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise RequestError(f"'asOf' is {text[:40]!r}; expected a day such as 2021-06-01")
