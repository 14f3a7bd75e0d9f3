"""What the server hands over for a request, as types; the server's own carry none."""

from collections.abc import AsyncIterator, Iterable
from typing import Protocol


class Headers(Protocol):
    """The header fields of a request, names in lower case."""

    def get(self, key: str) -> str | None:
        """Return the value of a field."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return every field, repeated ones as often as they came."""


class Scope(Protocol):
    """The head of a request."""

    proto: str
    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None
    headers: Headers


class Transport(Protocol):
    """A response that is sent in pieces."""

    async def send_bytes(self, data: bytes) -> None:
        """Send a piece; return when there is room for another."""


class HttpProtocol(Protocol):
    """The body of a request, and the way back to its client."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the pieces of the body."""

    async def client_disconnect(self) -> None:
        """Return when the client goes away."""

    def close(self, status: int) -> None:
        """Refuse a websocket."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Send a whole response."""

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Transport:
        """Begin a response that is sent in pieces."""
