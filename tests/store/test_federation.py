"""``SERVICE`` to allowed endpoints: what is called, what is not, what comes back."""

import http.server
import ipaddress
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from kgservice.errors import (
    CancelledError,
    DeadlineError,
    InputError,
    QueryForbiddenError,
    QuerySyntaxError,
    RowLimitError,
    ServiceCallError,
    SizeLimitError,
)
from kgservice.store import Limits, QueryRequest, Store, federated, open_dataset
from kgservice.store.calling import MEDIA_TYPE, MOST_BYTES, MOST_ROWS, Guard
from kgservice.store.calls import read_calls
from tests.serving import serving

LOOPBACK = "127.0.0.0/8"
DATA = "<urn:x:a> <urn:x:p> 1 . <urn:x:b> <urn:x:p> 2 ."
ROWS = [
    {"s": {"type": "uri", "value": "urn:x:a"}, "l": {"type": "literal", "value": 'é "1"\n'}},
    {"s": {"type": "uri", "value": "urn:x:b"}},
    {"s": {"type": "uri", "value": "urn:x:c"}, "l": {"type": "literal", "value": "unjoined"}},
]
CALLING = "SELECT ?s ?o ?l { ?s <urn:x:p> ?o SERVICE <%s> { ?s <urn:y:q> ?t . ?t <urn:y:r> ?l } }"


def solutions(rows: list[dict[str, Any]], *names: str) -> bytes:
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


@dataclass
class Endpoint:
    """Another endpoint, that answers what it is told to."""

    address: str = ""
    body: bytes = solutions(ROWS, "s", "l")
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": MEDIA_TYPE})
    wait: float = 0.0
    missing: int = 0
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def other() -> Iterator[Endpoint]:
    """Return an endpoint on loopback."""
    endpoint = Endpoint()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            endpoint.asked += parse_qs(self.rfile.read(length).decode())["query"]
            time.sleep(endpoint.wait)
            self.send_response(endpoint.status)
            for name, value in endpoint.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(endpoint.body) + endpoint.missing))
            self.end_headers()
            self.wfile.write(endpoint.body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    endpoint.address = f"http://127.0.0.1:{server.server_port}/sparql"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield endpoint
    server.shutdown()
    server.server_close()
    thread.join()


class Lasting:
    """A store that outlives the stores in front of it."""

    def __init__(self, store: Store) -> None:
        self.limits, self.query = store.limits, store.query

    def close(self) -> None:
        """Do nothing."""


@pytest.fixture(scope="module")
def inner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lasting]:
    """Return a store over two triples."""
    path = tmp_path_factory.mktemp("inner") / "data.ttl"
    path.write_text(DATA, encoding="utf-8")
    store = open_dataset(path, Limits(), 1)
    yield Lasting(store)
    store.close()


@pytest.fixture
def opened(inner: Lasting, other: Endpoint) -> Iterator[Callable[..., Store]]:
    """Return a function that opens a store which may call the other endpoint."""
    stores: list[Store] = []

    def open_(networks: str = LOOPBACK, seconds: float = 5.0) -> Store:
        stores.append(federated(inner, other.address, networks, seconds))  # type: ignore[arg-type]
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


def ask(store: Store, text: str, **options: Any) -> list[str]:  # noqa: ANN401
    with store.query(QueryRequest(text, "text/csv", **options)).body as body:
        return sorted(body.read().decode().split("\r\n")[1:-1])


def test_what_an_endpoint_answers_is_joined(opened: Callable[..., Store], other: Endpoint) -> None:
    found = ask(opened(), "PREFIX ex: <urn:y:> " + CALLING % other.address, base="http://b.test/")
    assert found == ['urn:x:a,1,"é ""1""\n"', "urn:x:b,2,"]
    (asked,) = other.asked
    assert (
        asked.split()
        == (
            "BASE <http://b.test/> PREFIX ex: <urn:y:> SELECT * WHERE"
            " { ?s <urn:y:q> ?t . ?t <urn:y:r> ?l }"
        ).split()
    )


