"""RDF as axioms: each with its triples, its ground and sources, and when it can matter.

Annotations on an axiom (``owl:Axiom`` nodes) are read for what they say of it and are left
out of its triples, since to a reasoner the annotation alone states the axiom.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Final

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

from kgservice.errors import AxiomError, DocumentError
from kgservice.graph.inferred import DEFINING, StatedAxiom, local_name
from kgservice.namespaces import DCTERMS, ID, OWL, RDF, RDFS, STC
from kgservice.reasoning.annotations import (
    iri_of,
    read_annotations,
    read_declarations,
    read_labels,
    show_term,
    value_of,
)
from kgservice.reasoning.expressions import BUILT_IN, Expression, Statements, Term

TYPE: Final = NamedNode(RDF + "type")
_OF_CLASSES: Final = {
    RDFS + "subClassOf": "subClassOf", OWL + "equivalentClass": "equivalentTo",
    OWL + "disjointWith": "disjointWith",
}  # fmt: skip
_OF_PROPERTIES: Final = {
    RDFS + "subPropertyOf", OWL + "equivalentProperty", OWL + "inverseOf", RDFS + "domain",
    RDFS + "range", OWL + "propertyDisjointWith",
}  # fmt: skip
_CHARACTERISTICS: Final = {
    OWL + f"{name}Property"
    for name in ("Functional", "InverseFunctional", "Transitive", "Symmetric", "Asymmetric",
                 "Reflexive", "Irreflexive")
}  # fmt: skip
_WHOLE: Final = {
    OWL + name
    for name in ("AllDisjointClasses", "AllDisjointProperties", "AllDifferent",
                 "NegativePropertyAssertion")
}  # fmt: skip
_SIMPLE_ABOX: Final = {OWL + "sameAs", OWL + "differentFrom"}
_LIST_AXIOMS: Final = {OWL + "propertyChainAxiom", OWL + "hasKey", OWL + "disjointUnionOf"}
_ALWAYS: Final[tuple[frozenset[str], ...]] = (frozenset[str](),)


@dataclass(frozen=True, slots=True)
class Axiom:
    """One axiom.

    :ivar stated: what is said of it
    :ivar triples: its triples, annotations left out
    :ivar names: IRIs it uses, those built in left out
    :ivar needs: it can matter to what a set of names entails once one of these sets is in it
    :ivar assertion: whether it is about individuals
    :ivar leads_to: it can matter to what is below a set of names only if one of these is in it;
        None if it always can
    :ivar steps: pairs of named classes, of which it says outright that one is below the other
    """

    stated: StatedAxiom
    triples: tuple[Triple, ...]
    names: frozenset[str]
    needs: tuple[frozenset[str], ...]
    assertion: bool = False
    leads_to: frozenset[str] | None = None
    steps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Axioms:
    """The axioms of some files.

    :ivar axioms: sorted by identifier
    :ivar kinds: the kinds of terms that each IRI is declared as: ``Class``, ``ObjectProperty`` …
    :ivar labels: the labels of each IRI, by language
    :ivar statements: all triples by subject
    """

    axioms: tuple[Axiom, ...]
    kinds: Mapping[str, frozenset[str]]
    labels: Mapping[str, Mapping[str, str]]
    statements: Statements = field(repr=False)

    def name(self, iri: str, language: str = "en") -> str:
        """Return the label of an IRI, or its end where it has none."""
        return self.labels.get(iri, {}).get(language) or local_name(iri)


def read_turtle(paths: Iterable[Path]) -> list[Triple]:
    """Return the triples of Turtle files, blank nodes of two files kept apart.

    :param paths: Turtle files
    :returns: every statement, blank nodes renamed apart
    :raises DocumentError: if a file is no Turtle; the message names file and line
    """
    found: list[Triple] = []
    for path in paths:
        try:
            quads = parse(path=str(path), format=RdfFormat.TURTLE, rename_blank_nodes=True)
            found.extend(quad.triple for quad in quads)
        except SyntaxError as error:
            raise DocumentError(f"{path}: is no Turtle: {error}") from error
        except OSError as error:
            raise DocumentError(f"{path}: cannot be read: {error.strerror or error}") from error
    return found


def read_axioms(triples: Iterable[Triple]) -> Axioms:
    """Return the axioms that triples state.

    :param triples: statements to read
    :returns: the axioms, declarations and labels of the statements
    :raises AxiomError: if one is outside OWL 2 DL; the message names its subject
    """
    gathered: dict[Term, list[Triple]] = defaultdict(list)
    for triple in dict.fromkeys(triples):
        if isinstance(triple.subject, NamedNode | BlankNode):
            gathered[triple.subject].append(triple)
    statements: Statements = {subject: tuple(found) for subject, found in gathered.items()}
    reading = _Reading(statements)
    axioms = {axiom.stated.id: axiom for axiom in reading.axioms()}
    ordered = tuple(axioms[name] for name in sorted(axioms))
    return Axioms(ordered, reading.kinds, reading.labels, statements)


class _Reading:
    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self.kinds = read_declarations(statements)
        self.labels = read_labels(statements)
        self._said = dict(read_annotations(statements))

    def axioms(self) -> Iterator[Axiom]:
        for found in self._statements.values():
            for triple in found:
                try:
                    axiom = self._axiom(triple)
                except AxiomError as error:
                    raise AxiomError(f"{show_term(triple.subject)}: {error}") from error
                if axiom is not None:
                    yield axiom

    def _axiom(self, triple: Triple) -> Axiom | None:
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if predicate in _OF_CLASSES:
            return self._of_classes(triple)
        if isinstance(subject, BlankNode):
            whole = predicate == RDF + "type" and iri_of(value) in _WHOLE
            return self._opaque(triple) if whole else None
        if predicate in _LIST_AXIOMS:
            return self._opaque(triple)
        if predicate in _OF_PROPERTIES:
            return self._of_properties(triple)
        if predicate == RDF + "type":
            if iri_of(value) in _CHARACTERISTICS:
                return self._stated(triple, (triple,), {iri_of(subject)}, _one({iri_of(subject)}))
            return self._membership(triple)
        return self._assertion(triple)

    def _of_classes(self, triple: Triple) -> Axiom:
        left = Expression(triple.subject, self._statements)
        right = Expression(triple.object, self._statements)
        needs = [left.names if left.monotone else frozenset[str]()]
        if triple.predicate.value == OWL + "equivalentClass":
            needs.append(right.names if right.monotone else frozenset[str]())
        if triple.predicate.value == OWL + "disjointWith" and left.monotone and right.monotone:
            needs = [left.names | right.names]
        text = f"{left.text} {_OF_CLASSES[triple.predicate.value]} {right.text}"
        triples = (triple, *left.triples, *right.triples)
        axiom = self._stated(triple, triples, left.names | right.names, tuple(needs), text)
        below = iri_of(triple.subject)
        if not below or triple.predicate.value == OWL + "disjointWith":
            return axiom
        steps = tuple((below, above) for above in sorted(right.conjuncts))
        is_definition = triple.predicate.value == OWL + "equivalentClass"
        reached = right.names | {below} if is_definition else right.names
        return replace(axiom, steps=steps, leads_to=reached if right.monotone else None)

    def _of_properties(self, triple: Triple) -> Axiom | None:
        subject, predicate = triple.subject, triple.predicate.value
        if not self._is_property(subject):
            return None
        name = subject.value if isinstance(subject, NamedNode) else ""
        if predicate in (RDFS + "domain", RDFS + "range"):
            right = Expression(triple.object, self._statements)
            names = right.names | {name}
            return self._stated(triple, (triple, *right.triples), names, _one({name}))
        other = iri_of(triple.object)
        needs = (frozenset({name}), frozenset({other}))
        if predicate == RDFS + "subPropertyOf":
            needs = (frozenset({name}),) * 2
        return self._stated(triple, (triple,), {name, other}, needs)

    def _is_property(self, term: Term) -> bool:
        kinds = self.kinds.get(iri_of(term), frozenset())
        return bool(kinds & {"ObjectProperty", "DatatypeProperty"})

    def _membership(self, triple: Triple) -> Axiom | None:
        value = triple.object
        is_class = "Class" in self.kinds.get(iri_of(value), ())
        if not is_class and not isinstance(value, BlankNode):
            return None
        right = Expression(value, self._statements)
        names = right.names | {iri_of(triple.subject)}
        text = f"{local_name(iri_of(triple.subject))} is a {right.text}"
        return self._stated(triple, (triple, *right.triples), names, _ALWAYS, text, assertion=True)

    def _assertion(self, triple: Triple) -> Axiom | None:
        predicate = triple.predicate.value
        if not self._is_property(triple.predicate) and predicate not in _SIMPLE_ABOX:
            return None
        if isinstance(triple.object, BlankNode):
            return None
        names = {iri_of(triple.subject), predicate, iri_of(triple.object)} - {""}
        return self._stated(triple, (triple,), names, _ALWAYS, assertion=True)

    def _opaque(self, triple: Triple) -> Axiom:
        """Return an axiom that is not looked into, with all that hangs below it."""
        todo: list[Term] = [triple.subject, triple.object]
        below, seen = [triple], set[Term]()
        while todo:
            term = todo.pop()
            if isinstance(term, BlankNode) and term not in seen:
                seen.add(term)
                below += self._statements.get(term, ())
                todo += [one.object for one in self._statements.get(term, ())]
        terms = {term for one in below for term in (one.subject, one.predicate, one.object)}
        names = frozenset({iri_of(term) for term in terms} - {""})
        needs: tuple[frozenset[str], ...] = _ALWAYS
        if iri_of(triple.object) == OWL + "AllDisjointClasses":
            own = sorted(name for name in names if not name.startswith(BUILT_IN))
            plain = all("Class" in self.kinds.get(name, ()) for name in own)
            needs = tuple(map(frozenset, combinations(own, 2))) if plain else _ALWAYS
        return self._stated(triple, tuple(below), names, needs, self._told(below))

    @staticmethod
    def _told(triples: Iterable[Triple]) -> str:
        ends = {local_name(iri_of(one.object)) for one in triples} - {"", "nil", "List"}
        return f"{' '.join(sorted(ends))}"

    def _stated(
        self,
        triple: Triple,
        triples: tuple[Triple, ...],
        names: Iterable[str],
        needs: tuple[frozenset[str], ...],
        text: str = "",
        *,
        assertion: bool = False,
    ) -> Axiom:
        ends = [iri_of(term) for term in (triple.subject, triple.predicate, triple.object)]
        text = text or " ".join(local_name(end) or str(triple.object) for end in ends)
        said = self._said.get((triple.subject, triple.predicate, triple.object))
        stated = said(text) if said else self._unsaid(ends, text)
        own = frozenset(name for name in names if not name.startswith(BUILT_IN))
        return Axiom(stated, tuple(dict.fromkeys(triples)), own, needs, assertion)

    def _unsaid(self, ends: list[str], text: str) -> StatedAxiom:
        subject, predicate, value = ends
        name = subject.removeprefix(STC).removeprefix(ID) or "class"
        tail = value.removeprefix(STC) if value.startswith(STC) else ""
        tail = tail or hashlib.sha256(text.encode()).hexdigest()[:12]
        labels: tuple[tuple[str, str], ...] = (("en", text),)
        if predicate == RDFS + "subClassOf" and subject and value:
            few, many = self.labels.get(subject, {}), self.labels.get(value, {})
            en = (few.get("en", local_name(subject)), many.get("en", local_name(value)))
            fr = (few.get("fr", en[0]), many.get("fr", en[1]))
            labels = (("en", f'Anything in the class "{en[0]}" is in the class "{en[1]}".'),
                      ("fr", f"Toute chose « {fr[0]} » est « {fr[1]} »."))  # fmt: skip
        about = self._statements.get(NamedNode(subject), ()) if subject else ()
        sources = [one.object for one in about if one.predicate.value == DCTERMS + "source"]
        return StatedAxiom(f"{name}-{local_name(predicate)}-{tail}", text, labels, DEFINING,
                           tuple(sorted(value_of(one) for one in sources)))  # fmt: skip


def _one(names: Iterable[str]) -> tuple[frozenset[str], ...]:
    return (frozenset(names),)
