"""A bounded queue for free workers, in which every client gets its turn."""

import collections
import threading
import time
from collections.abc import Callable

from kgservice.errors import BusyError, CancelledError, StoreClosedError
from kgservice.store.workers import Worker

SLICE = 0.05


class _Waiter:
    """One request that waits."""

    def __init__(self) -> None:
        self.bell = threading.Event()
        self.worker: Worker | None = None


class WorkerQueue:
    """Free workers, and who waits for one.

    Requests of one client are served in order; between clients the turn goes round, so that a
    client with a hundred requests delays another's single one by at most one.

    :param places: how many requests may wait
    :param patience: seconds that one may wait
    """

    def __init__(self, places: int, patience: float) -> None:
        self._places = places
        self._patience = patience
        self._lock = threading.Lock()
        self._idle: collections.deque[Worker] = collections.deque()
        self._clients: collections.OrderedDict[str, collections.deque[_Waiter]] = (
            collections.OrderedDict()
        )
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

    def take(self, client: str, cancelled: Callable[[], bool]) -> Worker:
        """Return a free worker, after waiting for one if need be.

        :param client: whose turn it is
        :param cancelled: looked at while waiting
        :returns: the worker, which is given back by ``put``
        :raises BusyError: if the queue is full or the wait too long
        :raises CancelledError: if ``cancelled`` turned true
        :raises StoreClosedError: if the store was closed
        """
        with self._lock:
            if self._closed:
                raise StoreClosedError("the store is closed")
            if self._idle:
                return self._idle.pop()
            if self._waiting >= self._places:
                raise BusyError(
                    f"all workers are busy and {self._places} requests wait already",
                    self._retry_after(),
                )
            waiter = _Waiter()
            self._clients.setdefault(client, collections.deque()).append(waiter)
            self._waiting += 1
        return self._wait(client, waiter, cancelled)

    def put(self, worker: Worker) -> None:
        """Hand a free worker to whose turn it is."""
        with self._lock:
            self._put(worker)

    def swap(self, workers: list[Worker]) -> list[Worker]:
        """Replace the free workers by others and return the former."""
        with self._lock:
            former = list(self._idle)
            self._idle.clear()
            for worker in workers:
                self._put(worker)
        return former

    def close(self) -> list[Worker]:
        """Refuse whoever waits and return the free workers."""
        with self._lock:
            self._closed = True
            for waiters in self._clients.values():
                for waiter in waiters:
                    waiter.bell.set()
            self._clients.clear()
            self._waiting = 0
            idle = list(self._idle)
            self._idle.clear()
        return idle

    def _put(self, worker: Worker) -> None:
        if not self._clients:
            self._idle.append(worker)
            return
        client, waiters = self._clients.popitem(last=False)
        waiter = waiters.popleft()
        if waiters:
            self._clients[client] = waiters
        self._waiting -= 1
        waiter.worker = worker
        waiter.bell.set()

    def _wait(self, client: str, waiter: _Waiter, cancelled: Callable[[], bool]) -> Worker:
        end = time.monotonic() + self._patience
        while not waiter.bell.wait(max(0.0, min(SLICE, end - time.monotonic()))):
            gone = cancelled()
            if gone or time.monotonic() >= end:
                self._leave(client, waiter)
                break
        if waiter.worker is not None:
            return waiter.worker
        if self._closed:
            raise StoreClosedError("the store is closed")
        if cancelled():
            raise CancelledError("the client went away")
        raise BusyError(
            f"no worker became free within {self._patience:g} seconds", self._retry_after()
        )

    def _leave(self, client: str, waiter: _Waiter) -> None:
        """Take a waiter out, unless it was served in this moment."""
        with self._lock:
            waiters = self._clients.get(client)
            if waiter.worker is None and waiters and waiter in waiters:
                waiters.remove(waiter)
                self._waiting -= 1
                if not waiters:
                    del self._clients[client]

    def _retry_after(self) -> int:
        return max(1, round(self._patience))
