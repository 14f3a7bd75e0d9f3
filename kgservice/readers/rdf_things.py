"""An RDF document as things with their properties, for readers to walk."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kgservice.errors import DocumentError
from kgservice.readers.documents import Document

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

    def all_literals(self, thing: Thing) -> list[Literal]:
        """Return every literal of a thing."""
        found = self._forward.get(thing, {}).values()
        return [value for values in found for value in values if isinstance(value, Literal)]

    def _of(self, thing: Thing, predicate: str) -> list[_Value]:
        return self._forward[thing].get(predicate, []) if thing in self._forward else []


def read_things(document: Document, graph: str) -> Things:
    """Parse a document; of a dataset, only the graph of that IRI where there is one.

    :raises DocumentError: if it is not well-formed; the message names the line
    """
    syntax = _syntax(document)
    if syntax == RdfFormat.RDF_XML and b"<!DOCTYPE" in document.data:
        raise DocumentError(f"{document.name}: has a document type declaration; leave it out")
    graphs: dict[str, Things] = defaultdict(Things)
    everything = Things()
    try:
        quads = parse(document.data, format=syntax, base_iri=graph, rename_blank_nodes=True)
        for quad in quads:
            if isinstance(quad.subject, NamedNode | BlankNode):
                triple = (quad.subject, quad.predicate.value, quad.object)
                graphs[str(quad.graph_name)].add(*triple)
                everything.add(*triple)
    except SyntaxError as error:
        place = f"{document.name}, line {error.lineno}" if error.lineno else document.name
        raise DocumentError(f"{place}: is not well-formed {syntax.name}: {error.msg}") from error
    except ValueError as error:
        raise DocumentError(
            f"{document.name}: is not well-formed {syntax.name}: {error}"
        ) from error
    return graphs.get(f"<{graph}>", everything)


def _syntax(document: Document) -> RdfFormat:
    known = SYNTAXES.get(PurePath(document.name).suffix.lower())
    if known is not None:
        return known
    return RdfFormat.RDF_XML if b"<rdf:RDF" in document.data[:4096] else RdfFormat.TURTLE
