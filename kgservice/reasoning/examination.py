"""The ontology before the reasoner: is it sound, what follows from it, which criteria are empty.

What a build materialises of it is :func:`inferred_lines`; nothing of it is needed to serve.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.errors import InconsistencyError
from kgservice.graph.inferred import (
    CriterionFinding,
    InferredSubsumption,
    Reasoning,
    StatedAxiom,
    finding_triples,
    reasoning_triples,
    subsumption_triples,
)
from kgservice.graph.terms import line
from kgservice.namespaces import OWL, STC
from kgservice.reasoning.axioms import Axiom, Axioms, read_axioms, read_turtle
from kgservice.reasoning.criteria import (
    Criterion,
    Verdict,
    axioms_by_ground,
    judge_criteria,
    read_criteria,
)
from kgservice.reasoning.expressions import BUILT_IN
from kgservice.reasoning.justification import Deadline, Question, explain_inconsistency, justify
from kgservice.reasoning.owl import NOTHING, REASONER, THING, classify, reasoner_version

EXPLAINED: Final = 10
"""Of how many unsatisfiable classes the reason is looked for."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What cannot be.

    :ivar subject: the class that can have no instance; None if it is the ontology as a whole
    :ivar axioms: those from which that follows; empty where the reason was not looked for
    :ivar minimal: whether none of them can be left out
    """

    subject: str | None
    axioms: tuple[StatedAxiom, ...]
    minimal: bool


@dataclass(frozen=True, slots=True)
class Examination:
    """What a reasoner found in an ontology and its criteria.

    :ivar run: the reasoner and the axioms it was given
    :ivar contradictions: an inconsistency, or the unsatisfiable classes; empty if it is sound
    :ivar subsumptions: what is below what without being stated, sorted by class
    :ivar verdicts: what each criterion does to each base class
    """

    run: Reasoning
    contradictions: tuple[Contradiction, ...]
    subsumptions: tuple[InferredSubsumption, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def findings(self) -> tuple[CriterionFinding, ...]:
        """All findings on criteria that do not discriminate."""
        return tuple(finding for verdict in self.verdicts for finding in verdict.findings)


@dataclass(frozen=True, slots=True)
class InferredLines:
    """Canonical N-Triples lines, sorted, without blank nodes.

    :ivar inferred: those of the graph of inferred statements
    :ivar present: findings on criteria, the axioms they use and the criteria as described, which
        belong to the default graph as well
    """

    inferred: tuple[str, ...]
    present: tuple[str, ...]


def read_ontology(
    ontology: Path, criteria: Path
) -> tuple[Axioms, tuple[tuple[Criterion, ...], ...]]:
    """Return the axioms of the ontology and the bundled criteria, and the criteria file by file.

    :param ontology: the folder of the ontology's Turtle
    :param criteria: the folder of the criteria's Turtle
    :returns: the axioms of the ontology, and the criteria by entry
    :raises DocumentError: if a file is no Turtle
    :raises AxiomError: if an axiom is outside OWL 2 DL
    """
    files = sorted(criteria.glob("*.ttl"))
    axioms = read_axioms(read_turtle([*sorted(ontology.rglob("*.ttl")), *files]))
    return axioms, tuple(read_criteria(read_axioms(read_turtle([file]))) for file in files)


def examine_ontology(
    axioms: Axioms, groups: Iterable[tuple[Criterion, ...]], deadline: Deadline | None = None
) -> Examination:
    """Classify an ontology and say what was found.

    :param axioms: what is stated
    :param groups: criteria that apply together
    :param deadline: when to stop
    :returns: contradictions, subsumptions and findings
    :raises ReasonerLimitError: if the time is over
    """
    deadline = deadline or Deadline()
    groups = tuple(groups)
    run = describe_run(axioms)
    hierarchy = classify(axioms.axioms, axioms.kinds, deadline.left())
    if not hierarchy.consistent:
        used, minimal = explain_inconsistency(axioms.axioms, axioms.kinds, deadline)
        clash = Contradiction(None, tuple(axiom.stated for axiom in used), minimal)
        return Examination(run, (clash,), (), ())
    if hierarchy.unsatisfiable:
        found = _explain(hierarchy.unsatisfiable, axioms, deadline)
        return Examination(run, found, (), ())
    criteria = {criterion.iri for group in groups for criterion in group}
    return Examination(
        run,
        (),
        infer_subsumptions(axioms, criteria, deadline),
        judge_criteria(groups, axioms, deadline),
    )


def _explain(
    classes: tuple[str, ...], axioms: Axioms, deadline: Deadline
) -> tuple[Contradiction, ...]:
    about = tuple(axiom for axiom in axioms.axioms if not axiom.assertion)
    asked = [Question(iri, NOTHING, (), about) for iri in classes[:EXPLAINED]]
    used = justify(asked, axioms.kinds, deadline)
    explained = tuple(
        Contradiction(iri, tuple(axiom.stated for axiom in why), True)
        for iri, why in zip(classes, used, strict=False)
    )
    return explained + tuple(Contradiction(iri, (), False) for iri in classes[EXPLAINED:])


def infer_subsumptions(
    axioms: Axioms, criteria: Iterable[str], deadline: Deadline
) -> tuple[InferredSubsumption, ...]:
    """Return which of our classes are below which without an axiom that says just that.

    What needs typical practice is explained by it; all else without.

    :param axioms: what is stated
    :param criteria: classes that are left out, since findings speak of them
    :param deadline: when to stop
    :returns: what follows and is not stated
    """
    every, strict = axioms_by_ground(axioms, criteria)
    firm = _unstated(strict, axioms, deadline)
    usual = {pair: every for pair in _unstated(every, axioms, deadline) if pair not in firm}
    asked = dict.fromkeys(firm, strict) | usual
    pairs = sorted(asked)
    questions = [Question(below, above, (), asked[below, above]) for below, above in pairs]
    return tuple(
        InferredSubsumption(below, above, tuple(axiom.stated for axiom in used))
        for (below, above), used in zip(
            pairs, justify(questions, axioms.kinds, deadline), strict=True
        )
    )


def _unstated(some: tuple[Axiom, ...], axioms: Axioms, deadline: Deadline) -> set[tuple[str, str]]:
    hierarchy = classify(some, axioms.kinds, deadline.left())
    stated = {step for axiom in some for step in axiom.steps}
    ours = sorted(iri for iri in hierarchy.above if iri.startswith(STC))
    pairs = {(below, above) for below in ours for above in hierarchy.superclasses(below)}
    return {(b, a) for b, a in pairs - stated if a not in (b, THING) and not a.startswith(BUILT_IN)}


def describe_run(axioms: Axioms) -> Reasoning:
    """Return the reasoner's name and version, and which axioms it is given."""
    lines = sorted(f"{axiom.stated.id} {axiom.stated.text}\n" for axiom in axioms.axioms)
    versions = sorted(
        triple.object.value
        for triples in axioms.statements.values()
        for triple in triples
        if triple.predicate.value == OWL + "versionIRI" and isinstance(triple.object, NamedNode)
    )
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    return Reasoning(
        REASONER, f"owlready2-{reasoner_version()}", len(lines), digest, tuple(versions)
    )


