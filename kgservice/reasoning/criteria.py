"""Criteria that every instance of a technique meets anyway, and so control nothing in particular.

A criterion is a class; the technique is the base class that it is tested against.  A criterion
fails to discriminate

* strictly, when the base class is below it by what holds of every instance;
* typically, when it is so only with axioms on typical practice;
* in context, when the base class together with the other criteria of its group is below it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode, Triple

from kgservice.errors import CriterionError
from kgservice.graph.inferred import (
    DEFINING,
    GROUNDS,
    IN_CONTEXT,
    STRICT,
    TYPICAL,
    USUAL,
    CriterionFinding,
    StatedAxiom,
    local_name,
)
from kgservice.namespaces import RDFS, STC
from kgservice.reasoning.axioms import Axiom, Axioms
from kgservice.reasoning.justification import Deadline, Question, justify
from kgservice.reasoning.owl import NOTHING, Classification, classify_copies, copy_name

TESTED: Final = NamedNode(STC + "testedAgainst")
_BELOW: Final = NamedNode(RDFS + "subClassOf")
_ALL, _STRICT = 0, 1


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion: a class, and the classes of all instances of the techniques it is tested on."""

    iri: str
    bases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a criterion does to a base class.

    :ivar findings: why it does not discriminate; empty if it narrows
    :ivar excludes: whether no instance of the base class can meet it
    :ivar clash: whether no instance of the base class can meet the other criteria together
    """

    criterion: str
    base: str
    findings: tuple[CriterionFinding, ...]
    excludes: bool
    clash: bool

    @property
    def narrows(self) -> bool:
        """Whether it leaves out some conceivable instance of the base class, and not all."""
        return not self.findings and not self.excludes


@dataclass(frozen=True, slots=True)
class _Case:
    """One criterion of a group against one base class, and the classes that stand for the tests.

    ``context`` is below the base class and the other criteria, ``both`` below base and criterion.
    """

    criterion: str
    base: str
    others: tuple[str, ...]
    definitions: tuple[Axiom, ...]
    context: str
    both: str

    def context_axioms(self) -> tuple[Axiom, ...]:
        """Return what puts ``context`` below the base class, then below each other criterion."""
        return tuple(_below(self.context, above) for above in (self.base, *self.others))

    def axioms(self) -> tuple[Axiom, ...]:
        """Return all that its tests add to the axioms."""
        both = (_below(self.both, self.base), _below(self.both, self.criterion))
        return (*self.context_axioms(), *both)


def read_criteria(axioms: Axioms) -> tuple[Criterion, ...]:
    """Return the criteria among what was read: what names a class it is tested against."""
    found: list[Criterion] = []
    for subject, triples in axioms.statements.items():
        bases = {t.object.value for t in triples if t.predicate == TESTED
                 and isinstance(t.object, NamedNode)}  # fmt: skip
        if bases and isinstance(subject, NamedNode):
            found.append(Criterion(subject.value, tuple(sorted(bases))))
    return tuple(sorted(found, key=lambda criterion: criterion.iri))


def judge_criteria(
    groups: Iterable[Sequence[Criterion]], axioms: Axioms, deadline: Deadline
) -> tuple[Verdict, ...]:
    """Judge criteria, each against each of its base classes.

    :param groups: criteria that apply together
    :param axioms: the ontology's axioms with those that define the criteria
    :param deadline: when to stop
    :returns: sorted by criterion and base class
    :raises CriterionError: if a criterion or a base class contradicts itself or the ontology
    :raises ReasonerLimitError: if the time is over
    """
    cases = _cases(groups, axioms)
    if not cases:
        return ()
    criteria = {case.criterion for case in cases}
    sets = axioms_by_ground(axioms, criteria)
    kinds: Mapping[str, Iterable[str]] = dict(axioms.kinds) | {
        name: ("Class",) for case in cases for name in (case.context, case.both)
    }
    extra = [one for case in cases for one in (*case.axioms(), *case.definitions)]
    copies = [tuple({one.stated.id: one for one in (*some, *extra)}.values()) for some in sets]
    hierarchy = classify_copies(copies, kinds, deadline.left())
    _refuse_contradictions(cases, hierarchy, axioms)
    asked = [(case, *test) for case in cases for test in _tests(case, hierarchy, sets)]
    found = justify([question for _, _, question in asked], kinds, deadline)
    findings = [_finding(case, redundancy, used)
                for (case, redundancy, _), used in zip(asked, found, strict=True)]  # fmt: skip
    return tuple(
        Verdict(case.criterion, case.base,
                tuple(f for f in findings if (f.criterion, f.base) == (case.criterion, case.base)),
                *(NOTHING in hierarchy.superclasses(copy_name(name, _STRICT))
                  for name in (case.both, case.context)))
        for case in cases
    )  # fmt: skip


def axioms_by_ground(
    axioms: Axioms, criteria: Iterable[str] = ()
) -> tuple[tuple[Axiom, ...], tuple[Axiom, ...]]:
    """Return the axioms about classes: all, and without typical practice.

    :param axioms: what is stated
    :param criteria: classes whose definitions are left out
    :returns: first those of every ground, then those that are no typical practice
    """
    known = set(criteria)
    every = tuple(
        axiom for axiom in axioms.axioms
        if not axiom.assertion and axiom.stated.kind in GROUNDS and not _defines(axiom, known)
    )  # fmt: skip
    return every, tuple(axiom for axiom in every if axiom.stated.kind != TYPICAL)


def _defines(axiom: Axiom, criteria: set[str]) -> bool:
    subject = axiom.triples[0].subject
    return isinstance(subject, NamedNode) and subject.value in criteria


def _cases(groups: Iterable[Sequence[Criterion]], axioms: Axioms) -> tuple[_Case, ...]:
    found: list[_Case] = []
    for group in groups:
        names = {criterion.iri for criterion in group}
        definitions = tuple(axiom for axiom in axioms.axioms if _defines(axiom, names))
        for criterion in group:
            for base in criterion.bases:
                others = sorted(o.iri for o in group if o != criterion and base in o.bases)
                number = len(found)
                found.append(
                    _Case(criterion.iri, base, tuple(others), definitions,
                          f"urn:context:{number}", f"urn:both:{number}")
                )  # fmt: skip
    return tuple(sorted(found, key=lambda case: (case.criterion, case.base)))


def _below(below: str, above: str) -> Axiom:
    """Return the axiom that a class of ours for a test is below a class."""
    text = f"{local_name(below)} subClassOf {local_name(above)}"
    stated = StatedAxiom(f"{below} {above}", text, (("en", text),), DEFINING, ())
    triple = Triple(NamedNode(below), _BELOW, NamedNode(above))
    names = frozenset({below, above})
    return Axiom(stated, (triple,), names, (frozenset({below}),), steps=((below, above),))


def _tests(
    case: _Case, hierarchy: Classification, sets: tuple[tuple[Axiom, ...], tuple[Axiom, ...]]
) -> Iterable[tuple[str, Question]]:
    """Yield what holds of a case, the firmest first, and what to ask to have it explained."""

    def so(below: str, which: int) -> bool:
        return hierarchy.subsumes(copy_name(case.criterion, which), copy_name(below, which))

    def ask(below: str, which: int, more: tuple[Axiom, ...] = ()) -> Question:
        return Question(below, case.criterion, case.definitions, (*more, *sets[which]))

    if so(case.base, _STRICT):
        yield STRICT, ask(case.base, _STRICT)
        return
    usual = so(case.base, _ALL)
    if usual:
        yield USUAL, ask(case.base, _ALL)
    for which in (_STRICT, _ALL):
        possible = NOTHING not in hierarchy.superclasses(copy_name(case.context, which))
        if possible and so(case.context, which) and not (usual and which == _ALL):
            yield IN_CONTEXT, ask(case.context, which, case.context_axioms())
            return


def _finding(case: _Case, redundancy: str, used: tuple[Axiom, ...]) -> CriterionFinding:
    context = {axiom.stated.id for axiom in case.context_axioms()}
    beside = tuple(o for o in case.others if f"{case.context} {o}" in {a.stated.id for a in used})
    axioms = tuple(axiom.stated for axiom in used if axiom.stated.id not in context)
    return CriterionFinding(case.criterion, case.base, redundancy, beside, axioms)


def _refuse_contradictions(
    cases: Iterable[_Case], hierarchy: Classification, axioms: Axioms
) -> None:
    if not hierarchy.consistent:
        raise CriterionError("the criteria contradict the ontology as a whole; nothing can be said")
    for case in cases:
        for which in (_STRICT, _ALL):
            for iri, what in ((case.base, "base class"), (case.criterion, "criterion")):
                if NOTHING in hierarchy.superclasses(copy_name(iri, which)):
                    raise CriterionError(
                        f"{what} <{iri}> ({axioms.name(iri)}) contradicts itself or the ontology: "
                        "nothing can ever meet it, so it controls nothing; expected a class that "
                        "something can belong to"
                    )
