"""The W3C SPARQL 1.1 Protocol and Service Description suites, against the served surface."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, serialize
from rdflib import Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF
from rdflib.term import Node

from tests.serving import Reply, Served, serving
from tests.w3c.suite import SUITES, triples_of

pytestmark = pytest.mark.skipif(not SUITES.is_dir(), reason=f"no test suites at {SUITES}")
FOLDER = SUITES / "sparql11" / "protocol"
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"},
}
# These want an update to be carried out; the service answers queries only, and says 403.
UPDATES = {
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
}


def read_manifest() -> Graph:
    graph = Graph()
    if SUITES.is_dir():
        graph.parse(FOLDER / "manifest.ttl", publicID="https://w3id.org/stc/test/protocol")
    return graph


MANIFEST = read_manifest()
TESTS = sorted(
    str(test).rsplit("#", 1)[-1] for test in MANIFEST.subjects(RDF.type, MF.ProtocolTest)
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a service over the three graphs that the tests speak of."""
    path: Path = tmp_path_factory.mktemp("protocol") / "data.nq"
    with path.open("wb") as file:
        for number in (1, 2, 3):
            quads = triples_of(FOLDER / f"data{number}.nt", NamedNode(DATA.format(number)))
            file.write(serialize(quads, format=RdfFormat.N_QUADS) or b"")
    with serving(path) as running:
        yield running


def literal(subject: Node, predicate: URIRef) -> str:
    return str(MANIFEST.value(subject, predicate) or "")


def requests_of(name: str) -> list[Node]:
    """Return the requests of a test, in order."""
    test = next(
        s for s in MANIFEST.subjects(RDF.type, MF.ProtocolTest) if str(s).endswith(f"#{name}")
    )
    connection = MANIFEST.value(test, MF.action)
    assert connection is not None
    found = MANIFEST.value(connection, HT.requests)
    assert found is not None
    return list(Collection(MANIFEST, found))


def send(served: Served, request: Node) -> Reply:
    """Send a request as the manifest says."""
    headers = {}
    if fields := MANIFEST.value(request, HT.headers):
        for field in Collection(MANIFEST, fields):
            headers[literal(field, HT.fieldName)] = literal(field, HT.fieldValue)
    content = None
    if body := MANIFEST.value(request, HT.body):
        encoding = literal(body, CNT.characterEncoding) or "utf-8"
        content = literal(body, CNT.chars).encode(encoding)
    path = literal(request, HT.absolutePath)
    return served.ask(literal(request, HT.methodName), path, content, headers)


def test_every_test_is_run() -> None:
    assert len(TESTS) == 34
    assert set(TESTS) >= UPDATES


@pytest.mark.parametrize("name", TESTS)
def test_protocol(served: Served, name: str) -> None:
    if name in UPDATES:
        reply = send(served, requests_of(name)[0])
        assert (reply.status, reply.slug) == (403, "query-forbidden")
        return
    for request in requests_of(name):
        reply = send(served, request)
        response = MANIFEST.value(request, HT.resp)
        assert response is not None
        classes = {str(status)[-3] for status in MANIFEST.objects(response, MF.expectedStatus)}
        assert str(reply.status)[0] in classes, reply
        if expected := literal(response, MF.expectedFormat):
            assert reply.media_type in FORMATS[expected]
        if expected := literal(response, MF.expectedBoolean):
            assert json.loads(reply.body)["boolean"] is (expected == "true")


def test_service_description(served: Served) -> None:
    """Hold the suite's three: it is RDF, names its endpoint, and follows the vocabulary."""
    reply = served.ask("GET", "/sparql")
    assert reply.status == 200
    graph = Graph().parse(data=reply.body, format="turtle")
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert list(graph.objects(service, SD.endpoint)) == [
        URIRef(f"http://127.0.0.1:{served.port}/sparql")
    ]
    (dataset,) = graph.objects(service, SD.defaultDataset)
    assert (dataset, RDF.type, SD.Dataset) in graph
    assert len(list(graph.objects(dataset, SD.defaultGraph))) == 1
    named = {str(graph.value(n, SD.name)) for n in graph.objects(dataset, SD.namedGraph)}
    assert named == {DATA.format(number) for number in (1, 2, 3)}
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert len(list(graph.objects(service, SD.resultFormat))) == 8
