"""The assessment itself: rules run over what is known of a case, reasons gathered by factor."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.assessment.asking import Ask, rows
from kgservice.assessment.cases import read_case
from kgservice.assessment.citations import read_citations
from kgservice.assessment.differences import differences, reached_entries
from kgservice.assessment.gathering import Knowledge, gather
from kgservice.assessment.model import Assessment, Citation, Factor, FactorFinding, Reason
from kgservice.assessment.rules import (
    AssessmentRule,
    Found,
    fill,
    label,
    read_assessment_rules,
    reason_iris,
    run_rules,
    slots_of,
)
from kgservice.bundled import bundled
from kgservice.graph.terms import TYPE, Triple, node, stc, words
from kgservice.namespaces import DCTERMS, ID, STC

_STATED: Final = {
    Factor.ITEM: "transfers",
    Factor.DESTINATION: "destination",
    Factor.END_USE: "statedEndUse",
    Factor.END_USER: "endUser",
}


_LIST_ID: Final = re.compile(r"[a-z]+-[a-z0-9-]+ [0-9A-Z]")


def assess(case_turtle: bytes, ask: Ask) -> Assessment:
    """Return the four factors of a case, with what is unknown and what to ask.

    :param case_turtle: one ``stc:TransferCase`` in Turtle; nothing of it is kept
    :param ask: evaluates a SELECT over the present of a release
    :returns: reasons, differences and questions; never a verdict
    :raises CaseError: if the case cannot be read, or names what nobody knows
    """
    case = read_case(case_turtle)
    knowledge = gather(case, ask)
    rules = read_assessment_rules()
    found = run_rules(rules, knowledge.triples)
    citations = read_citations(bundled("data"))
    reasons = [
        reason
        for rule in rules
        if rule.id in found
        for reason in _reasons(rule, found[rule.id], knowledge, citations)
    ]
    factors = tuple(_finding(factor, reasons, knowledge) for factor in Factor)
    any_known = bool(rows(ask, "c", "{ SELECT ?c WHERE { ?c a stc:Convergence } LIMIT 1 }"))
    return Assessment(
        case.iri.value,
        case.labels.get(case.iri.value, case.iri.value),
        factors,
        reached_entries(knowledge, ask),
        any_known,
        bool(knowledge.provisions) and "convergence-known" in found,
        differences(knowledge, ask),
        (*case.triples, *_triples(case.iri, factors, found)),
    )


def assessed_case_triples(folder: Path, ask: Ask) -> Iterator[Triple]:
    """Yield the worked cases of a folder and what is found of each, file by file.

    :param folder: holds ``*.ttl``, one case each
    :param ask: as for :func:`assess`
    :yields: triples of the default graph
    :raises CaseError: if a case cannot be assessed
    """
    for path in sorted(folder.glob("*.ttl")):
        yield from assess(path.read_bytes(), ask).triples


def _reasons(
    rule: AssessmentRule, found: Found, knowledge: Knowledge, citations: Mapping[str, Citation]
) -> Iterator[Reason]:
    for iri in reason_iris(found):
        values = found[iri]
        slots = slots_of(values, knowledge)
        laws = set(values.get(f"{STC}underLaw", ()))
        told = tuple(
            _citation(value)
            for subject, predicate, value in knowledge.triples
            if subject in laws and predicate.value == f"{DCTERMS}source"
        )
        own = values.get(f"{DCTERMS}source", ())
        yield Reason(
            iri.value,
            rule.id,
            rule.factor,
            rule.effect,
            _sentence(fill(rule.explanation, slots)),
            _sentence(fill(rule.asks, slots)) if rule.asks else None,
            _labels(values.get(f"{STC}concerns", ()), knowledge),
            _labels(values.get(f"{STC}perceiver", ()), knowledge),
            rule.actor_type,
            (*(citations[source] for source in rule.sources), *told, *map(_citation, own)),
        )


def _citation(source: NamedNode | Literal) -> Citation:
    return Citation(source.value, source.value if isinstance(source, NamedNode) else None)


def _labels(terms: list[NamedNode | Literal] | tuple[()], knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(label(term, knowledge.labels) for term in terms)


def _sentence(text: str) -> str:
    """Return a text with a capital, unless it begins with the id of a list."""
    return text if _LIST_ID.match(text) else text[:1].upper() + text[1:]


def _finding(factor: Factor, reasons: list[Reason], knowledge: Knowledge) -> FactorFinding:
    case = knowledge.case
    own = tuple(reason for reason in reasons if reason.factor is factor)
    values = case.objects(case.iri, _STATED[factor])
    stated = tuple(label(value, knowledge.labels) for value in values)
    effects = {reason.effect for reason in own}
    weight = "RaisedWeight" if "RaisesWeight" in effects else "OrdinaryWeight"
    return FactorFinding(
        factor,
        stated,
        tuple(_evidence(factor, knowledge)),
        _reliability(stated, effects),
        weight,
        own,
    )


def _reliability(stated: tuple[str, ...], effects: set[str]) -> str:
    """Return the reliability in words: the first of these that holds, nothing is added up."""
    if not stated:
        return "UnknownReliability"
    if "DegradesReliability" in effects:
        return "DegradedReliability"
    return "WithoutSupport" if "FindsNoSupport" in effects else "TakenAsStated"


def _evidence(factor: Factor, knowledge: Knowledge) -> Iterator[str]:
    case = knowledge.case
    for piece in case.things("evidence"):
        if stc(factor.value) in case.objects(piece, "factor"):
            told = [
                value.value
                for subject, predicate, value in case.triples
                if subject == piece and predicate.value == f"{DCTERMS}description"
            ]
            yield "; ".join(told) or label(piece, knowledge.labels)


def _triples(
    case: NamedNode, factors: tuple[FactorFinding, ...], found: Mapping[str, Found]
) -> Iterator[Triple]:
    for finding in factors:
        name = finding.factor.words.replace(" ", "-")
        own = node(f"{case.value}/factor/{name}")
        yield own, TYPE, stc("FactorAssessment")
        yield own, stc("ofCase"), case
        yield own, stc("factor"), stc(finding.factor.value)
        yield own, stc("reliability"), stc(finding.reliability)
        yield own, stc("weight"), stc(finding.weight)
        for value in finding.stated:
            yield own, stc("statedValue"), words(value, "en")
        for reason in finding.reasons:
            yield own, stc("reason"), node(reason.iri)
            yield from _reason_triples(reason, found[reason.rule][node(reason.iri)])


def _reason_triples(
    reason: Reason, values: Mapping[str, list[NamedNode | Literal]]
) -> Iterator[Triple]:
    iri = node(reason.iri)
    for predicate, terms in sorted(values.items()):
        yield from ((iri, node(predicate), term) for term in terms)
    yield iri, stc("derivedBy"), node(f"{ID}assessment-rule/{reason.rule}")
    yield iri, stc("explanation"), words(reason.explanation, "en")
    if reason.question:
        yield iri, stc("question"), words(reason.question, "en")
    for source in reason.sources:
        known = source.iri or source.address
        yield iri, node(f"{DCTERMS}source"), node(known) if known else words(source.text)
