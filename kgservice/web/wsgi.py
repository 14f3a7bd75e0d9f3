"""A request of the server as WSGI has it, and the answer of a WSGI application."""

import io
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from werkzeug.middleware.proxy_fix import ProxyFix

from kgservice.web.rsgi import Scope

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@dataclass(slots=True)
class Answer:
    """What a WSGI application answered."""

    status: int = 500
    headers: list[tuple[str, str]] = field(default_factory=list)
    pieces: Iterable[bytes] = ()

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        """Be the ``start_response`` of WSGI."""
        self.status = int(status.split(" ", 1)[0])
        self.headers = [(name.lower(), value) for name, value in headers]
        return _no_write

    def close(self) -> None:
        """Let the application give back what it holds for this answer."""
        close = getattr(self.pieces, "close", None)
        if close is not None:
            close()


def _no_write(_: bytes) -> None:
    raise NotImplementedError("the write callable of WSGI is not offered")


def behind_proxies(application: "WSGIApplication", hops: int) -> "WSGIApplication":
    """Return an application that believes the last proxies in front of it.

    :param application: WSGI
    :param hops: how many proxies are trusted to say who asks, and under which address
    :returns: WSGI
    """
    if not hops:
        return application
    return ProxyFix(application, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops)


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """Return the WSGI environment of a request.

    :param scope: its head
    :param body: its whole body
    :returns: the environment, whose content length is that of the body
    """
    host, _, port = scope.server.rpartition(":")
    path = unquote_to_bytes(scope.path) if "%" in scope.path else scope.path.encode()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "REQUEST_URI": scope.path,
        "SERVER_NAME": host or "localhost",
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(body)),
    }
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value
        elif key != "CONTENT_LENGTH" and "_" not in name:
            key = f"HTTP_{key}"
            environ[key] = f"{environ[key]}, {value}" if key in environ else value
    if "HTTP_HOST" not in environ and scope.authority:
        environ["HTTP_HOST"] = scope.authority
    return environ
