"""Hostile input gets a clean error, and the service goes on."""

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil
import pytest

from tests.serving import Served

DIRECT = {"Content-Type": "application/sparql-query"}
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(
    f"VALUES ?x{i} {{ {' '.join(map(str, range(200)))} }}" for i in range(5)
)
RUNAWAY += " }"


@pytest.fixture(autouse=True)
def still_up(served: Served) -> Iterator[None]:
    """After each test the service answers, with all of its workers."""
    yield
    assert served.query("ASK {}").status == 200
    for _ in range(100):
        if len(served.children()) == 3:
            break
        time.sleep(0.02)
    assert len(served.children()) == 3  # a nursery and two workers


def nested(opening: str, inner: str, closing: str, depth: int) -> str:
    return f"SELECT ({opening * depth}{inner}{closing * depth} AS ?x) WHERE {{}}"


@pytest.mark.parametrize(
    "text",
    [
        nested("(", "1", ")", 10_000),
        nested("CONCAT(", "'a'", ")", 2_000),
        nested("IF(true,", "1", ",2)", 2_000),
        "SELECT * WHERE { " + "FILTER EXISTS { ?s ?p ?o " * 1_500 + "}" * 1_500 + " }",
        "SELECT * WHERE { " + "{" * 5_000 + "}" * 5_000 + " }",
        "SELECT * WHERE { ?s ?p " + "(" * 5_000 + "1" + ")" * 5_000 + " }",
        "PREFIX : <urn:x:> SELECT * WHERE { ?s " + "/".join([":p"] * 1_000) + " ?o }",
        "SELECT * WHERE { " + "OPTIONAL { ?s ?p ?o } " * 3_000 + " }",
    ],
    ids=["paren", "concat", "if", "exists", "group", "collection", "path", "optional"],
)
def test_depth(served: Served, text: str) -> None:
    reply = served.ask("POST", "/sparql", text.encode(), DIRECT)
    assert (reply.status, reply.slug) == (400, "query-nesting")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { ?s ?p (" + "1 " * 1_000 + ") }",
        "SELECT * WHERE { " + "".join(f"?s{i} ?p ?o{i} . " for i in range(1_000)) + "}",
    ],
    ids=["collection", "triples"],
)
def test_what_hangs_the_engine_ends_at_the_deadline(served: Served, text: str) -> None:
    reply = served.ask("POST", "/sparql?timeout=0.5", text.encode(), DIRECT)
    assert (reply.status, reply.slug) == (503, "deadline")


def test_a_long_query(served: Served) -> None:
    text = "ASK {}" + " " * 200_000
    reply = served.ask("POST", "/sparql", text.encode(), DIRECT)
    assert (reply.status, reply.slug) == (413, "too-many-bytes")
    assert reply.problem["limit"] == "query-bytes"


def test_a_body_of_ten_megabytes(served: Served) -> None:
    received = b""
    with socket.create_connection(("127.0.0.1", served.port), 10) as connection:
        head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        connection.sendall(f"{head}Content-Length: 10000000\r\n\r\n".encode())
        with contextlib.suppress(ConnectionError, TimeoutError):
            connection.sendall(b" " * 10_000_000)
        with contextlib.suppress(ConnectionError, TimeoutError):
            received = connection.recv(65536)
    assert received.startswith(b"HTTP/1.1 413")


def test_a_chunked_body_without_end(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), 10) as connection:
        head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        connection.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        with contextlib.suppress(ConnectionError, TimeoutError):
            for _ in range(100):
                connection.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")
        received = b""
        with contextlib.suppress(ConnectionError, TimeoutError):
            received = connection.recv(65536)
    assert received == b"" or received.startswith(b"HTTP/1.1 413")


def test_a_body_that_stops(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), 10) as connection:
        head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
        connection.sendall(f"{head}Content-Length: 6\r\n\r\nASK".encode())
        time.sleep(0.2)
        assert served.query("ASK {}").status == 200


