"""The client: answers as values, refusals as errors that carry the problem, nothing cut."""

import datetime
import decimal
import socket
import sys
import threading
from collections.abc import Callable, Iterator

import httpx
import pytest

from kgservice.client import Client, Iri, table
from kgservice.errors import (
    ExplanationError,
    IncompleteAnswerError,
    InputError,
    MissingExtraError,
    ServiceError,
    UnreachableError,
)

ID = "https://w3id.org/stc/id/"


def test_search(client: Client) -> None:
    found = client.search("9a999a1", lang="en", list_id="us-ccl", kinds=["entry"], limit=5)
    assert found.hits[0].code == "9A999.a.1"
    assert found.hits[0].above is not None
    assert found.hits[0].above.text == "Spinning zorbs and their bearings"
    assert found.release.startswith("dataset-")
    assert len(client.search_all("zorb")) == client.search("zorb", limit=1).total == 6


def test_entry(client: Client) -> None:
    thing = client.entry("us-ccl", "9a999")
    assert thing.iri == ID + "us-ccl/2001-01-01/9A999"
    assert thing.texts("skos:prefLabel")["fr"] == "Zorbes tournés et leurs paliers"
    assert thing == client.entry("us-ccl", "9A999", "2001-01-01")
    assert client.entry("us-ccl", "9A999.a.11").iri == ID + "us-ccl/9A999.a.11"
    with pytest.raises(ServiceError, match="status 404") as caught:
        client.entry("us-ccl", "9A998")
    assert caught.value.status == 404
    assert caught.value.problem["type"] == "https://w3id.org/stc/problem/not-found"
    with pytest.raises(InputError, match="no IRI of ours"):
        client.thing("https://example.org/x")


def test_query_gives_python_values(client: Client) -> None:
    found = client.query(
        "SELECT * WHERE { VALUES (?a ?b ?c ?d ?e ?f ?g) {"
        " (<urn:x:a> 7 2.50 1e0 true '2001-01-01'^^xsd:date UNDEF) } }"
    )
    (row,) = found
    assert row == {
        "a": "urn:x:a",
        "b": 7,
        "c": decimal.Decimal("2.5"),
        "d": 1.0,
        "e": True,
        "f": datetime.date(2001, 1, 1),
        "g": None,
    }
    assert isinstance(row["a"], Iri)
    assert len(found) == 1
    assert client.ask(f"ASK {{ <{ID}us-ccl> a stc:ControlList }}")
    graph = client.graph(f"CONSTRUCT WHERE {{ <{ID}us-ccl> a ?type }}")
    assert len(graph) == 1


def test_a_problem_is_an_error_that_carries_it(client: Client) -> None:
    with pytest.raises(ServiceError) as caught:
        client.query("SELECT ?x WHERE {\n  ?x stc:status }")
    assert caught.value.problem["type"] == "https://w3id.org/stc/problem/query-syntax"
    assert caught.value.problem["line"] == 2
    with pytest.raises(ServiceError, match="there are en, fr"):
        client.search("zorb", lang="de")
    with pytest.raises(ServiceError, match="seconds above 0"):
        client.query("ASK {}", timeout=-1)


def test_convergences(client: Client) -> None:
    (found,) = client.convergences("us-ccl", "9a999a")
    assert (found.status, found.label) == ("StatedInLaw", "humming of zorbs")
    assert found.items == (ID + "us-ccl/9A999",)
    assert found.sources == ("Zorb Act, section 9",)
    assert client.convergences("us-ccl", "9A999.a.1", "caught") == (found,)
    assert client.convergences("zz-list", "9X999") == ()
    proof = client.convergence(found.iri)
    assert proof.status == "StatedInLaw"
    with pytest.raises(ExplanationError):
        client.convergence("us-ccl/9A999")


def test_frames(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = client.query("SELECT ?a ?b WHERE { VALUES (?a ?b) { (2.50 UNDEF) (1 'x') } }")
    frame = found.frame()
    assert list(frame.columns) == ["a", "b"]
    assert frame["a"].tolist() == [decimal.Decimal("2.5"), 1]
    assert frame["b"].tolist() == [None, "x"]
    empty = client.query("SELECT ?a WHERE { ?a stc:status stc:NoSuchStatus }").frame()
    assert (list(empty.columns), len(empty)) == (["a"], 0)
    hits = table(client.search("9a999").hits)
    assert hits["code"].tolist() == ["9A999", "9A999.a", "9A999.a.1", "9A999.a.11"]
    mixed = table([{"a": 1}, {"a": None, "b": "x"}])
    assert mixed.to_numpy().tolist() == [[1, None], [None, "x"]]
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"kgservice\[data\]"):
        found.frame()


@pytest.fixture
def answering() -> Iterator[Callable[[bytes], str]]:
    """Return a function that serves bytes to one connection and returns its address."""
    listeners: list[socket.socket] = []

    def answer(data: bytes) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(data)

        threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield answer
    for listener in listeners:
        listener.close()


ROWS = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"x"}}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"Content-Length: 500\r\n\r\n" + ROWS + b"]}}",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n55\r\n" + ROWS + b"]}}",
        HEAD + b"Connection: close\r\n\r\n" + ROWS,
        HEAD + b'Content-Length: 2\r\n\r\n""',
    ],
)
def test_a_cut_answer_is_never_whole(answering: Callable[[bytes], str], data: bytes) -> None:
    with Client(answering(data)) as client, pytest.raises(IncompleteAnswerError):
        client.query("SELECT ?a {}")


def test_pages_of_two_releases_are_not_joined() -> None:
    releases = iter(("one", "two"))

    def answer(request: httpx.Request) -> httpx.Response:
        hit = {
            "iri": "urn:x", "kind": "entry", "list": "zz-list", "code": "9X999", "edition": "",
            "status": "Listed", "label": None, "above": None, "matched": "code", "extract": None,
        }  # fmt: skip
        found = {"text": "x", "total": 2, "offset": 0, "hits": [hit], "whole": True}
        return httpx.Response(200, json={**found, "corrected": {}, "release": next(releases)})

    with (
        Client(transport=httpx.MockTransport(answer)) as client,
        pytest.raises(IncompleteAnswerError, match="not of one release"),
    ):
        client.search_all("x")


def test_no_service_at_all() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with (
        Client(f"http://127.0.0.1:{port}") as client,
        pytest.raises(UnreachableError, match="does not answer GET /search"),
    ):
        client.search("zorb")
