"""A pool of workers over one release, which can change to another without dropping a request."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from kgservice.errors import KgServiceError, StoreClosedError
from kgservice.store.base import PLACES, Activity, Limits
from kgservice.store.metering import spend
from kgservice.store.queueing import WorkerQueue
from kgservice.store.wire import Message
from kgservice.store.workers import IdleWorkerLostError, NurseryClient, Source, Worker

logger = logging.getLogger(__name__)

SWOLLEN = 192 * 1024 * 1024


class WorkerPool:
    """Workers that are replaced whenever one is lost.

    :param source: the release opened first
    :param size: how many workers
    :param limits: what one query may cost
    :param patience: seconds a request may wait for a worker
    """

    def __init__(self, source: Source, size: int, limits: Limits, patience: float) -> None:
        self._size = size
        self._limits = limits
        self._nursery = NurseryClient()
        self._queue = WorkerQueue(PLACES, patience)
        self._lock = threading.Lock()
        self._source = source
        self._closed = False
        self._answered = self._killed = self._replaced = 0
        try:
            self._fill(source)
        except KgServiceError:
            self.close()
            raise

    @property
    def source(self) -> Source:
        """Return the release that requests are answered from now."""
        return self._source

    def ask(
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
                return self._ask(question, limits, client, cancelled)
            except IdleWorkerLostError:
                logger.warning("a query process ended while it was idle")
        return self._ask(question, limits, client, cancelled)

    def _ask(
        self,
        question: dict[str, Any],
        limits: Limits,
        client: str,
        cancelled: Callable[[], bool],
    ) -> tuple[Message, Source]:
        worker = self._queue.take(client, cancelled)
        began = time.monotonic()
        try:
            reply = worker.ask(question, limits, cancelled)
            worker_memory = reply.header.get("memory", 0)
        except BaseException:
            worker.kill()
            with self._lock:
                self._killed += 1
            if self._closed:
                raise StoreClosedError(
                    "the store was closed before the answer was complete"
                ) from None
            raise
        finally:
            spend(time.monotonic() - began)
            if worker.spent:
                self._replace(worker)
        with self._lock:
            self._answered += 1
        if worker.slowed or worker_memory > SWOLLEN:
            worker.kill()
            self._replace(worker, retired=True)
        else:
            self._give_back(worker)
        return reply, worker.source

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
                worker.wait_ready(lambda: self._closed)
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
            worker.kill()

    def _replace(self, lost: Worker, *, retired: bool = False) -> None:
        """Start a worker in place of a lost one.

        :param lost: what is replaced
        :param retired: whether it ended because it had done enough; it is not counted then
        """
        if self._closed or lost.source != self._source:
            return
        try:
            worker = self._nursery.start(lost.source, self._limits)
        except KgServiceError:
            logger.exception("a lost query process could not be replaced")
            again = threading.Timer(1.0, self._replace, [lost], {"retired": retired})
            again.daemon = True
            again.start()
            return
        with self._lock:
            self._replaced += not retired
        self._give_back(worker)
