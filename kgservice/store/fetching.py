"""One query over HTTP, through SPARQLWrapper: the whole answer in a file, or an error.

Solutions are asked for as JSON and graphs as N-Triples, which every engine writes best; they are
turned into other syntaxes here.  A body that is shorter than announced, or of which nobody could
tell whether it is whole, is no answer.
"""

import math
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import BinaryIO, Final
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit, urlunsplit

from SPARQLWrapper import JSON, POST, XML, SPARQLExceptions, SPARQLWrapper

from kgservice.errors import (
    BusyError,
    EngineError,
    KgServiceError,
    QueryUnsupportedError,
    SizeLimitError,
    SpoolError,
    UnreachableError,
)
from kgservice.store.base import Limits, QueryRequest
from kgservice.store.workers import deadline_error

PIECE: Final = 256 * 1024
SYNTAX_OVERHEAD: Final = 8
SOLUTIONS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples"
AGAIN: Final = 5


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address of a SPARQL 1.1 server, with the credentials it may carry taken out."""

    address: str
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, address: str) -> "Endpoint":
        """Return the endpoint of ``https://user:password@host/sparql``."""
        parts = urlsplit(address)
        host = parts.netloc.rpartition("@")[2]
        plain = urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
        return cls(plain, unquote(parts.username or ""), unquote(parts.password or ""))


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole body, at its beginning, and how many rows the server cuts its answers at."""

    body: BinaryIO
    cap: int | None


def fetch(endpoint: Endpoint, request: QueryRequest, limits: Limits, *, graph: bool) -> "Fetched":
    """Return the answer of a server, whole.

    :param endpoint: the server
    :param request: text and dataset; bindings and base are in the text already
    :param limits: seconds in all; the bytes may be more, as the syntax fetched is a long one
    :param graph: whether the query makes triples
    :returns: SPARQL JSON, or N-Triples
    :raises KgServiceError: if there is no whole answer
    """
    deadline = time.monotonic() + limits.seconds
    wrapper = _wrapper(endpoint, request, limits, graph=graph)
    with _told(endpoint, limits):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            response: HTTPResponse = wrapper.query().response
        with response:
            _refuse_foreign(response, graph=graph)
            cap = response.headers.get("X-SPARQL-MaxRows") or ""
            return Fetched(_read(response, limits, deadline), int(cap) if cap.isdigit() else None)


def _wrapper(
    endpoint: Endpoint, request: QueryRequest, limits: Limits, *, graph: bool
) -> SPARQLWrapper:
    wrapper = SPARQLWrapper(endpoint.address, returnFormat=XML if graph else JSON)
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(True)
    wrapper.setTimeout(max(1, math.ceil(limits.seconds)))
    wrapper.addCustomHttpHeader("Accept", TRIPLES if graph else SOLUTIONS)
    if endpoint.user:
        wrapper.setCredentials(endpoint.user, endpoint.password)
    for iri in request.default_graphs:
        wrapper.addParameter("default-graph-uri", iri)
    for iri in request.named_graphs:
        wrapper.addParameter("named-graph-uri", iri)
    wrapper.setQuery(request.text)
    return wrapper


@contextmanager
def _told(endpoint: Endpoint, limits: Limits) -> Iterator[None]:
    """Turn what urllib and SPARQLWrapper raise into our errors."""
    try:
        yield
    except SPARQLExceptions.QueryBadFormed as error:
        raise QueryUnsupportedError(f"the server refuses the query: {_said(error)}") from error
    except SPARQLExceptions.SPARQLWrapperException as error:
        raise EngineError(f"{endpoint.address} failed: {_said(error)}") from error
    except HTTPError as error:
        raise _refused(endpoint, error, limits) from error
    except TimeoutError:
        raise deadline_error(limits) from None
    except URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise deadline_error(limits) from None
        text = f"{endpoint.address} cannot be reached: {error.reason}"
        raise UnreachableError(text) from error
    except (HTTPException, ConnectionError) as error:
        text = f"{endpoint.address} ended its answer before it was complete: {error!r}"
        raise EngineError(text) from error


def _said(error: SPARQLExceptions.SPARQLWrapperException) -> str:
    """Return the first line that the server said."""
    text = str(error.args[0] if error.args else error)
    found = text.partition("Response:")[2].strip().strip("b'\"") or text
    return found.replace("\\n", "\n").split("\n")[0][:200]


def _refused(endpoint: Endpoint, error: HTTPError, limits: Limits) -> KgServiceError:
    """Return the error of a status that SPARQLWrapper has no exception for."""
    if error.code in (408, 504):
        return deadline_error(limits)
    if error.code in (429, 503):
        after = error.headers.get("Retry-After") or ""
        text = f"{endpoint.address} is busy (status {error.code})"
        return BusyError(text, int(after) if after.isdigit() else AGAIN)
    return EngineError(f"{endpoint.address} answered with status {error.code}")


def _refuse_foreign(response: HTTPResponse, *, graph: bool) -> None:
    """Refuse what is not the syntax asked for, is partial, or does not say where it ends."""
    media_type = (response.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
    wanted = (TRIPLES, "text/plain", "text/ntriples") if graph else (SOLUTIONS, "application/json")
    if media_type not in wanted:
        raise EngineError(f"the server answered with {media_type or 'no type'}, not {wanted[0]}")
    if response.headers.get("X-SQL-State") or response.status != 200:
        message = response.headers.get("X-SQL-Message") or f"status {response.status}"
        raise EngineError(f"the server gave a partial answer: {message[:200]}")
    if graph and response.length is None and not response.chunked:
        raise EngineError("the server does not say where its answer ends, so it may be cut")


def _read(response: HTTPResponse, limits: Limits, deadline: float) -> BinaryIO:
    """Return the body as a file, within the limits."""
    file: BinaryIO = tempfile.SpooledTemporaryFile(PIECE)  # type: ignore[assignment]
    size, most = 0, limits.size * SYNTAX_OVERHEAD + PIECE
    try:
        while piece := response.read1(PIECE):
            size += len(piece)
            if size > most:
                raise SizeLimitError(
                    f"the answer has more than {limits.size:,} bytes", "bytes", limits.size
                )
            if time.monotonic() > deadline:
                raise deadline_error(limits)
            _keep(file, piece)
        if response.length:
            raise EngineError(f"the server's answer is cut: {response.length:,} bytes are missing")
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _keep(file: BinaryIO, piece: bytes) -> None:
    try:
        file.write(piece)
    except OSError as error:
        raise SpoolError(f"the answer cannot be kept: {error.strerror}") from error
