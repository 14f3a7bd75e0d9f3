"""A store's result as an HTTP response: coding, length, validators."""

import hashlib
import io
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import brotli  # type: ignore[import-untyped]
from flask import Request, Response

from kgservice.store.base import QueryRequest, Result
from kgservice.web.heads import Head, head_of
from kgservice.web.negotiation import choose_coding

CODINGS = ("br", "gzip")
SMALLEST_CODED = 512
PIECE = 256 * 1024
DERIVED = "http://www.w3.org/ns/prov#wasDerivedFrom"


def entity_tag(release: str, query: QueryRequest, media_type: str) -> str:
    """Return the value of the weak validator of an answer, known before it is computed.

    It is weak because blank node labels and the order of unordered rows are not part of what
    is promised to stay.
    """
    parts = [release, media_type, query.base or "", query.text]
    parts += [f"d {iri}" for iri in query.default_graphs]
    parts += [f"n {iri}" for iri in query.named_graphs]
    parts += [f"b {name} {term}" for name, term in query.bindings]
    parts += [f"day {query.as_of}"] if query.as_of else []
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@dataclass(slots=True)
class Reply:
    """A response without its framework; names of its header are in lower case."""

    status: int
    headers: list[tuple[str, str]]
    body: BinaryIO | None = None

    def response(self) -> Response:
        """Return it as a response of Flask."""
        response = Response(None if self.body is None else Pieces(self.body), self.status)
        response.headers.clear()
        response.headers.extend(self.headers)
        return response


def reply(head: Head, result: Result, media_type: str, tag: str | None) -> Reply:
    """Return the reply that carries a complete result.

    :param head: whose ``Accept-Encoding`` is followed
    :param result: its body is closed with that of the reply
    :param media_type: the name under which the client asked for it
    :param tag: validator, ``None`` for an answer that may differ next time
    :returns: the reply, with validator, coding and length
    """
    body, size = result.body, result.size
    coding = "identity"
    if size >= SMALLEST_CODED and head.accept_encoding:
        coding = choose_coding(head.accept_encoding, CODINGS)
    if coding != "identity":
        body, size = coded(body, coding)
    headers = [
        ("content-type", media_type + _charset(media_type)),
        ("content-length", str(size)),
        *_validators(tag),
        ("x-release", result.release),
    ]
    if result.editions is not None:
        links = (f'<{iri}>; rel="{DERIVED}"' for iri in result.editions)
        headers.append(("link", ", ".join(links)))
    if coding != "identity":
        headers.append(("content-encoding", coding))
    return Reply(200, headers, body)


def respond(request: Request, result: Result, media_type: str, tag: str | None) -> Response:
    """Return the response of a complete result, as :func:`reply` does, in a view of Flask."""
    return reply(head_of(request), result, media_type, tag).response()


def not_modified(request: Request, tag: str) -> bool:
    """Return whether the client of a request has this answer already."""
    return head_of(request).has(tag)


def describe(response: Response, media_type: str, tag: str | None) -> None:
    """Set the headers that an answer and its ``304`` share."""
    response.headers["Content-Type"] = media_type + _charset(media_type)
    for name, value in _validators(tag):
        response.headers[name] = value


def fill(request: Request, response: Response, body: bytes) -> None:
    """Set the body of a response that is whole already, in the coding that its client likes best.

    :param request: whose ``Accept-Encoding`` is followed
    :param response: takes body and coding
    :param body: not yet coded
    """
    coding = "identity"
    if len(body) >= SMALLEST_CODED:
        coding = choose_coding(request.headers.get("Accept-Encoding", ""), CODINGS)
    if coding != "identity":
        with coded(io.BytesIO(body), coding)[0] as packed:
            body = packed.read()
        response.headers["Content-Encoding"] = coding
    response.set_data(body)


def unchanged(tag: str) -> Reply:
    """Return the reply to a client that has the answer already.

    :param tag: validator of the answer
    :returns: a ``304``
    """
    return Reply(304, _validators(tag))


def _charset(media_type: str) -> str:
    return "; charset=utf-8" if media_type.startswith("text/") else ""


def _validators(tag: str | None) -> list[tuple[str, str]]:
    """Return the fields that an answer and its ``304`` share."""
    vary = ("vary", "Accept, Accept-Encoding")
    if tag is None:
        return [vary, ("cache-control", "no-store")]
    return [vary, ("cache-control", "public, no-cache"), ("etag", f'W/"{tag}"')]


class Pieces:
    """A spool as the body of a response; closing the one closes the other."""

    def __init__(self, body: BinaryIO) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        """Yield what is left of the spool."""
        while piece := self._body.read(PIECE):
            yield piece

    def close(self) -> None:
        """Close the spool."""
        self._body.close()


def coded(body: BinaryIO, coding: str) -> tuple[BinaryIO, int]:
    """Return the body in a content coding, spooled again so that its length is known."""
    coded: BinaryIO = tempfile.SpooledTemporaryFile(PIECE)  # type: ignore[assignment]
    try:
        if coding == "br":
            brotli_coder = brotli.Compressor(quality=4)
            for piece in Pieces(body):
                coded.write(brotli_coder.process(piece))
            coded.write(brotli_coder.finish())
        else:
            gzip_coder = zlib.compressobj(5, zlib.DEFLATED, 31)
            for piece in Pieces(body):
                coded.write(gzip_coder.compress(piece))
            coded.write(gzip_coder.flush())
    except BaseException:
        coded.close()
        raise
    finally:
        body.close()
    size = coded.tell()
    coded.seek(0)
    return coded, size
