"""The five forms in which a thing is told, and writing them.

The store writes N-Triples and RDF/XML.  Turtle and JSON-LD are written here of its N-Triples, in
the order of their lines, so that the same statements give the same bytes.
"""

import io
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import RdfFormat, parse, serialize

from kgservice.namespaces import PREFIXES
from kgservice.store.base import GRAPH_TYPES, Result
from kgservice.web.jsonld import write_document
from kgservice.web.negotiation import Offer
from kgservice.web.service import endpoint

TURTLE, N_TRIPLES, JSON_LD, RDF_XML = GRAPH_TYPES
HTML: Final = Offer("text/html", "html")
OFFERS: Final = (
    Offer(TURTLE, N_TRIPLES),
    Offer(JSON_LD, N_TRIPLES),
    Offer(N_TRIPLES, N_TRIPLES),
    Offer(RDF_XML, RDF_XML),
    HTML,
)
ALIASES: Final = (
    Offer("application/json", N_TRIPLES),
    Offer("application/xml", RDF_XML),
    Offer("text/plain", N_TRIPLES),
)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of its own address.

    :ivar suffix: of its path
    :ivar offer: how it is negotiated
    """

    suffix: str
    offer: Offer


FORMS: Final = tuple(
    Form(suffix, offer)
    for suffix, offer in zip((".ttl", ".jsonld", ".nt", ".rdf", ".html"), OFFERS, strict=True)
)


def form_of(path: str) -> Form | None:
    """Return the form whose suffix ends a path."""
    return next((form for form in FORMS if path.endswith(form.suffix)), None)


def suffix_of(offer: Offer) -> str:
    """Return the suffix of the form in which an offer is written."""
    own = dict(zip(ALIASES, (JSON_LD, RDF_XML, N_TRIPLES), strict=True))
    media_type = own.get(offer, offer.media_type)
    return next(form.suffix for form in FORMS if form.offer.media_type == media_type)


def rewrite(found: Result, media_type: str) -> Result:
    """Return the store's answer in the form that was asked for.

    :param found: statements as N-Triples, or already in the form
    :param media_type: name of the form
    :returns: the answer; the body of ``found`` is closed where another takes its place
    """
    if media_type not in (TURTLE, JSON_LD, "application/json"):
        return found
    with found.body as body:
        lines = b"".join(sorted(set(body.read().splitlines(keepends=True))))
    written = write_lines(lines, media_type)
    return replace(found, body=io.BytesIO(written), size=len(written))


def write_lines(lines: bytes, media_type: str) -> bytes:
    """Return sorted N-Triples in the form of a media type."""
    if media_type == TURTLE:
        return write_turtle(lines)
    if media_type in (JSON_LD, "application/json"):
        return write_jsonld(lines)
    if media_type in (RDF_XML, "application/xml"):
        statements = parse(lines, RdfFormat.N_TRIPLES)
        return serialize(statements, format=RdfFormat.RDF_XML, prefixes=PREFIXES) or b""
    return lines


def write_turtle(lines: bytes) -> bytes:
    """Return sorted N-Triples as Turtle, with those of our prefixes that it uses, sorted."""
    used = {name: iri for name, iri in PREFIXES.items() if f"<{iri}".encode() in lines}
    written = serialize(parse(lines, RdfFormat.N_TRIPLES), format=RdfFormat.TURTLE, prefixes=used)
    rows = (written or b"").splitlines(keepends=True)
    return b"".join(sorted(rows[: len(used)]) + rows[len(used) :])


def write_jsonld(lines: bytes) -> bytes:
    """Return sorted N-Triples as JSON-LD by our context."""
    statements = parse(lines, RdfFormat.N_TRIPLES)
    return "".join(write_document(statements, endpoint("resources.context"))).encode()
