"""``/void``: what is held, as VoID and DCAT: one dataset an edition, with its downloads.

The checksum is that of the N-Quads, written when the release was built.  Of the other packages a
download's own fields tell the digest: they are made when they are asked for.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response
from pyoxigraph import Literal, NamedNode, Triple

from kgservice.namespaces import BASE, DCAT, DCTERMS, RDF, SPDX, STC, XSD, checksum_iri
from kgservice.web.documents import document
from kgservice.web.downloads import packages_of
from kgservice.web.forms import HTML, OFFERS, write_lines
from kgservice.web.frame import page
from kgservice.web.kinds import text
from kgservice.web.links import complete
from kgservice.web.operations import Answer, Operation, describes
from kgservice.web.packages import MEDIA_TYPES
from kgservice.web.problems import RequestError
from kgservice.web.resource import Kind, Resource
from kgservice.web.resources import asked
from kgservice.web.rows import Row, rows
from kgservice.web.service import address_of, endpoint

blueprint = Blueprint("void", __name__)
VOID: Final = "http://rdfs.org/ns/void#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
DESCRIPTION: Final = BASE + "void"
CATALOGUE: Final = f"{DESCRIPTION}#catalogue"
ONTOLOGY: Final = STC.removesuffix("#")
EDITIONS: Final = """
SELECT ?list ?id ?edition ?from ?extent ?entries ?licence ?authority ?source ?digest {
  ?list a stc:ControlList ; dcterms:identifier ?id ; stc:hasEdition ?edition .
  ?edition stc:standsFrom ?from .
  GRAPH ?edition {
    ?edition stc:completeness ?extent ; dcterms:license ?licence .
    OPTIONAL { ?edition stc:entryCount ?entries }
  }
  OPTIONAL { ?list stc:authority ?authority }
  OPTIONAL { ?list dcterms:source ?source }
  BIND(IRI(CONCAT(STR(?edition), "/checksum")) AS ?checksum)
  OPTIONAL { ?checksum spdx:checksumValue ?digest }
} ORDER BY ?id ?from"""
TITLES: Final = """
SELECT ?edition ?title {
  ?edition a stc:Edition . GRAPH ?edition { ?edition dcterms:title ?title }
} ORDER BY ?edition ?title"""
_ANSWERS: Final = tuple(Answer(offer.media_type, "The datasets.", {}) for offer in OFFERS)
DATASETS: Final = Operation("Describe the datasets that are held", (), _ANSWERS)
DATASETS_FORM: Final = Operation(
    "Describe the datasets that are held, in a form",
    (text("suffix", "A dot and the form.", ".ttl").within("path"),),
    _ANSWERS,
)


@blueprint.route("/void")
@blueprint.route("/.well-known/void")
@describes(DATASETS)
def void() -> Response:
    """Describe the datasets that are held."""
    return _described()


@blueprint.route("/void<suffix>")
@describes(DATASETS_FORM)
def void_form(suffix: str) -> Response:
    """Describe the datasets that are held, in the form that a suffix says."""
    del suffix
    return _described()


def _described() -> Response:
    iri, offer = asked()
    if iri not in (DESCRIPTION, BASE + ".well-known/void"):
        raise RequestError(f"{iri!r} names nothing here", "not-found", nearest=[DESCRIPTION])
    resource = Resource(DESCRIPTION, Kind.THING, DESCRIPTION)
    editions = rows(EDITIONS)
    titles: dict[str, list[Literal]] = defaultdict(list)
    for row in rows(TITLES):
        if isinstance(row["title"], Literal):
            titles[row["edition"].value].append(row["title"])
    if offer is HTML:
        response = page(
            "void.html", resource=resource, editions=editions, titles=titles, packages=packages_of
        )
        return complete(response, resource, offer)
    lines = {f"{triple} .\n" for triple in _statements(editions, titles)}
    body = write_lines("".join(sorted(lines)).encode(), offer.media_type)
    return complete(document(body, offer.media_type), resource, offer)


def _statements(editions: list[Row], titles: dict[str, list[Literal]]) -> Iterator[Triple]:
    """Yield the catalogue and its datasets."""
    catalogue = NamedNode(CATALOGUE)
    yield Triple(NamedNode(DESCRIPTION), _a(), NamedNode(VOID + "DatasetDescription"))
    yield Triple(NamedNode(DESCRIPTION), NamedNode(FOAF + "primaryTopic"), catalogue)
    yield Triple(catalogue, _a(), NamedNode(VOID + "Dataset"))
    yield Triple(catalogue, _a(), NamedNode(DCAT + "Catalog"))
    title = Literal("Strategic-trade control lists", language="en")
    yield Triple(catalogue, NamedNode(DCTERMS + "title"), title)
    sparql = NamedNode(endpoint("sparql.sparql"))
    yield Triple(catalogue, NamedNode(VOID + "sparqlEndpoint"), sparql)
    yield Triple(catalogue, NamedNode(VOID + "vocabulary"), NamedNode(ONTOLOGY))
    yield Triple(catalogue, NamedNode(VOID + "uriSpace"), Literal(BASE + "id/"))
    for row in editions:
        yield Triple(catalogue, NamedNode(DCAT + "dataset"), NamedNode(row["edition"].value))
        yield Triple(catalogue, NamedNode(VOID + "subset"), NamedNode(row["edition"].value))
        yield from _dataset(row, titles[row["edition"].value])


def _dataset(row: Row, titles: list[Literal]) -> Iterator[Triple]:
    edition = NamedNode(row["edition"].value)
    yield Triple(edition, _a(), NamedNode(DCAT + "Dataset"))
    yield Triple(edition, _a(), NamedNode(VOID + "Dataset"))
    yield Triple(edition, NamedNode(DCAT + "inSeries"), NamedNode(row["list"].value))
    identifier = Literal(f"{row['id'].value} {row['from'].value}")
    yield Triple(edition, NamedNode(DCTERMS + "identifier"), identifier)
    for title in titles:
        yield Triple(edition, NamedNode(DCTERMS + "title"), title)
    yield Triple(edition, NamedNode(DCTERMS + "license"), row["licence"])
    yield Triple(edition, NamedNode(STC + "standsFrom"), row["from"])
    if "extent" in row:
        yield Triple(edition, NamedNode(STC + "completeness"), row["extent"])
    if "entries" in row:
        yield Triple(edition, NamedNode(VOID + "entities"), row["entries"])
    yield from _publisher(edition, row)
    for form in packages_of(edition.value):
        yield from _distribution(edition, row, form, MEDIA_TYPES[form])


def _publisher(edition: NamedNode, row: Row) -> Iterator[Triple]:
    if "authority" not in row:
        return
    publisher = NamedNode(f"{DESCRIPTION}#publisher-{row['id'].value}")
    yield Triple(edition, NamedNode(DCTERMS + "publisher"), publisher)
    yield Triple(publisher, _a(), NamedNode(FOAF + "Agent"))
    yield Triple(publisher, NamedNode(FOAF + "name"), row["authority"])
    if isinstance(row.get("source"), NamedNode):
        yield Triple(publisher, NamedNode(FOAF + "homepage"), row["source"])


def _distribution(edition: NamedNode, row: Row, form: str, media_type: str) -> Iterator[Triple]:
    path = f"{BASE}download/{row['id'].value}/{row['from'].value}.{form}"
    own, address = NamedNode(path), NamedNode(address_of(path))
    yield Triple(edition, NamedNode(DCAT + "distribution"), own)
    yield Triple(edition, NamedNode(VOID + "dataDump"), address)
    yield Triple(own, _a(), NamedNode(DCAT + "Distribution"))
    yield Triple(own, NamedNode(DCAT + "downloadURL"), address)
    iana = NamedNode(f"https://www.iana.org/assignments/media-types/{media_type}")
    yield Triple(own, NamedNode(DCAT + "mediaType"), iana)
    yield Triple(own, NamedNode(DCTERMS + "license"), row["licence"])
    if form == "nq" and "digest" in row:
        checksum = NamedNode(checksum_iri(edition.value))
        algorithm = NamedNode(SPDX + "checksumAlgorithm_sha256")
        yield Triple(own, NamedNode(SPDX + "checksum"), checksum)
        yield Triple(checksum, _a(), NamedNode(SPDX + "Checksum"))
        yield Triple(checksum, NamedNode(SPDX + "algorithm"), algorithm)
        value = Literal(row["digest"].value, datatype=NamedNode(XSD + "string"))
        yield Triple(checksum, NamedNode(SPDX + "checksumValue"), value)


def _a() -> NamedNode:
    return NamedNode(RDF + "type")
