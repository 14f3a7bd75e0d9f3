"""Every IRI of ours: what it names, in the form that is asked for.

The path behind ``https://w3id.org/stc/`` is the path here.  A suffix (``.ttl``, ``.jsonld``,
``.nt``, ``.rdf``, ``.html``) says the form, else the ``Accept`` header does.
"""

from flask import Blueprint, Flask, Response, request

from kgservice.web.kinds import text
from kgservice.web.negotiation import GRAPH_OFFERS, Offer
from kgservice.web.operations import Answer, Operation, describes
from kgservice.web.plain import plain_page
from kgservice.web.problems import RequestError
from kgservice.web.resolving import find, iri_of
from kgservice.web.resource import Resource, renderer_of
from kgservice.web.sparql import answer, pick
from kgservice.web.statements import statements_query

blueprint = Blueprint("resources", __name__)
HTML = Offer("text/html", "html")
OFFERS = (*GRAPH_OFFERS, HTML)
SUFFIXES = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".html": "text/html",
}

THING = Operation(
    "Say what the graph says of a thing",
    (text("path", "The IRI behind …/id/; a suffix says the form.", "us-ccl/3A001").within("path"),),
    tuple(Answer(offer.media_type, "What is said of it.", {}) for offer in OFFERS),
)


def register(app: Flask) -> None:
    """Give an application's templates the filters of these pages."""
    app.jinja_env.filters.update(
        local_name=lambda iri: iri.rpartition("#")[2].rpartition("/")[2],
        fragment=lambda iri: iri.rpartition("#")[2].rpartition("/")[2],
    )


@blueprint.route("/id/<path:path>")
@describes(THING)
def thing(path: str) -> Response:
    """Return what is said of a thing."""
    del path
    iri, offer = _asked()
    resource = find(iri)
    if resource is None:
        raise RequestError(f"the graph says nothing of <{iri[:200]}>", 404, "not-found")
    return _respond(resource, offer)


def _asked() -> tuple[str, Offer]:
    """Return the IRI that this request is about, and the form it asks for."""
    path = request.path.removeprefix("/")
    suffix = next((suffix for suffix in SUFFIXES if path.endswith(suffix)), "")
    if not suffix:
        return iri_of(path), pick(OFFERS)
    chosen = next(offer for offer in OFFERS if offer.media_type == SUFFIXES[suffix])
    return iri_of(path.removesuffix(suffix)), chosen


def _respond(resource: Resource, offer: Offer) -> Response:
    if offer is HTML:
        return renderer_of(resource.kind, plain_page)(resource)
    return answer(statements_query(resource), offer, volatile=False)
