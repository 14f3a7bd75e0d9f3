"""A control list as RDF: SKOS, or our own vocabulary, in any syntax.

Entries are the ``skos:Concept`` or ``stc:Entry`` nodes with a ``skos:notation``.  Their place
comes from ``skos:broader``, ``skos:narrower``, ``skos:topConceptOf`` or the codes;
``stc:officialText`` or ``skos:definition`` is the text, ``skos:prefLabel`` the label; the SKOS
notes and our own ``stc:Note`` are notes.  An edition's graph as we publish it reads back as the
same edition, as far as a graph says it: a chemical's name is its own there and not an entry's,
a range of references is its members, and a heading without a node is one without a text.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.codes import Grammar
from kgservice.completeness import find_gaps
from kgservice.errors import CodeError, DocumentError
from kgservice.individuals import EXTENTS, GAP_KINDS
from kgservice.model import Edition, Entry, Extent, Gap, GapKind, Reading, Source
from kgservice.namespaces import RDF, SKOS, STC, XSD, edition_iri
from kgservice.readers.descriptors import ListDescriptor
from kgservice.readers.documents import Document
from kgservice.readers.parents import find_circle
from kgservice.readers.rdf_entries import EntryReader
from kgservice.readers.rdf_things import SYNTAXES, Thing, Things, read_things
from kgservice.readers.thresholds import with_thresholds

FORMAT: Final = "rdf"
_STRING: Final = NamedNode(XSD + "string")
_ENTRY: Final = NamedNode(STC + "Entry")


def recognise(name: str, head: bytes) -> bool:
    """Tell an RDF document by its suffix, RDF/XML's root, a Turtle prefix or a JSON-LD context."""
    opening = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return (
        PurePath(name).suffix.lower() in SYNTAXES
        or b"<rdf:RDF" in head
        or opening.startswith((b"@prefix", b"prefix ", b"@base"))
        or (opening.startswith((b"{", b"[")) and b'"@context"' in opening)
    )


def read(document: Document, descriptor: ListDescriptor, date: datetime.date, lang: str) -> Reading:
    """Read an RDF document.

    :param document: RDF in any syntax, a graph or a dataset
    :param descriptor: of the list; its grammar reads the notations
    :param date: the edition's; of a dataset the graph of that edition is read
    :param lang: for literals without a language
    :returns: entries and notes, the gaps that the document states, and the words that found no
        place
    :raises DocumentError: if it is not well-formed, holds no concept with a notation, or its
        concepts stand under two others or in a circle
    """
    iri = NamedNode(edition_iri(descriptor.id, date))
    things = read_things(document, iri.value)
    grammar = descriptor.grammar
    concepts = _Concepts(grammar, things, document.name)
    concepts.take_codes()
    if not concepts.codes:
        raise DocumentError(
            f"{document.name}: no skos:Concept or stc:Entry has a skos:notation; "
            "expected one a listed item"
        )
    gaps = tuple(_stated_gaps(things, iri))
    lost = {gap.code for gap in gaps if gap.kind is GapKind.NO_NODE}
    reader = EntryReader(grammar, lang, things, concepts.codes)
    entries = tuple(
        reader.implied(code)
        if thing is None
        else reader.entry(thing, code, concepts.parent(thing, code), implied=code in lost)
        for code, thing in concepts.in_order()
    )
    concepts.refuse_circles(entries)
    source = Source(document.name, FORMAT, lang, document.sha256)
    notes = reader.notes(entries)
    if not any(_ENTRY in things.nodes(thing, RDF + "type") for thing in concepts.codes):
        entries, notes = with_thresholds(entries, notes)
    edition = Edition(descriptor.id, date, entries, notes, (source,))
    extent = _stated_extent(things, iri)
    if extent is None:
        gaps = find_gaps(edition, grammar)
        extent = Extent.INCOMPLETE if gaps else Extent.WHOLE
    edition = replace(edition, gaps=gaps, extent=extent)
    unplaced = tuple(reader.unplaced(concepts.bare))
    return Reading(edition, unplaced, reader.characters(concepts.bare), reader.placed)


