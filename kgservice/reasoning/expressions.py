"""OWL class expressions: from triples to text, with the names they use.

Only what OWL 2 DL allows is read, and no individual inside a class: a criterion speaks of kinds
of things.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kgservice.errors import AxiomError
from kgservice.graph.inferred import local_name
from kgservice.namespaces import OWL, RDF, RDFS, XSD

Term = NamedNode | BlankNode | Literal | Triple
Statements = Mapping[Term, tuple[Triple, ...]]
"""The triples of each subject."""
DEPTH: Final = 40
BUILT_IN: Final = (OWL, RDF, RDFS, XSD)
_JUNCTIONS: Final = {OWL + "intersectionOf": " and ", OWL + "unionOf": " or "}
_QUANTIFIERS: Final = {OWL + "someValuesFrom": "some", OWL + "allValuesFrom": "only"}
_CARDINALITIES: Final = {
    "minCardinality": "min", "maxCardinality": "max", "cardinality": "exactly",
    "minQualifiedCardinality": "min", "maxQualifiedCardinality": "max",
    "qualifiedCardinality": "exactly",
}  # fmt: skip
_INDIVIDUALS: Final = {"oneOf", "hasValue"}
_FACETS: Final = {
    "minInclusive": ">=", "minExclusive": ">", "maxInclusive": "<=", "maxExclusive": "<",
    "length": "length", "minLength": "minLength", "maxLength": "maxLength", "pattern": "pattern",
    "langRange": "langRange",
}  # fmt: skip


class Expression:
    """A class expression below a node, read once.

    :ivar text: its form close to the Manchester syntax, names without prefix
    :ivar triples: all triples it is written in
    :ivar names: IRIs it uses as classes and as properties, those built in left out
    :ivar monotone: whether it is empty as soon as one of its names is: named classes, ``and``
        and ``some`` only
    :ivar conjuncts: named classes that it says outright its instances belong to
    """

    def __init__(self, start: Term, statements: Statements) -> None:
        self._statements = statements
        self._triples: list[Triple] = []
        self._open: set[Term] = set()
        self.classes: set[str] = set()
        self.properties: set[str] = set()
        self.monotone = True
        self.conjuncts: set[str] = set()
        self.text = self._read(start, 0)
        self.triples = tuple(self._triples)

    @property
    def names(self) -> frozenset[str]:
        """The IRIs it uses, those built in left out."""
        return frozenset(self.classes | self.properties)

    def _read(self, term: Term, depth: int) -> str:
        if depth > DEPTH:
            raise AxiomError(f"a class is nested more than {DEPTH} deep; expected fewer levels")
        if isinstance(term, Literal):
            raise AxiomError(f"{term} stands where a class is expected; write the class's IRI")
        if isinstance(term, NamedNode):
            if depth == 0 and not term.value.startswith(BUILT_IN):
                self.conjuncts.add(term.value)
            return self._named(term)
        if isinstance(term, Triple):
            raise AxiomError(f"{term} stands where a class is expected; write the class's IRI")
        parts = self._enter(term)
        try:
            return self._read_blank(parts, depth)
        finally:
            self._open.discard(term)

    def _named(self, term: NamedNode) -> str:
        iri = term.value
        if not iri.startswith(BUILT_IN):
            self.classes.add(iri)
        elif iri == OWL + "Nothing":
            self.monotone = False
        return local_name(iri)

    def _enter(self, term: BlankNode) -> dict[str, Term]:
        if term in self._open:
            raise AxiomError("a class is written inside itself; expected an end to the nesting")
        self._open.add(term)
        found = self._statements.get(term, ())
        self._triples.extend(found)
        parts = {triple.predicate.value: triple.object for triple in found}
        twice = len(found) > len({triple.predicate for triple in found})
        if twice or not parts:
            raise AxiomError(
                "an unnamed class says nothing, or one thing twice; expected one owl:Restriction, "
                "owl:intersectionOf, owl:unionOf or owl:complementOf"
            )
        parts.pop(RDF + "type", None)
        return parts

    def _read_blank(self, parts: dict[str, Term], depth: int) -> str:
        if OWL + "onProperty" in parts:
            return self._restriction(parts, depth)
        predicate, value = next(iter(parts.items()))
        if len(parts) == 1 and predicate in _JUNCTIONS:
            self.monotone &= predicate == OWL + "intersectionOf"
            terms = list(self._members(value))
            if depth == 0 and self.monotone:
                self.conjuncts |= {one.value for one in terms if isinstance(one, NamedNode)}
            members = [self._read(member, depth + 1) for member in terms]
            if len(members) < 2:
                raise AxiomError(f"{_short(predicate)} joins fewer than two classes; expected two")
            return f"({_JUNCTIONS[predicate].join(members)})"
        if predicate == OWL + "complementOf" and len(parts) == 1:
            self.monotone = False
            return f"(not {self._read(value, depth + 1)})"
        if OWL + "onDatatype" in parts:
            return self._datatype(parts)
        raise self._unknown(parts)

    def _unknown(self, parts: dict[str, Term]) -> AxiomError:
        if individual := sorted({local_name(p) for p in parts} & _INDIVIDUALS):
            return AxiomError(
                f"owl:{individual[0]} names an individual; a criterion speaks of kinds of things, "
                "so write a class and owl:someValuesFrom in its place"
            )
        wrong = ", ".join(sorted(map(_short, parts)))
        return AxiomError(f"{wrong} is no class of OWL 2 DL; expected what OWL 2 DL allows")

    def _members(self, start: Term) -> Iterator[Term]:
        current, seen = start, set[Term]()
        while current != NamedNode(RDF + "nil"):
            found = self._statements.get(current, ())
            parts = {triple.predicate.value: triple.object for triple in found}
            parts.pop(RDF + "type", None)
            if current in seen or len(found) < 2 or set(parts) != {RDF + "first", RDF + "rest"}:
                raise AxiomError("a list of classes is broken; write it as ( first second )")
            seen.add(current)
            self._triples.extend(found)
            yield parts[RDF + "first"]
            current = parts[RDF + "rest"]

    def _restriction(self, parts: dict[str, Term], depth: int) -> str:
        name = self._property(parts.pop(OWL + "onProperty"))
        for predicate, word in _QUANTIFIERS.items():
            if set(parts) == {predicate}:
                self.monotone &= word == "some"
                return f"({name} {word} {self._read(parts[predicate], depth + 1)})"
        self.monotone &= set(parts) == {OWL + "hasSelf"}
        if set(parts) == {OWL + "hasSelf"}:
            return f"({name} Self)"
        numbers = {local_name(p) for p in parts} & set(_CARDINALITIES)
        fillers = set(parts) - {OWL + number for number in numbers}
        qualified = fillers <= {OWL + "onClass", OWL + "onDataRange"} and len(fillers) == 1
        if len(numbers) != 1 or (fillers and not qualified):
            raise self._unknown(parts)
        number = numbers.pop()
        count = parts[OWL + number]
        if not isinstance(count, Literal) or not count.value.isdigit():
            raise AxiomError(f"owl:{number} is {count}; expected a whole number")
        what = self._read(parts[fillers.pop()], depth + 1) if fillers else "Thing"
        return f"({name} {_CARDINALITIES[number]} {count.value} {what})"

    def _property(self, term: Term) -> str:
        if isinstance(term, NamedNode):
            if not term.value.startswith(BUILT_IN):
                self.properties.add(term.value)
            return local_name(term.value)
        found = self._statements.get(term, ())
        inner = {t.predicate.value: t.object for t in found if t.predicate.value != RDF + "type"}
        if set(inner) != {OWL + "inverseOf"} or not isinstance(inner[OWL + "inverseOf"], NamedNode):
            raise AxiomError("owl:onProperty names no property; expected an IRI or owl:inverseOf")
        self._triples.extend(found)
        return f"inverse {self._property(inner[OWL + 'inverseOf'])}"

    def _datatype(self, parts: dict[str, Term]) -> str:
        facets = []
        for facet in self._members(parts.get(OWL + "withRestrictions", NamedNode(RDF + "nil"))):
            found = self._statements.get(facet, ())
            self._triples.extend(found)
            for triple in found:
                word = _FACETS.get(local_name(triple.predicate.value))
                if word is None or not isinstance(triple.object, Literal):
                    raise AxiomError(f"{_short(triple.predicate.value)} is no facet of a datatype")
                facets.append(f"{word} {triple.object.value}")
        kind = parts[OWL + "onDatatype"]
        if not isinstance(kind, NamedNode) or not facets:
            raise AxiomError("owl:onDatatype has no datatype or no facet; expected both")
        return f"{local_name(kind.value)}[{', '.join(facets)}]"


def _short(iri: str) -> str:
    return f"owl:{iri.removeprefix(OWL)}" if iri.startswith(OWL) else f"<{iri}>"
