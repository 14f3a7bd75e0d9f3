"""The running service: large answers, lost workers, new releases, hang-ups, and the stop."""

import contextlib
import csv
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import psutil
import pytest
from pyoxigraph import RdfFormat, Store

from tests.serving import Reply, Served, serving

ROWS = 60_000
LOOKUP = "SELECT ?o WHERE { <urn:x:1> <urn:x:p> ?o }"
ALL = "SELECT ?s ?o WHERE { ?s <urn:x:p> ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def publish(folder: Path, release: str, word: str) -> None:
    """Write a release whose values carry a word, and let ``current`` name it."""
    path = folder / release / "store"
    path.parent.mkdir(parents=True)
    engine = Store(path)
    lines = (f'<urn:x:{i}> <urn:x:p> "{word} {i}" .' for i in range(ROWS))
    engine.bulk_load("\n".join(lines), RdfFormat.N_TRIPLES)
    engine.flush()
    (folder / "next").symlink_to(release)
    (folder / "next").replace(folder / "current")


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one release."""
    folder = tmp_path_factory.mktemp("releases")
    publish(folder, "r1", "first")
    return folder


@pytest.fixture
def served(releases: Path) -> Iterator[Served]:
    """Return a running service."""
    with serving(releases, seconds=20.0) as running:
        yield running


def complete(reply: Reply, word: str) -> bool:
    """Return whether a CSV answer to ``ALL`` is whole."""
    rows = list(csv.DictReader(io.StringIO(reply.body.decode())))
    return len(rows) == ROWS and all(row["o"].startswith(word + " ") for row in rows)


def gone(pids: list[int]) -> bool:
    """Return whether these processes end soon."""
    for _ in range(200):
        if not any(psutil.pid_exists(pid) for pid in pids):
            return True
        time.sleep(0.02)
    return False


def test_a_large_answer_is_whole(served: Served) -> None:
    reply = served.query(ALL, "text/csv")
    assert reply.headers["x-release"] == "r1"
    assert (
        int(reply.headers["content-length"]) == len(reply.body) > 1_048_576
    )  # what is sent in one piece
    assert complete(reply, "first")


def test_pages_for_people_and_machines(served: Served) -> None:
    assert served.get("/livez").body == b"alive\n"
    assert b"r1" in served.get("/readyz").body
    home = served.get("/")
    assert home.media_type == "text/html"
    assert f"http://127.0.0.1:{served.port}/sparql".encode() in home.body


def test_killed_workers_never_cut_an_answer(served: Served) -> None:
    done = threading.Event()

    def kill() -> None:
        while not done.wait(0.05):
            (nursery,) = psutil.Process(served.pid).children()
            for worker in nursery.children()[:1]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    worker.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    replies = [served.query(ALL, "text/csv") for _ in range(25)]
    done.set()
    killer.join()
    for reply in replies:
        assert reply.status in (200, 500)
        assert complete(reply, "first") if reply.status == 200 else reply.slug == "engine"
    assert {reply.status for reply in replies} >= {500}
    assert served.query(LOOKUP).status == 200


def test_a_release_is_swapped_under_load(tmp_path: Path) -> None:
    publish(tmp_path, "r1", "first")
    with serving(tmp_path, seconds=20.0) as served:
        replies: list[Reply] = []
        done = threading.Event()

        def ask() -> None:
            while not done.is_set():
                replies.append(served.query(LOOKUP, "text/csv"))
                replies.append(served.query(ALL, "text/csv"))
            replies.append(served.query(LOOKUP, "text/csv"))

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        publish(tmp_path, "r2", "second")
        while served.query(LOOKUP).headers["x-release"] == "r1":
            time.sleep(0.05)
        done.set()
        for thread in threads:
            thread.join()
        words = {"r1": "first", "r2": "second"}
        assert {reply.status for reply in replies} == {200}
        assert {reply.headers["x-release"] for reply in replies} == {"r1", "r2"}
        for reply in replies:
            word = words[reply.headers["x-release"]]
            assert reply.body == f"o\r\n{word} 1\r\n".encode() or complete(reply, word)


def test_a_client_that_hangs_up_stops_its_query(served: Served) -> None:
    request = f"GET /sparql?{urlencode({'query': RUNAWAY})} HTTP/1.1\r\nHost: x\r\n\r\n"
    (nursery,) = psutil.Process(served.pid).children()
    before = {worker.pid for worker in nursery.children()}
    with socket.create_connection(("127.0.0.1", served.port)) as connection:
        connection.sendall(request.encode())
        time.sleep(0.4)
        assert before <= {worker.pid for worker in nursery.children()}
    for _ in range(200):
        if not before <= {worker.pid for worker in nursery.children()}:
            break
        time.sleep(0.02)
    assert not before <= {worker.pid for worker in nursery.children()}  # long before its deadline


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "http://inner.test/sparql"),
        ({"proxies": 1}, "https://outer.test/kg/sparql"),
        ({"public_url": "https://fixed.test/kg"}, "https://fixed.test/kg/sparql"),
    ],
)
def test_the_endpoint_behind_a_proxy(
    releases: Path, settings: dict[str, object], expected: str
) -> None:
    headers = {
        "Host": "inner.test",
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "outer.test",
        "X-Forwarded-Prefix": "/kg",
    }
    with serving(releases, settings=settings) as served:
        described = served.ask("GET", "/sparql", headers=headers)
        assert f"sparql-service-description#endpoint> <{expected}>".encode() in described.body


def test_liveness_does_not_wait_for_queries(releases: Path) -> None:
    with serving(releases, seconds=2.0) as served:
        replies: list[Reply] = []
        threads = [
            threading.Thread(target=lambda: replies.append(served.query(RUNAWAY)))
            for _ in range(60)
        ]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        assert served.ask("GET", "/livez", timeout=1.0).status == 200
        for thread in threads:
            thread.join()
        assert {reply.status for reply in replies} == {503}
        slugs = [reply.slug for reply in replies]
        assert set(slugs) == {"busy", "deadline"}
        assert all("retry-after" in reply.headers for reply in replies)


def test_sigterm_finishes_what_is_running(releases: Path) -> None:
    with serving(releases, seconds=2.0) as served:
        replies: list[Reply] = []
        asker = threading.Thread(target=lambda: replies.append(served.query(RUNAWAY)))
        asker.start()
        time.sleep(0.5)
        os.kill(served.pid, signal.SIGTERM)
        asker.join()
        assert (replies[0].status, replies[0].slug) == (503, "deadline")


def test_sigterm_waits_no_longer_than_its_grace(releases: Path) -> None:
    settings = {"grace": 0.5}
    with serving(releases, settings=settings, seconds=60.0) as served:
        replies: list[Reply] = []

        def ask() -> None:
            with contextlib.suppress(OSError):
                replies.append(served.query(RUNAWAY))

        asker = threading.Thread(target=ask)
        asker.start()
        time.sleep(0.5)
        children = served.children()
        os.kill(served.pid, signal.SIGTERM)
        asker.join(30)
        assert not asker.is_alive()
        assert not replies or replies[0].status >= 500
    assert gone(children)


def test_told_to_stop_again_and_again_it_still_ends_by_itself(releases: Path) -> None:
    with serving(releases) as served:
        process = psutil.Process(served.pid)
        with contextlib.suppress(ProcessLookupError):
            while process.status() != psutil.STATUS_ZOMBIE:
                os.kill(served.pid, signal.SIGTERM)


def test_a_killed_service_leaves_no_process(releases: Path) -> None:
    with serving(releases, stopped=-signal.SIGKILL, seconds=60.0) as served:
        children = served.children()
        assert len(children) == 3
        os.kill(served.pid, signal.SIGKILL)
    assert gone(children)


def test_a_port_in_use_is_an_error(served: Served, releases: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kgservice.settings import Settings;"
        "from kgservice.store import Limits, open_release; from kgservice.web.server import serve;"
        f"serve(open_release(Path(sys.argv[1]), Limits(), 1), Settings(port={served.port}))"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program, str(releases)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert done.returncode != 0
    assert b"InputError" in done.stderr
    assert str(served.port).encode() in done.stderr
