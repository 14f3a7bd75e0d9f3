"""The forms of a thing say the same: JSON-LD by our context, Turtle, RDF/XML and N-Triples."""

import json

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kgservice.errors import ResultFormatError
from kgservice.namespaces import RDF, RDFS, SKOS, STC, XSD
from kgservice.web.forms import write_turtle
from kgservice.web.jsonld import CONTEXT, write_document

DOCUMENTS = (
    "/id/us-ccl",
    "/id/us-ccl/2020-01-01/9A999",
    "/id/us-ccl/2022-01-01",
    "/ontology",
    "/ontology/zz",
    "/ontology/zz/0.1.0",
    "/shapes",
    "/queries",
    "/queries/cq-002",
)
PARSED = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}


def graph(data: bytes | str, syntax: RdfFormat) -> Dataset:
    """Return what a document says; our context stands in for its address."""
    if syntax == RdfFormat.JSON_LD:
        found = json.loads(data)
        assert found["@context"] in ("http://localhost/context.jsonld", CONTEXT)
        data = json.dumps({**found, "@context": CONTEXT})
    dataset = Dataset(parse(data, syntax))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_form_says_the_same(client: FlaskClient, path: str) -> None:
    said = {}
    for suffix, syntax in PARSED.items():
        reply = client.get(path + suffix)
        assert reply.status_code == 200, reply.text
        said[suffix] = graph(reply.data, syntax)
    assert len(said[".nt"]) > 1
    assert said[".ttl"] == said[".rdf"] == said[".jsonld"] == said[".nt"]
    page = client.get(path + ".html")
    assert (page.status_code, page.mimetype) == (200, "text/html")


def test_the_context_is_served_and_is_the_one_that_is_named(client: FlaskClient) -> None:
    reply = client.get("/context.jsonld")
    assert reply.mimetype == "application/ld+json"
    assert json.loads(reply.data) == {"@context": CONTEXT}
    assert (
        client.get("/context.jsonld", headers={"If-None-Match": reply.headers["ETag"]}).status_code
        == 304
    )


def test_a_term_of_ours_needs_no_prefix(client: FlaskClient) -> None:
    said = json.loads(client.get("/id/us-ccl/2022-01-01/9A999.jsonld").data)["@graph"]
    entry = next(each for each in said if each["@id"].endswith("/9A999"))
    assert "Entry" in entry["@type"]
    assert entry["status"] == {"@id": "stc:Listed"}
    assert entry["skos:prefLabel"] == {"@language": "en", "@value": "Invented <b>item</b>"}


IRIS = st.sampled_from(
    [STC + "status", STC + "x-y", STC, SKOS + "note", RDF + "type", RDF + "first", RDFS + "label",
     "https://example.org/a/b", "urn:x:stc:a", "https://w3id.org/stc/id/a(b).c", XSD + "a:b",
     SKOS + "a/b", STC + "id", STC + "type"]
)  # fmt: skip
LITERALS = st.one_of(
    st.builds(Literal, st.text(st.characters(codec="utf-8", exclude_characters="\x00"))),
    st.builds(lambda text: Literal(text, language="fr-CA"), st.text("aé\"\\\n")),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(XSD + kind)),
        st.sampled_from(["1", "01", "+1", "-0", "-7", "4800.0", "1e3", "true", "1.50", "9" * 30,
                         "9007199254740993", "2020-01-01", "x"]),
        st.sampled_from(["integer", "boolean", "decimal", "double", "date", "string"]),
    ),
)  # fmt: skip
TRIPLES = st.lists(
    st.builds(
        Triple,
        st.one_of(IRIS.map(NamedNode), st.sampled_from([BlankNode("a"), BlankNode("b")])),
        IRIS.filter(lambda iri: iri != RDF + "type").map(NamedNode),
        st.one_of(IRIS.map(NamedNode), LITERALS, st.just(BlankNode("a"))),
    ),
    max_size=8,
)


def sorted_lines(triples: list[Triple]) -> bytes:
    return "".join(sorted({f"{triple} .\n" for triple in triples})).encode()


@given(TRIPLES)
def test_jsonld_says_what_the_statements_say(triples: list[Triple]) -> None:
    lines = sorted_lines(triples)
    text = "".join(write_document(parse(lines, RdfFormat.N_TRIPLES), CONTEXT))
    assert graph(text, RdfFormat.JSON_LD) == graph(lines, RdfFormat.N_TRIPLES)


@given(TRIPLES)
def test_turtle_says_what_the_statements_say(triples: list[Triple]) -> None:
    lines = sorted_lines(triples)
    assert graph(write_turtle(lines), RdfFormat.TURTLE) == graph(lines, RdfFormat.N_TRIPLES)


def test_types_become_types() -> None:
    quad = Quad(NamedNode("urn:x:a"), NamedNode(RDF + "type"), NamedNode(STC + "Entry"))
    assert '"@type": "Entry"' in "".join(write_document([quad], CONTEXT))


def test_an_iri_that_reads_as_a_prefixed_name_is_refused() -> None:
    quad = Quad(NamedNode("urn:x:a"), NamedNode(SKOS + "note"), NamedNode("stc:odd"))
    with pytest.raises(ResultFormatError, match="stc:odd"):
        list(write_document([quad], CONTEXT))
