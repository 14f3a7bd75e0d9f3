"""Measure this service beside other SPARQL servers, in one run on one machine: ``make bench``.

``python benchmarks/peers.py [--triples N] [--seconds S]`` writes ``benchmarks/RESULTS.md``.  All
servers are loaded first.  Lookups are then asked of each in turn, in several rounds, so that what
else the machine does falls on all alike; the questions last, as some peers go on with what they
were asked after nobody waits for it.
"""

import argparse
import http.client
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmarks.harmonization import QUESTIONS, lookup
from benchmarks.list_graph import graph_lines
from benchmarks.servers import OURS, SERVERS, Serving, ask

RESULTS = Path(__file__).parent / "RESULTS.md"
SCRIPT = Path(__file__).parent / "lookups.lua"
PATIENCE = 10.0
ROUNDS = 3
REPEATED = 40
KINDS = [(kind, width) for kind in ("cold", "repeated") for width in (8, 64)]
FASTER = (
    ("repeated", "oxigraph serve", 2.0),
    ("cold", "oxigraph serve", 0.5),
    ("cold", "Virtuoso", 2.0),
    ("cold", "rdflib-endpoint", 20.0),
)
BEST_PEER = 0.1
Kind = tuple[str, int]


@dataclass(slots=True)
class Measured:
    """What was measured of one server: seconds, megabytes, and for each kind and question more.

    :ivar rates: lookups per second, one a round
    :ivar costs: microseconds of processor time a lookup, one a round
    :ivar questions: milliseconds; ``PATIENCE`` where there was no answer
    """

    load: float
    memory: float = 0.0
    rates: dict[Kind, list[float]] = field(default_factory=dict)
    costs: dict[Kind, list[float]] = field(default_factory=dict)
    questions: dict[str, float] = field(default_factory=dict)


def look_up(
    server: Serving, kind: Kind, seconds: int, folder: Path, turn: str
) -> tuple[float, float]:
    """Ask lookups over many connections.

    :param server: which is asked
    :param kind: cold or repeated, and how many connections
    :param seconds: how long
    :param folder: for the file of lookups
    :param turn: makes cold lookups of this turn differ from those of all others
    :returns: answered lookups per second; microseconds of processor time each
    """
    name, width = kind
    parts = urlsplit(server.address)
    count = REPEATED if name == "repeated" else 1200
    paths = folder / "paths"
    lines = (f"{parts.path}?{urlencode({'query': lookup(number)})}\n" for number in range(count))
    paths.write_text("".join(lines), encoding="utf-8")
    settings = {"LOOKUPS": str(paths), **({"FRESH": turn} if name == "cold" else {})}
    command = ["wrk", "-t1", f"-c{width}", f"-d{seconds}", "--timeout", "10s", "-s", str(SCRIPT)]
    before, began = server.processor(), time.monotonic()
    done = subprocess.run(  # noqa: S603
        [*command, f"http://{parts.netloc}"],
        env=os.environ | settings, capture_output=True, text=True, check=True,
    )  # fmt: skip
    taken = time.monotonic() - began
    found = re.search(r"(\d+) requests in", done.stdout)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    answered = int(found[1] if found else 0) - int(failed[1] if failed else 0)
    return answered / taken, (server.processor() - before) / max(1, answered) * 1e6


def answer_questions(name: str, server: Serving) -> dict[str, float]:
    """Return the median milliseconds of each question; no answer counts as the patience."""
    times: dict[str, float] = {}
    for question, forms in QUESTIONS.items():
        text = forms.prepared if name == OURS else forms.plain
        taken = []
        for turn in range(3):  # told apart, so that no answer is one given before
            began = time.perf_counter()
            try:
                ask(server.address, f"{text}\n# {turn}", PATIENCE)
            except (OSError, RuntimeError, http.client.HTTPException):
                taken = [PATIENCE]
                break
            taken.append(time.perf_counter() - began)
        times[question] = statistics.median(taken) * 1000
    return times


def mean(values: list[float]) -> float:
    """Return the geometric mean."""
    return math.exp(sum(map(math.log, values)) / len(values))


def middle(values: list[float]) -> float:
    """Return the median, not a number if there is none."""
    return statistics.median(values) if values else math.nan


