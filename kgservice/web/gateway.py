"""The gateway between the server and Flask: bodies, threads, and clients that hang up.

Flask speaks WSGI, which cannot tell that a client went away and holds a thread while a slow one
sends its body.  So the server speaks RSGI to this gateway: it reads the body without a thread,
runs Flask in one, and tells the request when its client is gone.
"""

import asyncio
import contextlib
import io
import logging
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics
from kgservice.web.problems import Problem, render
from kgservice.web.records import RECORD, Record, RequestLog, begin_record
from kgservice.web.rsgi import HttpProtocol, Scope
from kgservice.web.service import CANCELLED

logger = logging.getLogger(__name__)

MOST_WAITING = 256
BODY_SECONDS = 20.0
PIECE_SECONDS = 30.0
QUIET = 0.05
WHOLE = 1024 * 1024


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


@dataclass(frozen=True, slots=True)
class Observation:
    """Who is told of each request once it is over.

    :ivar metrics: counts it
    :ivar log: writes its line
    :ivar proxies: how many proxies in front are trusted to say who asks
    """

    metrics: Metrics
    log: RequestLog
    proxies: int = 0


class Gateway:
    """An RSGI application over a WSGI one.

    :param application: WSGI
    :param max_body: bytes a request body may have
    :param threads: how many requests Flask answers at once; more than may wait for a worker, so
        that those which need none are answered meanwhile
    :param cache: answers given before
    :param release: returns the id of the release that is served now
    :param observation: who is told of each request
    :ivar stopping: whether new requests are refused
    """

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        max_body: int,
        threads: int,
        cache: AnswerCache,
        release: Callable[[], str],
        observation: Observation,
    ) -> None:
        self._application = application
        self._cache = cache
        self._release = release
        self._observation = observation
        self._max_body = max_body
        self._threads = ThreadPoolExecutor(threads, "web")
        self._running = 0
        self.stopping = False

    @property
    def running(self) -> int:
        """Return how many requests are being answered."""
        return self._running

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def __rsgi__(self, scope: Scope, protocol: HttpProtocol) -> None:
        """Answer one request."""
        if scope.proto != "http":
            protocol.close(1002)
            return
        record = begin_record(scope, self._observation.proxies)
        self._running += 1
        try:
            await self._answer(scope, protocol, record)
        except ConnectionError:
            logger.debug("a client went away")
        finally:
            self._running -= 1
            self._observation.metrics.observe(record)
            self._observation.log.add(record)

    async def _answer(self, scope: Scope, protocol: HttpProtocol, record: Record) -> None:
        mark = ("x-request-id", record.id)
        try:
            body = await self._body(scope, protocol)
        except _RefusalError as refusal:
            status, headers, content = render(refusal.problem, scope.headers.get("accept") or "")
            headers["connection"] = "close"
            protocol.response_bytes(status, [*headers.items(), mark], content)
            record.status, record.size = status, len(content)
            return
        key = self._cache.key(scope, body)
        if key and (kept := self._cache.get(self._release(), key)):
            protocol.response_bytes(200, [*kept.headers, mark], kept.body)
            record.status, record.size = 200, len(kept.body)
            if kept.record is not None:
                record.repeat(kept.record)
            return
        gone = _Flag()
        environ = _environ(scope, body, gone)
        environ[RECORD] = record
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._threads, self._run, environ)
        done, _ = await asyncio.wait((work,), timeout=QUIET)
        if not done:
            await _watch(protocol, work, gone)
        answer = await work
        try:
            if not gone():
                body = await _deliver(protocol, answer, record, head=scope.method == "HEAD")
                if key and answer.status == 200 and body:
                    self._cache.keep(key, answer.headers, body, record)
        finally:
            answer.close()

    def _run(self, environ: dict[str, Any]) -> Answer:
        """Run the WSGI application, in a thread."""
        answer = Answer()
        answer.pieces = self._application(environ, answer.start)
        return answer

    async def _body(self, scope: Scope, protocol: HttpProtocol) -> bytes:
        """Return the body of a request.

        :param scope: head of the request
        :param protocol: where the body comes from
        :returns: the whole body
        :raises _RefusalError: if it is too long, comes too slowly, or too many requests wait
        """
        if self.stopping:
            raise _RefusalError(503, "closing", "the service is being stopped")
        if self._running > MOST_WAITING:
            raise _RefusalError(503, "busy", "too many requests are being answered")
        length = scope.headers.get("content-length")
        if length is None and scope.headers.get("transfer-encoding") is None:
            return b""
        too_long = f"the body has more than {self._max_body:,} bytes"
        if length is not None and length.isdigit() and int(length) > self._max_body:
            raise _RefusalError(413, "body-too-large", too_long)
        body = bytearray()
        try:
            async with asyncio.timeout(BODY_SECONDS):
                async for piece in protocol:
                    body += piece
                    if len(body) > self._max_body:
                        raise _RefusalError(413, "body-too-large", too_long)
        except TimeoutError:
            text = f"the body did not arrive within {BODY_SECONDS:g} seconds"
            raise _RefusalError(408, "slow-body", text) from None
        if length is not None and length.isdigit() and len(body) < int(length):
            raise ConnectionResetError("the body was cut")
        return bytes(body)


class _RefusalError(Exception):
    """A request that does not reach Flask."""

    def __init__(self, status: int, slug: str, detail: str) -> None:
        super().__init__(detail)
        title = slug.replace("-", " ").capitalize()
        self.problem = Problem(status, slug, title, detail, {})


class _Flag:
    """Something that becomes true once."""

    __slots__ = ("raised",)

    def __init__(self) -> None:
        self.raised = False

    def __call__(self) -> bool:
        return self.raised


async def _watch(protocol: HttpProtocol, work: "asyncio.Future[Answer]", gone: _Flag) -> None:
    """Wait for work that takes longer; raise the flag if the client goes away meanwhile."""
    left = asyncio.ensure_future(protocol.client_disconnect())
    try:
        await asyncio.wait((work, left), return_when=asyncio.FIRST_COMPLETED)
        gone.raised = left.done() and not work.done()
    finally:
        left.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await left


async def _deliver(protocol: HttpProtocol, answer: Answer, record: Record, *, head: bool) -> bytes:
    """Send an answer; one that is sent in pieces carries its length, so a cut shows.

    :param protocol: the way to the client
    :param answer: what is sent
    :param record: takes status and size once everything is sent
    :param head: whether the body is left out
    :returns: the body, if it was sent in one piece
    """
    mark = ("x-request-id", record.id)
    length = next((int(v) for name, v in answer.headers if name == "content-length"), None)
    if head or length is None or length <= WHOLE:
        content = b"" if head else b"".join(answer.pieces)
        if length is None and not head and answer.status not in (204, 304):
            answer.headers.append(("content-length", str(len(content))))
        protocol.response_bytes(answer.status, [*answer.headers, mark], content)
        record.status, record.size = answer.status, len(content)
        return content
    transport = protocol.response_stream(answer.status, [*answer.headers, mark])
    for piece in answer.pieces:
        try:
            async with asyncio.timeout(PIECE_SECONDS):
                await transport.send_bytes(piece)
        except TimeoutError:
            raise ConnectionAbortedError("a client takes its answer too slowly") from None
        record.size += len(piece)
    record.status = answer.status
    return b""


def _environ(scope: Scope, body: bytes, gone: _Flag) -> dict[str, Any]:
    """Return the WSGI environment of a request."""
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
        CANCELLED: gone,
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
