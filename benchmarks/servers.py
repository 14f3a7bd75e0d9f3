"""The service and its peers, each loaded with one file and serving on loopback."""

import http.client
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil

from tests.store.servers import VIRTUOSO, free_port, isql, virtuoso

BIN = Path(sys.executable).parent
LIMIT = 6 * 1024**3
LOADING = 600.0
OURS = "kgservice"


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that answers: where, its process, and how many seconds it took to load."""

    address: str
    pid: int
    load: float

    @property
    def family(self) -> list[psutil.Process]:
        """Return its processes."""
        own = psutil.Process(self.pid)
        return [own, *own.children(recursive=True)]

    def memory(self) -> float:
        """Return the megabytes that its processes hold, shared ones counted once."""
        return sum(member.memory_full_info().pss for member in self.family) / 1e6

    def processor(self) -> float:
        """Return the seconds of processor time that its processes, ended ones too, have used."""
        return sum(sum(member.cpu_times()[:4]) for member in self.family)


def ask(address: str, text: str, patience: float) -> bytes:
    """Return the JSON answer to a query; an error if it is none or late."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=patience)
    try:
        path = f"{parts.path}?{urlencode({'query': text})}"
        connection.request("GET", path, headers={"Accept": "application/sparql-results+json"})
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    if response.status != 200:
        raise RuntimeError(f"status {response.status}: {body[:200]!r}")
    return body


@contextmanager
def _started(command: list[str], address: str, began: float) -> Iterator[Serving]:
    """Run a server under a memory limit until the block ends."""
    process = subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=_bound
    )
    try:
        while True:
            try:
                ask(address, "ASK {}", 5)
                break
            except (OSError, RuntimeError, http.client.HTTPException) as error:
                if process.poll() is not None or time.monotonic() - began > LOADING:
                    raise RuntimeError(f"it does not start: {error}") from error
                time.sleep(0.1)
        yield Serving(address, process.pid, time.monotonic() - began)
    finally:
        process.kill() if process.poll() is None and _ends_late(process) else process.wait()


def _ends_late(process: "subprocess.Popen[bytes]") -> bool:
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        return True
    return False


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))


@contextmanager
def of_ours(data: Path, folder: Path) -> Iterator[Serving]:
    """Load and serve with this service, as it is shipped."""
    port = free_port()
    command = [sys.executable, "-m", "kgservice", "serve", "--port", str(port)]
    address = f"http://127.0.0.1:{port}/sparql"
    with _started([*command, "--dataset", str(data)], address, time.monotonic()) as serving:
        yield serving


@contextmanager
def of_oxigraph(data: Path, folder: Path) -> Iterator[Serving]:
    """Load and serve with ``oxigraph``, its store optimized."""
    port, place, began = free_port(), str(folder / "oxigraph"), time.monotonic()
    for verb in (["load", "-l", place, "-f", str(data)], ["optimize", "-l", place]):
        subprocess.run([str(BIN / "oxigraph"), *verb], check=True, capture_output=True)  # noqa: S603
    command = [str(BIN / "oxigraph"), "serve", "-l", place, "-b", f"127.0.0.1:{port}"]
    with _started(command, f"http://127.0.0.1:{port}/query", began) as serving:
        yield serving


@contextmanager
def of_rdflib(data: Path, folder: Path) -> Iterator[Serving]:
    """Load and serve with ``rdflib-endpoint``, over its own memory store."""
    port = free_port()
    command = [str(BIN / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port)]
    address = f"http://127.0.0.1:{port}/"
    with _started([*command, str(data)], address, time.monotonic()) as serving:
        yield serving


@contextmanager
def of_virtuoso(data: Path, folder: Path) -> Iterator[Serving]:
    """Load and serve with Virtuoso; the graph is the only one, so the union of all is the same."""
    if not Path(VIRTUOSO).is_file():
        raise RuntimeError("not installed; apt-get install virtuoso-opensource")
    with virtuoso(folder) as server:
        target = folder / "virtuoso" / data.name
        target.symlink_to(data)
        began = time.monotonic()
        isql(server.sql, f"ld_dir('{target.parent}', '{data.name}', 'urn:x:bench');")
        isql(server.sql, "rdf_loader_run();")
        isql(server.sql, "checkpoint;")
        yield Serving(server.query, server.pid, time.monotonic() - began)


SERVERS: dict[str, Callable[[Path, Path], "contextmanager[Serving]"]] = {  # type: ignore[type-arg]
    OURS: of_ours,
    "oxigraph serve": of_oxigraph,
    "Virtuoso": of_virtuoso,
    "rdflib-endpoint": of_rdflib,
}
