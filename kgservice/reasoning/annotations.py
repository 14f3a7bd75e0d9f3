"""What files say of terms and of axioms: declarations, labels, annotations."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kgservice.graph.inferred import DEFINING, StatedAxiom, local_name
from kgservice.namespaces import DCTERMS, OWL, RDF, RDFS, STC
from kgservice.reasoning.expressions import Statements, Term

_DECLARED: Final = {
    OWL + kind: kind
    for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty",
                 "NamedIndividual")
}  # fmt: skip
_TYPE: Final = NamedNode(RDF + "type")


class Annotation:
    """What an ``owl:Axiom`` node says of an axiom; called with its text, gives the whole."""

    def __init__(self, found: Iterable[Triple]) -> None:
        self._parts: dict[str, list[Term]] = defaultdict(list)
        for triple in found:
            self._parts[triple.predicate.value].append(triple.object)

    def key(self) -> tuple[Term, ...]:
        """Return the subject, predicate and object of the axiom."""
        names = ("annotatedSource", "annotatedProperty", "annotatedTarget")
        return tuple(self._parts[OWL + name][0] for name in names if self._parts[OWL + name])

    def __call__(self, text: str) -> StatedAxiom:
        """Return the axiom with all that is said of it, written out as a text."""
        labels = tuple(sorted((one.language or "", one.value) for one in
                       self._parts[RDFS + "label"] if isinstance(one, Literal)))  # fmt: skip
        kinds = [local_name(iri_of(one)) for one in self._parts[STC + "axiomKind"]]
        names = [value_of(one) for one in self._parts[DCTERMS + "identifier"]]
        given = names[0] if names else hashlib.sha256(text.encode()).hexdigest()[:12]
        sources = tuple(sorted(value_of(one) for one in self._parts[DCTERMS + "source"]))
        return StatedAxiom(given, text, labels or (("en", text),),
                           kinds[0] if kinds else DEFINING, sources)  # fmt: skip


def read_annotations(statements: Statements) -> Iterator[tuple[tuple[Term, ...], Annotation]]:
    """Yield what is said of axioms, each with its subject, predicate and object."""
    for found in statements.values():
        if any(iri_of(triple.object) == OWL + "Axiom" for triple in found):
            said = Annotation(found)
            yield said.key(), said


def read_declarations(statements: Statements) -> dict[str, frozenset[str]]:
    """Return the kinds of terms that each IRI is declared as."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for subject, found in statements.items():
        for triple in found:
            kind = _DECLARED.get(iri_of(triple.object))
            if kind and triple.predicate == _TYPE and isinstance(subject, NamedNode):
                kinds[subject.value].add(kind)
    return {iri: frozenset(found) for iri, found in kinds.items()}


def read_labels(statements: Statements) -> dict[str, dict[str, str]]:
    """Return the first label of each IRI in each language."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for subject, found in statements.items():
        for triple in found:
            text = triple.object
            if triple.predicate.value == RDFS + "label" and isinstance(text, Literal):
                labels[iri_of(subject)].setdefault(text.language or "en", text.value)
    return dict(labels)


def iri_of(term: Term | Triple) -> str:
    """Return the IRI of a named node, nothing of any other term."""
    return term.value if isinstance(term, NamedNode) else ""


def value_of(term: Term) -> str:
    """Return the IRI, label or text of a term."""
    return "" if isinstance(term, Triple) else term.value


def show_term(term: Term) -> str:
    """Return a term as messages name it."""
    return f"<{term.value}>" if isinstance(term, NamedNode) else "an unnamed class"
