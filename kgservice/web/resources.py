"""Every IRI of ours: what it names, in the form that is asked for.

The path behind ``https://w3id.org/stc/`` is the path here.  A suffix (``.ttl``, ``.jsonld``,
``.nt``, ``.rdf``, ``.html``) says the form, else the ``Accept`` header does.
"""

import dataclasses
import datetime
import json

from flask import Blueprint, Flask, Response, request

from kgservice.web.documents import document
from kgservice.web.forms import ALIASES, FORMS, HTML, OFFERS, form_of, rewrite
from kgservice.web.frame import VARY
from kgservice.web.jsonld import CONTEXT
from kgservice.web.kinds import text
from kgservice.web.links import complete
from kgservice.web.memento import asked_day, lead, timemap
from kgservice.web.missing import lead_or_refuse
from kgservice.web.negotiation import Offer
from kgservice.web.operations import Answer, Operation, describes
from kgservice.web.plain import plain_page
from kgservice.web.resolving import find, iri_of
from kgservice.web.resource import Kind, Resource, renderer_of
from kgservice.web.sparql import answer, pick
from kgservice.web.statements import statements_query
from kgservice.web.timeline import Standing, successors_of, timeline_of

blueprint = Blueprint("resources", __name__)
TIMEMAP = ".timemap"
THING = Operation(
    "Say what the graph says of a thing",
    (text("path", "The IRI behind …/id/; a suffix says the form.", "us-ccl/3A001").within("path"),),
    (
        *(Answer(offer.media_type, "What is said of it.", {}) for offer in OFFERS),
        *(Answer(offer.media_type, "What it was: it is gone.", {}, 410) for offer in OFFERS),
        Answer("text/html", "Where it stands: in its right spelling.", {}, 301),
        Answer("text/html", "Where its entry of the day of Accept-Datetime stands.", {}, 302),
    ),
)
CONTEXT_FILE = Operation(
    "Return the context of every JSON-LD document of this service",
    (),
    (Answer("application/ld+json", "The context.", {}),),
)


def register(app: Flask) -> None:
    """Give an application's templates what these pages need."""
    app.jinja_env.filters["local_name"] = local_name
    app.jinja_env.globals["forms"] = FORMS


def local_name(iri: str) -> str:
    """Return what an IRI ends in, for where a thing has no name."""
    return iri.rpartition("#")[2].rstrip("/").rpartition("/")[2]


@blueprint.route("/id/<path:path>")
@describes(THING)
def thing(path: str) -> Response:
    """Return what is said of a thing."""
    del path
    path = raw_path()
    if path.endswith(TIMEMAP):
        provision = find(iri_of(path.removesuffix(TIMEMAP)))
        if provision is not None and provision.kind is Kind.PROVISION:
            return timemap(provision)
    iri, offer = asked()
    suffix = suffix_asked(path)
    resource = find(iri)
    if resource is None:
        return lead_or_refuse(iri, suffix)
    if resource.kind is Kind.PROVISION:
        if (day := asked_day()) is not None:
            return lead(resource, day, suffix)
        standing, _ = timeline_of(iri).on(datetime.date.max)
        if standing is Standing.GONE:
            after = successors_of(iri)
            resource = dataclasses.replace(resource, gone=True, replaced_by=after)
    return respond(resource, offer)


@blueprint.route("/context.jsonld")
@describes(CONTEXT_FILE)
def context() -> Response:
    """Return the context of every JSON-LD document of this service."""
    body = json.dumps({"@context": CONTEXT}, indent=1) + "\n"
    return document(body.encode(), "application/ld+json")


def asked() -> tuple[str, Offer]:
    """Return what this request is about, and how it wants to be told.

    :returns: an IRI, and the form by suffix or else by ``Accept``
    :raises RequestError: 406, if the client accepts none of the forms
    """
    path = raw_path()
    form = form_of(path)
    if form is None:
        return iri_of(path), pick((*OFFERS, *ALIASES))
    return iri_of(path.removesuffix(form.suffix)), form.offer


def suffix_asked(path: str) -> str:
    """Return the suffix by which a path asks for a form, empty if by none."""
    form = form_of(path)
    return form.suffix if form else ""


def respond(resource: Resource, offer: Offer) -> Response:
    """Return what is said of a thing in a form.

    :param resource: what is told
    :param offer: the form
    :returns: the answer, of status 410 where the thing is gone
    """
    if offer is HTML:
        response = renderer_of(resource.kind, plain_page)(resource)
    else:
        response = answer(
            statements_query(resource),
            offer,
            volatile=False,
            rewrite=lambda found: rewrite(found, offer.media_type),
        )
    response.headers["Vary"] = VARY
    if resource.gone and response.status_code == 200:
        response.status_code = 410
    return complete(response, resource, offer)


def raw_path() -> str:
    """Return the path of this request still percent-encoded, without its first slash."""
    raw: str = request.environ.get("REQUEST_URI", "") or request.path
    return raw.partition("?")[0].removeprefix(request.script_root).removeprefix("/")
