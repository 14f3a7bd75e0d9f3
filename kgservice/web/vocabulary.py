"""``/ontology``, its modules and their versions, and ``/shapes``, in every form.

A term is ``/ontology#Name``: what answers is the whole vocabulary, and a browser goes to the term.
"""

from typing import Final

from flask import Blueprint, Response
from pyoxigraph import NamedNode

from kgservice.namespaces import STC, STCSH
from kgservice.web.forms import OFFERS
from kgservice.web.kinds import text
from kgservice.web.operations import Answer, Operation, describes
from kgservice.web.problems import RequestError
from kgservice.web.resource import Kind, Resource
from kgservice.web.resources import asked, respond
from kgservice.web.rows import rows

blueprint = Blueprint("vocabulary", __name__)
ONTOLOGY: Final = STC.removesuffix("#")
SHAPES: Final = STCSH.removesuffix("#")
MODULES: Final = """
SELECT DISTINCT $iri ?module {
  { $iri a owl:Ontology BIND($iri AS ?module) } UNION { ?module owl:versionIRI $iri }
}"""
_ANSWERS: Final = tuple(Answer(offer.media_type, "The terms.", {}) for offer in OFFERS)
_SUFFIX: Final = text("suffix", "A dot and the form.", ".ttl").within("path")
VOCABULARY: Final = Operation("Return the whole vocabulary", (), _ANSWERS)
VOCABULARY_FORM: Final = Operation("Return the whole vocabulary in a form", (_SUFFIX,), _ANSWERS)
MODULE: Final = Operation(
    "Return a module of the vocabulary",
    (text("path", "The module, and its version if wanted.", "control-list").within("path"),),
    _ANSWERS,
)
ALL_SHAPES: Final = Operation("Return the shapes that a release fits", (), _ANSWERS)
SHAPES_FORM: Final = Operation("Return the shapes in a form", (_SUFFIX,), _ANSWERS)


@blueprint.route("/ontology")
@describes(VOCABULARY)
def ontology() -> Response:
    """Return the whole vocabulary."""
    return _whole(ONTOLOGY, Kind.VOCABULARY)


@blueprint.route("/ontology<suffix>")
@describes(VOCABULARY_FORM)
def ontology_form(suffix: str) -> Response:
    """Return the whole vocabulary in the form that a suffix says."""
    del suffix
    return _whole(ONTOLOGY, Kind.VOCABULARY)


@blueprint.route("/ontology/<path:path>")
@describes(MODULE)
def module(path: str) -> Response:
    """Return a module of the vocabulary, by its own IRI or by that of its version."""
    del path
    iri, form = asked()
    found = rows(MODULES, iri=NamedNode(iri))
    if not found:
        named = rows("SELECT ?module { ?module a owl:Ontology } ORDER BY ?module")
        raise RequestError(
            f"{iri!r} is no module of the vocabulary, nor the version of one that is held",
            "not-found",
            nearest=[row["module"].value for row in named],
        )
    return respond(Resource(iri, Kind.VOCABULARY, ONTOLOGY, about=found[0]["module"].value), form)


@blueprint.route("/shapes")
@describes(ALL_SHAPES)
def shapes() -> Response:
    """Return the shapes that a release fits."""
    return _whole(SHAPES, Kind.SHAPES)


@blueprint.route("/shapes<suffix>")
@describes(SHAPES_FORM)
def shapes_form(suffix: str) -> Response:
    """Return the shapes in the form that a suffix says."""
    del suffix
    return _whole(SHAPES, Kind.SHAPES)


def _whole(iri: str, kind: Kind) -> Response:
    """Return a document of terms, if the path is its own or that of one of its forms."""
    wanted, form = asked()
    if wanted != iri:
        raise RequestError(f"{wanted!r} names nothing here", "not-found", nearest=[iri])
    return respond(Resource(iri, kind, SHAPES if kind is Kind.SHAPES else iri), form)
