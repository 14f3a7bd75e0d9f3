"""``/queries`` and ``/queries/{id}``: the questions of the catalogue as things, in every form.

A question is a SHACL ``sh:SPARQLSelectExecutable``; its text is the file's, and valid as it stands.
"""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response
from pyoxigraph import Literal, NamedNode, Triple

from kgservice.errors import UnknownQueryError
from kgservice.namespaces import BASE, DCAT, DCTERMS, RDF, RDFS, SH
from kgservice.queries import CatalogueQuery, find_query, read_catalogue
from kgservice.web.documents import document
from kgservice.web.forms import HTML, OFFERS, write_lines
from kgservice.web.frame import page
from kgservice.web.kinds import text
from kgservice.web.links import complete
from kgservice.web.negotiation import Offer
from kgservice.web.operations import Answer, Operation, describes
from kgservice.web.problems import RequestError
from kgservice.web.resource import Kind, Resource, renderer_of
from kgservice.web.resources import asked
from kgservice.web.service import endpoint

blueprint = Blueprint("questions", __name__)
QUERIES: Final = BASE + "queries"
_ANSWERS: Final = tuple(Answer(offer.media_type, "What is asked, and how.", {}) for offer in OFFERS)
CATALOGUE: Final = Operation("List the questions of the catalogue", (), _ANSWERS)
CATALOGUE_FORM: Final = Operation(
    "List the questions of the catalogue in a form",
    (text("suffix", "A dot and the form.", ".ttl").within("path"),),
    _ANSWERS,
)
QUESTION: Final = Operation(
    "Say what a question asks, of what, and its SPARQL",
    (text("name", "Its id; a suffix says the form.", "cq-001").within("path"),),
    _ANSWERS,
)


@blueprint.route("/queries")
@describes(CATALOGUE)
def catalogue() -> Response:
    """List the questions."""
    return _catalogue()


@blueprint.route("/queries<suffix>")
@describes(CATALOGUE_FORM)
def catalogue_form(suffix: str) -> Response:
    """List the questions in the form that a suffix says."""
    del suffix
    return _catalogue()


@blueprint.route("/queries/<name>")
@describes(QUESTION)
def question(name: str) -> Response:
    """Say what a question asks, of what, and its SPARQL."""
    del name
    iri, offer = asked()
    try:
        found = find_query(iri.removeprefix(f"{QUERIES}/"))
    except UnknownQueryError as error:
        raise RequestError(str(error), 404, "not-found", nearest=[QUERIES]) from error
    return _answer(Resource(iri_of_query(found), Kind.QUERY, QUERIES), (found,), offer)


def iri_of_query(query: CatalogueQuery) -> str:
    """Return the IRI of a question."""
    return f"{QUERIES}/{query.id.lower()}"


def question_page(resource: Resource) -> Response:
    """Return the page of a question, or of all of them."""
    found = read_catalogue()
    if resource.iri != QUERIES:
        found = tuple(query for query in found if iri_of_query(query) == resource.iri)
    named = [(iri_of_query(query), query) for query in found]
    return page("question.html", resource=resource, queries=named)


def _catalogue() -> Response:
    iri, offer = asked()
    if iri != QUERIES:
        raise RequestError(f"{iri!r} names nothing here", 404, "not-found", nearest=[QUERIES])
    return _answer(Resource(QUERIES, Kind.QUERY, QUERIES), read_catalogue(), offer)


def _answer(resource: Resource, queries: tuple[CatalogueQuery, ...], offer: Offer) -> Response:
    if offer is HTML:
        return complete(renderer_of(Kind.QUERY, question_page)(resource), resource, offer)
    lines = (f"{triple} .\n" for query in queries for triple in _statements(query))
    body = write_lines("".join(sorted(lines)).encode(), offer.media_type)
    return complete(document(body, offer.media_type), resource, offer)


def _statements(query: CatalogueQuery) -> Iterator[Triple]:
    """Yield what is said of a question."""
    iri = NamedNode(iri_of_query(query))
    for name in ("SPARQLExecutable", "SPARQLSelectExecutable"):
        yield Triple(iri, NamedNode(RDF + "type"), NamedNode(SH + name))
    yield Triple(iri, NamedNode(DCTERMS + "identifier"), Literal(query.id))
    yield Triple(iri, NamedNode(RDFS + "label"), Literal(query.question, language="en"))
    yield Triple(iri, NamedNode(RDFS + "comment"), Literal(query.summary, language="en"))
    yield Triple(iri, NamedNode(SH + "select"), Literal(query.text))
    yield Triple(iri, NamedNode("https://schema.org/target"), NamedNode(endpoint("sparql.sparql")))
    for tag in query.tags:
        yield Triple(iri, NamedNode(DCAT + "keyword"), Literal(tag, language="en"))
    for order, parameter in enumerate(query.parameters):
        own = NamedNode(f"{iri.value}#{parameter.name}")
        yield Triple(iri, NamedNode(SH + "parameter"), own)
        yield Triple(own, NamedNode(RDF + "type"), NamedNode(SH + "Parameter"))
        yield Triple(own, NamedNode(SH + "name"), Literal(parameter.name))
        yield Triple(own, NamedNode(SH + "description"), Literal(parameter.meaning, language="en"))
        yield Triple(own, NamedNode(SH + "order"), Literal(order))
