"""How long a search takes, one question at a time, over a running service.

``python benchmarks/search.py`` asks the current release (built first where there is none) a few
hundred questions of every kind: codes as printed and squeezed, labels, mistyped labels, chemicals,
CAS numbers, single letters, each drawn from the index itself with a fixed seed, and prints a
table.  No question is asked twice, so that nothing comes from the cache of answers.
"""

import os
import random
import sqlite3
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import psutil
from build_and_serve import PORT, served, timed_build

from kgservice.release import current_release
from kgservice.search import INDEX
from kgservice.settings import read_settings

EACH = 100
TARGET = 50.0
CHEMICALS = """
SELECT DISTINCT label FROM words JOIN segment ON segment.id = words.rowid
JOIN item ON item.id = segment.item WHERE item.kind = 'chemical'
"""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def column(connection: sqlite3.Connection, statement: str) -> list[str]:
    """Return the first column of an answer."""
    return [row[0] for row in connection.execute(statement)]


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")


def questions(index: Path, random_: random.Random) -> Iterator[tuple[str, list[str]]]:
    """Yield kinds of questions with their texts."""
    with sqlite3.connect(index) as connection:
        codes = column(connection, "SELECT DISTINCT code FROM item WHERE list <> ''")
        labels = column(connection, "SELECT DISTINCT label FROM words WHERE label <> ''")
        names = column(connection, CHEMICALS)
        numbers = column(connection, "SELECT DISTINCT number FROM cas")
    chosen = random_.sample(codes, EACH)
    yield "code as printed", chosen
    squeezed = ("".join(filter(str.isalnum, code)).lower() for code in random_.sample(codes, EACH))
    yield "code squeezed", [code for code in squeezed if code not in chosen]
    yield (
        "words of a label",
        [" ".join(label.split()[:4]) for label in random_.sample(labels, EACH)],
    )
    yield "mistyped word", [mistyped(label, random_) for label in random_.sample(labels, EACH)]
    yield "chemical", random_.sample(names, EACH)
    yield "CAS number", random_.sample(numbers, EACH)
    yield "a letter or two", [*LETTERS, *(a + b for a in LETTERS[:3] for b in LETTERS)][:EACH]


def mistyped(label: str, random_: random.Random) -> str:
    """Return the longest word of a label with two letters changed about."""
    word = max(label.split(), key=len)
    at = random_.randrange(1, max(2, len(word) - 1))
    return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]


def main() -> None:
    """Ask and print."""
    settings = read_settings()
    if current_release(settings.releases) is None:
        timed_build(settings.releases)
    release = current_release(settings.releases)
    assert release is not None  # noqa: S101 - it was just built
    kinds = list(questions(release.path / INDEX, random.Random(7)))  # noqa: S311 - no secret
    say(f"load {psutil.getloadavg()[0]:.1f}, {os.cpu_count()} cores\n")
    say("| question | asked | median | p95 | longest |\n|---|---|---|---|---|")
    everything: list[float] = []
    with served(settings.releases), httpx.Client() as client:
        client.get(address("centrifuge"))
        for kind, texts in kinds:
            taken = [asked(client, text) for text in dict.fromkeys(texts)]
            everything += taken
            show(kind, taken)
    show("all", everything)
    say(f"\np95 of all: {percentile(everything):.1f} ms; target {TARGET:g} ms")


def address(text: str) -> str:
    """Return the address of a search."""
    return f"http://127.0.0.1:{PORT}/search?q={quote(text)}"


def asked(client: httpx.Client, text: str) -> float:
    """Return the milliseconds of one search."""
    began = time.perf_counter()
    client.get(address(text)).raise_for_status()
    return (time.perf_counter() - began) * 1000


def percentile(taken: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(taken, n=20)[-1]


def show(kind: str, taken: list[float]) -> None:
    """Print a row."""
    numbers = (statistics.median(taken), percentile(taken), max(taken))
    cells = " | ".join(f"{number:.1f} ms" for number in numbers)
    say(f"| {kind} | {len(taken)} | {cells} |")


if __name__ == "__main__":
    main()