@pytest.mark.parametrize(
    ("rows", "names", "expected"), [([], ("s",), []), ([{}], (), ["urn:x:a", "urn:x:b"])]
)
def test_no_solution_and_the_empty_one(
    opened: Callable[..., Store],
    other: Endpoint,
    rows: list[dict[str, Any]],
    names: tuple[str, ...],
    expected: list[str],
) -> None:
    other.body = solutions(rows, *names)
    text = f"SELECT ?s {{ ?s <urn:x:p> ?o SERVICE <{other.address}> {{ <urn:a> <urn:b> 1 }} }}"
    assert ask(opened(), text) == expected


def test_loopback_is_called_only_where_it_is_named(
    opened: Callable[..., Store], other: Endpoint
) -> None:
    with pytest.raises(QueryForbiddenError, match="not public"):
        ask(opened(networks=""), CALLING % other.address)
    with pytest.raises(QueryForbiddenError, match="not public"):
        ask(opened(networks="10.0.0.0/8"), CALLING % other.address)
    assert other.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *((text, True) for text in ("93.184.215.14", "2606:2800:21f::1", "::ffff:93.184.215.14")),
        *((text, False) for text in ("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1")),
        *((text, False) for text in ("169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1")),  # noqa: S104
        *((text, False) for text in ("255.255.255.255", "::1", "::", "fe80::1", "fd00::1")),
        *((text, False) for text in ("::ffff:127.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1")),
        *((text, False) for text in ("2002:7f00:1::", "ff02::1", "fec0::1", "2001::1")),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert Guard().admit(ipaddress.ip_address(address)) is public


def test_a_name_is_looked_up_once_and_each_address_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def rebinding(host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        return [(0, 0, 0, "", (each, port)) for each in ("93.184.215.14", "127.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with pytest.raises(QueryForbiddenError, match="not public"):
        Guard().resolve("rebinding.test", 80, "http://rebinding.test/")
    loopback = Guard((ipaddress.ip_network(LOOPBACK),))
    assert loopback.resolve("rebinding.test", 80, "http://rebinding.test/") == "93.184.215.14"


def test_another_endpoint_is_refused_and_the_allowed_named(
    opened: Callable[..., Store], other: Endpoint
) -> None:
    with pytest.raises(QueryForbiddenError, match=f"allowed: <{other.address}>"):
        ask(opened(), CALLING % "http://other.test/sparql")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
        "SELECT * { VALUES ?x { <%s> } SERVICE ?x { ?s ?p ?o } }",
        "SELECT * { SERVICE <%s> { SERVICE <urn:x:y> { ?s ?p ?o } } }",
        "SELECT * { \\u0053ERVICE <%s> { ?s ?p ?o } }",
        "PREFIX ex: <urn:x:> SELECT * { ?s ?p 1SERVICE ex:a { } SERVICE <%s> { } }",
        "SELECT * { SERVICE <%s> { ?s ?p ?o FILTER(?o<?p)SERVICE#>\n<urn:x:y> { } } }",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }",
        "LOAD <%s>",
    ],
)
def test_other_ways_to_call_are_refused(
    opened: Callable[..., Store], other: Endpoint, text: str
) -> None:
    with pytest.raises(QueryForbiddenError):
        ask(opened(), text % other.address)
    assert other.asked == []


@pytest.mark.parametrize("text", ["SELECT * { SERVICE <%s> }", "SELECT * { SERVICE <%s> { ?s ?p "])
def test_a_broken_clause_is_no_query(
    opened: Callable[..., Store], other: Endpoint, text: str
) -> None:
    with pytest.raises(QuerySyntaxError):
        ask(opened(), text % other.address)


