"""An RDF document as things with their properties, for readers to walk."""

import codecs
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kgservice.errors import DocumentError
from kgservice.namespaces import SKOS, STC
from kgservice.readers.documents import Document, parse_xml

Thing = NamedNode | BlankNode
_Value = NamedNode | BlankNode | Literal | Triple
SYNTAXES: Final = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
_PLACE: Final = re.compile(r"^Parser error at (?:.*?): | \(line [0-9]+\)$")


@dataclass(slots=True)
class Things:
    """The triples of one graph, by subject and by object."""

    _forward: dict[Thing, dict[str, list[_Value]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    _backward: dict[tuple[_Value, str], list[Thing]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, subject: Thing, predicate: str, value: _Value) -> None:
        """Add a triple."""
        self._forward[subject][predicate].append(value)
        self._backward[value, predicate].append(subject)

    def __iter__(self) -> Iterator[Thing]:
        return iter(self._forward)

    def triples(self) -> Iterator[tuple[Thing, str, _Value]]:
        """Yield every triple, by subject and predicate."""
        for subject, statements in self._forward.items():
            for predicate, values in statements.items():
                yield from ((subject, predicate, value) for value in values)

    def literals(self, thing: Thing, *predicates: str) -> list[Literal]:
        """Return the literals of a thing under any of the predicates, in document order."""
        values = (v for name in predicates for v in self._of(thing, name))
        return [value for value in values if isinstance(value, Literal)]

    def nodes(self, thing: Thing, predicate: str) -> list[Thing]:
        """Return the IRIs and blank nodes of a thing under a predicate."""
        values = self._of(thing, predicate)
        return [value for value in values if isinstance(value, NamedNode | BlankNode)]

    def subjects(self, value: Thing, predicate: str) -> list[Thing]:
        """Return the things that have ``value`` under a predicate."""
        return self._backward.get((value, predicate), [])

    def local_name(self, thing: Thing, predicate: str, namespace: str) -> str | None:
        """Return the local name of the first IRI of that namespace under a predicate."""
        for value in self.nodes(thing, predicate):
            if isinstance(value, NamedNode) and value.value.startswith(namespace):
                return value.value.removeprefix(namespace)
        return None

    def all_literals(self, thing: Thing) -> Iterator[tuple[str, Literal]]:
        """Yield every literal of a thing with its predicate."""
        for predicate, values in self._forward.get(thing, {}).items():
            yield from ((predicate, value) for value in values if isinstance(value, Literal))

    def _of(self, thing: Thing, predicate: str) -> list[_Value]:
        return self._forward[thing].get(predicate, []) if thing in self._forward else []


def read_things(document: Document, graph: str) -> Things:
    """Parse a document; of a dataset, only the graph of that IRI where there is one.

    Nothing is fetched: a remote JSON-LD context and a document type declaration are refused.

    :param document: RDF in the syntax that its name and first bytes show
    :param graph: the IRI of an edition, which is also the base of relative IRIs
    :returns: every node with its statements, blank nodes renamed
    :raises DocumentError: if it is not well-formed; the message names the line
    """
    syntax = syntax_of(document)
    if syntax == RdfFormat.RDF_XML:
        refuse_unsafe_xml(document)
    graphs: dict[str, Things] = defaultdict(Things)
    data = document.data.removeprefix(codecs.BOM_UTF8)
    try:
        for quad in parse(data, format=syntax, base_iri=graph, rename_blank_nodes=True):
            if isinstance(quad.subject, NamedNode | BlankNode):
                things = graphs[str(quad.graph_name)]
                things.add(quad.subject, quad.predicate.value, quad.object)
    except (SyntaxError, ValueError) as error:
        raise syntax_error(document, syntax, error) from error
    return graphs.get(f"<{graph}>") or _joined(*graphs.values())


def _joined(*graphs: Things) -> Things:
    if len(graphs) == 1:
        return graphs[0]
    everything = Things()
    for things in graphs:
        for triple in things.triples():
            everything.add(*triple)
    return everything


def holds_words(predicate: str) -> bool:
    """Tell whether a property holds words: of ours only the text does, the rest are codes."""
    if predicate.startswith(STC):
        return predicate == STC + "officialText"
    return predicate != SKOS + "notation"


def syntax_of(document: Document) -> RdfFormat:
    """Return the syntax of a document, by its suffix, else by its first bytes."""
    known = SYNTAXES.get(PurePath(document.name).suffix.lower())
    if known is not None:
        return known
    opening = document.data[:4096].removeprefix(codecs.BOM_UTF8).lstrip()
    if opening.startswith((b"{", b"[{", b"[ {", b"[\n")):
        return RdfFormat.JSON_LD
    return RdfFormat.RDF_XML if b"<rdf:RDF" in opening else RdfFormat.TURTLE


def refuse_unsafe_xml(document: Document) -> None:
    """Refuse XML that is not whole, or brings a document type declaration.

    :param document: RDF/XML
    :raises DocumentError: that names the line
    """
    if b"<!DOCTYPE" in document.data:
        line = document.data.count(b"\n", 0, document.data.index(b"<!DOCTYPE")) + 1
        raise DocumentError(
            f"{document.name}, line {line}: has a document type declaration; leave it out"
        )
    parse_xml(document)


def syntax_error(
    document: Document, syntax: RdfFormat, error: SyntaxError | ValueError
) -> DocumentError:
    """Return what a parser says against a document as one of our errors."""
    if "LoadDocumentCallback" in str(error):
        return DocumentError(
            f"{document.name}: names a remote @context, which is not fetched; "
            "put the context itself into the document"
        )
    line = error.lineno if isinstance(error, SyntaxError) else None
    place = f"{document.name}, line {line}" if line else document.name
    reason = _PLACE.sub("", error.msg if isinstance(error, SyntaxError) else str(error))
    return DocumentError(
        f"{place}: is not well-formed {syntax.name}: {reason}; "
        "the file may be cut short, damaged or not in UTF-8"
    )
