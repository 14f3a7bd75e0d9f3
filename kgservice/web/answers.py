"""A store's result as an HTTP response: coding, length, validators."""

import hashlib
import tempfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import brotli  # type: ignore[import-untyped]
from flask import Request, Response

from kgservice.store.base import QueryRequest, Result
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


def not_modified(request: Request, tag: str) -> bool:
    """Return whether a client has this answer already."""
    return request.if_none_match.contains_weak(tag) or request.if_none_match.star_tag


def respond(request: Request, result: Result, media_type: str, tag: str | None) -> Response:
    """Return the response of a complete result.

    :param request: whose ``Accept-Encoding`` is followed
    :param result: its body is closed when the response is
    :param media_type: the name under which the client asked for it
    :param tag: validator, ``None`` for an answer that may differ next time
    :returns: the response, with validator, coding and length
    """
    body, size = result.body, result.size
    coding = "identity"
    if size >= SMALLEST_CODED:
        coding = choose_coding(request.headers.get("Accept-Encoding", ""), CODINGS)
    if coding != "identity":
        body, size = coded(body, coding)
    response = Response(Pieces(body), 200)
    response.content_length = size
    describe(response, media_type, tag)
    response.headers["X-Release"] = result.release
    if result.editions is not None:
        links = (f'<{iri}>; rel="{DERIVED}"' for iri in result.editions)
        response.headers["Link"] = ", ".join(links)
    if coding != "identity":
        response.headers["Content-Encoding"] = coding
    return response


def describe(response: Response, media_type: str, tag: str | None) -> None:
    """Set the headers that an answer and its ``304`` share."""
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    response.headers["Content-Type"] = media_type + charset
    response.headers["Vary"] = "Accept, Accept-Encoding"
    response.headers["Cache-Control"] = "public, no-cache" if tag else "no-store"
    if tag:
        response.set_etag(tag, weak=True)


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
