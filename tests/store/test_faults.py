"""Runaway queries, killed workers and full disks end with the right error; the store goes on."""

import asyncio
import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from kgservice.errors import (
    BusyError,
    CancelledError,
    DeadlineError,
    EngineError,
    MemoryLimitError,
    ReleaseError,
    RowLimitError,
    SizeLimitError,
    SpoolError,
    StoreClosedError,
)
from kgservice.store import Limits, Store, open_release
from kgservice.store.base import GRAPH_TYPES, SOLUTION_TYPES, QueryRequest
from kgservice.store.embedded import EmbeddedStore, ReleaseFolder
from kgservice.store.workers import NICE

JSON = "application/sparql-results+json"
NODES = 300
LOOKUP = QueryRequest("SELECT ?o WHERE { <urn:x:1> <urn:x:next> ?o }", "text/csv")
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
RUN = QueryRequest(COUNT, JSON)
RUNAWAYS = {
    "cross product": COUNT,
    "path": "SELECT (COUNT(*) AS ?n) WHERE { ?a (<urn:x:next>|<urn:x:far>)* ?b ."
    " ?b (<urn:x:next>|<urn:x:far>)* ?c . ?c (<urn:x:next>|<urn:x:far>)* ?d }",
    "order": "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c",
    "construct": "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "distinct": "SELECT DISTINCT ?a ?d ?g WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}


OTHERS: set[int] = set()


@pytest.fixture(autouse=True)
def _leave_out_others() -> None:
    """Note the nurseries that fixtures of other modules keep for the whole session."""
    OTHERS.clear()
    OTHERS.update(nursery.pid for nursery in nurseries())


@pytest.fixture
def releases(tmp_path: Path, publish: Callable[[Path, str, str], None]) -> Path:
    """Return a folder with one release: a ring of nodes with two kinds of edges."""
    ring = (
        f"<urn:x:{i}> <urn:x:next> <urn:x:{(i + 1) % NODES}> ."
        f" <urn:x:{i}> <urn:x:far> <urn:x:{i * 7 % NODES}> ."
        for i in range(NODES)
    )
    publish(tmp_path / "releases", "r1", "\n".join(ring))
    return tmp_path / "releases"


@contextlib.contextmanager
def opened(folder: Path, workers: int = 1, **limits: Any) -> Iterator[Store]:  # noqa: ANN401
    """Open a release and check on closing that nothing of it stays."""
    descriptors = set(os.listdir("/proc/self/fd"))  # noqa: PTH208
    store = open_release(folder, Limits(**limits), workers)
    try:
        yield store
        read(store, LOOKUP)
        assert settle_at(1 + workers)
    finally:
        store.close()
    assert settle_at(0)
    assert set(os.listdir("/proc/self/fd")) <= descriptors  # noqa: PTH208


def nurseries() -> list[psutil.Process]:
    """Return the nurseries that a test here started, dead ones included."""
    found = []
    for child in psutil.Process().children():
        if child.pid in OTHERS:
            continue
        with contextlib.suppress(psutil.NoSuchProcess):
            dead = child.status() == psutil.STATUS_ZOMBIE
            if dead or "kgservice.store.nursery" in child.cmdline():
                found.append(child)
    return found


def processes() -> int:
    """Return how many nurseries and workers there are, dead ones included, once they settle."""
    counts: list[int] = []
    for _ in range(100):
        with contextlib.suppress(psutil.NoSuchProcess):
            counts.append(sum(1 + len(nursery.children()) for nursery in nurseries()))
        if len(counts) > 4 and len(set(counts[-5:])) == 1:
            break
        time.sleep(0.02)
    return counts[-1]


def settle_at(count: int) -> bool:
    """Return whether there are soon so many; a large process takes its time to end."""
    return any(processes() == count for _ in range(20))


def workers_of_this_process() -> list[int]:
    """Return the process ids of the workers."""
    return [worker.pid for nursery in nurseries() for worker in nursery.children()]


def read(store: Store, request: QueryRequest) -> bytes:
    """Ask, and return the whole answer."""
    result = store.query(request)
    with result.body as body:
        data = body.read()
    assert len(data) == result.size
    return data


@pytest.mark.parametrize("kind", RUNAWAYS)
def test_a_runaway_ends_with_an_error(releases: Path, kind: str) -> None:
    media_type = "text/turtle" if kind == "construct" else JSON
    with opened(releases, seconds=0.4, memory=600_000_000, size=10**12) as store:
        begin = time.monotonic()
        with pytest.raises((DeadlineError, MemoryLimitError)) as caught:
            store.query(QueryRequest(RUNAWAYS[kind], media_type))
        assert time.monotonic() - begin < 10  # it ends; how soon is measured, not tested
        assert caught.value.limit in ("seconds", "memory")
        assert f"{caught.value.value:,g}".replace(",", "")[:3] in ("0.4", "6e+")
        assert read(store, LOOKUP).endswith(b"urn:x:2\r\n")
        assert store.activity().replaced == 1


