"""A service in a process of its own, and a client that sees every byte of its answers."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

PROGRAM = """
import sys
from pathlib import Path, PosixPath  # how a path is written
from kgservice.settings import Settings
from kgservice.store import Limits, federated, open_dataset, open_release
from kgservice.web.server import serve
path, port, workers, settings, limits = sys.argv[1:]
limits = Limits(**eval(limits))
opened = (open_release if Path(path).is_dir() else open_dataset)(Path(path), limits, int(workers))
chosen = Settings(port=int(port), **eval(settings))
called = chosen.service_endpoints, chosen.service_networks, chosen.service_seconds
serve(federated(opened, *called), chosen)
"""
STARTING = 120.0


@dataclass(frozen=True, slots=True)
class Reply:
    """One response."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """Return the media type without its parameters."""
        return self.headers.get("content-type", "").split(";")[0]

    @property
    def problem(self) -> dict[str, Any]:
        """Return the problem document."""
        assert self.media_type == "application/problem+json", self
        document = json.loads(self.body)
        assert document["status"] == self.status
        return dict(document)

    @property
    def slug(self) -> str:
        """Return the end of the problem's type."""
        return str(self.problem["type"]).rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Served:
    """A running service."""

    port: int
    pid: int

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        timeout: float = 240.0,
    ) -> Reply:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, found, response.read())
        finally:
            connection.close()

    def get(self, path: str, accept: str | None = None, **parameters: str) -> Reply:
        """Send a GET with parameters."""
        address = f"{path}?{urlencode(parameters)}" if parameters else path
        return self.ask("GET", address, headers={"Accept": accept} if accept else {})

    def query(self, text: str, accept: str | None = None, **parameters: str) -> Reply:
        """Ask a SPARQL query by GET."""
        return self.get("/sparql", accept, query=text, **parameters)

    def raw(self, data: bytes, timeout: float = 10.0) -> bytes:
        """Send bytes as they are and return what comes back until the service closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout) as connection:
            connection.sendall(data)
            received = b""
            with contextlib.suppress(TimeoutError, ConnectionResetError):
                while piece := connection.recv(65536):
                    received += piece
        return received

    def children(self) -> list[int]:
        """Return the ids of every process under the service's."""
        found, queue = [], [self.pid]
        while queue:
            children = Path(f"/proc/{(pid := queue.pop())}/task/{pid}/children")
            with contextlib.suppress(OSError):
                pids = [int(text) for text in children.read_text().split()]
                found += pids
                queue += pids
        return found


@contextlib.contextmanager
def serving(
    path: Path,
    workers: int = 2,
    settings: dict[str, Any] | None = None,
    stopped: int = 0,
    stderr: IO[bytes] | None = None,
    **limits: float,
) -> Iterator[Served]:
    """Serve a file or a folder of releases until the block ends, then stop it by SIGTERM.

    :param stopped: the exit status it must end with
    :param stderr: where its log goes; the test's own if ``None``
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [str(path), str(port), str(workers), repr(settings or {}), repr(limits)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KGSERVICE_")}
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-W", "error", "-c", PROGRAM, *arguments],
        cwd=Path(__file__).parents[1],
        env=environment,
        stderr=stderr,
    )
    served = Served(port, process.pid)
    try:
        _wait(served, process)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            assert process.wait(30) == stopped
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise


def _wait(served: Served, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            if served.get("/readyz").status == 200:
                return
        time.sleep(0.05)
    raise AssertionError(f"the service did not start (status {process.poll()})")
