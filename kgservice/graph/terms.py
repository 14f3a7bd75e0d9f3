"""The terms of our vocabulary and how values become RDF terms."""

import datetime
from functools import cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kgservice.model import Extent, GapKind, Level, NoteKind, Polarity, Status
from kgservice.namespaces import RDF, STC, XSD

Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]
"""Subject, predicate, object: blank nodes are not made, so that every thing can be named."""

TYPE: Final = NamedNode(RDF + "type")

LEVELS: Final = {
    Level.CATEGORY: "CategoryLevel",
    Level.PRODUCT_GROUP: "ProductGroupLevel",
    Level.ENTRY: "EntryLevel",
    Level.PARAGRAPH: "ParagraphLevel",
}
STATUSES: Final = {Status.LISTED: "Listed", Status.RESERVED: "Reserved"}
EXTENTS: Final = {
    Extent.WHOLE: "Whole",
    Extent.INCOMPLETE: "Incomplete",
    Extent.EXCERPT: "Excerpt",
}
GAP_KINDS: Final = {
    GapKind.FIRST_SIBLING: "FirstSiblingMissing",
    GapKind.MIDDLE_SIBLING: "MiddleSiblingMissing",
    GapKind.NO_NODE: "NodeMissing",
    GapKind.RANGE_END: "RangeEndMissing",
    GapKind.LOST_TABLE: "TableLost",
    GapKind.NOT_IN_SOURCE: "NotInSource",
}
NOTE_KINDS: Final = {
    NoteKind.NOTE: "PlainNote",
    NoteKind.TECHNICAL_NOTE: "TechnicalNote",
    NoteKind.NOTA_BENE: "NotaBene",
    NoteKind.DEFINITION: "DefinitionNote",
    NoteKind.GENERAL_NOTE: "GeneralNote",
    NoteKind.LICENCE_REQUIREMENT: "LicenceRequirementNote",
    NoteKind.LICENCE_EXCEPTION: "LicenceExceptionNote",
    NoteKind.RELATED_CONTROL: "RelatedControlNote",
    NoteKind.TABLE: "TableNote",
    NoteKind.REMARK: "RemarkNote",
}
POLARITIES: Final = {
    Polarity.EXTENDS: "Extends",
    Polarity.LIMITS: "Limits",
    Polarity.EXCLUDES: "Excludes",
    Polarity.EXPLAINS: "Explains",
}
PRODUCT_GROUPS: Final = {letter: f"ProductGroup{letter}" for letter in "ABCDE"}


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


def line(triple: Triple, graph: NamedNode | None) -> str:
    """Return a triple as one canonical N-Quads line, with its graph where it has one."""
    quad = Quad(*triple, graph) if graph is not None else Quad(*triple)
    return f"{quad} .\n"
