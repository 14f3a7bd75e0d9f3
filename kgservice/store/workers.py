"""Workers as the service sees them: started through a nursery, asked, watched, killed."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
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
from kgservice.store.processes import private_memory, processor_seconds
from kgservice.store.waiting import SLICE, Look, Lookout
from kgservice.store.wire import Message, Reception, receive, send

OPENING = 30.0
LONG = 0.1  # of processor time, so that a busy machine makes no query long
NICE = 10
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
        self._closed = False

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
            self._closed = True
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
        if self._closed:
            raise ConnectionResetError("the nursery was closed")
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
    """One query process; asked by one request at a time, in the event loop of that request.

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

    def wait_ready(self) -> None:
        """Wait until the store is open, in this thread.

        :raises ReleaseError: if it cannot be opened, or not in time
        """
        self._connection.settimeout(OPENING)
        try:
            header = receive(self._connection).header
        except OSError as error:
            header = {"failure": "open", "detail": str(error)}
        finally:
            self._connection.settimeout(None)
        self._note_ready(header)

    async def ask(self, question: dict[str, Any], watch: "Watch") -> Message:
        """Ask one question and return the whole reply.

        :param question: what ``worker.answer`` takes
        :param watch: what this query may cost, and who watches it
        :returns: its reply, which may be a refusal
        :raises LimitError: if a limit is breached
        :raises CancelledError: if the caller went away
        :raises IdleWorkerLostError: if it had ended before it was asked
        :raises EngineError: if the worker ended by itself
        """
        if not self._ready:
            opening = replace(watch, limits=Limits(seconds=OPENING))
            self._note_ready((await self._receive(opening)).header)
        try:
            send(self._connection, Message(question))
        except OSError:
            raise IdleWorkerLostError("a query process ended while it was idle") from None
        return await self._receive(watch)

    def kill(self) -> None:
        """Kill the process, whatever it is doing."""
        if not self.spent:
            self.spent = True
            self._connection.close()
            self._nursery.kill(self.pid)

    def _note_ready(self, header: dict[str, Any]) -> None:
        if "failure" in header:
            raise ReleaseError(f"{self.source.path} cannot be opened: {header['detail']}")
        self._ready = True

    async def _receive(self, watch: "Watch") -> Message:
        """Wait for a message, watching deadline, memory and the caller."""
        loop = asyncio.get_running_loop()
        arrival: asyncio.Future[Message] = loop.create_future()
        file = self._connection.fileno()
        with Reception(self._connection) as reception:
            loop.add_reader(file, _take_piece, reception, arrival)
            try:
                return await watch.lookout.watch(arrival, watch.over(self.pid))
            except OSError:
                raise self._ended(watch.limits) from None
            finally:
                loop.remove_reader(file)

    def slow(self) -> None:
        """Let the process stand back behind whatever else wants to run."""
        if not self.slowed:
            self.slowed = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, NICE)

    def _ended(self, limits: Limits) -> KgServiceError:
        """Return the error of a worker that closed its connection, or stopped within a reply."""
        status, memory = self._nursery.ended(self.pid)
        if memory > limits.memory:
            return memory_error(limits)
        how = f"signal {-status}" if status < 0 else f"status {status}"
        return EngineError(f"the query process ended before its answer was complete ({how})")


def _take_piece(reception: Reception, arrival: "asyncio.Future[Message]") -> None:
    """Read what is there of a message, and let it arrive once it is whole."""
    try:
        message = reception.take(socket.MSG_DONTWAIT)
    except BlockingIOError:
        return
    except OSError as error:
        if not arrival.done():
            arrival.set_exception(error)
        return
    if message is not None and arrival.done():
        close_descriptor(message)
    elif message is not None:
        arrival.set_result(message)


@dataclass(frozen=True, slots=True)
class Watch:
    """What one query may cost, and who watches it.

    :ivar lookout: looks at it now and then
    :ivar limits: a breach ends the wait
    :ivar cancelled: turns true when the caller went away
    :ivar grow_long: called now and then once the query has taken long
    """

    lookout: Lookout
    limits: Limits
    cancelled: Callable[[], bool]
    grow_long: Callable[[], None]

    def over(self, pid: int) -> Look:
        """Return what is looked at while a process works, from now on."""
        limits, began = self.limits, time.monotonic()
        used: float | None = None

        def look() -> Exception | None:
            nonlocal used
            spent = time.monotonic() - began
            if spent >= limits.seconds:
                return deadline_error(limits)
            if private_memory(pid) > limits.memory:
                return memory_error(limits)
            if self.cancelled():
                return CancelledError("the client went away")
            if used is None:
                used = processor_seconds(pid)
            elif spent > LONG and processor_seconds(pid) - used > LONG - SLICE:
                self.grow_long()
            return None

        return look


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