def test_lookups_go_on_beside_runaways(releases: Path) -> None:
    with opened(releases, workers=2, seconds=1.0) as store:
        errors: list[Exception] = []

        def run_away() -> None:
            try:
                store.query(QueryRequest(COUNT, JSON))
            except DeadlineError as error:
                errors.append(error)

        threads = [threading.Thread(target=run_away) for _ in range(3)]
        for thread in threads:
            thread.start()
        answers = [read(store, LOOKUP) for _ in range(50)]
        for thread in threads:
            thread.join()
        assert len(set(answers)) == 1
        assert len(errors) == 3
        assert store.activity().replaced == 3


def test_memory_is_limited(releases: Path) -> None:
    """What fits into a larger limit, and into the address space, still breaches a smaller one."""
    text = "SELECT (COUNT(*) AS ?n) WHERE { { SELECT DISTINCT * WHERE { ?a ?b ?c . ?d ?e ?f } } }"
    with opened(releases, memory=1_000_000_000) as store:
        assert read(store, QueryRequest(text, "text/csv"))
    with opened(releases, memory=60_000_000) as store:
        with pytest.raises(MemoryLimitError) as caught:
            store.query(QueryRequest(text, "text/csv"))
        assert caught.value.value == 60_000_000


@pytest.mark.parametrize(
    "media_type",
    [*SOLUTION_TYPES, *GRAPH_TYPES],
)
def test_rows_are_limited_exactly(releases: Path, media_type: str) -> None:
    form = "SELECT *" if media_type in SOLUTION_TYPES else "CONSTRUCT"
    text = form + " WHERE { ?s <urn:x:next> ?o }"
    with opened(releases, rows=NODES) as store:
        assert read(store, QueryRequest(text, media_type))
    with opened(releases, rows=NODES - 1) as store:
        with pytest.raises(RowLimitError, match="299 rows") as caught:
            store.query(QueryRequest(text, media_type))
        assert caught.value.value == NODES - 1
        assert store.activity().replaced == 0


def test_bytes_are_limited_exactly(releases: Path) -> None:
    request = QueryRequest("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples")
    with opened(releases) as store:
        size = len(read(store, request))
    with opened(releases, size=size) as store:
        assert len(read(store, request)) == size
    with opened(releases, size=size - 1) as store, pytest.raises(SizeLimitError):
        store.query(request)


def test_large_answers_pass_through_a_file(releases: Path) -> None:
    text = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 50000"
    with opened(releases) as store:
        data = read(store, QueryRequest(text, "text/csv"))
        assert data.count(b"\r\n") == 50_001


def test_a_long_query_stands_back_behind_short_ones(releases: Path) -> None:
    with opened(releases, seconds=2.0) as store:
        (worker,) = (psutil.Process(pid) for pid in workers_of_this_process())
        usual = worker.nice()

        def run_away() -> None:
            with pytest.raises(DeadlineError):
                read(store, RUN)

        runaway = threading.Thread(target=run_away)
        runaway.start()
        found = {worker.nice()}
        while runaway.is_alive():
            with contextlib.suppress(psutil.NoSuchProcess):
                found.add(worker.nice())
            time.sleep(0.02)
        assert max(found) == NICE
        assert usual < NICE
        end = time.monotonic() + 30  # the one that was killed is a child until it is collected
        while found != {usual} and time.monotonic() < end:
            time.sleep(0.02)
            with contextlib.suppress(psutil.NoSuchProcess):
                found = {psutil.Process(pid).nice() for pid in workers_of_this_process()}
        assert found == {usual}


def test_a_request_may_lower_the_deadline_only(releases: Path) -> None:
    with opened(releases, seconds=0.5) as store:
        for seconds, limit in ((0.1, 0.1), (60.0, 0.5)):
            with pytest.raises(DeadlineError) as caught:
                store.query(QueryRequest(COUNT, JSON, seconds=seconds))
            assert caught.value.value == limit


def test_a_killed_worker_is_an_error_and_is_replaced(releases: Path) -> None:
    with opened(releases) as store:
        read(store, LOOKUP)
        (victim,) = workers_of_this_process()
        threading.Timer(0.3, os.kill, (victim, signal.SIGKILL)).start()
        with pytest.raises(EngineError, match="signal 9"):
            store.query(QueryRequest(COUNT, JSON))
        assert read(store, LOOKUP)
        (victim,) = workers_of_this_process()
        psutil.Process(victim).kill()
        while psutil.pid_exists(victim):
            time.sleep(0.01)
        assert read(store, LOOKUP)  # idle as it was, nobody notices


