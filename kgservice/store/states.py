"""The state of all lists on a day: the editions that stood, and a store that holds them.

A union of many graphs as default graph is slow in the engine, and the distinct states are few.  So
a state is materialised when it is first asked for: a snapshot of the release's store, in whose
default graph the editions of that day stand in place of the present ones.  It is kept below
``<states>/<release>/<key>/``, used by every process that asks for it, and removed when many
younger ones are held.  Locks on files keep it from being built twice or removed in use.
"""

import contextlib
import datetime
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from kgservice.errors import (
    BusyError,
    CancelledError,
    EngineError,
    QueryDatasetError,
    ReleaseError,
    SpoolError,
)
from kgservice.namespaces import edition_iri
from kgservice.store.inspection import read_tokens
from kgservice.store.workers import Source

MOST: Final = 24
MOST_BYTES: Final = 8 * 1024 * 1024 * 1024
BUILDING: Final = 300.0
MEMORY: Final = 2 * 1024 * 1024 * 1024
SLICE: Final = 0.05
AGAIN: Final = 10
EXCERPT: Final = "excerpt"
UNFINISHED: Final = ".building"


@dataclass(frozen=True, slots=True)
class State:
    """The editions in force on a day.

    :ivar editions: their IRIs, sorted; at most one a list
    :ivar present: the IRIs of the editions that the default graph of the release holds
    """

    editions: tuple[str, ...]
    present: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return the name of the state's folder; the same editions have the same."""
        return hashlib.sha256("\n".join(self.editions).encode()).hexdigest()[:16]

    @property
    def leaves(self) -> tuple[str, ...]:
        """Return the present editions that did not stand on the day."""
        return tuple(sorted(set(self.present) - set(self.editions)))

    @property
    def takes(self) -> tuple[str, ...]:
        """Return the editions that stood on the day and are not the present ones."""
        return tuple(sorted(set(self.editions) - set(self.present)))


def read_state(source: Source, day: datetime.date) -> State:
    """Return which editions of a release stood on a day, list by list.

    An edition stands from its date until the next one of its list.  An excerpt never stands: it
    is silent on what it does not carry.  Before its first edition a list has none.

    :param source: the release, whose ``manifest.json`` lies beside its store
    :param day: any day
    :returns: the state, empty where the day lies before every list
    :raises ReleaseError: if the release does not say which editions it holds
    """
    manifest = source.path.parent / "manifest.json"
    try:
        held = json.loads(manifest.read_text(encoding="utf-8"))["editions"]
    except (OSError, ValueError, KeyError):
        text = f"{source.release} does not say which editions it holds; expected {manifest}"
        raise ReleaseError(text) from None
    return state_on(held, day)


def state_on(held: Iterable[Mapping[str, Any]], day: datetime.date) -> State:
    """Return which of some editions stood on a day; see :func:`read_state`.

    :param held: ``list``, ``date`` and ``extent`` of each, as a manifest has them
    :param day: any day
    :returns: the state
    """
    then: dict[str, datetime.date] = {}
    now: dict[str, datetime.date] = {}
    for edition in held:
        date, name = datetime.date.fromisoformat(edition["date"]), edition["list"]
        if edition["extent"] == EXCERPT:
            continue
        now[name] = max(now.get(name, date), date)
        if date <= day:
            then[name] = max(then.get(name, date), date)
    return State(_iris(then), _iris(now))


def _iris(dates: dict[str, datetime.date]) -> tuple[str, ...]:
    return tuple(sorted(edition_iri(name, date) for name, date in dates.items()))


def refuse_own_dataset(text: str, graphs: tuple[str, ...]) -> None:
    """Refuse a query that names its dataset by itself: a day would then mean nothing to it.

    :param text: the query
    :param graphs: those of the protocol's parameters
    :raises QueryDatasetError: if there are any, or the query has ``FROM``
    """
    if graphs or any(t.kind == "word" and t.text.upper() == "FROM" for t in read_tokens(text)):
        raise QueryDatasetError(
            "a day and a dataset exclude each other; expected asOf without FROM, default-graph-uri"
            " and named-graph-uri, or the graphs of the editions without asOf"
        )


