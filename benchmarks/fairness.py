"""Point lookups alone, and beside runaway queries of other clients: how their times compare.

``python benchmarks/fairness.py`` prints, for each kind of runaway, the 95th percentile of a lookup
alone and beside it as a ratio, how long after its deadline the runaway ended and with what, and the
memory before and after.
"""

import gc
import http.client
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import quote

import psutil

PROGRAM = """
import sys
from pathlib import Path
from kgservice.settings import Settings
from kgservice.store import Limits, open_dataset
from kgservice.web.server import serve
limits = Limits(seconds=float(sys.argv[3]))
store = open_dataset(Path(sys.argv[1]), limits, 3)
serve(store, Settings(port=int(sys.argv[2]), workers=3, log_requests=False))
"""
NODES = 3_000
DEADLINE = 3.0
RUNAWAYS = {
    "cross product": "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "property path": "SELECT (COUNT(*) AS ?n) WHERE"
    " { ?a (<urn:x:next>|<urn:x:far>)* ?b . ?b (<urn:x:next>|<urn:x:far>)* ?c }",
    "order by": "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c",
    "construct": "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}


def get(port: int, query: str, source: str) -> tuple[int, float]:
    """Ask from one address of this machine; return status and seconds."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=60, source_address=(source, 0)
    )
    began = time.perf_counter()
    try:
        connection.request("GET", "/sparql?query=" + quote(query))
        reply = connection.getresponse()
        reply.read()
        return reply.status, time.perf_counter() - began
    finally:
        connection.close()


def run_away(port: int, query: str, ends: list[tuple[int, float]]) -> None:
    """Ask a runaway query, and note how it ended."""
    ends.append(get(port, query, "127.0.0.3"))


def lookups(port: int, seconds: float, salt: int) -> list[float]:
    """Ask different point lookups one after the other; return their times."""
    times = []
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        number += 1
        query = f"SELECT ?o WHERE {{ <urn:x:{number % NODES}> <urn:x:next> ?o }} # {salt} {number}"
        status, taken = get(port, query, "127.0.0.2")
        if status != 200:
            sys.stdout.write(f"a lookup ended with {status}\n")
        times.append(taken)
        time.sleep(0.005)
    return times


def p95(times: list[float]) -> float:
    """Return the 95th percentile, in milliseconds."""
    return statistics.quantiles(times, n=20)[-1] * 1000


def memory(service: psutil.Process) -> float:
    """Return what the service and its processes hold for themselves, in megabytes."""
    processes = [service, *service.children(recursive=True)]
    return sum(process.memory_full_info().uss for process in processes) / 1e6


def measure(port: int, service: psutil.Process) -> None:
    """Run each runaway twice at once, and print a line for each kind."""
    lookups(port, 1.0, 0)
    for number, (name, query) in enumerate(RUNAWAYS.items(), 1):
        before = memory(service)
        alone = p95(lookups(port, DEADLINE, 2 * number))
        ends: list[tuple[int, float]] = []
        threads = [
            threading.Thread(target=run_away, args=[port, f"{query} # {n}", ends]) for n in range(2)
        ]
        for thread in threads:
            thread.start()
        beside = p95(lookups(port, DEADLINE, 2 * number + 1))
        for thread in threads:
            thread.join()
        time.sleep(1.0)
        gc.collect()
        late = max(taken for _, taken in ends) - DEADLINE
        statuses = ", ".join(str(status) for status, _ in ends)
        sys.stdout.write(
            f"{name}: lookup p95 {alone:.1f} ms alone, {beside:.1f} ms beside,"
            f" ratio {beside / alone:.2f}; ended with {statuses},"
            f" {late * 1000:.0f} ms after the deadline of {DEADLINE:g} s;"
            f" memory {before:.0f} MB before, {memory(service):.0f} MB after\n"
        )


def main() -> None:
    """Serve a ring of nodes, measure, stop."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as name:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        path = Path(name) / "ring.nt"
        path.write_text(
            "".join(
                f"<urn:x:{i}> <urn:x:next> <urn:x:{(i + 1) % NODES}> .\n"
                f"<urn:x:{i}> <urn:x:far> <urn:x:{i * 7 % NODES}> .\n"
                for i in range(NODES)
            ),
            encoding="utf-8",
        )
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", PROGRAM, str(path), str(port), str(DEADLINE)]
        )
        try:
            while True:
                try:
                    get(port, "ASK {}", "127.0.0.2")
                    break
                except OSError:
                    time.sleep(0.05)
            measure(port, psutil.Process(process.pid))
        finally:
            process.terminate()
            process.wait(60)


if __name__ == "__main__":
    main()
