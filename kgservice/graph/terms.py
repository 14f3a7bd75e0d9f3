"""The terms of our vocabulary and how values become RDF terms."""

import datetime
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.namespaces import RDF, STC, XSD

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]
"""Subject, predicate, object: blank nodes are not made, so that every thing can be named."""

TYPE: Final = NamedNode(RDF + "type")


@cache
def node(iri: str) -> NamedNode:
    """Return the node of an IRI; frequent ones are kept."""
    return NamedNode(iri)


@cache
def stc(name: str) -> NamedNode:
    """Return a term of our own vocabulary."""
    return NamedNode(STC + name)


def words(text: str, lang: str | None = None) -> Literal:
    """Return a string, with its language where it has one."""
    return Literal(text, language=lang) if lang else Literal(text)


def whole_number(value: int) -> Literal:
    """Return an ``xsd:integer``."""
    return Literal(str(value), datatype=node(XSD + "integer"))


def day(value: datetime.date) -> Literal:
    """Return an ``xsd:date``."""
    return Literal(value.isoformat(), datatype=node(XSD + "date"))


def line(triple: Triple) -> str:
    """Return a triple as one canonical N-Triples line."""
    subject, predicate, value = triple
    return f"{subject} {predicate} {value} .\n"