class StateFolder:
    """Materialised states on disk.

    :param folder: where they are kept; made when the first is
    :param most: how many are kept
    :param most_bytes: bytes that all of them may take beside those they share with the release
    :param seconds: how long making one may take
    :param memory: bytes of memory that making one may take
    """

    def __init__(
        self,
        folder: Path,
        *,
        most: int = MOST,
        most_bytes: int = MOST_BYTES,
        seconds: float = BUILDING,
        memory: int = MEMORY,
    ) -> None:
        self._folder = folder
        self._most = most
        self._most_bytes = most_bytes
        self._seconds = seconds
        self._memory = memory
        self._lock = threading.Lock()
        self._making: dict[Path, Future[None]] = {}

    @contextlib.contextmanager
    def hold(
        self, source: Source, state: State, seconds: float, cancelled: Callable[[], bool]
    ) -> Iterator[Path]:
        """Yield the store of a state, which is not removed meanwhile; make it where there is none.

        :param source: the release
        :param state: one of its states, other than the present
        :param seconds: how long to wait for it; making it goes on after that
        :param cancelled: looked at while waiting
        :yields Path: the folder of a store
        :raises BusyError: if it is not ready in time
        :raises CancelledError: if ``cancelled`` turned true
        :raises EngineError: if it cannot be made
        :raises SpoolError: if it cannot be kept
        """
        target = self._folder / source.release / state.key
        deadline = time.monotonic() + seconds
        while True:
            try:
                with _locked(target, fcntl.LOCK_SH):
                    if (target / "store").is_dir():
                        os.utime(target)
                        yield target / "store"
                        return
            except OSError as error:
                raise self._unkept(error) from error
            self._wait(self._make(source, state, target), deadline, cancelled)

    def _wait(self, making: Future[None], deadline: float, cancelled: Callable[[], bool]) -> None:
        while not wait((making,), SLICE).done:
            if cancelled():
                raise CancelledError("the client went away")
            if time.monotonic() >= deadline:
                raise BusyError("the state of that day is being prepared; ask again", AGAIN)
        making.result()

    def _make(self, source: Source, state: State, target: Path) -> Future[None]:
        """Return the making of a state, begun by whoever asks first."""
        with self._lock:
            making = self._making.get(target)
            if making is None:
                making = self._making[target] = Future()
                arguments = (source, state, target, making)
                threading.Thread(target=self._run, args=arguments, daemon=True).start()
            return making

    def _run(self, source: Source, state: State, target: Path, making: Future[None]) -> None:
        try:
            with _locked(self._folder / "states", fcntl.LOCK_EX):
                if not (target / "store").is_dir():
                    self._build(source, state, target)
                    self._evict(target)
            making.set_result(None)
        except OSError as error:
            making.set_exception(self._unkept(error))
        except BaseException as error:  # noqa: BLE001 - whoever waits is told
            making.set_exception(error)
        finally:
            with self._lock:
                del self._making[target]

    def _build(self, source: Source, state: State, target: Path) -> None:
        """Make a state in a child process, and give it its name when it is whole."""
        scratch = self._folder / UNFINISHED
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        arguments = [str(source.path), str(scratch / "store"), str(self._memory)]
        command = [sys.executable, "-m", "kgservice.store.state_making", *arguments]
        order = json.dumps({"leaves": state.leaves, "takes": state.takes}).encode()
        try:
            done = subprocess.run(  # noqa: S603 - our own module
                command, input=order, capture_output=True, timeout=self._seconds, check=False
            )
        except subprocess.TimeoutExpired:
            text = f"the state was not made within {self._seconds:g} seconds"
            raise EngineError(text) from None
        if done.returncode:
            why = done.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1][:200]
            raise EngineError(f"the state cannot be made (status {done.returncode}): {why}")
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch.rename(target)

    def _evict(self, fresh: Path) -> None:
        """Remove the states that were used longest ago, while there are too many."""
        states = [path for path in self._folder.glob("*/*") if (path / "store").is_dir()]
        states.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        sizes = {path: _own_bytes(path) for path in states}
        while states and (len(states) > self._most or sum(sizes.values()) > self._most_bytes):
            oldest = states.pop()
            sizes.pop(oldest)
            if oldest == fresh:
                continue
            with contextlib.suppress(OSError), _locked(oldest, fcntl.LOCK_EX | fcntl.LOCK_NB):
                shutil.rmtree(oldest)

    def _unkept(self, error: OSError) -> SpoolError:
        reason = error.strerror or str(error)
        return SpoolError(f"no state can be kept in {self._folder.name}: {reason}")


@contextlib.contextmanager
def _locked(path: Path, kind: int) -> Iterator[IO[bytes]]:
    """Hold a lock on the file beside a path; several threads and processes may ask for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("ab") as file:
        fcntl.flock(file, kind)
        yield file


def _own_bytes(folder: Path) -> int:
    """Return the bytes of files that are not shared by a link with the release."""
    found = (path.stat() for path in folder.rglob("*") if path.is_file())
    return sum(status.st_size for status in found if status.st_nlink == 1)
