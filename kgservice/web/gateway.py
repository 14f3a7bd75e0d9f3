"""The gateway between the server and Flask: bodies, threads, and clients that hang up.

Flask speaks WSGI, which cannot tell that a client went away and holds a thread while a slow one
sends its body.  So the server speaks RSGI to this gateway: it reads the body without a thread,
runs Flask in one, and tells the request when its client is gone.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from kgservice.web.cache import AnswerCache
from kgservice.web.direct import DirectQueries
from kgservice.web.heads import FIXED
from kgservice.web.metrics import Metrics
from kgservice.web.problem_types import PROBLEM_TYPES
from kgservice.web.problems import Problem, render
from kgservice.web.records import RECORD, Record, RequestLog, begin_record
from kgservice.web.rsgi import HttpProtocol, Scope
from kgservice.web.service import CANCELLED
from kgservice.web.wsgi import Answer, environ_of

logger = logging.getLogger(__name__)

MOST_WAITING = 256
BODY_SECONDS = 20.0
PIECE_SECONDS = 30.0
QUIET = 0.05
WHOLE = 1024 * 1024


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
    :param direct: answers what needs no Flask
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
        direct: DirectQueries | None = None,
    ) -> None:
        self._application = application
        self._cache = cache
        self._release = release
        self._observation = observation
        self._direct = direct
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
            protocol.response_bytes(status, [*headers.items(), *FIXED, mark], content)
            record.status, record.size = status, len(content)
            return
        key = self._cache.key(scope, body)
        if key and (kept := self._cache.get(self._release(), key)):
            protocol.response_bytes(200, [*kept.headers, mark], kept.body)
            record.status, record.size = 200, len(kept.body)
            if kept.record is not None:
                record.repeat(kept.record)
            return
        gone = Presence(protocol)
        try:
            answer = None
            if self._direct is not None:
                answer = await self._direct.answer(scope, body, record, gone)
            if answer is None:
                environ = environ_of(scope, body)
                environ.update({RECORD: record, CANCELLED: gone})
                loop = asyncio.get_running_loop()
                answer = await loop.run_in_executor(self._threads, self._run, environ)
        finally:
            gone.close()
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
            raise _RefusalError("closing", "the service is being stopped")
        if self._running > MOST_WAITING:
            raise _RefusalError("busy", "too many requests are being answered")
        length = scope.headers.get("content-length")
        if length is None and scope.headers.get("transfer-encoding") is None:
            return b""
        too_long = f"the body has more than {self._max_body:,} bytes"
        if length is not None and length.isdigit() and int(length) > self._max_body:
            raise _RefusalError("body-too-large", too_long)
        body = bytearray()
        try:
            async with asyncio.timeout(BODY_SECONDS):
                async for piece in protocol:
                    body += piece
                    if len(body) > self._max_body:
                        raise _RefusalError("body-too-large", too_long)
        except TimeoutError:
            text = f"the body did not arrive within {BODY_SECONDS:g} seconds"
            raise _RefusalError("slow-body", text) from None
        if length is not None and length.isdigit() and len(body) < int(length):
            raise ConnectionResetError("the body was cut")
        return bytes(body)


class _RefusalError(Exception):
    """A request that does not reach Flask."""

    def __init__(self, slug: str, detail: str) -> None:
        super().__init__(detail)
        self.problem = Problem(PROBLEM_TYPES[slug], detail, {})


class Presence:
    """Tells whether a client went away, once its request takes longer.

    :param protocol: the way to the client
    """

    __slots__ = ("_gone", "_protocol", "_task", "_timer")

    def __init__(self, protocol: HttpProtocol) -> None:
        self._protocol = protocol
        self._gone = False
        self._task: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(QUIET, self._begin)

    def __call__(self) -> bool:
        """Return whether the client went away."""
        return self._gone

    def close(self) -> None:
        """Look no longer."""
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _begin(self) -> None:
        self._task = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        await self._protocol.client_disconnect()
        self._gone = True


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
