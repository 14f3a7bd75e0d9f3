"""Ask ten thousand times while workers are killed, releases swapped and connections dropped.

``python benchmarks/faults.py [REQUESTS]`` prints what came out and ends with status 1 if an answer
with status 200 was not whole, a worker was lost, or a file was left behind.
"""

import collections
import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote

import psutil
from pyoxigraph import RdfFormat, Store

ROWS = 3_000
WORKERS = 2
CLIENTS = 6
ALL = "SELECT ?s ?o WHERE { ?s <urn:x:p> ?o } # "
LOOKUP = "SELECT ?o WHERE { <urn:x:1> <urn:x:p> ?o } # "
PATH = "/sparql?query="
PROGRAM = """
import sys
from pathlib import Path
from kgservice.settings import Settings
from kgservice.store import Limits, open_release
from kgservice.web.server import serve
folder, port, workers = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
serve(open_release(folder, Limits(), workers), Settings(port=port, workers=workers))
"""


class Tally:
    """What came out, counted by many threads."""

    def __init__(self, wanted: int) -> None:
        self.counts: collections.Counter[str] = collections.Counter()
        self.left = wanted
        self._lock = threading.Lock()

    def take(self) -> int:
        """Return the number of the next request, 0 when there are enough."""
        with self._lock:
            self.left -= 1
            return max(0, self.left + 1)

    def add(self, outcome: str) -> None:
        """Count an outcome."""
        with self._lock:
            self.counts[outcome] += 1


def publish(folder: Path, number: int) -> None:
    """Write a release whose values carry its number, and let ``current`` name it."""
    path = folder / f"r{number}" / "store"
    path.parent.mkdir(parents=True)
    engine = Store(path)
    lines = (f'<urn:x:{i}> <urn:x:p> "{number} {i} {"x" * 100}" .' for i in range(ROWS))
    engine.bulk_load("\n".join(lines), RdfFormat.N_TRIPLES)
    engine.flush()
    (folder / "next").symlink_to(f"r{number}")
    (folder / "next").replace(folder / "current")


def whole(body: bytes, release: str, large: bool) -> bool:
    """Return whether a CSV answer is complete and of one release."""
    lines = body.decode().splitlines()
    values = [line.rsplit(",", 1)[-1].split(" ")[0] for line in lines[1:]]
    return len(values) == (ROWS if large else 1) and set(values) == {release.removeprefix("r")}


def ask(port: int, tally: Tally) -> None:
    """Send requests, a few of which are given up halfway."""
    while number := tally.take():
        large = number % 3 == 0
        path = PATH + quote((ALL if large else LOOKUP) + str(number))
        if number % 50 == 0:
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                connection.recv(10)
            tally.add("hung up")
            continue
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", path, headers={"Accept": "text/csv"})
            reply = connection.getresponse()
            body = reply.read()
        except (OSError, http.client.HTTPException) as error:
            tally.add(f"broken: {type(error).__name__}")
            continue
        finally:
            connection.close()
        if reply.status != 200:
            tally.add(str(reply.status))
        elif whole(body, reply.headers["X-Release"], large):
            tally.add("200 whole")
        else:
            tally.add("200 NOT WHOLE")


def ask_side_by_side(port: int, tally: Tally) -> None:
    """Send requests from several clients until the tally is full."""
    clients = [threading.Thread(target=ask, args=[port, tally]) for _ in range(CLIENTS)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()


def disturb(service: psutil.Process, folder: Path, done: threading.Event, tally: Tally) -> None:
    """Kill a worker now and then, and change to a new release every few seconds."""
    chance = random.Random(1)  # noqa: S311 - not for secrets
    number, due = 1, time.monotonic() + 4
    while not done.wait(chance.uniform(0.02, 0.2)):
        try:
            workers = service.children(recursive=True)[1:]
            os.kill(chance.choice(workers).pid, signal.SIGKILL)
            tally.add("(workers killed)")
        except (IndexError, ProcessLookupError, psutil.NoSuchProcess):
            continue
        if time.monotonic() > due:
            number, due = number + 1, time.monotonic() + 4
            publish(folder, number)
            tally.add("(releases swapped)")


def settled(service: psutil.Process) -> tuple[int, int, int]:
    """Return workers, descriptors and deleted files still open, once nothing changes any more."""
    time.sleep(2.0)
    links = [os.readlink(path) for path in Path(f"/proc/{service.pid}/fd").iterdir()]  # noqa: PTH115
    deleted = sum(link.endswith("(deleted)") for link in links)
    living = [p for p in service.children(recursive=True) if p.status() != psutil.STATUS_ZOMBIE]
    return len(living) - 1, service.num_fds(), deleted


def start(folder: Path, log: Path) -> tuple["subprocess.Popen[bytes]", int]:
    """Start the service over a folder of releases; return it and its port once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("wb") as stream:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", PROGRAM, str(folder), str(port), str(WORKERS)], stderr=stream
        )
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return process, port
        except OSError:
            time.sleep(0.05)
    raise SystemExit(log.read_text(encoding="utf-8"))


def main(wanted: int) -> int:
    """Run, print, and return 1 if a promise was broken."""
    temporary = set(Path(tempfile.gettempdir()).glob("tmp*"))
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        folder = Path(name) / "releases"
        publish(folder, 1)
        process, port = start(folder, Path(name) / "log")
        service = psutil.Process(process.pid)
        ask_side_by_side(port, Tally(50))
        before = settled(service)
        memory = service.memory_info().rss
        tally, done = Tally(wanted), threading.Event()
        hand = threading.Thread(target=disturb, args=[service, folder, done, tally])
        began = time.monotonic()
        hand.start()
        ask_side_by_side(port, tally)
        done.set()
        hand.join()
        seconds = time.monotonic() - began
        ask_side_by_side(port, Tally(50))  # a worker killed while idle is replaced when asked
        after = settled(service)
        grown = service.memory_info().rss - memory
        process.send_signal(signal.SIGTERM)
        stopped = process.wait(60)
    left = set(Path(tempfile.gettempdir()).glob("tmp*")) - temporary
    report = [f"{outcome}: {count:,}" for outcome, count in sorted(tally.counts.items())]
    report += [
        f"seconds: {seconds:.1f}",
        f"workers before and after: {before[0]}, {after[0]}",
        f"descriptors before and after: {before[1]}, {after[1]}",
        f"deleted files still open: {after[2]}",
        f"memory grown by: {grown / 1e6:.1f} MB",
        f"temporary files of any process that are new: {len(left)}",
        f"exit status: {stopped}",
    ]
    sys.stdout.write("\n".join(report) + "\n")
    broken = tally.counts["200 NOT WHOLE"] or after[0] != WORKERS or after[2] or stopped
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
