"""``/editor``: the query editor, with our prefixes and the terms of this graph."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response

from kgservice.namespaces import ID, OWL, PREFIXES, RDF, RDFS
from kgservice.queries import read_catalogue
from kgservice.store.substitution import substitute
from kgservice.web.addresses import asset
from kgservice.web.frame import page, release
from kgservice.web.operations import HTML, JSON, Answer, Operation, Values, json_response, takes
from kgservice.web.rows import rows
from kgservice.web.schemas import schema_of

blueprint = Blueprint("editor", __name__)

DECLARED: Final = """
SELECT DISTINCT ?kind ?term {
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty }
  ?term a ?kind
  FILTER(isIRI(?term))
} ORDER BY ?term"""
BUILT_IN: Final = (RDF + "type", RDFS + "comment", RDFS + "label", RDFS + "subClassOf")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the editor completes.

    :ivar prefixes: namespaces by their prefixes
    :ivar classes: IRIs of the classes that the ontology declares
    :ivar properties: IRIs of the properties that the ontology declares, and of those built in
    """

    prefixes: dict[str, str]
    classes: tuple[str, ...]
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A question of the catalogue as a query that can be run as it is."""

    id: str
    question: str
    query: str


EDITOR: Final = Operation(
    "Write a query in a browser", answers=(Answer(HTML, "The query editor."),)
)
TERMS: Final = Operation(
    "List the prefixes, classes and properties of this graph",
    answers=(Answer(JSON, "What an editor completes.", schema_of(Vocabulary)),),
)
EXAMPLES: Final = Operation(
    "List the questions of the catalogue as queries that can be run as they are",
    answers=(Answer(JSON, "The queries, by id.", schema_of(tuple[Example, ...])),),
)


@blueprint.get("/editor")
@takes(EDITOR)
def editor(_: Values) -> Response:
    """Return the page of the editor; without its library it is a form."""
    return page(
        "editor.html", built=asset("vendor/yasgui.js") is not None, questions=read_catalogue()
    )


@blueprint.get("/editor/terms")
@takes(TERMS)
def terms(_: Values) -> Response:
    """List what the editor completes."""
    declared = [(row["kind"].value, row["term"].value) for row in rows(DECLARED)]
    classes = dict.fromkeys(term for kind, term in declared if kind == OWL + "Class")
    properties = dict.fromkeys(term for kind, term in declared if kind != OWL + "Class")
    found = Vocabulary({"id": ID, **PREFIXES}, tuple(classes), (*BUILT_IN, *properties))
    return json_response(found, release())


@blueprint.get("/editor/examples")
@takes(EXAMPLES)
def examples(_: Values) -> Response:
    """List the questions, their parameters replaced by the sample of each."""
    found = [
        Example(each.id, each.question, substitute(each.text, each.terms(values)))
        for each in read_catalogue()
        for values in (each.sample or each.example,)
    ]
    return json_response(found, release())