def report(found: dict[str, Measured], remarks: list[str]) -> str:
    """Return the results as Markdown: our own numbers, and each peer's as a ratio to them."""
    names, ours = list(found), found[OURS]
    out = ["# Side by side", "", *remarks, ""]
    out.append("First column: this service. Others: the peer's number divided by this service's.")
    out += ["", "| | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]

    def row(name: str, unit: str, value: Callable[[Measured], float]) -> None:
        own = value(ours)
        cells = [f"{own:.3g} {unit}"] + [f"{value(found[peer]) / own:.3g}" for peer in names[1:]]
        out.append(f"| {name} | " + " | ".join(cells) + " |")

    row("load until the first answer", "s", lambda one: one.load)
    row("memory after the lookups", "MB", lambda one: one.memory)
    for kind in ours.rates:
        told = f"{kind[0]}, {kind[1]} connections"
        row(f"lookups, {told}", "/s", lambda one, kind=kind: middle(one.rates[kind]))  # type: ignore[misc]
        row(f"processor time of one, {told}", "µs", lambda one, kind=kind: middle(one.costs[kind]))  # type: ignore[misc]
    for name in QUESTIONS:
        row(name, "ms", lambda one, name=name: one.questions[name])  # type: ignore[misc]
    row("geometric mean of the questions", "ms", lambda one: mean(list(one.questions.values())))
    return "\n".join([*out, "", *targets(found)]) + "\n"


def targets(found: dict[str, Measured]) -> list[str]:
    """Return what was aimed at, and what came out."""
    ours, out = found[OURS], ["## Aims", "", "| aim | came out |", "|---|---|"]
    for name, peer, least in FASTER:
        for kind in ours.rates:
            if kind[0] == name and peer in found:
                ratio = middle(ours.rates[kind]) / middle(found[peer].rates[kind])
                cost = middle(found[peer].costs[kind]) / middle(ours.costs[kind])
                said = f"{name} lookups, {kind[1]} connections: at least {least:g} × {peer}"
                out.append(f"| {said} | {ratio:.2f} × (by processor time {cost:.2f} ×) |")
    peers = [mean(list(found[name].questions.values())) for name in found if name != OURS]
    if peers:
        ratio = mean(list(ours.questions.values())) / min(peers)
        out.append(f"| questions: at most {BEST_PEER:g} × the best peer | {ratio:.3f} × |")
    return out


def main() -> None:
    """Generate, load every server, measure, and write the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--only", nargs="*", default=list(SERVERS))
    parser.add_argument("--output", type=Path, default=RESULTS)
    chosen = parser.parse_args()
    if shutil.which("wrk") is None:
        parser.error("wrk, which asks the lookups, is not installed; apt-get install wrk")
    load, skipped = os.getloadavg()[0], []
    found: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as running:
        folder = Path(scratch)
        lines = sorted(set(graph_lines(chosen.triples)))
        (folder / "lists.nt").write_text("".join(lines), encoding="utf-8")
        servers: dict[str, Serving] = {}
        for name in chosen.only:
            sys.stderr.write(f"loading {name} …\n")
            try:
                opened = SERVERS[name](folder / "lists.nt", folder)
                servers[name] = running.enter_context(opened)
                found[name] = Measured(servers[name].load)
            except (OSError, RuntimeError, subprocess.SubprocessError) as error:
                skipped.append(f"{name} was skipped: {str(error)[:200]}.")
        for turn in range(ROUNDS):
            for kind in KINDS:
                for name, server in servers.items():
                    told = f"{turn}-{kind[1]}-{time.time():.0f}"
                    rate, cost = look_up(server, kind, chosen.seconds, folder, told)
                    found[name].rates.setdefault(kind, []).append(rate)
                    found[name].costs.setdefault(kind, []).append(cost)
                    sys.stderr.write(f"{name}, {kind}: {rate:.0f}/s, {cost:.0f} µs\n")
        for name, server in servers.items():
            found[name].memory = server.memory()
        for name, server in servers.items():
            found[name].questions = answer_questions(name, server)
            sys.stderr.write(f"{name}: {found[name].questions}\n")
    remarks = [
        f"{len(lines):,} triples, one run on one machine, {os.cpu_count()} cores; load average"
        f" {load:.1f} before and {os.getloadavg()[0]:.1f} after, other work included. Lookups:"
        f" median of {ROUNDS} rounds in which all take turns. A question that is not answered"
        f" within {PATIENCE:g} seconds counts as {PATIENCE:g} seconds. All hold the same triples;"
        " this service answers from what the build materialises, peers from the lists themselves"
        " (`benchmarks/harmonization.py` has both forms).",
        *skipped,
    ]
    chosen.output.write_text(report(found, remarks), encoding="utf-8")


if __name__ == "__main__":
    main()
