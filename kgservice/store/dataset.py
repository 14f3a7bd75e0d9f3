"""Any RDF file as a store: parsed once, in a child process, into a temporary folder."""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from kgservice.errors import DocumentError
from kgservice.store.base import Limits
from kgservice.store.embedded import EmbeddedStore
from kgservice.store.loading import FORMATS, suffix_of
from kgservice.store.workers import Source

LOADING = 900.0
MEMORY = 4 * 1024 * 1024 * 1024


def open_dataset(
    path: Path, limits: Limits, workers: int, *, seconds: float = LOADING, memory: int = MEMORY
) -> EmbeddedStore:
    """Serve a file as it is, without any step of the build.

    :param path: Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD, by suffix; ``.gz`` too
    :param limits: what one query may cost
    :param workers: how many query processes
    :param seconds: how long parsing may take
    :param memory: bytes of memory that parsing may take
    :returns: the store, which the caller closes
    :raises DocumentError: if the file cannot be read, with file and line
    """
    if not path.is_file():
        raise DocumentError(f"{path} is no file; expected an RDF document")
    if suffix_of(path) not in FORMATS:
        known = ", ".join(sorted(FORMATS))
        raise DocumentError(f"{path}: the suffix names no RDF syntax; expected {known}, or .gz")
    if not path.stat().st_size:
        raise DocumentError(f"{path} is empty; expected an RDF document")
    scratch = Path(tempfile.mkdtemp(prefix="kgservice-"))
    try:
        _load(path, scratch / "store", seconds, memory)
        source = Source(f"dataset-{_digest(path)}", scratch / "store")
        return EmbeddedStore(lambda: source, limits, workers, scratch=scratch)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise


def _load(path: Path, target: Path, seconds: float, memory: int) -> None:
    """Parse a file in a child process."""
    arguments = [str(path), str(target), str(memory)]
    command = [sys.executable, "-m", "kgservice.store.loading", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise DocumentError(f"{path} was not read within {seconds:g} seconds") from None
    if done.returncode:
        raise DocumentError(
            f"{path} ended the parser (status {done.returncode}); it is nested too deeply"
            " or needs too much memory"
        )
    report = json.loads(done.stdout)
    if "detail" in report:
        place = f"{path}, line {report['line']}" if report.get("line") else f"{path}"
        raise DocumentError(f"{place}: {report['detail']}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
