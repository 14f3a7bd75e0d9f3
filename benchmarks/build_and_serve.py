"""How long the bundled release takes to build, and what serving it holds in memory.

``python benchmarks/build_and_serve.py [DOCUMENTS]`` builds in a temporary folder, serves, asks,
and prints a table.  With a folder of official documents it also imports and builds them all.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "kgservice"]
PORT = 18_080
STARTING = 60.0


def timed_build(releases: Path, *options: str) -> float:
    """Build a release; return the seconds it took."""
    began = time.monotonic()
    environment = os.environ | {"KGSERVICE_RELEASES": str(releases)}
    subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, "build", *options], check=True, cwd=ROOT, env=environment, capture_output=True
    )
    return time.monotonic() - began


@contextmanager
def served(releases: Path) -> Iterator[psutil.Process]:
    """Serve the current release; yields the process once it is ready."""
    environment = os.environ | {"KGSERVICE_RELEASES": str(releases)}
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*COMMAND, "serve", "--port", str(PORT)],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + STARTING
        while not ready():
            if time.monotonic() > deadline:
                raise TimeoutError("the service did not become ready")
            time.sleep(0.05)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait()


def ready() -> bool:
    """Tell whether ``/readyz`` answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz") as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def ask(query: str) -> bytes:
    """Return the CSV answer of the service."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{PORT}/sparql",
        query.encode(),
        {"Content-Type": "application/sparql-query", "Accept": "text/csv"},
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return bytes(answer.read())


def resident(process: psutil.Process) -> tuple[float, float]:
    """Return megabytes of the process and its children: resident, and proportional."""
    family = [process, *process.children(recursive=True)]
    found = [member.memory_full_info() for member in family]
    return sum(info.rss for info in found) / 1e6, sum(info.pss for info in found) / 1e6


def main() -> None:
    """Measure and print."""
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        releases = Path(folder) / "releases"
        rows.append(("bundled release, build", f"{timed_build(releases):.1f} s"))
        with served(releases) as process:
            for code in ("3A001", "1C350", "9A012"):
                ask(
                    f'SELECT * {{ ?entry <http://www.w3.org/2004/02/skos/core#notation> "{code}" }}'
                )
            rss, pss = resident(process)
            rows.append(
                ("bundled release, serving, resident (sum over processes)", f"{rss:.0f} MB")
            )
            rows.append(("bundled release, serving, proportional set size", f"{pss:.0f} MB"))
        documents = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"
        if documents.is_dir():
            seconds = timed_build(Path(folder) / "all", "--documents", str(documents.resolve()))
            rows.append(("all documents, import and build", f"{seconds:.1f} s"))
        else:
            rows.append(("all documents, import and build", f"skipped: no {documents}"))
    for name, value in rows:
        sys.stdout.write(f"| {name} | {value} |\n")


if __name__ == "__main__":
    main()
