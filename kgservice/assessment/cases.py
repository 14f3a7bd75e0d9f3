"""A transfer case as a person sends it: one Turtle text, bounded, nothing fetched.

Blank nodes become IRIs below the case's own, so that everything found can be named.
"""

import codecs
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from kgservice.bundled import bundled
from kgservice.errors import CaseError
from kgservice.graph.terms import TYPE, Triple, line, node, stc
from kgservice.namespaces import ID, PROV, RDFS, SKOS, STC
from kgservice.validation import Shapes, parse_shapes, validate_lines

MOST_BYTES: Final = 262_144
MOST_TRIPLES: Final = 5_000
SHOWN: Final = 5
BASE: Final = f"{ID}case/"
_LABELS: Final = (SKOS + "prefLabel", RDFS + "label", "http://purl.org/dc/terms/title")
_FOUND: Final = ("AssessmentReason", "FactorAssessment")
_PLACE: Final = re.compile(r"^Parser error at (?:.*?): | \(line [0-9]+\)$")
DERIVED: Final = node(PROV + "wasDerivedFrom")
MADE_BY: Final = node(PROV + "wasGeneratedBy")


@dataclass(frozen=True, slots=True)
class Case:
    """One transfer case and everything its text states."""

    iri: NamedNode
    triples: tuple[Triple, ...]
    labels: dict[str, str] = field(default_factory=dict)

    def objects(self, subject: NamedNode, name: str) -> tuple[NamedNode | Literal, ...]:
        """Return the values that a thing has under a property of ours, in document order."""
        predicate = stc(name)
        return tuple(o for s, p, o in self.triples if s == subject and p == predicate)

    def things(self, name: str) -> tuple[NamedNode, ...]:
        """Return the things that the case itself has under a property of ours."""
        return tuple(o for o in self.objects(self.iri, name) if isinstance(o, NamedNode))

    def describes(self, thing: NamedNode) -> bool:
        """Tell whether the text states anything of a thing."""
        return any(subject == thing for subject, _, _ in self.triples)


def read_case(data: bytes, name: str = "case") -> Case:
    """Return the transfer case of a Turtle text that conforms to the shapes of a case.

    :param data: Turtle in UTF-8, of at most :data:`MOST_BYTES` and :data:`MOST_TRIPLES`
    :param name: what messages call the text
    :returns: the case, its blank nodes named
    :raises CaseError: if it is too large, no Turtle, states no case or several, states what an
        assessment finds, derives a model from itself, or lacks what a case needs
    """
    quads = _parse(data, name)
    case = _only_case(quads, name)
    triples = tuple(_named(quads, case, name))
    iri = next(s for s, p, o in triples if p == TYPE and o == stc("TransferCase"))
    for subject, predicate, value in triples:
        if predicate == TYPE and value in {stc(kind) for kind in _FOUND}:
            raise CaseError(
                f"{name}: {subject.value} is what an assessment finds; state the case only"
            )
    refuse_circle([(model.value, base.value) for model, base in derivations(triples)], name)
    _refuse_misshapen(triples, name)
    return Case(iri, triples, dict(_labels(triples)))


def nearest(wanted: str, known: list[str]) -> str:
    """Return the known words nearest to another, for a message."""
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5) or sorted(known)[:3]
    return ", ".join(near) or "none"


def derivations(triples: tuple[Triple, ...]) -> list[tuple[NamedNode, NamedNode]]:
    """Return each model with a model that it was derived from, by itself or by a run's base."""
    runs: dict[NamedNode, list[NamedNode]] = {}
    for model, predicate, run in triples:
        if predicate == MADE_BY and isinstance(run, NamedNode):
            runs.setdefault(run, []).append(model)
    found = [(s, o) for s, p, o in triples if p == DERIVED and isinstance(o, NamedNode)]
    for run, predicate, base in triples:
        if predicate == stc("baseModel") and isinstance(base, NamedNode):
            found += [(model, base) for model in runs.get(run, ())]
    return found


