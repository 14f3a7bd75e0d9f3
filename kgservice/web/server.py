"""Serving: granian in this one process, which owns the store; stops when it is told to."""

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import sys

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from kgservice.errors import InputError
from kgservice.settings import Settings
from kgservice.store.base import PLACES, Store
from kgservice.store.embedded import EmbeddedStore
from kgservice.store.federation import FederatedStore
from kgservice.web.addresses import has_libraries
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.direct import DirectQueries
from kgservice.web.gateway import Gateway, Observation
from kgservice.web.metrics import Metrics
from kgservice.web.records import RequestLog

logger = logging.getLogger(__name__)

HEADER_MILLISECONDS = 10_000
TICK = 0.02
LAST_WORDS = 3.0
STOPPING = (signal.SIGTERM, signal.SIGINT)
SPARE_THREADS = 16


def serve(store: Store, settings: Settings) -> None:
    """Serve a store until the process is told to stop (SIGTERM or SIGINT), then close the store.

    Requests that are being answered then go on for up to ``settings.grace`` seconds.

    :param store: what answers; used by this process alone
    :param settings: where to listen, and the limits of requests
    :raises InputError: if the address cannot be listened on
    """
    cache = AnswerCache(settings.cache_bytes)
    metrics = Metrics(store, cache)
    stream = sys.stderr if settings.log_requests else None
    log = RequestLog(stream, queries=settings.log_queries)
    observation = Observation(metrics, log, settings.proxies)
    app = create_app(store, settings, metrics)
    if not has_libraries(app):
        logger.warning(
            "the pages stand without editor and picture: their libraries were not built into "
            "web/static/vendor/; 'make serve' builds them"
        )
    own = store.store if isinstance(store, FederatedStore) else store
    direct = DirectQueries(app, own) if isinstance(own, EmbeddedStore) else None
    threads = SPARE_THREADS + PLACES + store.activity().workers
    gateway = Gateway(
        app.wsgi_app, settings.max_body, threads, cache, store.release, observation, direct
    )
    try:
        gc.collect()
        gc.freeze()
        _require_free(settings.host, settings.port)
        asyncio.run(_serve(gateway, store, settings))
    finally:
        store.close()
        gateway.close()
        log.close()


def _require_free(host: str, port: int) -> None:
    """Refuse a port that another process listens on; the server itself would share it."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot listen on {host} port {port}: {reason}") from error


async def _serve(gateway: Gateway, store: Store, settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told(*_: object) -> None:
        """Stop once; told again, the process still ends by itself, its last lines written."""
        for name in STOPPING:
            signal.signal(name, signal.SIG_IGN)
        loop.call_soon_threadsafe(stop.set)

    for name in STOPPING:  # a handler of the loop's own would give way to the default at its end
        signal.signal(name, told)
    server = Server(
        gateway,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.RSGI,
        websockets=False,
        log_level=LogLevels.error,
        backlog=1024,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
    )
    serving = asyncio.ensure_future(server.serve())
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        await serving
        return
    gateway.stopping = True
    await _idle(gateway, settings.grace)
    await asyncio.to_thread(store.close)
    await _idle(gateway, LAST_WORDS)
    server.stop()  # type: ignore[no-untyped-call]
    await asyncio.wait((serving,), timeout=LAST_WORDS)


async def _idle(gateway: Gateway, seconds: float) -> None:
    """Wait until no request is being answered, or no longer."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while gateway.running:
                await asyncio.sleep(TICK)
