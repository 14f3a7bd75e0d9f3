"""A control list as RDF: SKOS, or our own vocabulary, in any syntax.

Entries are the ``skos:Concept`` or ``stc:Entry`` nodes with a ``skos:notation``.  Their place
comes from ``skos:broader``, ``skos:narrower`` or the codes; ``stc:officialText`` or
``skos:definition`` is the text, ``skos:prefLabel`` the label; the SKOS notes and our own
``stc:Note`` are notes.  An edition's graph as we publish it reads back as the same edition.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePath
from typing import Final, TypeVar

from pyoxigraph import Literal, NamedNode

from kgservice.codes import Grammar
from kgservice.completeness import find_gaps
from kgservice.errors import CodeError, DocumentError
from kgservice.individuals import LEVELS, NOTE_KINDS, POLARITIES, STATUSES
from kgservice.model import (
    Chemical,
    Edition,
    Entry,
    Extent,
    Fragment,
    Note,
    NoteKind,
    Reading,
    Source,
    Status,
    Text,
)
from kgservice.namespaces import RDF, RDFS, SKOS, STC, edition_iri, regime_iri
from kgservice.readers.descriptors import ListDescriptor
from kgservice.readers.documents import Document
from kgservice.readers.mentions import find_chemicals, find_references, polarity_of
from kgservice.readers.rdf_things import SYNTAXES, Thing, Things, read_things
from kgservice.text import count_characters

FORMAT: Final = "rdf"
_NOTES: Final = {
    SKOS + "note": NoteKind.NOTE,
    SKOS + "scopeNote": NoteKind.NOTE,
    SKOS + "editorialNote": NoteKind.REMARK,
    SKOS + "historyNote": NoteKind.REMARK,
    SKOS + "changeNote": NoteKind.REMARK,
    SKOS + "example": NoteKind.REMARK,
}
_Kind = TypeVar("_Kind", bound=StrEnum)


def recognise(name: str, head: bytes) -> bool:
    """Tell an RDF document by its suffix, by RDF/XML's root, or by a Turtle prefix."""
    opening = head.lstrip().lower()
    return (
        PurePath(name).suffix.lower() in SYNTAXES
        or b"<rdf:RDF" in head
        or opening.startswith((b"@prefix", b"prefix ", b"@base"))
    )


def read(document: Document, descriptor: ListDescriptor, date: datetime.date, lang: str) -> Reading:
    """Read an RDF document.

    :param lang: for literals without a language
    :raises DocumentError: if it is not well-formed, or holds no concept with a notation
    """
    things = read_things(document, edition_iri(descriptor.id, date))
    reader = _Concepts(descriptor.grammar, lang, things)
    entries = reader.entries()
    if not entries:
        raise DocumentError(
            f"{document.name}: no skos:Concept or stc:Entry has a skos:notation; "
            "expected one a listed item"
        )
    source = Source(document.name, FORMAT, lang, document.sha256)
    edition = Edition(descriptor.id, date, entries, reader.notes(entries), (source,))
    gaps = find_gaps(edition, descriptor.grammar)
    edition = replace(edition, gaps=gaps, extent=Extent.INCOMPLETE if gaps else Extent.WHOLE)
    lost = sum(count_characters(fragment.text) for fragment in reader.unplaced)
    return Reading(edition, tuple(reader.unplaced), reader.placed + lost, reader.placed)


