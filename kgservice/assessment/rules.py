"""The rules of an assessment: SPARQL CONSTRUCT files with a header, run over one case.

A file ``ontology/rules/assessment/*.rq`` says behind ``#+``: ``id``, ``label``, ``factor`` and
``effect`` (local names), ``stratum``, ``sources`` (ids of ``data/assessment-sources.csv``),
``explanation`` (a template) and, where it leaves something open, ``asks`` (a question).  It
makes reasons, with what they are about; the words are added here.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import rdflib
import yaml
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from rdflib.namespace import RDF
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from kgservice.assessment.gathering import Knowledge
from kgservice.assessment.model import Factor
from kgservice.bundled import bundled
from kgservice.errors import QueryHeaderError, RuleError
from kgservice.graph.terms import TYPE, Triple, line, node, stc, whole_number, words
from kgservice.namespaces import DCTERMS, ID, RDFS, STC

EFFECTS: Final = (
    "DegradesReliability", "RaisesWeight", "RaisesIssue", "FindsNoSupport", "LeavesUnknown",
)  # fmt: skip
_REQUIRED: Final = {"id", "label", "factor", "effect", "stratum", "sources", "explanation"}
_OPTIONAL: Final = {"asks", "actor-type"}
SLOTS: Final = (
    "concerns", "technique", "list", "state", "other", "law", "perceiver", "base", "end-user",
    "state-of-control",
)  # fmt: skip
_SLOT: Final = re.compile(r"\{([a-z-]+)\}")
Found = dict[NamedNode, dict[str, list[NamedNode | Literal]]]
"""Reasons by IRI: the values under each predicate, sorted."""


@dataclass(frozen=True, slots=True)
class AssessmentRule:
    """A rule and its words."""

    id: str
    label: str
    factor: Factor
    effect: str
    stratum: int
    sources: tuple[str, ...]
    explanation: str
    asks: str | None
    actor_type: str | None
    text: str

    @property
    def iri(self) -> str:
        """The IRI under which reasons name the rule."""
        return f"{ID}assessment-rule/{self.id}"


def read_assessment_rules(folder: Path | None = None) -> tuple[AssessmentRule, ...]:
    """Return the rules of a folder, by stratum and id; of the bundled one by default.

    :param folder: holds the ``.rq`` files
    :returns: the rules in the order in which they are run
    :raises QueryHeaderError: if a header cannot be used
    """
    place = folder or bundled("ontology") / "rules" / "assessment"
    found = (_read(path) for path in sorted(place.glob("*.rq")))
    return tuple(sorted(found, key=lambda rule: (rule.stratum, rule.id)))


def _read(path: Path) -> AssessmentRule:
    text = path.read_text(encoding="utf-8")
    marked = "\n".join(part[2:] for part in text.splitlines() if part.startswith("#+"))
    try:
        header = yaml.safe_load(marked)
    except yaml.YAMLError as error:
        raise QueryHeaderError(f"{path.name}: its header is no YAML: {error}") from error
    if not isinstance(header, dict) or not _REQUIRED <= set(header) <= _REQUIRED | _OPTIONAL:
        raise QueryHeaderError(
            f"{path.name}: expected a header with {', '.join(sorted(_REQUIRED))}"
        )
    _refuse_unusable(path, header)
    return AssessmentRule(
        header["id"],
        header["label"],
        Factor(header["factor"]),
        header["effect"],
        header["stratum"],
        tuple(header["sources"]),
        header["explanation"].strip(),
        header["asks"].strip() if "asks" in header else None,
        header.get("actor-type"),
        text,
    )


def _refuse_unusable(path: Path, header: dict[str, Any]) -> None:
    known = {
        "id": (path.stem,),
        "factor": tuple(factor.value for factor in Factor),
        "effect": EFFECTS,
        "stratum": (1, 2),
    }
    for key, choices in known.items():
        if header[key] not in choices:
            wanted = ", ".join(map(str, choices))
            raise QueryHeaderError(f"{path.name}: {key} {header[key]!r} is none of {wanted}")
    if not isinstance(header["sources"], list) or not header["sources"]:
        raise QueryHeaderError(f"{path.name}: names no source; every rule has one")
    slots = set(_SLOT.findall(header["explanation"] + header.get("asks", "")))
    if unknown := slots - set(SLOTS):
        raise QueryHeaderError(f"{path.name}: slot {min(unknown)!r} is none of {', '.join(SLOTS)}")


def rule_triples(rules: tuple[AssessmentRule, ...]) -> Iterator[Triple]:
    """Yield the rules as things that reasons name, with their sources."""
    for rule in rules:
        iri = node(rule.iri)
        yield iri, TYPE, stc("Rule")
        yield iri, node(f"{RDFS}label"), words(rule.label, "en")
        yield iri, stc("stratum"), whole_number(rule.stratum)
        for source in rule.sources:
            yield iri, node(f"{DCTERMS}source"), node(f"{ID}source/{source}")


def run_rules(rules: tuple[AssessmentRule, ...], triples: tuple[Triple, ...]) -> dict[str, Found]:
    """Return what each rule finds over the triples, by the rule's id.

    Rules of a higher stratum see what those of a lower one found.

    :param rules: in any order
    :param triples: what is known of one case
    :returns: reasons by the id of the rule that made them
    :raises RuleError: if a rule makes anything but reasons with IRIs and literals
    """
    graph = _graph(triples)
    found: dict[str, Found] = {}
    for stratum in sorted({rule.stratum for rule in rules}):
        made = rdflib.Graph()
        for rule in (rule for rule in rules if rule.stratum == stratum):
            answer = graph.query(_prepared(rule.text)).graph
            if answer is None:
                raise RuleError(f"rule {rule.id} is no CONSTRUCT; expected one")
            reasons = _reasons(rule, answer)
            if reasons:
                found[rule.id] = reasons
                made += answer
        graph += made
    return found


@cache
def _prepared(text: str) -> Query:
    """Return a rule parsed; parsing takes thirty times as long as running it."""
    return prepareQuery(text)


def _graph(triples: tuple[Triple, ...]) -> rdflib.Graph:
    return rdflib.Graph().parse(data="".join(map(line, triples)), format="nt11")


def _reasons(rule: AssessmentRule, answer: rdflib.Graph) -> Found:
    kind = rdflib.URIRef(f"{STC}AssessmentReason")
    stray = set(answer.subjects()) - set(answer.subjects(RDF.type, kind))
    if stray or any(isinstance(term, rdflib.BNode) for term in answer.all_nodes()):
        raise RuleError(f"rule {rule.id} makes more than reasons; expected IRIs and literals")
    found: Found = defaultdict(lambda: defaultdict(list))
    text = answer.serialize(format="nt11", encoding="utf-8")
    for quad in sorted(parse(text, format=RdfFormat.N_TRIPLES), key=str):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found[quad.subject][quad.predicate.value].append(quad.object)
    return found


def fill(template: str, slots: Mapping[str, str]) -> str:
    """Return a template with its slots filled; a slot without a value says so."""
    return _SLOT.sub(lambda match: slots.get(match[1]) or f"(no {match[1]} stated)", template)


def slots_of(
    values: Mapping[str, list[NamedNode | Literal]], knowledge: Knowledge
) -> dict[str, str]:
    """Return the words for the slots of a reason's templates."""
    case = knowledge.case
    told = {
        slot: join([label(value, knowledge.labels) for value in values.get(predicate, ())])
        for slot, predicate in _PREDICATES.items()
    }
    if laws := values.get(f"{STC}underLaw"):
        told["law"] = join([_law(law, knowledge) for law in laws])
    told["end-user"] = join([label(user, knowledge.labels) for user in case.things("endUser")])
    return {slot: text for slot, text in told.items() if text}


