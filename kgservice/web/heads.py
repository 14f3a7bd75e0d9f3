"""What a request's head says, whoever received it: Flask, or the gateway in front of it."""

from typing import Final, NamedTuple

from flask import Request
from werkzeug.http import parse_etags, parse_options_header

from kgservice.web.rsgi import Scope

FIXED: Final = (
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "cross-origin"),
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
        " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("access-control-allow-origin", "*"),
    (
        "access-control-expose-headers",
        "Content-Location, ETag, Link, Memento-Datetime, Repr-Digest, Retry-After, X-Release,"
        " X-Request-ID",
    ),
)


class Head(NamedTuple):
    """The fields of a request that an answer to a query depends on, and its body.

    :ivar method: ``GET``, ``HEAD`` or ``POST``
    :ivar query_string: behind the ``?``, as sent
    :ivar client: address of who asks
    """

    method: str
    query_string: bytes
    client: str
    accept: str = ""
    accept_encoding: str = ""
    if_none_match: str = ""
    content_type: str = ""
    body: bytes = b""

    @property
    def mimetype(self) -> str:
        """Return the media type of the body, without its parameters."""
        return parse_options_header(self.content_type)[0].lower()

    @property
    def mimetype_params(self) -> dict[str, str]:
        """Return the parameters of the media type of the body."""
        return parse_options_header(self.content_type)[1]

    def has(self, tag: str) -> bool:
        """Return whether the client has the answer with this weak validator already."""
        if self.method not in ("GET", "HEAD"):
            return False
        tags = parse_etags(self.if_none_match)
        return tags.star_tag or tags.contains_weak(tag)


def head_of(request: Request, body: bytes = b"") -> Head:
    """Return the head of a request that Flask received."""
    fields = request.headers
    return Head(
        request.method,
        request.query_string,
        request.remote_addr or "",
        fields.get("Accept", ""),
        fields.get("Accept-Encoding", ""),
        fields.get("If-None-Match", ""),
        fields.get("Content-Type", ""),
        body,
    )


def head_of_scope(scope: Scope, client: str, body: bytes) -> Head:
    """Return the head of a request that the gateway received."""
    fields = scope.headers
    return Head(
        scope.method,
        scope.query_string.encode("latin-1"),
        client,
        fields.get("accept") or "",
        fields.get("accept-encoding") or "",
        fields.get("if-none-match") or "",
        fields.get("content-type") or "",
        body,
    )
