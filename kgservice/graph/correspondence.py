"""Correspondences, absences and coverage counts as triples of the default graph.

Shape, for entry ``A`` of edition ``D`` and its counterpart ``B`` of edition ``E``::

    C a stc:Correspondence ; stc:inComparison L ; stc:subjectEntry A ; stc:objectEntry B ;
      stc:mappingRelation skos:exactMatch ; stc:deviation … ; stc:inverseDeviation … ;
      sssom:confidence 0.97 ; sssom:mapping_justification semapv:… ; stc:rank 1 ;
      stc:inverseRank 1 ; stc:uncertainty … ; stc:coverage … ; stc:inverseCoverage … .
    A skos:exactMatch B ; stc:counterpartIn <list of B> .     (and the same from B to A)
    N a stc:Absence ; stc:absentEntry A ; stc:absentFrom E ; stc:absenceReason … .

An entry below an absent one shares its absence and has none of its own; of a part that is out of
scope only the highest code has one; a reserved place and a mere reference have none.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.correspondence import (
    Absence,
    Correspondence,
    Coverage,
    CoverageCount,
    Deviation,
    EditionKey,
    ListComparison,
    Reason,
    Relation,
    turn_relation,
)
from kgservice.graph.criteria import parameter_iris
from kgservice.graph.terms import TYPE, Triple, node, stc, whole_number, words
from kgservice.individuals import (
    ABSENCE_REASONS,
    COVERAGES,
    DEVIATIONS,
    JUSTIFICATIONS,
    UNCERTAINTIES,
)
from kgservice.model import Entry
from kgservice.namespaces import (
    ID,
    PROV,
    SEMAPV,
    SKOS,
    SSSOM,
    XSD,
    edition_iri,
    entry_iri,
    list_iri,
    provision_iri,
    regime_iri,
    segment,
)

_SILENT: Final = (Reason.RESERVED_HERE, Reason.ONLY_REFERS, Reason.ABOVE_ABSENT)
_TOLD: Final = (Deviation.IDENTICAL, Deviation.IN_EFFECT)


def comparison_iri(subject: EditionKey, object_: EditionKey) -> str:
    """Return the IRI of a comparison: ``…/id/comparison/<edition>/<edition>``."""
    return f"{ID}comparison/{subject}/{object_}"


def correspondence_iri(subject: EditionKey, object_: EditionKey, one: Correspondence) -> str:
    """Return the IRI of a correspondence: ``…/id/correspondence/<entry>/<entry>``."""
    ends = f"{subject}/{segment(one.subject)}/{object_}/{segment(one.object)}"
    return f"{ID}correspondence/{ends}"


def absence_iri(here: EditionKey, there: EditionKey, code: str) -> str:
    """Return the IRI of an absence: ``…/id/absence/<entry>/<edition>``."""
    return f"{ID}absence/{here}/{segment(code)}/{there}"


def thing_iri(edition: EditionKey, code: str) -> str:
    """Return the IRI of an entry, or of a provision where the list is known by its codes alone."""
    if edition.date is None:
        return provision_iri(edition.list_id, code)
    return entry_iri(edition.list_id, edition.date, code)


def comparison_triples(
    comparison: ListComparison,
    subjects: Mapping[str, Coverage],
    objects: Mapping[str, Coverage],
    parts: Iterable[str] = (),
    entries: tuple[Mapping[str, Entry], Mapping[str, Entry]] | None = None,
) -> Iterator[Triple]:
    """Yield what is known of two lists side by side.

    :param comparison: what was found
    :param subjects: how the subject's entries stand with all below them, by code
    :param objects: the same of the object's entries
    :param parts: the highest codes of both lists, which alone carry that a part is out of scope
    :param entries: of the subject and of the object by code, to name the parameters compared
    :yields: triples of the default graph
    """
    subject, object_ = comparison.subject, comparison.object
    iri = node(comparison_iri(subject, object_))
    yield iri, TYPE, stc("ListComparison")
    for name, key in (("subjectEdition", subject), ("objectEdition", object_)):
        yield iri, stc(name), _edition(key)
        yield iri, node(PROV + "used"), _edition(key)
    for one in comparison.correspondences:
        yield from _correspondence(iri, subject, object_, one)
        if entries is not None and one.deviation not in _TOLD:
            own = node(correspondence_iri(subject, object_, one))
            ends = (subject, one.subject, entries[0]), (object_, one.object, entries[1])
            for parameter in _compared(one, ends):
                yield own, stc("comparesParameter"), parameter
        if one.is_same_item:
            own = node(correspondence_iri(subject, object_, one))
            for name, covered, code in (
                ("coverage", subjects, one.subject),
                ("inverseCoverage", objects, one.object),
            ):
                if code in covered:
                    yield own, stc(name), stc(COVERAGES[covered[code]])
    highest = frozenset(parts)
    for absence in comparison.absences:
        extra = absence.deviation is Deviation.EXTRA
        here, there = (subject, object_) if extra else (object_, subject)
        covered = subjects if extra else objects
        if _is_stated(absence, highest):
            yield from _absence(iri, here, there, absence, covered.get(absence.code))


def _correspondence(
    comparison: NamedNode, subject: EditionKey, object_: EditionKey, one: Correspondence
) -> Iterator[Triple]:
    own = node(correspondence_iri(subject, object_, one))
    mine, yours = (
        node(thing_iri(subject, one.subject)),
        node(thing_iri(object_, one.object)),
    )
    yield own, TYPE, stc("Correspondence")
    yield own, stc("inComparison"), comparison
    yield own, stc("subjectEntry"), mine
    yield own, stc("objectEntry"), yours
    yield own, stc("deviation"), stc(DEVIATIONS[one.deviation])
    yield own, stc("inverseDeviation"), stc(DEVIATIONS[one.inverse])
    confidence = Literal(f"{one.confidence:.2f}", datatype=node(XSD + "decimal"))
    yield own, node(SSSOM + "confidence"), confidence
    for ground in one.justifications:
        yield own, node(SSSOM + "mapping_justification"), node(SEMAPV + JUSTIFICATIONS[ground])
    yield own, stc("rank"), whole_number(one.subject_rank)
    yield own, stc("inverseRank"), whole_number(one.object_rank)
    if one.words is not None and one.deviation is not Deviation.IDENTICAL:
        yield own, stc("wordSimilarity"), whole_number(one.words)
    for doubt in one.uncertainties:
        yield own, stc("uncertainty"), stc(UNCERTAINTIES[doubt])
    if one.deviation not in _TOLD:
        for pair in one.rests_on:
            yield own, stc("comparedLimits"), words(pair.reason)
    if one.follows is not None:
        yield own, stc("followsEdition"), node(edition_iri(object_.list_id, one.follows))
    if one.followed is not None:
        followed = node(edition_iri(subject.list_id, one.followed))
        yield own, stc("inverseFollowsEdition"), followed
    if one.relation is not None:
        yield own, stc("mappingRelation"), node(SKOS + one.relation)
        yield from _match(mine, yours, subject, object_, one.relation)


def _compared(
    one: Correspondence, ends: Iterable[tuple[EditionKey, str, Mapping[str, Entry]]]
) -> Iterator[NamedNode]:
    """Yield the IRIs of the parameters that a deviation rests on."""
    held = {id(p) for pair in one.rests_on for p in (pair.subject, pair.object)}
    for key, code, entries in ends:
        for parameter, name in parameter_iris(node(thing_iri(key, code)), entries[code]):
            if id(parameter) in held:
                yield name


def _match(
    mine: NamedNode,
    yours: NamedNode,
    subject: EditionKey,
    object_: EditionKey,
    relation: Relation,
) -> Iterator[Triple]:
    """Yield the plain match in both directions, and where each entry has a counterpart."""
    yield mine, node(SKOS + relation), yours
    yield yours, node(f"{SKOS}{turn_relation(relation)}"), mine
    if relation is not Relation.RELATED:
        yield mine, stc("counterpartIn"), node(list_iri(object_.list_id))
        yield yours, stc("counterpartIn"), node(list_iri(subject.list_id))


def _is_stated(absence: Absence, highest: frozenset[str]) -> bool:
    if absence.reason is Reason.OUT_OF_SCOPE:
        return absence.code in highest
    return absence.reason not in _SILENT


def _absence(
    comparison: NamedNode,
    here: EditionKey,
    there: EditionKey,
    one: Absence,
    covered: Coverage | None,
) -> Iterator[Triple]:
    own = node(absence_iri(here, there, one.code))
    yield own, TYPE, stc("Absence")
    yield own, stc("inComparison"), comparison
    yield own, stc("absentEntry"), node(thing_iri(here, one.code))
    yield own, stc("absentFrom"), _edition(there)
    yield own, stc("absenceReason"), stc(ABSENCE_REASONS[one.reason])
    if one.candidate is not None:
        yield own, stc("nearestCandidate"), node(thing_iri(there, one.candidate))
    if covered is not None:
        yield own, stc("coverage"), stc(COVERAGES[covered])


def coverage_triples(counts: Iterable[CoverageCount]) -> Iterator[Triple]:
    """Yield coverage counts, each a thing with an IRI of its own."""
    for one in counts:
        part = segment(one.part) if one.part is not None else "whole"
        ends = f"{one.subject}/{one.object}"
        iri = node(f"{ID}coverage/{ends}/{part}/{one.coverage}")
        yield iri, TYPE, stc("CoverageCount")
        yield iri, stc("coverageOf"), _edition(one.subject)
        yield iri, stc("coverageAgainst"), _edition(one.object)
        yield iri, stc("coverage"), stc(COVERAGES[one.coverage])
        yield iri, stc("entryTotal"), whole_number(one.count)
        if one.part is not None:
            owner = one.object if one.coverage is Coverage.MISSING else one.subject
            yield iri, stc("inPart"), node(thing_iri(owner, one.part))


def origin_triples(
    list_id: str, date: datetime.date, origins: Iterable[tuple[str, str]]
) -> Iterator[Triple]:
    """Yield the regimes that an edition's entries carry out, by their codes or reasons."""
    for code, regime in origins:
        yield node(entry_iri(list_id, date, code)), stc("implements"), node(regime_iri(regime))


def _edition(key: EditionKey) -> NamedNode:
    if key.date is None:
        return node(list_iri(key.list_id))
    return node(edition_iri(key.list_id, key.date))
