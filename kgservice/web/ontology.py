"""The vocabulary documented for people: its modules, and each term with what defines it."""

from dataclasses import dataclass, field
from typing import Final

from flask import Flask, Response
from pyoxigraph import Literal, NamedNode

from kgservice.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS, STC
from kgservice.web.catalogue import by_language, in_language
from kgservice.web.frame import page
from kgservice.web.kept import kept
from kgservice.web.languages import mark
from kgservice.web.resource import Kind, Resource, show
from kgservice.web.rows import Row, Term, rows

MODULES: Final = """
SELECT ?module ?label ?description ?version {
  ?module a owl:Ontology ; rdfs:label ?label .
  OPTIONAL { ?module dcterms:description ?description }
  OPTIONAL { ?module owl:versionInfo ?version }
} ORDER BY ?module"""
TERMS: Final = """
SELECT $module ?term ?p ?o {
  ?term rdfs:isDefinedBy $module ; ?p ?o .
  FILTER(ISIRI(?term) && !ISBLANK(?o))
} ORDER BY ?term ?p ?o"""
SAID: Final = {
    SKOS + "scopeNote": mark("Note"),
    SKOS + "example": mark("Example"),
    RDFS + "subClassOf": mark("Narrower than"),
    RDFS + "subPropertyOf": mark("Narrower than"),
    OWL + "inverseOf": mark("Inverse of"),
    SKOS + "broader": mark("Below"),
    SKOS + "inScheme": mark("In the scheme"),
    SKOS + "exactMatch": mark("The same elsewhere"),
    SKOS + "closeMatch": mark("Close to"),
    DCTERMS + "source": mark("Source"),
    DCTERMS + "isReplacedBy": mark("Replaced by"),
}
GROUPS: Final = {
    OWL + "Class": mark("Classes"),
    OWL + "ObjectProperty": mark("Relations"),
    OWL + "DatatypeProperty": mark("Values"),
    OWL + "AnnotationProperty": mark("Annotations"),
    SKOS + "ConceptScheme": mark("Schemes"),
}
CONCEPTS: Final = mark("Concepts")


@dataclass(slots=True)
class DocumentedTerm:
    """A term with what is said of it.

    :ivar iri: of the term
    :ivar said: objects by predicate
    """

    iri: str
    said: dict[str, list[Term]] = field(default_factory=dict)

    def text(self, predicate: str) -> Literal | None:
        """Return a text of the term in the language of the page."""
        found = [each for each in self.said.get(predicate, ()) if isinstance(each, Literal)]
        return in_language({each.language or "": each for each in found})

    def facts(self) -> list[tuple[str, list[Term]]]:
        """Return what else is said, with the message that names it."""
        found = []
        for predicate, message in SAID.items():
            values = self.said.get(predicate, [])
            if values and all(isinstance(each, Literal) and each.language for each in values):
                values = [text] if (text := self.text(predicate)) else []
            if values:
                found.append((message, values))
        return found

    @property
    def group(self) -> str:
        """The message of the group that it stands in."""
        kinds = {each.value for each in self.said.get(RDF + "type", ())}
        return next((GROUPS[kind] for kind in GROUPS if kind in kinds), CONCEPTS)


def register(app: Flask) -> None:
    """Let an application show its vocabulary by these pages."""
    show(app, Kind.VOCABULARY, vocabulary_page)


def vocabulary_page(resource: Resource) -> Response:
    """Return the documentation of a module, or of all modules, their terms in groups."""
    about = resource.about or resource.iri
    modules = kept("modules", lambda: rows(MODULES))
    named: dict[str, list[Row]] = {}
    for row in modules:
        named.setdefault(row["module"].value, []).append(row)
    chosen = [about] if about in named else sorted(named)
    terms = {module: _groups(module) for module in chosen}
    return page(
        "ontology.html",
        resource=resource,
        whole=about not in named,
        modules={
            module: (by_language(each, "label"), by_language(each, "description"), each[0])
            for module, each in named.items()
        },
        terms={module: groups for module, groups in terms.items() if groups},
        chosen=chosen,
        label=RDFS + "label",
        concept=SKOS + "prefLabel",
        definition=SKOS + "definition",
        deprecated=OWL + "deprecated",
        base=STC,
    )


def _groups(module: str) -> dict[str, list[DocumentedTerm]]:
    """Return the terms that a module defines, by group, in the order of their names."""
    found: dict[str, DocumentedTerm] = {}
    for row in kept(f"terms of {module}", lambda: rows(TERMS, module=NamedNode(module))):
        term = found.setdefault(row["term"].value, DocumentedTerm(row["term"].value))
        term.said.setdefault(row["p"].value, []).append(row["o"])
    groups: dict[str, list[DocumentedTerm]] = {}
    for message in (*GROUPS.values(), CONCEPTS):
        if own := [term for term in found.values() if term.group == message]:
            groups[message] = own
    return groups
