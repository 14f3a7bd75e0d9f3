"""The Graph Store Protocol, reading, and the service description."""

from urllib.parse import quote

import pytest
from lxml import html
from pyoxigraph import RdfFormat, parse

from tests.serving import Served

SD = "http://www.w3.org/ns/sparql-service-description#"
TEST = "https://w3id.org/stc/test#"
OLD = "/graphs?graph=" + quote(TEST + "old", safe="")
SYNTAXES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}


def values(body: bytes, rdf_format: RdfFormat) -> set[str]:
    return {quad.object.value for quad in parse(body, rdf_format)}  # type: ignore[union-attr]


@pytest.mark.parametrize("media_type", SYNTAXES)
@pytest.mark.parametrize(
    ("address", "expected"),
    [(OLD, {"9X001-old"}), ("/graphs?default", {"9X001", "9X002", "Überprüfung"})],
)
def test_a_graph_in_every_syntax(
    served: Served, address: str, expected: set[str], media_type: str
) -> None:
    reply = served.ask("GET", address, headers={"Accept": media_type})
    assert reply.status == 200
    assert reply.media_type == media_type
    assert values(reply.body, SYNTAXES[media_type]) == expected
    again = served.ask("GET", address, headers={"If-None-Match": reply.headers["etag"]})
    assert again.status == (304 if media_type == "text/turtle" else 200)


def test_head(served: Served) -> None:
    got, head = served.ask("GET", OLD), served.ask("HEAD", OLD)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/graphs", 400),
        ("GET", "/graphs?default&graph=urn:x:a", 400),
        ("GET", "/graphs?graph=urn:x:a&graph=urn:x:b", 400),
        ("GET", "/graphs?graph=relative", 400),
        ("GET", "/graphs?graph=urn:x:%3E%20%7D", 400),
        ("GET", "/graphs?graph=urn:x:absent", 404),
        ("HEAD", "/graphs?graph=urn:x:absent", 404),
        ("GET", "/graphs?graph=%FF", 400),
        ("PUT", "/graphs?default", 405),
        ("POST", "/graphs?default", 405),
        ("DELETE", OLD, 405),
    ],
)
def test_what_is_refused(served: Served, method: str, address: str, status: int) -> None:
    reply = served.ask(method, address)
    assert reply.status == status
    assert method == "HEAD" or reply.problem["detail"]


@pytest.mark.parametrize("media_type", SYNTAXES)
def test_service_description(served: Served, media_type: str) -> None:
    reply = served.ask("GET", "/sparql", headers={"Accept": media_type})
    assert reply.media_type == media_type
    triples = {
        (quad.subject, quad.predicate.value, quad.object)
        for quad in parse(reply.body, SYNTAXES[media_type])
    }
    endpoint = f"http://127.0.0.1:{served.port}/sparql"
    by_predicate = {
        predicate: {object_.value for _, name, object_ in triples if name == SD + predicate}  # type: ignore[union-attr]
        for predicate in ("endpoint", "supportedLanguage", "name")
    }
    assert by_predicate == {
        "endpoint": {endpoint},
        "supportedLanguage": {SD + "SPARQL11Query"},
        "name": {TEST + "old", TEST + "older"},
    }


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("*/*", "text/turtle"),
        ("text/html;q=0.5, text/turtle", "text/turtle"),
        ("text/html;q=0.5, application/rdf+xml;q=0.4", "text/html"),
    ],
)
def test_a_service_description_for_browsers(served: Served, accept: str, media_type: str) -> None:
    reply = served.ask("GET", "/sparql", headers={"Accept": accept})
    assert (reply.status, reply.media_type) == (200, media_type)
    assert "Accept" in reply.headers["vary"]
    if media_type == "text/html":
        page = html.document_fromstring(reply.body.decode())
        assert page.get("lang") == "en"
        assert [h.text for h in page.iter("h1")] == ["SPARQL endpoint"]
        labelled = {label.get("for") for label in page.iter("label")}
        assert {area.get("id") for area in page.iter("textarea")} <= labelled
        assert f"http://127.0.0.1:{served.port}/sparql" in page.text_content()
        assert "2.0 seconds" in page.text_content()
        assert not list(page.iter("script", "style"))


def test_a_service_description_needs_no_parameters(served: Served) -> None:
    assert served.ask("GET", "/sparql?debug=1").status == 200
    assert served.ask("GET", "/sparql", headers={"Accept": "text/csv"}).status == 406


@pytest.mark.parametrize("host", ["a>b", 'a"b', "a b", "a}b"])
def test_a_host_that_is_no_host_is_refused(served: Served, host: str) -> None:
    received = served.raw(
        f"GET /sparql HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    )
    assert received.startswith(b"HTTP/1.1 400")
