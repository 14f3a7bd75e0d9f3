"""Draft criteria that a person brings: Turtle of the form of ``data/criteria/*.ttl``.

A criterion is a named class with one ``owl:equivalentClass`` that says what it asks for, and
``stc:testedAgainst`` a class of the ontology.  A draft may declare classes and properties of its
own, and axioms about them.
"""

import difflib
from pathlib import Path
from typing import Final

from kgservice.errors import AxiomError, CriterionError
from kgservice.graph.inferred import local_name
from kgservice.namespaces import OWL, STC
from kgservice.reasoning.axioms import Axioms, read_axioms, read_turtle
from kgservice.reasoning.criteria import Criterion, Verdict, judge_criteria, read_criteria
from kgservice.reasoning.expressions import BUILT_IN
from kgservice.reasoning.justification import Deadline

LARGEST: Final = 1_000_000
"""Bytes of the largest draft that is read."""
MOST: Final = 50
"""Pairs of criterion and base class that one draft may hold."""
_TERMS: Final = frozenset({
    "AllDifferent", "AllDisjointClasses", "AllDisjointProperties", "AnnotationProperty",
    "AsymmetricProperty", "Axiom", "Class", "DataRange", "DatatypeProperty", "FunctionalProperty",
    "InverseFunctionalProperty", "IrreflexiveProperty", "NamedIndividual", "Nothing",
    "ObjectProperty", "Ontology", "ReflexiveProperty", "Restriction", "SymmetricProperty", "Thing",
    "TransitiveProperty", "allValuesFrom", "annotatedProperty", "annotatedSource",
    "annotatedTarget", "cardinality", "complementOf", "deprecated", "disjointUnionOf",
    "disjointWith", "equivalentClass", "equivalentProperty", "hasSelf", "hasValue", "imports",
    "intersectionOf", "inverseOf", "maxCardinality", "maxQualifiedCardinality", "members",
    "minCardinality", "minQualifiedCardinality", "onClass", "onDataRange", "onDatatype",
    "onProperty", "oneOf", "propertyDisjointWith", "qualifiedCardinality", "someValuesFrom",
    "unionOf", "versionIRI", "versionInfo", "withRestrictions", "real", "rational",
})  # fmt: skip


def judge_draft(
    path: Path, ontology: Path, deadline: Deadline | None = None
) -> tuple[tuple[Verdict, ...], Axioms]:
    """Judge the criteria of a file, all of which apply together.

    :param path: the file of a draft
    :param ontology: the folder of the ontology's Turtle
    :param deadline: when to stop
    :returns: the verdicts, and the axioms with the labels of what they name
    :raises DocumentError: if the file cannot be read or is no Turtle
    :raises AxiomError: if it holds what OWL 2 DL does not allow, or names an unknown term
    :raises CriterionError: if there is no criterion, an unknown base class, or a contradiction
    :raises ReasonerLimitError: if the time is over
    """
    _refuse_large(path)
    base = read_turtle(sorted(ontology.rglob("*.ttl")))
    known, own = read_axioms(base), read_turtle([path])
    draft = _read(path, own)
    criteria = read_criteria(draft)
    axioms = read_axioms([*base, *own])
    _refuse_unfit(path, criteria, draft, axioms, known)
    verdicts = judge_criteria([criteria], axioms, deadline or Deadline())
    return verdicts, axioms


def _refuse_large(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise CriterionError(f"{path}: cannot be read: {error.strerror}") from error
    if size > LARGEST:
        raise CriterionError(
            f"{path}: has {size:,} bytes; a draft of criteria has at most {LARGEST:,}"
        )


def _read(path: Path, own: list) -> Axioms:  # type: ignore[type-arg]
    for triple in own:
        for term in (triple.predicate, triple.object):
            iri = getattr(term, "value", "")
            if iri.startswith(OWL) and iri.removeprefix(OWL) not in _TERMS:
                near = difflib.get_close_matches(iri.removeprefix(OWL), _TERMS, 1, 0.0)[0]
                raise AxiomError(f"{path}: owl:{local_name(iri)} is no term that a draft may use; "
                                 f"the nearest is owl:{near}")  # fmt: skip
        subject = getattr(triple.subject, "value", "")
        if subject.startswith(BUILT_IN):
            raise AxiomError(f"{path}: says something of <{subject}>, which belongs to the "
                             "language; speak of a class or property of your own")  # fmt: skip
    try:
        return read_axioms(own)
    except AxiomError as error:
        raise AxiomError(f"{path}: {error}") from error


def _refuse_unfit(
    path: Path, criteria: tuple[Criterion, ...], draft: Axioms, axioms: Axioms, known: Axioms
) -> None:
    if not criteria:
        raise CriterionError(
            f"{path}: holds no criterion; expected a class with owl:equivalentClass and "
            "stc:testedAgainst, as in data/criteria/us-0d521-no-1.ttl"
        )
    if (pairs := sum(len(criterion.bases) for criterion in criteria)) > MOST:
        raise CriterionError(f"{path}: {pairs} criteria to test; expected at most {MOST} at once")
    for criterion in criteria:
        _refuse_criterion(path, criterion, draft, axioms, known)
    for axiom in draft.axioms:
        for name in sorted(axiom.names):
            if name not in axioms.kinds:
                raise AxiomError(f"{path}: {axiom.stated.text}: <{name}> is declared nowhere; "
                                 f"{_nearest(name, axioms)}")  # fmt: skip


def _refuse_criterion(
    path: Path, criterion: Criterion, draft: Axioms, axioms: Axioms, known: Axioms
) -> None:
    if criterion.iri in known.kinds:
        raise CriterionError(f"{path}: <{criterion.iri}> is a term of the ontology; give the "
                             "criterion an IRI of its own")  # fmt: skip
    start = f"<{criterion.iri}> "
    meant = [a for a in draft.axioms if str(a.triples[0].subject) == start.strip()
             and a.triples[0].predicate.value == OWL + "equivalentClass"]  # fmt: skip
    if len(meant) != 1 or "Class" not in draft.kinds.get(criterion.iri, ()):
        raise CriterionError(
            f"{path}: {start}is no class with one owl:equivalentClass; expected one that says "
            "what the criterion asks for"
        )
    for base in criterion.bases:
        if "Class" not in axioms.kinds.get(base, ()):
            raise CriterionError(f"{path}: {start}is tested against <{base}>, which is no class "
                                 f"here; {_nearest(base, axioms, 'Class')}")  # fmt: skip


def _nearest(iri: str, axioms: Axioms, kind: str = "") -> str:
    names = {local_name(one): one for one, kinds in sorted(axioms.kinds.items())
             if one.startswith(STC) and (not kind or kind in kinds)}  # fmt: skip
    near = difflib.get_close_matches(local_name(iri), names, 1, 0.0)
    return f"the nearest is stc:{near[0]}" if near else "expected a declared term"
