"""A bounded queue for free workers, in which every client gets its turn."""

import asyncio
import collections
import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kgservice.errors import BusyError, CancelledError, StoreClosedError
from kgservice.store.waiting import Lookout
from kgservice.store.workers import Worker


@dataclass(slots=True, eq=False)
class _Waiter:
    """One request that waits, in a loop of its own."""

    client: str
    loop: asyncio.AbstractEventLoop
    bell: "asyncio.Future[None]"
    worker: Worker | None = None

    def ring(self) -> None:
        """Wake the request, from whatever thread."""
        with contextlib.suppress(RuntimeError):
            if self.loop is _running_loop():
                _set(self.bell)
            else:
                self.loop.call_soon_threadsafe(_set, self.bell)


@dataclass(slots=True)
class _Client:
    """One client: how many workers it has, and its requests that wait."""

    held: int = 0
    waiters: collections.deque[_Waiter] = field(default_factory=collections.deque)


class WorkerQueue:
    """Free workers, and who waits for one; asked from any event loop of any thread.

    Requests of one client are served in order; between clients the turn goes round, so that a
    client with a hundred requests delays another's single one by at most one.

    :param places: how many requests may wait
    :param patience: seconds that one may wait
    :param share: how many workers one client may have at once
    :param lookout: looks at those that wait
    """

    def __init__(self, places: int, patience: float, share: int, lookout: Lookout) -> None:
        self._lookout = lookout
        self._places = places
        self._patience = patience
        self._share = share
        self._lock = threading.Lock()
        self._idle: collections.deque[Worker] = collections.deque()
        self._clients: collections.OrderedDict[str, _Client] = collections.OrderedDict()
        self._waiting = 0
        self._closed = False

    @property
    def waiting(self) -> int:
        """Return how many requests wait."""
        return self._waiting

    @property
    def idle(self) -> int:
        """Return how many workers are free."""
        return len(self._idle)

    async def take(self, client: str, cancelled: Callable[[], bool]) -> Worker:
        """Return a free worker, after waiting for one if need be.

        :param client: whose turn it is; it gives back what it has by ``leave``
        :param cancelled: looked at while waiting
        :returns: the worker, which is freed by ``put``
        :raises BusyError: if the queue is full or the wait too long
        :raises CancelledError: if ``cancelled`` turned true
        :raises StoreClosedError: if the store was closed
        """
        with self._lock:
            if self._closed:
                raise StoreClosedError("the store is closed")
            known = self._clients.setdefault(client, _Client())
            if self._idle and known.held < self._share and not known.waiters:
                known.held += 1
                return self._idle.pop()
            if self._waiting >= self._places:
                self._forget(client)
                raise BusyError(
                    f"all workers are busy and {self._places} requests wait already",
                    self._retry_after(),
                )
            loop = asyncio.get_running_loop()
            waiter = _Waiter(client, loop, loop.create_future())
            known.waiters.append(waiter)
            self._waiting += 1
        return await self._wait(waiter, cancelled)

    def leave(self, client: str) -> None:
        """Note that a client has one worker less."""
        with self._lock:
            self._clients[client].held -= 1
            self._forget(client)
            self._hand_out()

    def put(self, worker: Worker) -> None:
        """Hand a free worker to whose turn it is."""
        with self._lock:
            self._idle.append(worker)
            self._hand_out()

    def swap(self, workers: list[Worker]) -> list[Worker]:
        """Replace the free workers by others and return the former."""
        with self._lock:
            former = list(self._idle)
            self._idle = collections.deque(workers)
            self._hand_out()
        return former

    def close(self) -> list[Worker]:
        """Refuse whoever waits and return the free workers."""
        with self._lock:
            self._closed = True
            for known in self._clients.values():
                for waiter in known.waiters:
                    waiter.ring()
                known.waiters.clear()
            self._waiting = 0
            idle = list(self._idle)
            self._idle.clear()
        return idle

    def _hand_out(self) -> None:
        """Give the free workers to those whose turn it is."""
        while self._idle and (client := next(self._eligible(), None)) is not None:
            known = self._clients[client]
            waiter = known.waiters.popleft()
            known.held += 1
            self._clients.move_to_end(client)
            self._waiting -= 1
            waiter.worker = self._idle.pop()
            waiter.ring()

    def _eligible(self) -> Iterator[str]:
        if self._waiting:
            for client, known in self._clients.items():
                if known.waiters and known.held < self._share:
                    yield client

    async def _wait(self, waiter: _Waiter, cancelled: Callable[[], bool]) -> Worker:
        end = waiter.loop.time() + self._patience

        def look() -> Exception | None:
            if cancelled():
                return CancelledError("the client went away")
            if waiter.loop.time() < end:
                return None
            return BusyError(
                f"no worker became free within {self._patience:g} seconds", self._retry_after()
            )

        try:
            await self._lookout.watch(waiter.bell, look)
        except BaseException:
            self._withdraw(waiter)
            raise
        if waiter.worker is None:
            raise StoreClosedError("the store is closed")
        return waiter.worker

    def _withdraw(self, waiter: _Waiter) -> None:
        """Take a waiter out, and back what it was served in this moment."""
        with self._lock:
            known = self._clients.get(waiter.client)
            if waiter.worker is not None and known is not None:
                known.held -= 1
                self._idle.append(waiter.worker)
                self._hand_out()
            elif known is not None and waiter in known.waiters:
                known.waiters.remove(waiter)
                self._waiting -= 1
            self._forget(waiter.client)

    def _forget(self, client: str) -> None:
        """Drop a client that has nothing and wants nothing."""
        known = self._clients.get(client)
        if known is not None and not known.held and not known.waiters:
            del self._clients[client]

    def _retry_after(self) -> int:
        return max(1, round(self._patience))


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _set(bell: "asyncio.Future[None]") -> None:
    if not bell.done():
        bell.set_result(None)
