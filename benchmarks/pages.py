"""How long the pages of the bundled release take: entries, searches, first screens of editions.

``python benchmarks/pages.py [RELEASES]`` serves the current release of a folder, or builds one,
asks for each page once, past the cache of answers, one after the other, and prints a table.
What is asked once of each release (names, lists) is asked before the measuring.
"""

import csv
import http.client
import io
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote, urlencode

from kgservice.build import build_release
from kgservice.namespaces import BASE, PREFIXES, code_of_segment
from kgservice.release import current_release
from tests.serving import Served, serving

SEED = 20261128
SAMPLE = 300
LIMITS = {"entry": 40, "search": 50, "first screen of an edition": 100, "home": 100}
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
ENTRIES = "SELECT ?iri { ?iri stc:position ?place }"
EDITIONS = "SELECT ?iri { ?iri stc:standsFrom ?day }"
LABELS = "SELECT ?label { ?entry stc:level stc:EntryLevel ; skos:prefLabel ?label }"


def answers(served: Served, query: str) -> list[str]:
    """Return the values of a query with one variable, each once, sorted."""
    reply = served.ask(
        "POST",
        "/sparql",
        (PROLOGUE + query).encode(),
        {"Content-Type": "application/sparql-query", "Accept": "text/csv"},
    )
    if reply.status != 200:
        raise RuntimeError(f"{query}: {reply.body.decode()}")
    return sorted({row[0] for row in list(csv.reader(io.StringIO(reply.body.decode())))[1:]})


def path_of(iri: str) -> str:
    """Return the path of a thing of ours."""
    return "/" + quote(iri.removeprefix(BASE), safe="/()._-:~%")


def pages(served: Served) -> dict[str, list[str]]:
    """Return the paths to measure, by the kind of page."""
    chance = random.Random(SEED)  # noqa: S311 - a sample, no secret
    entries = chance.sample(answers(served, ENTRIES), SAMPLE)
    codes = [code_of_segment(iri.rpartition("/")[2]) for iri in entries]
    spelt = [code.lower().replace(".", "") for code in codes[: SAMPLE // 3]]
    labels = [label.split() for label in chance.sample(answers(served, LABELS), SAMPLE // 3)]
    words = [" ".join(chance.sample(label, min(2, len(label)))) for label in labels]
    asked = dict.fromkeys((*codes[-SAMPLE // 3 :], *spelt, *words))
    return {
        "entry": [path_of(iri) for iri in entries],
        "search": [f"/search?{urlencode({'q': text})}" for text in asked],
        "first screen of an edition": [path_of(iri) for iri in answers(served, EDITIONS)],
        "home": ["/", "/?lang=fr"],
    }


def milliseconds(port: int, paths: list[str]) -> list[float]:
    """Return how long each page takes, on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept": "text/html", "Cache-Control": "no-cache"}
    taken = []
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        taken.append((time.perf_counter() - began) * 1000)
        if response.status != 200:
            raise RuntimeError(f"{path}: status {response.status}")
    connection.close()
    return taken


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        releases = Path(sys.argv[1] if len(sys.argv) > 1 else folder).absolute()
        if current_release(releases) is None:
            build_release(releases, releases / "no-imports")
        with serving(releases, stderr=(Path(folder) / "log").open("wb")) as served:
            asked = pages(served)
            for paths in asked.values():
                milliseconds(served.port, paths[:1])
            load = os.getloadavg()[0]
            sys.stdout.write(f"load average before: {load:.1f}\n\n")
            sys.stdout.write("| page | pages | median | p95 | wanted |\n|---|---|---|---|---|\n")
            for kind, paths in asked.items():
                taken = sorted(milliseconds(served.port, paths))
                p95 = taken[min(len(taken) - 1, int(len(taken) * 0.95))]
                sys.stdout.write(
                    f"| {kind} | {len(taken)} | {statistics.median(taken):.1f} ms"
                    f" | {p95:.1f} ms | {LIMITS[kind]} ms |\n"
                )


if __name__ == "__main__":
    main()
