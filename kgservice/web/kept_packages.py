"""Packages that were made, kept on disk to be given again; made one at a time."""

import collections
import contextlib
import hashlib
import multiprocessing
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from kgservice.errors import BusyError, MemoryLimitError
from kgservice.store.hardening import bound_memory
from kgservice.web.packages import Package, write_package

MOST_BYTES: Final = 512 * 1024 * 1024
PATIENCE: Final = 60.0
RETRY: Final = 30
PIECE: Final = 1024 * 1024

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class KeptPackage:
    """A package on disk.

    :ivar size: its bytes
    :ivar digest: their SHA-256
    """

    path: Path
    size: int
    digest: bytes


class PackageFolder:
    """A folder of packages, the one used longest ago thrown out first.

    :param memory: bytes of memory that making one may take
    :param most_bytes: bytes that all may take on disk
    """

    def __init__(self, memory: int, most_bytes: int = MOST_BYTES) -> None:
        self._folder = tempfile.mkdtemp(prefix="kgservice-packages-")
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._memory = memory
        self._most_bytes = most_bytes
        self._kept: collections.OrderedDict[Key, KeptPackage] = collections.OrderedDict()
        self._making = threading.Lock()
        self._lock = threading.Lock()

    def open(
        self, release: str, package: Package, fetch: Callable[[Path], str]
    ) -> tuple[KeptPackage, BinaryIO, str]:
        """Return a package, made now if it is not kept.

        :param release: id of the release that is served
        :param package: what is packed
        :param fetch: writes the graph as N-Triples into a file; returns the release it is of
        :returns: the package; its file, open, which the caller closes; the release it is of
        :raises BusyError: if others are made for too long
        :raises MemoryLimitError: if making it takes more memory than allowed
        """
        if found := self._find(release, package):
            return *found, release
        with self._turn():
            if found := self._find(release, package):
                return *found, release
            folder = Path(tempfile.mkdtemp(dir=self._folder))
            source, target = folder / "graph.nt", folder / package.name
            release = fetch(source)
            self._write(package, source, target)
            source.unlink()
            made = KeptPackage(target, target.stat().st_size, _digest(target))
            with self._lock:
                file = target.open("rb")
                self._keep((release, package.name), made)
        return made, file, release

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._making.acquire(timeout=PATIENCE):
            raise BusyError("other packages are being made", RETRY)
        try:
            yield
        finally:
            self._making.release()

    def _write(self, package: Package, source: Path, target: Path) -> None:
        context = multiprocessing.get_context("spawn")
        try:
            with ProcessPoolExecutor(
                1, context, initializer=bound_memory, initargs=(self._memory,)
            ) as pool:
                pool.submit(write_package, package, source, target).result()
        except (MemoryError, BrokenProcessPool) as error:
            text = f"making {package.name} takes more than {self._memory:,} bytes of memory"
            raise MemoryLimitError(text, "memory", self._memory) from error

    def _find(self, release: str, package: Package) -> tuple[KeptPackage, BinaryIO] | None:
        with self._lock:
            found = self._kept.get((release, package.name))
            if found is None:
                return None
            self._kept.move_to_end((release, package.name))
            return found, found.path.open("rb")

    def _keep(self, key: Key, made: KeptPackage) -> None:
        self._kept[key] = made
        while len(self._kept) > 1 and sum(each.size for each in self._kept.values()) > (
            self._most_bytes
        ):
            _, oldest = self._kept.popitem(last=False)
            oldest.path.unlink()


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
