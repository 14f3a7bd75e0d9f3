"""An edition as triples: the content of the graph that its IRI names.

Shape, for each entry ``E`` of edition ``D`` (see MODEL in the documentation)::

    E a stc:Entry, skos:Concept ; stc:versionOf P ; skos:inScheme D ; skos:broader E' ;
      stc:within E', E'' … ; skos:notation "code" ; stc:sortKey "…" ; stc:level … ;
      stc:status … ; stc:productGroup … ; skos:prefLabel "our words"@en ;
      stc:officialText "…"@en ; stc:textDigest "sha-256"@en ; stc:implements R ;
      stc:refersTo E''' ; stc:namesChemical C ; stc:reasonForControl F ; stc:textInForce I .

The language of a ``stc:textDigest`` is the language of the text that was digested.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kgservice.codes import Grammar
from kgservice.forking import map_in_two
from kgservice.graph.coverage import coverage_terms, expand_ranges
from kgservice.graph.criteria import criteria_triples
from kgservice.graph.labels import Labels
from kgservice.graph.statements import chemicals_terms, interval_terms, texts_terms
from kgservice.graph.terms import (
    TYPE,
    Triple,
    day,
    line,
    node,
    stc,
    whole_number,
    words,
)
from kgservice.individuals import (
    EXTENTS,
    GAP_KINDS,
    LEVELS,
    NOTE_KINDS,
    POLARITIES,
    PRODUCT_GROUPS,
    STAGES,
    STATUSES,
)
from kgservice.model import (
    Coverage,
    Edition,
    Entry,
    GapKind,
    Note,
    ReasonForControl,
)
from kgservice.namespaces import (
    DCAT,
    DCTERMS,
    ELI,
    PROV,
    RDFS,
    SKOS,
    SPDX,
    edition_iri,
    entry_iri,
    list_iri,
    note_iri,
    provision_iri,
    regime_iri,
    segment,
)
from kgservice.readers.descriptors import ListDescriptor


def edition_triples(
    edition: Edition, descriptor: ListDescriptor, labels: Labels
) -> Iterator[Triple]:
    """Yield every triple of an edition's graph, some more than once.

    :param edition: what is mapped
    :param descriptor: of the edition's list
    :param labels: our words for codes, looked up by list, code and edition date
    :yields: triples of the edition's graph
    """
    yield from _EditionGraph(edition, descriptor, labels).triples()


def edition_lines(edition: Edition, descriptor: ListDescriptor, labels: Labels) -> list[str]:
    """Return an edition's graph as N-Triples; many entries are written by two processes.

    :param edition: what is mapped
    :param descriptor: of the edition's list
    :param labels: our words for codes
    :returns: texts of many lines; some lines stand more than once
    """
    graph = _EditionGraph(edition, descriptor, labels)
    rest = "".join(map(line, graph.triples(entries=False)))
    return [rest, *map_in_two(graph.entry_lines, edition.entries)]


@dataclass(slots=True)
class _EditionGraph:
    edition: Edition
    descriptor: ListDescriptor
    labels: Labels
    iri: NamedNode = field(init=False)
    by_code: dict[str, Entry] = field(init=False)
    order: dict[str, int] = field(init=False)
    grammar: Grammar = field(init=False)
    keys: dict[str, str] = field(init=False)
    nodes: dict[str, NamedNode] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.iri = node(edition_iri(self.edition.list_id, self.edition.date))
        self.by_code = {entry.code: entry for entry in self.edition.entries}
        self.order = {entry.code: n for n, entry in enumerate(self.edition.entries)}
        self.grammar = self.descriptor.grammar
        self.keys = {code: self.grammar.sort_key(code) for code in self.by_code}

    def entry(self, code: str) -> NamedNode:
        found = self.nodes.get(code)
        if found is None:
            iri = entry_iri(self.edition.list_id, self.edition.date, code)
            found = self.nodes[code] = node(iri)
        return found

    def entry_lines(self, entry: Entry) -> str:
        return "".join(map(line, self._about_entry(entry)))

    def triples(self, *, entries: bool = True) -> Iterator[Triple]:
        yield from self._about_edition()
        for entry in self.edition.entries if entries else ():
            yield from self._about_entry(entry)
        for note in self.edition.notes:
            yield from self._about_note(note)

    def _about_edition(self) -> Iterator[Triple]:
        edition, iri = self.edition, self.iri
        for kind in (stc("Edition"), node(SKOS + "ConceptScheme"), node(DCAT + "Dataset")):
            yield iri, TYPE, kind
        yield iri, TYPE, node(ELI + "LegalExpression")
        yield iri, stc("editionOf"), node(list_iri(edition.list_id))
        yield iri, stc("standsFrom"), day(edition.date)
        for lang, title in self.descriptor.title.items():
            named = f"{title}, {edition.date.isoformat()}"
            yield iri, node(DCTERMS + "title"), words(named, lang)
        yield iri, node(DCTERMS + "license"), words(self.descriptor.licence)
        yield iri, stc("completeness"), stc(EXTENTS[edition.extent])
        counted = {"entryCount": edition.entries, "noteCount": edition.notes}
        for name, things in {**counted, "gapCount": edition.gaps}.items():
            yield iri, stc(name), whole_number(len(things))
        yield from self._about_gaps()
        yield from self._about_sources()

    def _about_gaps(self) -> Iterator[Triple]:
        for gap in self.edition.gaps:
            iri = node(f"{self.iri.value}/gap-{segment(gap.code)}-{gap.kind}")
            yield self.iri, stc("gap"), iri
            yield iri, TYPE, stc("Gap")
            yield iri, stc("gapKind"), stc(GAP_KINDS[gap.kind])
            yield iri, stc("missingCode"), words(gap.code)
            if gap.kind is GapKind.NO_NODE:
                yield iri, stc("atEntry"), self.entry(gap.code)

    def _about_sources(self) -> Iterator[Triple]:
        for number, source in enumerate(self.edition.sources, 1):
            iri = node(f"{self.iri.value}/source-{number}")
            checksum = node(f"{iri.value}/checksum")
            yield self.iri, node(PROV + "wasDerivedFrom"), iri
            yield iri, TYPE, node(PROV + "Entity")
            yield iri, node(DCTERMS + "title"), words(source.file)
            yield iri, node(DCTERMS + "format"), words(source.format)
            yield iri, node(DCTERMS + "language"), words(source.lang)
            yield iri, node(SPDX + "checksum"), checksum
            yield checksum, TYPE, node(SPDX + "Checksum")
            yield checksum, node(SPDX + "algorithm"), node(SPDX + "checksumAlgorithm_sha256")
            yield checksum, node(SPDX + "checksumValue"), words(source.sha256)
            if source.url:
                yield iri, node(DCAT + "downloadURL"), node(source.url)

    def _about_entry(self, entry: Entry) -> Iterator[Triple]:
        iri = self.entry(entry.code)
        yield iri, TYPE, stc("Entry")
        yield iri, TYPE, node(SKOS + "Concept")
        yield iri, stc("versionOf"), node(provision_iri(self.edition.list_id, entry.code))
        yield iri, node(SKOS + "inScheme"), self.iri
        yield iri, node(SKOS + "notation"), words(entry.code)
        yield iri, stc("sortKey"), words(self.keys[entry.code])
        yield iri, stc("position"), whole_number(self.order[entry.code] + 1)
        yield iri, stc("level"), stc(LEVELS[entry.level])
        yield iri, stc("status"), stc(STATUSES[entry.status])
        if entry.product_group:
            yield iri, stc("productGroup"), stc(PRODUCT_GROUPS[entry.product_group])
        if entry.parent is None:
            yield iri, node(SKOS + "topConceptOf"), self.iri
        else:
            yield iri, node(SKOS + "broader"), self.entry(entry.parent)
        for above in self._ancestors(entry):
            yield iri, stc("within"), self.entry(above)
        yield from self._labels(iri, entry)
        yield from texts_terms(iri, entry.texts)
        for regime in entry.regimes:
            yield iri, stc("implements"), node(regime_iri(regime))
        yield from self._references(iri, entry.refers_to)
        for stage in entry.stages:
            yield iri, stc("namesStage"), stc(STAGES[stage])
        yield from self._exceptions(iri, entry.excepts)
        for number, coverage in enumerate(entry.covers, 1):
            yield from self._coverage(iri, number, coverage)
        yield from chemicals_terms(iri, entry.chemicals)
        yield from criteria_triples(iri, entry)
        for number, reason in enumerate(entry.reasons, 1):
            yield from self._reason(iri, number, reason)
        if entry.text_in_force is not None:
            yield from interval_terms(iri, entry.text_in_force)

    def _ancestors(self, entry: Entry) -> Iterator[str]:
        above = entry.parent
        while above is not None:
            yield above
            above = self.by_code[above].parent if above in self.by_code else None

    def _labels(self, iri: NamedNode, entry: Entry) -> Iterator[Triple]:
        own = dict(entry.labels)
        ours = self.labels.of(self.edition.list_id, entry.code, self.edition.date)
        for lang, label in {**ours, **own}.items():
            yield iri, node(SKOS + "prefLabel"), words(label, lang)

    def _references(self, iri: NamedNode, references: Iterable[str]) -> Iterator[Triple]:
        for code in self._expanded(references):
            if code in self.by_code:
                yield iri, stc("refersTo"), self.entry(code)
            else:
                yield iri, stc("namesCode"), words(code)

    def _exceptions(self, iri: NamedNode, references: Iterable[str]) -> Iterator[Triple]:
        for code in self._expanded(references):
            if code in self.by_code:
                yield iri, stc("excepts"), self.entry(code)
            else:
                yield iri, stc("exceptsCode"), words(code)

    def _coverage(self, iri: NamedNode, number: int, coverage: Coverage) -> Iterator[Triple]:
        own = node(f"{iri.value}/coverage-{number}")
        yield iri, stc("covers"), own
        yield from coverage_terms(own, coverage)
        for name, references in (("covers", coverage.items), ("leavesOut", coverage.excepted)):
            for code in expand_ranges(references, self.keys, self.grammar):
                if code in self.by_code:
                    yield own, stc(f"{name}Item"), self.entry(code)
                else:
                    yield own, stc(f"{name}Code"), words(code)

    def _expanded(self, references: Iterable[str]) -> Iterator[str]:
        for reference in references:
            first, _, last = reference.partition(" to ")
            yield from self._range(first, last) if last else (first,)

    def _range(self, first: str, last: str) -> tuple[str, ...]:
        """Return the siblings from first to last in reading order; the ends where one is lost."""
        start, end = self.by_code.get(first), self.by_code.get(last)
        if start is None or end is None or start.parent != end.parent:
            return first, last
        low, high = self.order[first], self.order[last]
        siblings = (e for e in self.edition.entries[low : high + 1] if e.parent == start.parent)
        return tuple(entry.code for entry in siblings)

    def _reason(self, iri: NamedNode, number: int, reason: ReasonForControl) -> Iterator[Triple]:
        own = node(f"{iri.value}/reason-{number}")
        yield iri, stc("reasonForControl"), own
        yield own, TYPE, stc("ReasonForControl")
        yield own, node(SKOS + "notation"), words(reason.reason)
        if reason.column:
            yield own, stc("chartColumn"), words(reason.column)
        for name, codes in (("appliesTo", reason.applies_to), ("exceptFor", reason.except_for)):
            for code in codes:
                if code in self.by_code:
                    yield own, stc(name), self.entry(code)
                else:
                    yield own, stc(f"{name}Code"), words(code)

    def _about_note(self, note: Note) -> Iterator[Triple]:
        edition = self.edition
        iri = node(note_iri(edition.list_id, edition.date, note.target, note.number))
        target = self.iri if note.target is None else self.entry(note.target)
        yield iri, TYPE, stc("Note")
        yield iri, stc("noteOf"), target
        yield iri, stc("noteNumber"), whole_number(note.number)
        yield iri, stc("noteKind"), stc(NOTE_KINDS[note.kind])
        yield iri, stc("polarity"), stc(POLARITIES[note.polarity])
        if note.label:
            yield iri, node(RDFS + "label"), words(note.label)
        yield from texts_terms(iri, note.texts)
        yield from self._references(iri, note.refers_to)
        yield from chemicals_terms(iri, note.chemicals)
        yield from criteria_triples(iri, note)
