"""The SPARQL 1.1 Protocol's query operation, read from a request (section 2.1)."""

import datetime
from dataclasses import dataclass

from kgservice.errors import QueryForbiddenError, SizeLimitError
from kgservice.store.base import GRAPH_TYPES, SOLUTION_TYPES
from kgservice.web.heads import Head
from kgservice.web.kinds import day, iri, seconds, text
from kgservice.web.operations import Answer, Body, Operation
from kgservice.web.problems import RequestError
from kgservice.web.urlencoded import query_pairs

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
PROTOCOL = frozenset(("query", "update", "default-graph-uri", "named-graph-uri", "timeout", "asOf"))
AN_EDITION = "https://w3id.org/stc/id/us-ccl/2025-09-29"
DEFAULT_GRAPHS = iri(
    "default-graph-uri", "A graph that is merged into the default graph.", AN_EDITION
).many()
NAMED_GRAPHS = iri("named-graph-uri", "A graph that GRAPH may see.", AN_EDITION).many()
TIMEOUT = seconds("timeout", "A deadline earlier than the service's own, in seconds.").optional()
AS_OF = day("asOf", "The day whose editions are asked, in place of the present.", "2021-06-01")
TEXT = text("query", "A SPARQL 1.1 query.", "ASK {}", longest=1_000_000)
DATASET = (DEFAULT_GRAPHS, NAMED_GRAPHS, TIMEOUT, AS_OF.optional())
ANSWERS = tuple(
    Answer(name, "The whole answer, in the form that its query form and Accept choose.", {})
    for name in (*SOLUTION_TYPES, *GRAPH_TYPES, "application/json", "text/html")
)
ASK_BY_GET = Operation(
    "Ask a SPARQL query, or for the description of this endpoint",
    (TEXT.optional(), *DATASET),
    ANSWERS,
    description="Without parameters the service description (SPARQL 1.1) is given.",
    lenient=True,
)
ASK_BY_POST = Operation(
    "Ask a SPARQL query",
    (*DATASET, *(each.within("form") for each in (TEXT, *DATASET))),
    ANSWERS,
    Body((FORM, QUERY), "A form with the query, or the query itself."),
    lenient=True,
)


@dataclass(frozen=True, slots=True)
class QueryOperation:
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


def read_operation(head: Head, max_query: int) -> QueryOperation:
    """Read the query operation of a request.

    :param head: of a GET, HEAD or POST, with its body
    :param max_query: bytes the query text may have
    :returns: the operation; without a query where the description is asked for
    :raises RequestError: if it is none: wrong media type, no or several queries, both bindings
    :raises QueryForbiddenError: if it is an update
    :raises SizeLimitError: if the query is too long
    """
    pairs = query_pairs(head.query_string, "query string")
    if head.method == "POST":
        pairs = _posted(head, pairs)
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise QueryForbiddenError("updates are not allowed: this endpoint answers queries only")
    if (queries := len(values.get("query", []))) > 1:
        raise RequestError(f"'query' is given {queries} times; expected once")
    query = values.get("query", [None])[0]
    if query is None and (head.method == "POST" or PROTOCOL & values.keys()):
        raise RequestError("the request has no 'query'; expected one")
    if query is not None and len(query.encode()) > max_query:
        text = f"the query has more than {max_query:,} bytes"
        raise SizeLimitError(text, "query-bytes", max_query)
    return QueryOperation(
        query,
        DEFAULT_GRAPHS.value(values.get(DEFAULT_GRAPHS.name, ())),
        NAMED_GRAPHS.value(values.get(NAMED_GRAPHS.name, ())),
        TIMEOUT.value(values.get(TIMEOUT.name, ())),
        AS_OF.value(values[AS_OF.name]) if AS_OF.name in values else None,
    )


def _posted(head: Head, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the parameters of a POST, with its body as ``query`` where it is one."""
    media_type = head.mimetype
    if media_type == UPDATE:
        raise QueryForbiddenError("updates are not allowed: this endpoint answers queries only")
    charset = head.mimetype_params.get("charset", "utf-8").lower()
    if media_type not in (FORM, QUERY) or charset not in ("utf-8", "utf8", "us-ascii"):
        raise RequestError(
            f"the body is {head.content_type or 'of no media type'}; expected {FORM} or {QUERY}"
            " in UTF-8",
            "unsupported-media-type",
        )
    named = {name for name, _ in pairs}
    if media_type == FORM:
        if "query" in named:
            raise RequestError("'query' is in the address of a form; expected it in the body")
        return pairs + query_pairs(head.body, "form")
    if "query" in named:
        raise RequestError("the query is both in the address and in the body; expected one")
    return [*pairs, ("query", _text(head.body, "body"))]


def _text(data: bytes, where: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise RequestError(f"the {where} is not UTF-8 at byte {error.start + 1}") from None