def _stated_gaps(things: Things, edition: NamedNode) -> Iterator[Gap]:
    kinds = {local: kind for kind, local in GAP_KINDS.items()}
    found = []
    for gap in things.nodes(edition, STC + "gap"):
        kind = kinds.get(things.local_name(gap, STC + "gapKind", STC) or "")
        codes = things.literals(gap, STC + "missingCode")
        if kind is not None and codes:
            found.append(Gap(codes[0].value, kind))
    yield from sorted(found, key=lambda gap: (gap.code, gap.kind))


def _stated_extent(things: Things, edition: NamedNode) -> Extent | None:
    local = things.local_name(edition, STC + "completeness", STC)
    return next((extent for extent, known in EXTENTS.items() if known == local), None)


@dataclass(slots=True)
class _Concepts:
    """The concepts of a document by code, and what stands above each."""

    grammar: Grammar
    things: Things
    file: str
    codes: dict[Thing, str] = field(default_factory=dict)
    bare: list[Thing] = field(default_factory=list)

    def take_codes(self) -> None:
        concept, entry = NamedNode(SKOS + "Concept"), NamedNode(STC + "Entry")
        taken: dict[str, Thing] = {}
        for thing in self.things:
            kinds = self.things.nodes(thing, RDF + "type")
            if concept not in kinds and entry not in kinds:
                continue
            code = self._code(thing)
            if code is None:
                self.bare.append(thing)
            elif code in taken:
                raise DocumentError(
                    f"{self.file}: code {code} stands twice, at {taken[code]} and {thing}; "
                    "each stands once, so give the document of one edition"
                )
            else:
                self.codes[thing] = code
                taken[code] = thing

    def _code(self, thing: Thing) -> str | None:
        """Return the code of a concept: of several notations the plain string that is one."""
        notations = self.things.literals(thing, SKOS + "notation")
        plain = [n for n in notations if n.language is None and n.datatype == _STRING]
        for group in (plain, notations):
            found = {self.grammar.normalise(n.value) for n in group if self._is_code(n)}
            if len(found) > 1:
                raise DocumentError(
                    f"{self.file}: {thing} has the notations {', '.join(sorted(found))}; "
                    "expected one code a concept"
                )
            if found:
                return found.pop()
        if not notations:
            return None
        try:
            return self.grammar.normalise(notations[0].value)
        except CodeError as error:
            raise DocumentError(f"{self.file}: {thing}: {error}") from error

    def _is_code(self, notation: Literal) -> bool:
        return self.grammar.is_code(notation.value)

    def in_order(self) -> Iterator[tuple[str, Thing | None]]:
        """Yield codes in reading order: as positions say, else as codes sort."""
        grammar = self.grammar
        by_code: dict[str, Thing | None] = {code: thing for thing, code in self.codes.items()}
        for code in tuple(by_code):
            for above in grammar.ancestors(code):
                by_code.setdefault(above, None)
        places = {code: self._position(thing) for code, thing in by_code.items()}
        if None in places.values():
            yield from sorted(by_code.items(), key=lambda item: grammar.sort_key(item[0]))
        else:
            yield from sorted(by_code.items(), key=lambda item: places[item[0]] or 0)

    def _position(self, thing: Thing | None) -> int | None:
        stated = self.things.literals(thing, STC + "position") if thing is not None else []
        return int(stated[0].value) if stated and stated[0].value.isdecimal() else None

    def parent(self, thing: Thing, code: str) -> str | None:
        things = self.things
        above = things.nodes(thing, SKOS + "broader") + things.subjects(thing, SKOS + "narrower")
        known = {self.codes[other] for other in above if other in self.codes}
        own = self.grammar.parent(code)
        if len(known) > 1 and own not in known:
            raise DocumentError(
                f"{self.file}: {code} stands under {' and '.join(sorted(known))}; "
                "expected one skos:broader"
            )
        if known:
            return own if own in known else known.pop()
        top = things.nodes(thing, SKOS + "topConceptOf")
        return None if top or things.subjects(thing, SKOS + "hasTopConcept") else own

    def refuse_circles(self, entries: tuple[Entry, ...]) -> None:
        parents: Mapping[str, str | None] = {entry.code: entry.parent for entry in entries}
        circle = find_circle(parents)
        if circle is not None:
            raise DocumentError(
                f"{self.file}: skos:broader forms a circle, {' under '.join(circle)}; "
                "expected each concept under one that stands above it"
            )
