"""The queue for workers: in order for one client, in turn between clients, bounded."""

import asyncio
import threading

import pytest

from kgservice.errors import BusyError, CancelledError, StoreClosedError
from kgservice.store.base import never
from kgservice.store.queueing import WorkerQueue
from kgservice.store.waiting import Lookout
from kgservice.store.workers import Worker


def worker() -> Worker:
    return object()  # type: ignore[return-value]


async def served(queue: WorkerQueue, client: str, name: str, names: list[str]) -> None:
    """Take a worker, note a name, give the worker back."""
    taken = await queue.take(client, never)
    names.append(name)
    queue.put(taken)
    queue.leave(client)


async def until_waiting(queue: WorkerQueue, count: int) -> None:
    while queue.waiting < count:
        await asyncio.sleep(0.001)


def test_turns_go_round() -> None:
    queue = WorkerQueue(20, 10.0, 20, Lookout())
    names: list[str] = []

    async def ask() -> None:
        tasks = []
        for name in ("a1", "a2", "a3", "b1", "c1", "b2"):
            tasks.append(asyncio.ensure_future(served(queue, name[0], name, names)))
            await until_waiting(queue, len(tasks))
        queue.put(worker())
        await asyncio.gather(*tasks)

    asyncio.run(ask())
    assert names == ["a1", "b1", "c1", "a2", "b2", "a3"]
    assert (queue.waiting, queue.idle) == (0, 1)


def test_a_client_leaves_a_worker_for_others() -> None:
    queue = WorkerQueue(20, 10.0, 2, Lookout())
    for _ in range(3):
        queue.put(worker())

    async def ask() -> None:
        for _ in range(2):
            await queue.take("a", never)
        third = asyncio.ensure_future(queue.take("a", never))
        await until_waiting(queue, 1)
        assert queue.idle == 1
        await queue.take("b", never)
        queue.put(worker())
        await asyncio.sleep(0.01)
        assert not third.done()
        queue.leave("a")
        await third

    asyncio.run(ask())
    assert (queue.waiting, queue.idle) == (0, 0)


def test_places_are_bounded() -> None:
    queue = WorkerQueue(1, 10.0, 20, Lookout())

    async def ask() -> None:
        first = asyncio.ensure_future(queue.take("a", never))
        await until_waiting(queue, 1)
        with pytest.raises(BusyError, match="1 requests wait"):
            await queue.take("b", never)
        queue.put(worker())
        await first

    asyncio.run(ask())


def test_patience_is_bounded() -> None:
    queue = WorkerQueue(1, 0.1, 20, Lookout())
    with pytest.raises(BusyError, match=r"0\.1 seconds"):
        asyncio.run(queue.take("a", never))
    assert queue.waiting == 0


def test_who_went_away_waits_no_longer() -> None:
    queue = WorkerQueue(1, 10.0, 20, Lookout())
    with pytest.raises(CancelledError):
        asyncio.run(queue.take("a", lambda: True))
    assert queue.waiting == 0


def test_what_was_handed_to_a_cancelled_task_comes_back() -> None:
    queue = WorkerQueue(5, 10.0, 1, Lookout())

    async def ask() -> None:
        task = asyncio.ensure_future(queue.take("a", never))
        await until_waiting(queue, 1)
        queue.put(worker())
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await queue.take("a", never)

    asyncio.run(ask())


def test_several_loops_share_it() -> None:
    queue = WorkerQueue(20, 10.0, 20, Lookout())
    names: list[str] = []
    threads = [
        threading.Thread(target=lambda: asyncio.run(served(queue, "a", "x", names)))
        for _ in range(5)
    ]
    for thread in threads:
        thread.start()
    queue.put(worker())
    for thread in threads:
        thread.join()
    assert names == ["x"] * 5


def test_closing_refuses_whoever_waits() -> None:
    queue = WorkerQueue(1, 10.0, 20, Lookout())
    threading.Timer(0.1, queue.close).start()
    with pytest.raises(StoreClosedError):
        asyncio.run(queue.take("a", never))
