"""A worker whose service is gone ends without a word."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from kgservice.store.wire import Message, receive, send
from kgservice.store.writing import StoreWriter

QUESTION = {
    "text": "SELECT * { ?s ?p ?o }",
    "media_type": "text/csv",
    "base": None,
    "default_graphs": [],
    "named_graphs": [],
    "bindings": [],
    "rows": 9,
    "size": 999,
    "folder": None,
}


def test_a_worker_that_nobody_hears_ends_in_silence(tmp_path: Path) -> None:
    store = StoreWriter(tmp_path / "store")
    store.finish()
    del store
    orders, theirs = socket.socketpair()
    command = [sys.executable, "-m", "kgservice.store.nursery", str(theirs.fileno())]
    nursery = subprocess.Popen(  # noqa: S603 - our own module
        command, pass_fds=[theirs.fileno()], stderr=subprocess.PIPE
    )
    theirs.close()
    with nursery, orders:
        ours, worker = socket.socketpair()
        order = {"verb": "start", "path": str(tmp_path / "store"), "memory": 10**9}
        send(orders, Message(order, descriptor=worker.fileno()))
        pid = receive(orders).header["pid"]
        worker.close()
        assert receive(ours).header["ready"]
        send(ours, Message(QUESTION))
        ours.close()
        while Path(f"/proc/{pid}/exe").exists() and not _is_dead(pid):
            os.sched_yield()
        send(orders, Message({"verb": "ended", "pid": pid}))
        assert receive(orders).header["status"] == 0
        orders.close()
        assert nursery.stderr is not None
        assert nursery.stderr.read() == b""


def _is_dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].startswith("Z")
    except FileNotFoundError:
        return True
