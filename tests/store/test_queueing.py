"""The queue for workers: in order for one client, in turn between clients, bounded."""

import threading
import time

import pytest

from kgservice.errors import BusyError, StoreClosedError
from kgservice.store.base import never
from kgservice.store.queueing import WorkerQueue
from kgservice.store.workers import Worker


class Taker(threading.Thread):
    """One request: takes a worker, notes its name, gives the worker back."""

    def __init__(self, queue: WorkerQueue, client: str, name: str, served: list[str]) -> None:
        super().__init__(name=name)
        self._queue, self._client, self._served = queue, client, served

    def run(self) -> None:
        """Wait and note."""
        worker = self._queue.take(self._client, never)
        self._served.append(self.name)
        self._queue.put(worker)


def worker() -> Worker:
    return object()  # type: ignore[return-value]


def test_turns_go_round() -> None:
    queue = WorkerQueue(20, 10.0)
    served: list[str] = []
    takers = []
    for client, name in [
        ("a", "a1"),
        ("a", "a2"),
        ("a", "a3"),
        ("b", "b1"),
        ("c", "c1"),
        ("b", "b2"),
    ]:
        taker = Taker(queue, client, name, served)
        taker.start()
        takers.append(taker)
        while queue.waiting < len(takers):
            time.sleep(0.001)
    queue.put(worker())
    for taker in takers:
        taker.join()
    assert served == ["a1", "b1", "c1", "a2", "b2", "a3"]
    assert (queue.waiting, queue.idle) == (0, 1)


def test_places_are_bounded() -> None:
    queue = WorkerQueue(1, 10.0)
    taker = Taker(queue, "a", "a1", [])
    taker.start()
    while not queue.waiting:
        time.sleep(0.001)
    with pytest.raises(BusyError, match="1 requests wait"):
        queue.take("b", never)
    queue.put(worker())
    taker.join()


def test_patience_is_bounded() -> None:
    queue = WorkerQueue(1, 0.1)
    with pytest.raises(BusyError, match=r"0\.1 seconds"):
        queue.take("a", never)
    assert queue.waiting == 0


def test_closing_refuses_whoever_waits() -> None:
    queue = WorkerQueue(1, 10.0)
    threading.Timer(0.1, queue.close).start()
    with pytest.raises(StoreClosedError):
        queue.take("a", never)
