"""Asking another endpoint, with guards: to whom, how long, how much, and what comes back.

The address is looked up once, examined, and connected to as examined: a name that changes its
answer gains nothing.  Redirects are not followed, and proxies of the environment are not used.
"""

import ipaddress
import json
import re
import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlencode, urlsplit

from pyoxigraph import Literal, NamedNode

from kgservice.errors import (
    DeadlineError,
    QueryForbiddenError,
    RowLimitError,
    ServiceCallError,
    SizeLimitError,
)

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MOST_ROWS = 10_000
MOST_BYTES = 8_000_000
PIECE = 64 * 1024
NAME = re.compile(r"\w+")
MEDIA_TYPE = "application/sparql-results+json"
# Addresses that carry one of the older kind, behind which anything may stand.
TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "2002::/16", "::/96", "fec0::/10")))


@dataclass(frozen=True, slots=True)
class Guard:
    """Where connections may go.

    :ivar networks: those that may be reached though they are not public
    """

    networks: tuple[Network, ...] = ()

    def admit(self, address: Address) -> bool:
        """Return whether an address may be connected to."""
        mapped = getattr(address, "ipv4_mapped", None)
        address = mapped or address
        if any(address in network for network in self.networks):
            return True
        hidden = any(address in network for network in TRANSLATED)
        odd = address.is_multicast or address.is_reserved or address.is_unspecified
        return address.is_global and not hidden and not odd

    def resolve(self, host: str, port: int, endpoint: str) -> str:
        """Return an address of a host that may be connected to.

        :param host: a name or an address
        :param port: of the endpoint
        :param endpoint: for the sentence that the client reads
        :returns: the address
        :raises QueryForbiddenError: if one of its addresses must not be connected to
        :raises ServiceCallError: if it has none
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise ServiceCallError(f"<{endpoint}> is not known: {error}") from error
        addresses = [str(entry[4][0]) for entry in found]
        for address in addresses:
            if not self.admit(ipaddress.ip_address(address.partition("%")[0])):
                raise QueryForbiddenError(
                    f"SERVICE <{endpoint}> leads to an address that is not public"
                )
        return addresses[0]


def fetch_solutions(endpoint: str, text: str, seconds: float, guard: Guard) -> str:
    """Ask an endpoint and return its solutions as ``VALUES``.

    :param endpoint: its IRI
    :param text: a SELECT
    :param seconds: how long it may take in all
    :param guard: where the connection may go
    :returns: the inline data of SPARQL that holds the same solutions
    :raises KgServiceError: if there is no whole answer, or one that cannot be carried over
    """
    deadline = time.monotonic() + seconds
    parts = urlsplit(endpoint)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    address = guard.resolve(host, port, endpoint)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection = _Pinned(host, port, address, parts.scheme == "https", deadline)
        try:
            with _ask(connection, path, text) as response:
                _refuse_foreign(response)
                return _values(_json(response, endpoint, deadline, seconds))
        finally:
            connection.close()
    except TimeoutError:
        raise _late(endpoint, seconds) from None
    except (OSError, HTTPException) as error:
        raise ServiceCallError(f"<{endpoint}> cannot be asked: {error!r}") from error
    except _UnusableError as error:
        raise ServiceCallError(f"<{endpoint}> answered {error}") from error


class _UnusableError(Exception):
    """An answer that is none, with what is wrong about it."""


class _Pinned(HTTPConnection):
    """A connection to an address that was examined, for a host by its name."""

    def __init__(self, host: str, port: int, address: str, secure: bool, deadline: float) -> None:
        super().__init__(host, port, timeout=max(0.01, deadline - time.monotonic()))
        self._address = address
        self._context = ssl.create_default_context() if secure else None

    def connect(self) -> None:
        """Connect to the address, and check that it is the host where the scheme says so."""
        plain = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = plain
        if self._context is not None:
            self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def _ask(connection: HTTPConnection, path: str, text: str) -> HTTPResponse:
    body = urlencode({"query": text}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": MEDIA_TYPE}
    connection.request("POST", path, body, {**headers, "User-Agent": "kgservice"})
    return connection.getresponse()


def _refuse_foreign(response: HTTPResponse) -> None:
    """Refuse what is no answer, or in another syntax than was asked for."""
    if response.status != 200:
        place = f" to {response.headers['Location']}" if response.headers["Location"] else ""
        raise _UnusableError(f"with status {response.status}{place}; expected 200")
    media_type = response.headers.get_content_type()
    if media_type not in (MEDIA_TYPE, "application/json"):
        raise _UnusableError(f"with {media_type}; expected {MEDIA_TYPE}")


def _json(response: HTTPResponse, endpoint: str, deadline: float, seconds: float) -> Any:  # noqa: ANN401
    body = bytearray()
    while piece := response.read1(PIECE):
        body += piece
        if len(body) > MOST_BYTES:
            text = f"<{endpoint}> answered with more than {MOST_BYTES:,} bytes"
            raise SizeLimitError(text, "service-bytes", MOST_BYTES)
        if time.monotonic() > deadline:
            raise _late(endpoint, seconds)
    if response.length:
        raise _UnusableError(f"{response.length:,} bytes too few")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise _UnusableError("with what is no JSON") from None


def _values(document: Any) -> str:  # noqa: ANN401
    """Return solutions in SPARQL JSON as inline data."""
    try:
        names: list[str] = document["head"]["vars"]
        rows: list[dict[str, Any]] = document["results"]["bindings"]
        if len(rows) > MOST_ROWS:
            text = f"a SERVICE answered with more than {MOST_ROWS:,} solutions"
            raise RowLimitError(text, "service-rows", MOST_ROWS)
        lines = [f"({' '.join(_terms(row, names))})" for row in rows]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _UnusableError(f"with what are no solutions: {error!r}") from None
    if not all(map(NAME.fullmatch, names)):
        raise _UnusableError("with a variable whose name SPARQL does not know")
    return f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {' '.join(lines)} }}"


def _terms(row: dict[str, Any], names: Sequence[str]) -> list[str]:
    return [_term(row[name]) if name in row else "UNDEF" for name in names]


def _term(term: dict[str, Any]) -> str:
    value = term["value"]
    if term["type"] == "uri":
        return str(NamedNode(value))
    if term["type"] not in ("literal", "typed-literal"):
        raise _UnusableError(f"with a term of type {term['type']!r}, which cannot be carried over")
    language, datatype = term.get("xml:lang"), term.get("datatype")
    if language:
        return str(Literal(value, language=language))
    return str(Literal(value, datatype=NamedNode(datatype) if datatype else None))


def _late(endpoint: str, seconds: float) -> DeadlineError:
    text = f"<{endpoint}> did not answer within {seconds:g} seconds"
    return DeadlineError(text, "service-seconds", seconds)
