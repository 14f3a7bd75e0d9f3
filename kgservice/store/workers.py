"""Workers as the service sees them: started through a nursery, asked, watched, killed."""

import contextlib
import math
import os
import select
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kgservice.errors import (
    CancelledError,
    DeadlineError,
    EngineError,
    KgServiceError,
    MemoryLimitError,
    ReleaseError,
)
from kgservice.store.base import Limits
from kgservice.store.wire import Message, receive, send
from kgservice.store.worker import private_memory

SLICE = 0.02
TRANSFER = struct.pack("ll", 10, 0)
OPENING = 30.0
LONG = 0.1
NICE = 19
HEADROOM = 512 * 1024 * 1024


class IdleWorkerLostError(EngineError):
    """A worker that ended before it saw the question, which another can be asked then."""


@dataclass(frozen=True, slots=True)
class Source:
    """A release as workers open it."""

    release: str
    path: Path


class NurseryClient:
    """The service's end of the nursery; starts it again should it end."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None

    def start(self, source: Source, limits: Limits) -> "Worker":
        """Start a worker; it opens its store while the caller goes on.

        :param source: the release it opens
        :param limits: from which its address space is bounded
        :returns: the worker, not yet ready
        :raises EngineError: if no process can be started
        """
        ours, theirs = socket.socketpair()
        order = {
            "verb": "start",
            "path": str(source.path),
            "memory": limits.memory * 2 + HEADROOM,
        }
        try:
            reply = self._order(Message(order, descriptor=theirs.fileno()))
        except OSError as error:
            ours.close()
            raise EngineError(f"no query process can be started: {error}") from error
        finally:
            theirs.close()
        return Worker(self, source, reply.header["pid"], ours)

    def kill(self, pid: int) -> None:
        """Kill a worker at once."""
        with contextlib.suppress(OSError):
            self._order(Message({"verb": "kill", "pid": pid}))

    def ended(self, pid: int) -> tuple[int, int]:
        """Return how a worker that closed its connection ended.

        :param pid: of the worker
        :returns: exit status, negative for a signal; the most memory it held, in bytes
        """
        try:
            header = self._order(Message({"verb": "ended", "pid": pid})).header
        except OSError:
            return 0, 0
        return header["status"], header["memory"]

    def close(self) -> None:
        """End the nursery, and with it every worker."""
        with self._lock:
            self._close()

    def _order(self, message: Message) -> Message:
        """Give one order and return the reply, from a new nursery if the old one is gone."""
        with self._lock:
            for attempt in (1, 2):
                try:
                    orders = self._open()
                    send(orders, message)
                    return receive(orders)
                except OSError:
                    self._close()
                    if attempt == 2 or message.header["verb"] != "start":
                        raise
        raise EngineError("the nursery does not answer")

    def _open(self) -> socket.socket:
        if self._orders is None:
            ours, theirs = socket.socketpair()
            number = str(theirs.fileno())
            command = [sys.executable, "-m", "kgservice.store.nursery", number]
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own module
                    command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
                )
            except OSError:
                ours.close()
                raise
            finally:
                theirs.close()
            self._orders = ours
        return self._orders

    def _close(self) -> None:
        if self._orders is not None:
            self._orders.close()
            self._orders = None
        if self._process is not None:
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


class Worker:
    """One query process; used by one thread at a time.

    :ivar source: what it opened
    :ivar spent: whether it must not be asked again
    :ivar slowed: whether a long query cost it its priority, which it cannot get back
    """

    def __init__(
        self, nursery: NurseryClient, source: Source, pid: int, connection: socket.socket
    ) -> None:
        self.source = source
        self.pid = pid
        self.spent = False
        self.slowed = False
        self._nursery = nursery
        self._connection = connection
        self._ready = False
        self._poll = select.poll()
        self._poll.register(connection, select.POLLIN)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, TRANSFER)

    def wait_ready(self, cancelled: Callable[[], bool], seconds: float = OPENING) -> None:
        """Wait until the store is open.

        :param cancelled: looked at while waiting
        :param seconds: how long to wait
        :raises ReleaseError: if it cannot be opened
        :raises DeadlineError: if it is not open in time
        :raises CancelledError: if ``cancelled`` turned true
        """
        if self._ready:
            return
        header = self._receive(Limits(seconds=seconds), cancelled).header
        if "failure" in header:
            self.kill()
            raise ReleaseError(f"{self.source.path} cannot be opened: {header['detail']}")
        self._ready = True

    def ask(
        self, question: dict[str, Any], limits: Limits, cancelled: Callable[[], bool]
    ) -> Message:
        """Ask one question and return the whole reply.

        :param question: what ``worker.answer`` takes
        :param limits: what this query may cost
        :param cancelled: looked at while waiting
        :returns: its reply, which may be a refusal
        :raises LimitError: if a limit is breached; the worker is then dead
        :raises CancelledError: if ``cancelled`` turned true; the worker is then dead
        :raises IdleWorkerLostError: if it had ended before it was asked
        :raises EngineError: if the worker ended by itself
        """
        self.wait_ready(cancelled)
        try:
            if self._poll.poll(0):
                raise ConnectionResetError("an idle worker says nothing, so it ended")
            send(self._connection, Message(question))
        except OSError:
            self._ended(limits)
            raise IdleWorkerLostError("a query process ended while it was idle") from None
        return self._receive(limits, cancelled, LONG)

    def kill(self) -> None:
        """Kill the process, whatever it is doing."""
        if not self.spent:
            self.spent = True
            self._nursery.kill(self.pid)
            self._connection.close()

    def _receive(
        self, limits: Limits, cancelled: Callable[[], bool], patience: float = math.inf
    ) -> Message:
        """Wait for a message, watching deadline, memory and the caller.

        :param limits: what may be spent
        :param cancelled: looked at while waiting
        :param patience: seconds after which the process has to stand back behind short queries
        :returns: the message
        """
        began = time.monotonic()
        deadline = began + limits.seconds
        while not self._poll.poll(max(0.0, min(SLICE, deadline - time.monotonic())) * 1000):
            if error := self._breach(limits, deadline, cancelled):
                self.kill()
                raise error
            if not self.slowed and time.monotonic() - began > patience:
                self._slow()
        try:
            return receive(self._connection)
        except OSError:
            raise self._ended(limits) from None

    def _slow(self) -> None:
        """Lower the priority of the process."""
        self.slowed = True
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, NICE)

    def _breach(
        self, limits: Limits, deadline: float, cancelled: Callable[[], bool]
    ) -> KgServiceError | None:
        if time.monotonic() >= deadline:
            return deadline_error(limits)
        if private_memory(str(self.pid)) > limits.memory:
            return memory_error(limits)
        return CancelledError("the client went away") if cancelled() else None

    def _ended(self, limits: Limits) -> KgServiceError:
        """Return the error of a worker that closed its connection, or stopped within a reply."""
        self.spent = True
        self._connection.close()
        status, memory = self._nursery.ended(self.pid)
        if memory > limits.memory:
            return memory_error(limits)
        how = f"signal {-status}" if status < 0 else f"status {status}"
        return EngineError(f"the query process ended before its answer was complete ({how})")


def deadline_error(limits: Limits) -> DeadlineError:
    """Return the error of a query that ran until its deadline."""
    text = f"the query was not answered within {limits.seconds:g} seconds"
    return DeadlineError(text, "seconds", limits.seconds)


def memory_error(limits: Limits) -> MemoryLimitError:
    """Return the error of a query that needed too much memory."""
    text = f"the query needed more than {limits.memory:,} bytes of memory"
    return MemoryLimitError(text, "memory", limits.memory)


def close_descriptor(message: Message) -> None:
    """Give back the descriptor of a reply that nobody takes."""
    if message.descriptor is not None:
        os.close(message.descriptor)