@pytest.mark.parametrize(
    "query",
    ["%00", "%EF%BF%BE", "ASK%20%7B%7D%00", "%F0%9F%98%80", "SELECT%20%F4%90%80%80"],
)
def test_odd_characters(served: Served, query: str) -> None:
    reply = served.ask("GET", f"/sparql?query={query}")
    assert reply.status == 400
    assert reply.problem["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "/sparql?query=" + quote("ASK {}") + "%0d%0aSet-Cookie:%20a=b",
        "/graphs?graph=urn:x:%0d%0aSet-Cookie:%20a=b",
        "/%0d%0aSet-Cookie:%20a=b",
        "/graphs%0d%0aSet-Cookie:%20a=b",
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_header_injection(served: Served, address: str, accept: str) -> None:
    reply = served.ask("GET", address, headers={"Accept": accept})
    assert reply.status in (200, 400, 404)
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize(
    "accept", ["a/b;q=" + "9" * 5_000, "," * 8_000, '"' * 5_000, "a/b;" * 3_000]
)
def test_odd_accept_headers(served: Served, accept: str) -> None:
    assert served.query("ASK {}", accept).status in (200, 406)


def test_two_hundred_idle_connections(served: Served) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(socket.create_connection(("127.0.0.1", served.port), 10))
        assert served.query("ASK {}").status == 200


def test_clients_that_hang_up_free_their_workers(served: Served) -> None:
    request = f"GET /sparql?{urlencode({'query': RUNAWAY})} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    for _ in range(10):
        with socket.create_connection(("127.0.0.1", served.port), 10) as connection:
            connection.sendall(request)
            time.sleep(0.15)
    # Ten deadlines of two seconds on two workers would outlast the patience of the queue.
    assert served.query("ASK {}").status == 200


BOMB = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12)
)
BOMB += "]><r>&m;</r>"


@pytest.mark.parametrize(
    "media_type",
    ["application/sparql-query", "application/rdf+xml", "application/xml", "text/turtle"],
)
@pytest.mark.parametrize("path", ["/sparql", "/graphs?default", "/assess"])
def test_an_entity_bomb_is_not_read(served: Served, path: str, media_type: str) -> None:
    service = psutil.Process(served.pid)
    before = service.memory_info().rss
    reply = served.ask("POST", path, BOMB.encode(), {"Content-Type": media_type})
    assert reply.status in (400, 405, 415)
    assert reply.problem["detail"]
    assert service.memory_info().rss < before + 50_000_000


def test_a_literal_with_an_entity_bomb_comes_back_as_it_is(served: Served) -> None:
    text = f"SELECT ('''{BOMB}''' AS ?x) WHERE {{}}"
    reply = served.ask(
        "POST", "/sparql", text.encode(), {**DIRECT, "Accept": "application/sparql-results+xml"}
    )
    assert reply.status == 200
    assert b"<!DOCTYPE" not in reply.body
    assert b"&lt;!ENTITY" in reply.body


def test_nothing_is_left_behind(served: Served) -> None:
    """Descriptors and memory of the service after many errors are what they were."""
    service = psutil.Process(served.pid)
    served.query(RUNAWAY, timeout="0.1")
    descriptors, memory = service.num_fds(), service.memory_info().rss
    for _ in range(10):
        assert served.query(RUNAWAY, timeout="0.1").status == 503
        assert served.query("SELECT").status == 400
        served.query("SELECT * WHERE { ?s ?p ?o }")
    assert service.num_fds() <= descriptors + 3
    assert service.memory_info().rss < memory + 20_000_000
    opened = [path for path in Path(f"/proc/{served.pid}/fd").iterdir() if int(path.name) > 2]
    links = []
    for path in opened:
        with contextlib.suppress(FileNotFoundError):  # closed in this moment
            links.append(path.readlink().name)
    assert not [name for name in links if name.endswith("(deleted)")]