def test_a_killed_nursery_is_replaced(releases: Path) -> None:
    with opened(releases) as store:
        (nursery,) = nurseries()
        workers = nursery.children()
        nursery.kill()
        psutil.wait_procs(workers, 5)
        for _ in range(3):
            assert read(store, LOOKUP)


def test_a_caller_that_goes_away_frees_its_worker(releases: Path) -> None:
    with opened(releases) as store:
        gone = threading.Event()
        threading.Timer(0.2, gone.set).start()
        with pytest.raises(CancelledError):
            store.query(QueryRequest(COUNT, JSON), gone.is_set)
        assert read(store, LOOKUP)


def test_a_full_spool_is_an_error(releases: Path) -> None:
    store = EmbeddedStore(
        ReleaseFolder(releases).current, Limits(), 1, spool=Path("/proc/no-such-folder")
    )
    text = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 50000"
    with pytest.raises(SpoolError, match="No such file"):
        store.query(QueryRequest(text, JSON))
    assert read(store, LOOKUP)
    store.close()


def test_waiting_is_bounded(releases: Path) -> None:
    store = EmbeddedStore(ReleaseFolder(releases).current, Limits(seconds=1.5), 1, patience=0.2)

    def run_away() -> None:
        with pytest.raises(DeadlineError):
            store.query(QueryRequest(COUNT, JSON))

    runaway = threading.Thread(target=run_away)
    runaway.start()
    while store.activity().idle:
        time.sleep(0.01)
    with pytest.raises(BusyError) as caught:
        store.query(LOOKUP)
    assert caught.value.retry_after >= 1
    runaway.join()
    assert read(store, LOOKUP)
    store.close()


def test_the_engine_cannot_call_out(releases: Path) -> None:
    """The second wall: a worker refuses sockets, whatever text reaches it."""
    with opened(releases) as store:
        question = {
            "text": "SELECT * WHERE { SERVICE <http://127.0.0.1/sparql> { ?s ?p ?o } }",
            **{"media_type": JSON, "base": None, "default_graphs": [], "named_graphs": []},
            "bindings": [],
            **{"rows": 10, "size": 1000, "folder": ""},
        }
        pool = store._pool  # type: ignore[attr-defined]
        reply, _ = asyncio.run(pool.ask(question, Limits(), "", lambda: False))
        assert reply.header["failure"] == "engine"
        assert "Permission denied" in reply.header["detail"]


def test_a_new_release_is_picked_up(
    releases: Path, publish: Callable[[Path, str, str], None]
) -> None:
    with opened(releases, workers=2) as store:
        assert store.release() == "r1"
        failures: list[Exception] = []
        seen: list[tuple[str, bytes]] = []
        done = threading.Event()

        def look_up() -> None:
            while not done.is_set():
                try:
                    result = store.query(LOOKUP)
                except Exception as error:  # noqa: BLE001 - whatever it is, it must not be
                    failures.append(error)
                    return
                with result.body as body:
                    seen.append((result.release, body.read()))

        threads = [threading.Thread(target=look_up) for _ in range(4)]
        for thread in threads:
            thread.start()
        publish(releases, "r2", "<urn:x:1> <urn:x:next> <urn:x:new> .")
        while store.release() == "r1":
            time.sleep(0.01)
        time.sleep(0.1)
        done.set()
        for thread in threads:
            thread.join()
        assert not failures
        assert {(r, a) for r, a in seen} == {
            ("r1", b"o\r\nurn:x:2\r\n"),
            ("r2", b"o\r\nurn:x:new\r\n"),
        }


def test_a_broken_release_leaves_the_old_one_serving(releases: Path) -> None:
    with opened(releases) as store:
        (releases / "r2" / "store").mkdir(parents=True)
        (releases / "current").unlink()
        (releases / "current").symlink_to("r2")
        for _ in range(50):
            assert store.release() == "r1"
            assert read(store, LOOKUP)
            time.sleep(0.01)


def test_no_release_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="names no release"):
        open_release(tmp_path, Limits(), 1)
    (tmp_path / "current").symlink_to("r9")
    with pytest.raises(ReleaseError, match="store of release r9"):
        open_release(tmp_path, Limits(), 1)


def test_a_closed_store_says_so(releases: Path) -> None:
    store = open_release(releases, Limits(), 1)
    store.close()
    with pytest.raises(StoreClosedError):
        store.query(LOOKUP)