_PREDICATES: Final = {
    "concerns": f"{STC}concerns",
    "technique": f"{STC}technique",
    "list": f"{STC}inList",
    "state": f"{STC}fromState",
    "other": f"{STC}concernsState",
    "perceiver": f"{STC}perceiver",
    "base": "http://www.w3.org/ns/prov#wasDerivedFrom",
    "state-of-control": f"{STC}controlState",
}


def _law(law: NamedNode | Literal, knowledge: Knowledge) -> str:
    clauses = [
        value.value
        for subject, predicate, value in knowledge.triples
        if subject == law and predicate.value == f"{STC}clause"
    ]
    return f"{', '.join(clauses)} ({label(law, knowledge.labels)})"


def label(term: NamedNode | Literal, labels: Mapping[str, str]) -> str:
    """Return the name of a thing, else the last part of its IRI in words."""
    if isinstance(term, Literal):
        return term.value
    if term.value in labels:
        return labels[term.value]
    tail = re.split(r"[/#]", term.value.rstrip("/#"))[-1]
    if not term.value.startswith(STC):
        return tail
    if tail.endswith("Factor"):
        return Factor(tail).words
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", tail).lower()


def join(parts: list[str]) -> str:
    """Return names in a row: ``a``, ``a and b``, ``a, b and c``."""
    unique = sorted(dict.fromkeys(parts))
    return " and ".join(filter(None, (", ".join(unique[:-1]), *unique[-1:])))


def reason_iris(found: Found) -> Iterator[NamedNode]:
    """Yield the IRIs of reasons in a fixed order."""
    yield from sorted(found, key=lambda iri: iri.value)
