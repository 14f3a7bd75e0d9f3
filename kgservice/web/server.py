"""Serving: granian in this one process, which owns the store; stops when it is told to."""

import asyncio
import contextlib
import logging
import signal

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from kgservice.settings import Settings
from kgservice.store.base import Store
from kgservice.web.app import create_app
from kgservice.web.gateway import Gateway

logger = logging.getLogger(__name__)

HEADER_MILLISECONDS = 10_000
TICK = 0.02


def serve(store: Store, settings: Settings) -> None:
    """Serve a store until the process is told to stop (SIGTERM or SIGINT), then close the store.

    Requests that are being answered then go on for up to ``settings.grace`` seconds.

    :param store: what answers; used by this process alone
    :param settings: where to listen, and the limits of requests
    """
    gateway = Gateway(create_app(store, settings).wsgi_app, settings.max_body)
    try:
        asyncio.run(_serve(gateway, settings))
    finally:
        store.close()
        gateway.close()


async def _serve(gateway: Gateway, settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
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
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(settings.grace):
            while gateway.running:
                await asyncio.sleep(TICK)
    server.stop()  # type: ignore[no-untyped-call]
    await serving
