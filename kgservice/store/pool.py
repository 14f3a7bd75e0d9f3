"""A pool of workers over one release, which can change to another without dropping a request."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from kgservice.errors import KgServiceError, StoreClosedError
from kgservice.store.base import PLACES, Activity, Limits
from kgservice.store.metering import spend
from kgservice.store.queueing import WorkerQueue
from kgservice.store.waiting import Lookout
from kgservice.store.wire import Message
from kgservice.store.workers import IdleWorkerLostError, NurseryClient, Source, Watch, Worker

logger = logging.getLogger(__name__)

SWOLLEN = 192 * 1024 * 1024
AGAIN = 1.0


class WorkerPool:
    """Workers that are replaced whenever one is lost.

    A query that takes long leaves its place to another process, so that short ones go on; up to
    as many as there are places go on beside them.

    :param source: the release opened first
    :param size: how many workers
    :param limits: what one query may cost
    :param patience: seconds a request may wait for a worker
    """

    def __init__(self, source: Source, size: int, limits: Limits, patience: float) -> None:
        self._size = size
        self._limits = limits
        self._nursery = NurseryClient()
        self._lookout = Lookout()
        self._queue = WorkerQueue(PLACES, patience, max(1, 2 * size - 1), self._lookout)
        self._lock = threading.Lock()
        self._source = source
        self._closed = False
        self._answered = self._killed = self._replaced = 0
        self._aside: set[Worker] = set()
        self._keeper = ThreadPoolExecutor(1, "keeper")
        try:
            self._fill(source)
        except KgServiceError:
            self.close()
            raise

    @property
    def source(self) -> Source:
        """Return the release that requests are answered from now."""
        return self._source

    async def ask(
        self,
        question: dict[str, Any],
        limits: Limits,
        client: str,
        cancelled: Callable[[], bool],
    ) -> tuple[Message, Source]:
        """Ask whichever worker is free; one that ended while idle is replaced unnoticed.

        :param question: what ``worker.answer`` takes
        :param limits: what this query may cost
        :param client: whose turn it is
        :param cancelled: looked at while waiting
        :returns: its reply, and the release it had open
        :raises KgServiceError: as ``Worker.ask`` and ``WorkerQueue.take`` say
        """
        for _ in range(self._size):
            try:
                return await self._ask(question, limits, client, cancelled)
            except IdleWorkerLostError:
                logger.warning("a query process ended while it was idle")
        return await self._ask(question, limits, client, cancelled)

    async def _ask(
        self,
        question: dict[str, Any],
        limits: Limits,
        client: str,
        cancelled: Callable[[], bool],
    ) -> tuple[Message, Source]:
        worker = await self._queue.take(client, cancelled)
        began = time.monotonic()
        try:
            watch = Watch(self._lookout, limits, cancelled, lambda: self._grow_long(worker))
            reply = await worker.ask(question, watch)
        except BaseException:
            with self._lock:
                self._killed += 1
            self._end(worker)
            if self._closed:
                raise StoreClosedError(
                    "the store was closed before the answer was complete"
                ) from None
            raise
        finally:
            spend(time.monotonic() - began)
            self._queue.leave(client)
        with self._lock:
            self._answered += 1
        if worker.slowed or reply.header.get("memory", 0) > SWOLLEN:
            self._end(worker, retired=True)
        else:
            self._give_back(worker)
        return reply, worker.source

    def _grow_long(self, worker: Worker) -> None:
        """Let a query that takes long stand back, and another process take its place.

        As many as there are places may go on beside them; further ones keep the place they have.
        """
        worker.slow()
        with self._lock:
            room = len(self._aside) < self._size and worker not in self._aside
            if room:
                self._aside.add(worker)
        if room:
            self._later(self._start_another, worker.source)

    def _end(self, worker: Worker, *, retired: bool = False) -> None:
        """Kill a worker, soon, and start another unless its place is taken already.

        :param worker: which has answered or been given up
        :param retired: whether it ended because it had done enough; it is not counted then
        """
        with self._lock:
            replaced = worker in self._aside
            self._aside.discard(worker)
            self._replaced += not retired
        self._later(worker.kill)
        if not replaced:
            self._later(self._start_another, worker.source)

    def _later(self, work: Callable[..., None], *arguments: object) -> None:
        """Do what waits for the nursery in the thread for that; nothing once the pool is closed."""
        with contextlib.suppress(RuntimeError):
            self._keeper.submit(work, *arguments)

    def change(self, source: Source) -> None:
        """Answer from another release, once as many workers have it open.

        :param source: the release to change to
        :raises KgServiceError: if it cannot be opened; the pool then stays as it was
        """
        self._fill(source)

    def activity(self) -> Activity:
        """Return the counters."""
        return Activity(
            workers=self._size,
            idle=self._queue.idle,
            waiting=self._queue.waiting,
            answered=self._answered,
            killed=self._killed,
            replaced=self._replaced,
        )

    def close(self) -> None:
        """Kill every worker."""
        with self._lock:
            self._closed = True
        self._keeper.shutdown(cancel_futures=True)
        for worker in self._queue.close():
            worker.kill()
        self._nursery.close()

    def _fill(self, source: Source) -> None:
        """Start workers on a release and make them the free ones."""
        fresh: list[Worker] = []
        try:
            for _ in range(self._size):
                fresh.append(self._nursery.start(source, self._limits))
            for worker in fresh:
                worker.wait_ready()
        except BaseException:
            for worker in fresh:
                worker.kill()
            raise
        with self._lock:
            self._source = source
            former = self._queue.swap(fresh)
        for worker in former:
            worker.kill()

    def _give_back(self, worker: Worker) -> None:
        """Free a worker, unless its release is no longer the one that is served."""
        with self._lock:
            current = worker.source == self._source and not self._closed
            if current:
                self._queue.put(worker)
        if not current:
            self._later(worker.kill)

    def _start_another(self, source: Source) -> None:
        """Start one more worker on a release, unless that is no longer the one that is served."""
        while not self._closed and source == self._source:
            try:
                worker = self._nursery.start(source, self._limits)
            except KgServiceError:
                logger.exception("a query process cannot be started")
                time.sleep(AGAIN)
                continue
            self._give_back(worker)
            return