@dataclass(slots=True)
class _Concepts:
    grammar: Grammar
    lang: str
    things: Things
    codes: dict[Thing, str] = field(default_factory=dict)
    by_code: dict[str, Thing] = field(default_factory=dict)
    unplaced: list[Fragment] = field(default_factory=list)
    placed: int = 0

    def entries(self) -> tuple[Entry, ...]:
        concept, entry = NamedNode(SKOS + "Concept"), NamedNode(STC + "Entry")
        for thing in self.things:
            kinds = self.things.nodes(thing, RDF + "type")
            if concept in kinds or entry in kinds:
                self._take_code(thing)
        found = {code: self._entry(thing, code) for code, thing in self.by_code.items()}
        return tuple(self._in_order(found))

    def _take_code(self, thing: Thing) -> None:
        notations = self.things.literals(thing, SKOS + "notation")
        if not notations:
            words = " ".join(literal.value for literal in self.things.all_literals(thing))
            self.unplaced.append(Fragment(str(thing), words, "has no skos:notation"))
            return
        try:
            code = self.grammar.normalise(notations[0].value)
        except CodeError as error:
            raise DocumentError(f"{thing}: {error}") from error
        if code in self.by_code:
            raise DocumentError(f"{thing}: code {code} stands twice; each stands once")
        self.codes[thing], self.by_code[code] = code, thing

    def _in_order(self, found: Mapping[str, Entry]) -> Iterator[Entry]:
        grammar = self.grammar
        above = {a for code in found for a in grammar.ancestors(code)} - set(found)
        for code in sorted({*found, *above}, key=grammar.sort_key):
            parent, level = grammar.parent(code), grammar.level(code)
            group = grammar.product_group(code)
            bare = Entry(code, parent, level, product_group=group, implied=True)
            yield found.get(code, bare)

    def _entry(self, thing: Thing, code: str) -> Entry:
        things, grammar = self.things, self.grammar
        texts = self._texts(thing)
        words = " ".join(text.value or "" for text in texts)
        return Entry(
            code,
            self._parent(thing, code),
            self._kind(thing, "level", LEVELS, grammar.level(code)),
            self._kind(thing, "status", STATUSES, Status.LISTED),
            texts,
            tuple(
                (label.language or self.lang, self._count(label.value))
                for label in things.literals(thing, SKOS + "prefLabel")
            ),
            grammar.product_group(code),
            tuple(sorted(self._regimes(thing))),
            refers_to=self._references(thing) or find_references(words, grammar, code),
            chemicals=self._chemicals(thing) or find_chemicals(words),
        )

    def _parent(self, thing: Thing, code: str) -> str | None:
        above = self.things.nodes(thing, SKOS + "broader")
        above += self.things.subjects(thing, SKOS + "narrower")
        known = [self.codes[other] for other in above if other in self.codes]
        return known[0] if known else self.grammar.parent(code)

    def _kind(
        self, thing: Thing, name: str, individuals: Mapping[_Kind, str], default: _Kind
    ) -> _Kind:
        local = self.things.local_name(thing, STC + name, STC)
        return next((kind for kind, known in individuals.items() if known == local), default)

    def _regimes(self, thing: Thing) -> Iterator[str]:
        start = regime_iri("")
        for regime in self.things.nodes(thing, STC + "implements"):
            if isinstance(regime, NamedNode) and regime.value.startswith(start):
                yield regime.value.removeprefix(start)

    def _references(self, thing: Thing) -> tuple[str, ...]:
        others = self.things.nodes(thing, STC + "refersTo")
        codes = [self.codes[other] for other in others if other in self.codes]
        codes += [named.value for named in self.things.literals(thing, STC + "namesCode")]
        return tuple(sorted(codes, key=self._order))

    def _order(self, code: str) -> str:
        return self.grammar.sort_key(code) if self.grammar.is_code(code) else code

    def _chemicals(self, thing: Thing) -> tuple[Chemical, ...]:
        found = []
        for chemical in self.things.nodes(thing, STC + "namesChemical"):
            names = sorted(n.value for n in self.things.literals(chemical, SKOS + "altLabel"))
            for number in self.things.literals(chemical, STC + "casNumber"):
                found.append(Chemical(names[0] if names else None, number.value))
        return tuple(sorted(found, key=lambda chemical: chemical.cas or ""))

    def _texts(self, thing: Thing) -> tuple[Text, ...]:
        literals = self.things.literals(thing, STC + "officialText", SKOS + "definition")
        found = {text.lang: text for text in map(self._text, literals)}
        for digest in self.things.literals(thing, STC + "textDigest"):
            lang = digest.language or self.lang
            found.setdefault(lang, Text(lang, None, digest.value))
        return tuple(found[lang] for lang in sorted(found))

    def _text(self, literal: Literal) -> Text:
        return Text.of(self._count(literal.value), literal.language or self.lang)

    def _count(self, words: str) -> str:
        self.placed += count_characters(words)
        return words

    def notes(self, entries: Iterable[Entry]) -> tuple[Note, ...]:
        schemes = {
            scheme for thing in self.codes for scheme in self.things.nodes(thing, SKOS + "inScheme")
        }
        found = [note for scheme in schemes for note in self._own_notes(scheme, None)]
        for entry in entries:
            thing = self.by_code.get(entry.code)
            if thing is not None:
                own = list(self._own_notes(thing, entry.code))
                found += own or self._skos_notes(thing, entry.code)
        return tuple(found)

    def _own_notes(self, thing: Thing, code: str | None) -> Iterator[Note]:
        notes = self.things.subjects(thing, STC + "noteOf")
        for number, note in enumerate(sorted(notes, key=self._number), 1):
            texts = self._texts(note)
            words = texts[0].value or "" if texts else ""
            kind = self._kind(note, "noteKind", NOTE_KINDS, NoteKind.NOTE)
            yield Note(
                code,
                number,
                kind,
                self._kind(note, "polarity", POLARITIES, polarity_of(kind, words)),
                " ".join(label.value for label in self.things.literals(note, RDFS + "label")),
                texts,
                self._references(note),
                self._chemicals(note),
            )

    def _number(self, note: Thing) -> int:
        numbers = self.things.literals(note, STC + "noteNumber")
        return int(numbers[0].value) if numbers and numbers[0].value.isdecimal() else 0

    def _skos_notes(self, thing: Thing, code: str) -> list[Note]:
        found: list[Note] = []
        for name, kind in _NOTES.items():
            for literal in self.things.literals(thing, name):
                polarity, text = polarity_of(kind, literal.value), self._text(literal)
                found.append(Note(code, len(found) + 1, kind, polarity, "", (text,)))
        return found