def test_brackets_in_strings_and_comments_close_nothing() -> None:
    (call,) = read_calls('SELECT * { SERVICE <u:x> { ?s ?p \'}\' # }\n , """}""" } ?a ?b ?c }')
    assert call.text.endswith('"""}""" }')


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"wait": 1.0}, DeadlineError, "within 0.4 seconds"),
        ({"missing": 10}, ServiceCallError, "10 bytes too few"),
        ({"status": 500}, ServiceCallError, "status 500"),
        ({"status": 302, "headers": {"Location": "http://x/"}}, ServiceCallError, "to http"),
        ({"headers": {"Content-Type": "text/html"}}, ServiceCallError, "text/html"),
        ({"body": b"{"}, ServiceCallError, "no JSON"),
        ({"body": b"[" * 200_000}, ServiceCallError, "no JSON"),
        ({"body": b"{}"}, ServiceCallError, "no solutions"),
        ({"body": solutions([], "s } {")}, ServiceCallError, "variable"),
        ({"body": solutions([{"s": {"type": "bnode", "value": "b"}}], "s")}, ServiceCallError,
         "'bnode'"),
        ({"body": solutions([{"s": {"type": "uri", "value": "a> b"}}], "s")}, ServiceCallError,
         "no solutions"),
        ({"body": solutions([{}] * (MOST_ROWS + 1), "s")}, RowLimitError, "10,000 solutions"),
        ({"body": b" " * (MOST_BYTES + 1)}, SizeLimitError, "8,000,000 bytes"),
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_whole_answer_is_an_error(
    opened: Callable[..., Store],
    other: Endpoint,
    changes: dict[str, Any],
    error: type[Exception],
    sentence: str,
) -> None:
    vars(other).update(changes)
    with pytest.raises(error, match=sentence):
        ask(opened(seconds=0.4 if "wait" in changes else 5.0), CALLING % other.address)


def test_an_endpoint_that_is_not_there(opened: Callable[..., Store], other: Endpoint) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        other.address = f"http://127.0.0.1:{held.getsockname()[1]}/"
        with pytest.raises(ServiceCallError, match="cannot be asked"):
            ask(opened(), CALLING % other.address)


def test_a_caller_that_goes_away_is_not_waited_for(
    opened: Callable[..., Store], other: Endpoint
) -> None:
    other.wait = 1.0
    begin = time.monotonic()
    with pytest.raises(CancelledError):
        opened().query(QueryRequest(CALLING % other.address, "text/csv"), lambda: True)
    assert time.monotonic() - begin < 10


def test_calls_count_into_the_deadline_of_the_query(
    opened: Callable[..., Store], other: Endpoint
) -> None:
    other.wait = 0.4
    text = f"SELECT * {{ {f'SERVICE <{other.address}> {{ ?s ?p ?l }}' * 2} }}"
    with pytest.raises(DeadlineError):
        ask(opened(seconds=5.0), text, seconds=0.5)


@pytest.mark.parametrize(
    ("endpoints", "networks"),
    [
        ("ftp://a.test/", ""),
        ("https://user:word@a.test/", ""),
        ("a.test/sparql", ""),
        ("https://a.test/", "10.0.0.1/8"),
    ],
)
def test_a_setting_that_is_none_is_refused(
    opened: Callable[..., Store], endpoints: str, networks: str
) -> None:
    with pytest.raises(InputError, match="service_"):
        federated(opened(), endpoints, networks, 1.0)


def test_it_is_served_and_not_kept(tmp_path: Path, other: Endpoint) -> None:
    path = tmp_path / "data.ttl"
    path.write_text("<urn:x:a> <urn:x:p> 1 .", encoding="utf-8")
    settings = {"service_endpoints": other.address, "service_networks": LOOPBACK}
    with serving(path, settings=settings) as served:
        for _ in range(2):
            reply = served.query(CALLING % other.address, "text/csv")
            assert (reply.status, reply.headers["cache-control"]) == (200, "no-store")
            assert reply.body.startswith(b"s,o,l\r\nurn:x:a,1,")
        other.status = 503
        reply = served.query(CALLING % other.address)
        assert (reply.status, reply.slug) == (502, "service")
        assert served.query(CALLING % "http://other.test/").status == 403
        assert served.query("SELECT * { ?s ?p ?o }").status == 200
    assert len(other.asked) == 3
    with serving(path) as served:
        assert served.query(CALLING % other.address).slug == "query-forbidden"
