"""Measure this service beside other SPARQL servers, in one run on one machine: ``make bench``.

``python benchmarks/peers.py [--triples N] [--seconds S]`` writes ``benchmarks/RESULTS.md``.
"""

import argparse
import http.client
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.list_graph import QUERIES, graph_lines, lookup
from tests.store.servers import VIRTUOSO, free_port, isql, virtuoso

RESULTS = Path(__file__).parent / "RESULTS.md"
BIN = Path(sys.executable).parent
LIMIT = 6 * 1024**3
PATIENCE = 60.0
OURS = "kgservice"


@dataclass(slots=True)
class Measured:
    """What was measured of one server; milliseconds, megabytes, lookups per second."""

    load: float = 0.0
    memory: float = 0.0
    queries: dict[str, float] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)


def ask(connection: http.client.HTTPConnection, path: str, text: str) -> bytes:
    """Return the JSON answer to a query on an open connection."""
    headers = {"Accept": "application/sparql-results+json"}
    connection.request("GET", f"{path}?{urlencode({'query': text})}", headers=headers)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"status {response.status}: {body[:200]!r}")
    return body


def measure(address: str, pid: int, measured: Measured, seconds: float) -> None:
    """Measure a server that is loaded."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)
    for name, text in QUERIES.items():
        times = []
        for turn in range(3):  # told apart, so that no answer is one given before
            began = time.perf_counter()
            try:
                ask(connection, parts.path, f"{text}\n# {turn}")
            except (OSError, RuntimeError, http.client.HTTPException):
                connection.close()
                times = [math.nan]
                break
            times.append((time.perf_counter() - began) * 1000)
        measured.queries[name] = statistics.median(times)
    connection.close()
    for width in (8, 64):
        for kind in ("cold", "repeated"):
            rate = lookups(parts.netloc, parts.path, width, seconds, repeated=kind == "repeated")
            measured.rates[f"{kind}, {width} connections"] = rate
    family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    measured.memory = sum(member.memory_full_info().pss for member in family) / 1e6


def lookups(host: str, path: str, width: int, seconds: float, *, repeated: bool) -> float:
    """Return answered lookups per second; a failure counts as none."""
    end = time.perf_counter() + seconds
    counts = [0] * width

    def run(own: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=PATIENCE)
        number = own * 7919
        while time.perf_counter() < end:
            number += 1
            text = lookup(number % 40) if repeated else f"{lookup(number)}\n# {number} {own} {end}"
            try:
                ask(connection, path, text)
            except (OSError, RuntimeError, http.client.HTTPException):
                connection.close()
                continue
            counts[own] += 1
        connection.close()

    threads = [threading.Thread(target=run, args=[own]) for own in range(width)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


@contextmanager
def started(command: list[str], address: str, environment: dict[str, str]) -> Iterator[int]:
    """Run a server under a memory limit until the block ends."""
    bound = lambda: resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))  # noqa: E731
    process = subprocess.Popen(  # noqa: S603
        command,
        env=os.environ | environment,
        stdout=-3,
        stderr=-3,
        preexec_fn=bound,
    )
    try:
        parts = urlsplit(address)
        end = time.monotonic() + 900
        while time.monotonic() < end and process.poll() is None:
            try:
                ask(http.client.HTTPConnection(parts.netloc, timeout=5), parts.path, "ASK {}")
                break
            except (OSError, RuntimeError, http.client.HTTPException):
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def of_ours(data: Path, folder: Path, seconds: float) -> Measured:
    """Load and measure this service."""
    measured, port = Measured(), free_port()
    address = f"http://127.0.0.1:{port}/sparql"
    command = [sys.executable, "-m", "kgservice", "serve", "--port", str(port)]
    began = time.monotonic()
    with started([*command, "--dataset", str(data)], address, {}) as pid:
        measured.load = time.monotonic() - began
        measure(address, pid, measured, seconds)
    return measured


def of_oxigraph(data: Path, folder: Path, seconds: float) -> Measured:
    """Load and measure ``oxigraph serve``."""
    measured, port = Measured(), free_port()
    place = str(folder / "oxigraph")
    address = f"http://127.0.0.1:{port}/query"
    began = time.monotonic()
    load = [str(BIN / "oxigraph"), "load", "-l", place, "-f", str(data)]
    subprocess.run(load, check=True, capture_output=True)  # noqa: S603
    command = [str(BIN / "oxigraph"), "serve", "-l", place, "-b", f"127.0.0.1:{port}"]
    with started(command, address, {}) as pid:
        measured.load = time.monotonic() - began
        measure(address, pid, measured, seconds)
    return measured


def of_rdflib(data: Path, folder: Path, seconds: float) -> Measured:
    """Load and measure ``rdflib-endpoint`` over its own memory store."""
    measured, port = Measured(), free_port()
    address = f"http://127.0.0.1:{port}/"
    command = [str(BIN / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port)]
    began = time.monotonic()
    with started([*command, str(data)], address, {}) as pid:
        measured.load = time.monotonic() - began
        measure(address, pid, measured, seconds)
    return measured


def of_virtuoso(data: Path, folder: Path, seconds: float) -> Measured:
    """Load and measure Virtuoso; the graph is the only one, so its union is the same."""
    if not Path(VIRTUOSO).is_file():
        raise RuntimeError("not installed; apt-get install virtuoso-opensource")
    measured = Measured()
    with virtuoso(folder) as server:
        target = folder / "virtuoso" / data.name
        target.symlink_to(data)
        began = time.monotonic()
        isql(server.sql, f"ld_dir('{target.parent}', '{data.name}', 'urn:x:bench');")
        isql(server.sql, "rdf_loader_run();")
        isql(server.sql, "checkpoint;")
        measured.load = time.monotonic() - began
        measure(server.query, server.pid, measured, seconds)
    return measured


SERVERS: dict[str, Callable[[Path, Path, float], Measured]] = {
    OURS: of_ours,
    "oxigraph serve": of_oxigraph,
    "Virtuoso": of_virtuoso,
    "rdflib-endpoint": of_rdflib,
}


def mean(values: list[float]) -> float:
    """Return the geometric mean; not a number if one is not."""
    return math.exp(sum(map(math.log, values)) / len(values))


def report(found: dict[str, Measured], skipped: dict[str, str], triples: int, load: str) -> str:
    """Return the results as Markdown: our own numbers, and each peer's as a ratio to them."""
    names = list(found)
    ours = found[OURS]
    out = [
        "# Side by side",
        "",
        f"{triples:,} triples, one run on one machine, {os.cpu_count()} cores; {load}.",
        "First column: this service. Others: the peer's number divided by this service's.",
        "",
        "| | " + " | ".join(names) + " |",
        "|---|" + "---|" * len(names),
    ]

    def row(name: str, unit: str, value: Callable[[Measured], float]) -> None:
        own = value(ours)
        cells = [f"{own:.3g} {unit}"]
        cells += [f"{value(found[peer]) / own:.2f}" for peer in names[1:]]
        out.append(f"| {name} | " + " | ".join(cells) + " |")

    row("load until the first answer", "s", lambda m: m.load)
    row("memory after all", "MB", lambda m: m.memory)
    for kind in ours.rates:
        row(f"lookups, {kind}", "/s", lambda m, kind=kind: m.rates[kind])  # type: ignore[misc]
    for name in QUERIES:
        row(name, "ms", lambda m, name=name: m.queries[name])  # type: ignore[misc]
    row("geometric mean of the queries", "ms", lambda m: mean(list(m.queries.values())))
    out += ["", "`nan`: no answer within a minute, or an error.", ""]
    out += [f"- {name}: skipped, {reason}" for name, reason in skipped.items()]
    return "\n".join(out).rstrip() + "\n"


def main() -> None:
    """Generate, measure each server in turn, and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--only", nargs="*", default=list(SERVERS))
    parser.add_argument("--output", type=Path, default=RESULTS)
    chosen = parser.parse_args()
    found: dict[str, Measured] = {}
    skipped: dict[str, str] = {}
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder, ExitStack():
        data = Path(folder) / "lists.nt"
        rows = sorted({row for _, row in graph_lines(chosen.triples)})
        data.write_text("".join(rows), encoding="utf-8")
        for name in chosen.only:
            sys.stderr.write(f"{name} …\n")
            try:
                found[name] = SERVERS[name](data, Path(folder), chosen.seconds)
            except (OSError, RuntimeError, subprocess.SubprocessError, AssertionError) as error:
                skipped[name] = str(error)[:200]
    after = os.getloadavg()[0]
    load = f"load average {before:.1f} before and {after:.1f} after, other work included"
    chosen.output.write_text(report(found, skipped, len(rows), load), encoding="utf-8")
    raw = {name: [m.load, m.memory, m.rates, m.queries] for name, m in found.items()}
    sys.stderr.write(json.dumps(raw) + "\n")


if __name__ == "__main__":
    main()