def inferred_lines(ontology: Path, criteria: Path) -> InferredLines:
    """Return what a release holds of reasoning; needs about ten seconds of one core.

    :param ontology: the folder of the ontology's Turtle
    :param criteria: the folder of the criteria's Turtle, a file an entry
    :returns: lines for the graph of inferences and for the present
    :raises InconsistencyError: if the ontology contradicts itself or a class can have no instance
    """
    axioms, groups = read_ontology(ontology, criteria)
    found = examine_ontology(axioms, groups)
    if found.contradictions:
        first = found.contradictions[0]
        what = f"<{first.subject}> can have no instance" if first.subject else "it is inconsistent"
        why = "; ".join(axiom.label for axiom in first.axioms)
        raise InconsistencyError(f"the ontology contradicts itself: {what}, because: {why}")
    findings = set(map(line, finding_triples(found.findings, found.run)))
    about = {line(triple) for triple in reasoning_triples(found.run)}
    subsumptions = set(map(line, subsumption_triples(found.subsumptions, found.run)))
    described = set(_described(axioms, groups))
    return InferredLines(
        tuple(sorted(subsumptions | findings | about)), tuple(sorted(findings | about | described))
    )


def _described(axioms: Axioms, groups: Iterable[tuple[Criterion, ...]]) -> Iterable[str]:
    """Yield what is said of the criteria but for their unnamed classes."""
    for criterion in (one for group in groups for one in group):
        for triple in axioms.statements[NamedNode(criterion.iri)]:
            if isinstance(triple.object, NamedNode | Literal):
                yield f"{triple} .\n"
