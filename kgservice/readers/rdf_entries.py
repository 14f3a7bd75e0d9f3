"""The entries and notes of an RDF document: texts, labels, references and the rest of each."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeVar

from pyoxigraph import Literal, NamedNode

from kgservice.codes import Grammar
from kgservice.errors import DocumentError
from kgservice.individuals import (
    ACTIVITIES,
    LEVELS,
    LINKAGES,
    NOTE_KINDS,
    POLARITIES,
    STAGES,
    STATUSES,
)
from kgservice.model import (
    Chemical,
    Coverage,
    Entry,
    Fragment,
    Interval,
    Note,
    NoteKind,
    ReasonForControl,
    Text,
)
from kgservice.namespaces import RDF, RDFS, SKOS, STC, XSD, regime_iri
from kgservice.readers.mentions import (
    find_chemicals,
    find_references,
    polarity_of,
    status_of,
)
from kgservice.readers.rdf_criteria import CriterionReader
from kgservice.readers.rdf_things import Thing, Things, holds_words
from kgservice.text import count_characters

_NOTES: Final = {
    SKOS + "note": NoteKind.NOTE,
    SKOS + "scopeNote": NoteKind.NOTE,
    SKOS + "editorialNote": NoteKind.REMARK,
    SKOS + "historyNote": NoteKind.REMARK,
    SKOS + "changeNote": NoteKind.REMARK,
    SKOS + "example": NoteKind.REMARK,
}
_STRINGS: Final = (NamedNode(XSD + "string"), NamedNode(RDF + "langString"))
_Kind = TypeVar("_Kind", bound=StrEnum)


@dataclass(slots=True)
class EntryReader:
    """Read entries and notes off their nodes.

    :ivar grammar: of the list's codes
    :ivar lang: for literals without a language
    :ivar things: every node of the document with its statements
    :ivar codes: the code of each concept
    :ivar placed: characters that ended on an entry or a note
    :ivar criteria: reads what each asks for in numbers
    """

    grammar: Grammar
    lang: str
    things: Things
    codes: Mapping[Thing, str]
    placed: int = 0
    criteria: CriterionReader = field(init=False)
    _seen: dict[Thing, set[Literal]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.criteria = CriterionReader(self.things)

    def implied(self, code: str) -> Entry:
        """Return the entry of a code that has no node, but whose descendants have."""
        grammar = self.grammar
        group = grammar.product_group(code)
        parent, level = grammar.parent(code), grammar.level(code)
        return Entry(code, parent, level, product_group=group, implied=True)

    def entry(self, thing: Thing, code: str, parent: str | None, *, implied: bool) -> Entry:
        """Return the entry of a node."""
        texts = self._texts(thing)
        words = " ".join(text.value or "" for text in texts)
        default = status_of(words)
        references, chemicals = self._references(thing), self._chemicals(thing)
        if NamedNode(STC + "Entry") not in self.things.nodes(thing, RDF + "type"):
            references = references or find_references(words, self.grammar, code, within=code)
            chemicals = chemicals or find_chemicals(words)
        return Entry(
            code,
            parent,
            self._kind(thing, "level", LEVELS, self.grammar.level(code)),
            self._kind(thing, "status", STATUSES, default),
            texts,
            self._labels(thing),
            self.grammar.product_group(code),
            tuple(sorted(self._regimes(thing))),
            self._reasons(thing),
            references,
            chemicals,
            self._interval(thing),
            implied,
            self._individuals(thing, "namesStage", STAGES),
            tuple(sorted(self._named(thing, "excepts", "exceptsCode"), key=self._order)),
            self._coverages(thing),
            self.criteria.criterion(thing),
            *self.criteria.joins(thing),
            self.criteria.unparsed(thing),
            self.criteria.standards(thing),
        )

    def _coverages(self, thing: Thing) -> tuple[Coverage, ...]:
        nodes = sorted(self.things.nodes(thing, STC + "covers"), key=_number)
        return tuple(self._coverage(node) for node in nodes)

    def _coverage(self, own: Thing) -> Coverage:
        linkage = self.things.local_name(own, STC + "linkage", STC)
        items = self._named(own, "coversItem", "coversCode")
        excepted = self._named(own, "leavesOutItem", "leavesOutCode")
        return Coverage(
            self._individuals(own, "coversStage", STAGES),
            self._individuals(own, "namesActivity", ACTIVITIES),
            self._individuals(own, "leavesOutActivity", ACTIVITIES),
            tuple(sorted(items, key=self._order)),
            tuple(sorted(excepted, key=self._order)),
            tuple(sorted(reason.value for reason in self.things.literals(own, STC + "forReason"))),
            next((kind for kind, name in LINKAGES.items() if name == linkage), None),
            bool(self.things.literals(own, STC + "narrowed")),
        )

    def _individuals(self, own: Thing, name: str, known: Mapping[str, str]) -> tuple[str, ...]:
        found = self.things.nodes(own, STC + name)
        return tuple(word for word, local in known.items() if NamedNode(STC + local) in found)

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
        return tuple(sorted(self._named(thing, "refersTo", "namesCode"), key=self._order))

    def _named(self, thing: Thing, name: str, code_name: str) -> Iterator[str]:
        """Yield the codes that a thing names, as nodes of this document or as literals."""
        others = self.things.nodes(thing, STC + name)
        yield from (self.codes[other] for other in others if other in self.codes)
        yield from (named.value for named in self.things.literals(thing, STC + code_name))

    def _order(self, code: str) -> str:
        return self.grammar.sort_key(code) if self.grammar.is_code(code) else code

    def _reasons(self, thing: Thing) -> tuple[ReasonForControl, ...]:
        found = []
        for node in sorted(self.things.nodes(thing, STC + "reasonForControl"), key=_number):
            for reason in self.things.literals(node, SKOS + "notation")[:1]:
                columns = self.things.literals(node, STC + "chartColumn")
                applies = sorted(self._named(node, "appliesTo", "appliesToCode"), key=self._order)
                excepted = sorted(self._named(node, "exceptFor", "exceptForCode"), key=self._order)
                column = columns[0].value if columns else None
                found.append(
                    ReasonForControl(reason.value, tuple(applies), tuple(excepted), column)
                )
        return tuple(found)

    def _interval(self, thing: Thing) -> Interval | None:
        for node in self.things.nodes(thing, STC + "textInForce"):
            return Interval(self._day(node, "start"), self._day(node, "end"))
        return None

    def _day(self, node: Thing, name: str) -> datetime.date | None:
        for literal in self.things.literals(node, STC + name):
            try:
                return datetime.date.fromisoformat(literal.value)
            except ValueError as error:
                raise DocumentError(
                    f"{node}: stc:{name} is {literal.value!r}; expected a date such as 2026-01-31"
                ) from error
        return None

    def _chemicals(self, thing: Thing) -> tuple[Chemical, ...]:
        found = []
        for chemical in self.things.nodes(thing, STC + "namesChemical"):
            names = sorted(n.value for n in self.things.literals(chemical, SKOS + "altLabel"))
            for number in self.things.literals(chemical, STC + "casNumber"):
                found.append(Chemical(names[0] if names else None, number.value))
        return tuple(sorted(found, key=lambda chemical: chemical.cas or ""))

    def _labels(self, thing: Thing) -> tuple[tuple[str, str], ...]:
        found: dict[str, str] = {}
        for literal in self.things.literals(thing, SKOS + "prefLabel", RDFS + "label"):
            lang = literal.language or self.lang
            if found.setdefault(lang, literal.value) == literal.value:
                self._place(thing, literal)
        return tuple(sorted(found.items()))

    def _texts(self, thing: Thing) -> tuple[Text, ...]:
        found: dict[str, Text] = {}
        for literal in self.things.literals(thing, STC + "officialText", SKOS + "definition"):
            text = self._text(literal)
            if found.setdefault(text.lang, text).value == text.value:
                self._place(thing, literal)
        for digest in self.things.literals(thing, STC + "textDigest"):
            lang = digest.language or self.lang
            known = found.setdefault(lang, Text(lang, None, digest.value))
            if known.digest != digest.value:
                raise DocumentError(
                    f"{thing}: stc:textDigest is not the digest of the text, {known.digest}"
                )
        return tuple(found[lang] for lang in sorted(found))

    def _text(self, literal: Literal) -> Text:
        words = literal.value.replace("\r\n", "\n").replace("\r", "\n").strip()
        return Text.of(words, literal.language or self.lang)

    def _place(self, thing: Thing, literal: Literal) -> None:
        seen = self._seen.setdefault(thing, set())
        if literal not in seen:
            seen.add(literal)
            self.placed += count_characters(literal.value)

    def notes(self, entries: Iterable[Entry]) -> tuple[Note, ...]:
        """Return the notes of the scheme, then those of each entry, in reading order."""
        by_code = {code: thing for thing, code in self.codes.items()}
        schemes = {s for thing in self.codes for s in self.things.nodes(thing, SKOS + "inScheme")}
        found: list[Note] = []
        for scheme in sorted(schemes, key=str):
            found += self._own_notes(scheme, None)
        for entry in entries:
            thing = by_code.get(entry.code)
            if thing is not None:
                own = list(self._own_notes(thing, entry.code))
                found += own
                found += self._skos_notes(thing, entry.code, len(own))
        return tuple(found)

    def _own_notes(self, thing: Thing, code: str | None) -> Iterator[Note]:
        notes = self.things.subjects(thing, STC + "noteOf")
        for number, note in enumerate(sorted(notes, key=self._note_number), 1):
            texts = self._texts(note)
            words = " ".join(text.value or "" for text in texts)
            kind = self._kind(note, "noteKind", NOTE_KINDS, NoteKind.NOTE)
            labels = self.things.literals(note, RDFS + "label")
            for label in labels[:1]:
                self._place(note, label)
            self._seen.setdefault(note, set())
            yield Note(
                code,
                self._note_number(note) or number,
                kind,
                self._kind(note, "polarity", POLARITIES, polarity_of(kind, words)),
                labels[0].value if labels else "",
                texts,
                self._references(note),
                self._chemicals(note),
                self.criteria.criterion(note),
                self.criteria.unparsed(note),
                self.criteria.standards(note),
            )

    def _note_number(self, note: Thing) -> int:
        numbers = self.things.literals(note, STC + "noteNumber")
        return int(numbers[0].value) if numbers and numbers[0].value.isdecimal() else 0

    def _skos_notes(self, thing: Thing, code: str, count: int) -> Iterator[Note]:
        for name, kind in _NOTES.items():
            for literal in self.things.literals(thing, name):
                count += 1
                self._place(thing, literal)
                text, polarity = self._text(literal), polarity_of(kind, literal.value)
                references = find_references(literal.value, self.grammar, within=code)
                chemicals = find_chemicals(literal.value)
                yield Note(code, count, kind, polarity, "", (text,), references, chemicals)

    def characters(self, bare: Iterable[Thing]) -> int:
        """Return the characters of all words on concepts and notes, placed or not."""
        return sum(count_characters(words.value) for _, words in self._words(bare))

    def unplaced(self, bare: Iterable[Thing]) -> Iterator[Fragment]:
        """Yield the words that ended on no entry and no note."""
        without_code = set(bare)
        for thing, words in self._words(without_code):
            if words not in self._seen.get(thing, ()):
                reason = "has no skos:notation" if thing in without_code else "has no place"
                yield Fragment(str(thing), words.value, reason)

    def _words(self, bare: Iterable[Thing]) -> Iterator[tuple[Thing, Literal]]:
        for thing in dict.fromkeys((*self.codes, *self._seen, *bare)):
            own = {
                literal
                for predicate, literal in self.things.all_literals(thing)
                if holds_words(predicate) and literal.datatype in _STRINGS
            }
            yield from ((thing, literal) for literal in sorted(own, key=str))


def _number(node: Thing) -> tuple[int, str]:
    """Return what orders ``…/reason-2`` before ``…/reason-10``."""
    digits = node.value.rpartition("-")[2]
    return (int(digits) if digits.isdecimal() else 0, node.value)
