"""The process that starts workers: small, single-threaded, so that forking is safe and quick.

``python -m kgservice.store.nursery FD`` reads orders from the socket ``FD``: start a worker,
kill one, tell how one ended.  It is the parent of every worker, so a process id it knows is
never another's.  When the service closes the socket, it kills its workers and ends.
"""

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import sys
import traceback
from typing import Any

from kgservice.store.wire import Message, receive, send
from kgservice.store.worker import work

LONGEST_MEMORY = 64
HIGHEST_DESCRIPTOR = 256


class Nursery:
    """Workers by process id, and how the latest of them ended."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders
        self._alive: set[int] = set()
        self._ended: dict[int, tuple[int, int]] = {}

    def run(self) -> None:
        """Carry out orders until the service is gone."""
        bell, ringer = os.pipe()
        os.set_blocking(ringer, False)
        os.set_blocking(bell, False)
        signal.set_wakeup_fd(ringer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        while True:
            ready, _, _ = select.select([self._orders.fileno(), bell], [], [])
            if bell in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(bell, 4096)
                self._reap()
            if self._orders.fileno() in ready:
                try:
                    order = receive(self._orders)
                except OSError:
                    break
                self._carry_out(order)
        for pid in self._alive:
            os.kill(pid, signal.SIGKILL)

    def _carry_out(self, order: Message) -> None:
        verb = order.header["verb"]
        if verb == "start" and order.descriptor is not None:
            pid = self._start(order.descriptor, order.header)
            send(self._orders, Message({"pid": pid}))
            return
        pid = order.header["pid"]
        if verb == "kill" and pid in self._alive:
            os.kill(pid, signal.SIGKILL)
        if verb == "ended" and pid in self._alive:
            os.kill(pid, signal.SIGKILL)
            self._note(*os.wait4(pid, 0))
        status, memory = self._ended.pop(pid, (0, 0))
        send(self._orders, Message({"status": status, "memory": memory}))

    def _start(self, descriptor: int, order: dict[str, Any]) -> int:
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            os.close(descriptor)
            self._alive.add(pid)
            return pid
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.closerange(3, descriptor)
            os.closerange(descriptor + 1, HIGHEST_DESCRIPTOR)
            work(socket.socket(fileno=descriptor), order)
            code = 0
        except BaseException:  # noqa: BLE001 - the process ends here, whatever it was
            traceback.print_exc()
        finally:
            os._exit(code)

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
                if not pid:
                    return
                self._note(pid, status, usage)

    def _note(self, pid: int, status: int, usage: resource.struct_rusage) -> None:
        self._alive.discard(pid)
        self._ended[pid] = (os.waitstatus_to_exitcode(status), usage.ru_maxrss * 1024)
        while len(self._ended) > LONGEST_MEMORY:
            del self._ended[next(iter(self._ended))]


def main() -> None:
    """Run a nursery over the socket whose descriptor is the first argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    Nursery(socket.socket(fileno=int(sys.argv[1]))).run()


if __name__ == "__main__":
    main()
