"""SPARQL servers on loopback, started for a test and stopped with it."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

STARTING = 60.0
OXIGRAPH = Path(sys.executable).parent / "oxigraph"
VIRTUOSO = "/usr/bin/virtuoso-t"
CONFIGURATION = """
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = 60000
MaxDirtyBuffers = 40000
MaxClientConnections = 80
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 80
MaxClientConnections = 80
[SPARQL]
ResultSetMaxRows = 1000000
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its query address, its Graph Store address, its process."""

    query: str
    graphs: str
    pid: int
    sql: int = 0


@contextlib.contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """Start ``oxigraph serve`` over an empty store."""
    if not OXIGRAPH.is_file():
        pytest.skip("oxigraph is not installed; pip install oxigraph")
    port = free_port()
    command = [str(OXIGRAPH), "serve", "-l", str(folder / "oxigraph"), "-b", f"127.0.0.1:{port}"]
    base = f"http://127.0.0.1:{port}"
    with _running(command, f"{base}/query?query=ASK%7B%7D", folder) as pid:
        yield Server(f"{base}/query", f"{base}/store", pid)


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Start Virtuoso over an empty database; everyone on loopback may write."""
    if not Path(VIRTUOSO).is_file() or shutil.which("isql-vt") is None:
        pytest.skip("Virtuoso is not installed; apt-get install virtuoso-opensource")
    port, sql = free_port(), free_port()
    own = folder / "virtuoso"
    own.mkdir()
    (own / "v.ini").write_text(CONFIGURATION.format(folder=own, port=port, sql=sql))
    command = [VIRTUOSO, "+foreground", "+configfile", str(own / "v.ini")]
    base = f"http://127.0.0.1:{port}"
    with _running(command, f"{base}/sparql?query=ASK%7B%7D", own) as pid:
        for line in (
            "DB.DBA.RDF_DEFAULT_USER_PERMS_SET('nobody', 7);",
            'GRANT SPARQL_UPDATE TO "SPARQL";',
        ):
            isql(sql, line)
        yield Server(f"{base}/sparql", f"{base}/sparql-graph-crud", pid, sql)


def isql(port: int, statement: str) -> str:
    """Run one statement in Virtuoso as its administrator."""
    command = ["/usr/bin/isql-vt", f"127.0.0.1:{port}", "dba", "dba", f"exec={statement}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)  # noqa: S603
    return done.stdout


def free_port() -> int:
    """Return a port of loopback that is free now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextlib.contextmanager
def _running(command: list[str], probe: str, folder: Path) -> Iterator[int]:
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603
            command, stdout=log, stderr=log, cwd=folder, env={**os.environ, "NO_PROXY": "*"}
        )
        try:
            end = time.monotonic() + STARTING
            while not _answers(probe):
                assert process.poll() is None, (folder / "server.log").read_text()
                assert time.monotonic() < end, f"{command[0]} did not start"
                time.sleep(0.1)
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:  # noqa: S310
            return bool(reply.status == 200)
    except OSError:
        return False