def refuse_circle(pairs: list[tuple[str, str]], name: str) -> None:
    """Refuse models that are derived from themselves.

    :param pairs: a model and one that it was derived from
    :param name: what the message calls the text
    :raises CaseError: if there is a circle; the message names its models
    """
    bases: dict[str, list[str]] = {}
    for derived, base in pairs:
        bases.setdefault(derived, []).append(base)
    done: set[str] = set()
    for start in sorted(bases):
        path: list[str] = []
        todo: list[str | None] = [start]
        while todo:
            if (model := todo.pop()) is None:
                done.add(path.pop())
            elif model in path:
                circle = " from ".join([*path[path.index(model) :], model])
                raise CaseError(
                    f"{name}: derivations run in a circle ({circle}); "
                    "a model comes from models that were there before it"
                )
            elif model not in done:
                path.append(model)
                todo += [None, *bases.get(model, ())]


def _parse(data: bytes, name: str) -> list[Quad]:
    if len(data) > MOST_BYTES:
        raise CaseError(f"{name}: has {len(data):,} bytes; a case has at most {MOST_BYTES:,}")
    text = data.removeprefix(codecs.BOM_UTF8)
    try:
        quads = list(islice(parse(text, format=RdfFormat.TURTLE, base_iri=BASE), MOST_TRIPLES + 1))
    except (SyntaxError, ValueError) as error:
        place = name
        if isinstance(error, SyntaxError) and error.lineno:
            place = f"{name}, line {error.lineno}"
        reason = _PLACE.sub("", error.msg if isinstance(error, SyntaxError) else str(error))
        raise CaseError(f"{place}: is no Turtle: {reason}; expected one case in Turtle") from error
    if len(quads) > MOST_TRIPLES:
        raise CaseError(f"{name}: has more triples than the {MOST_TRIPLES:,} a case may have")
    return quads


def _only_case(quads: list[Quad], name: str) -> NamedNode | BlankNode:
    kind = stc("TransferCase")
    cases = list(
        dict.fromkeys(q.subject for q in quads if q.predicate == TYPE and q.object == kind)
    )
    if not cases:
        raise CaseError(f"{name}: states no case; expected one thing of type stc:TransferCase")
    if len(cases) > 1:
        names = " and ".join(str(case) for case in cases[:SHOWN])
        raise CaseError(f"{name}: states {len(cases)} cases, {names}; send each one by itself")
    if not isinstance(cases[0], NamedNode | BlankNode):
        raise CaseError(f"{name}: the case is a triple; expected an IRI")
    return cases[0]


def _named(quads: list[Quad], case: NamedNode | BlankNode, name: str) -> Iterator[Triple]:
    own = case.value if isinstance(case, NamedNode) else f"{BASE}unnamed"
    names: dict[BlankNode, NamedNode] = {}
    if isinstance(case, BlankNode):
        names[case] = node(own)

    def named(term: object) -> NamedNode | Literal:
        if isinstance(term, BlankNode):
            return names.setdefault(term, NamedNode(f"{own}/node/{len(names) + 1}"))
        if isinstance(term, NamedNode | Literal):
            return term
        raise CaseError(f"{name}: {term} is a triple within a triple; a case needs none")

    for quad in quads:
        subject, value = named(quad.subject), named(quad.object)
        if isinstance(subject, NamedNode):
            yield subject, quad.predicate, value


def _refuse_misshapen(triples: tuple[Triple, ...], name: str) -> None:
    found = validate_lines(map(line, triples), case_shapes()).violations
    if found:
        shown = "; ".join(f"{f.focus_node}: {f.message}" for f in found[:SHOWN])
        more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise CaseError(f"{name}: {shown}{more}")


def case_shapes() -> Shapes:
    """Return the shapes to which a case is held: those of this module alone."""
    path = bundled("shapes") / "assessment.shapes.ttl"
    return parse_shapes(path.read_text(encoding="utf-8"))


def _labels(triples: tuple[Triple, ...]) -> Iterator[tuple[str, str]]:
    for predicate in reversed(_LABELS):
        for subject, own, value in triples:
            if own.value == predicate and isinstance(value, Literal):
                yield subject.value, value.value
    for subject, own, value in triples:
        if own.value == _LABELS[0] and isinstance(value, Literal) and value.language == "en":
            yield subject.value, value.value


def is_term(thing: NamedNode) -> bool:
    """Tell whether an IRI is a term of our ontology."""
    return thing.value.startswith(STC)
