"""What a reasoner found, as values and as triples of the graph of inferred statements.

That graph stands alone under :data:`INFERRED_GRAPH`.  Its blank-free triples name each finding,
the axioms it rests on and the reasoner; they name no time, so that the same axioms give the
same graph.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kgservice.graph.terms import TYPE, Triple, node, stc, whole_number, words
from kgservice.namespaces import DCTERMS, ID, OWL, PROV, RDFS, STC, segment

INFERRED_GRAPH: Final = ID + "graph/inferred"
DEFINING: Final = "DefiningCondition"
NECESSARY: Final = "NecessaryCondition"
TYPICAL: Final = "TypicalPractice"
GROUNDS: Final = (DEFINING, NECESSARY, TYPICAL)
"""Kinds of axioms, the firmest ground first."""
STRICT: Final = "StrictlyNonDiscriminating"
USUAL: Final = "TypicallyNonDiscriminating"
IN_CONTEXT: Final = "RedundantInContext"
REDUNDANCIES: Final = (STRICT, USUAL, IN_CONTEXT)
"""How a criterion fails to discriminate, as local names of our concepts."""
_CRITERIA: Final = ID + "criterion/"


@dataclass(frozen=True, slots=True)
class StatedAxiom:
    """An axiom that something rests on.

    :ivar id: its identifier, unique among the axioms
    :ivar text: the axiom in a form close to the Manchester syntax, names without prefix
    :ivar labels: what it says in words, as pairs of language and text
    :ivar kind: on what ground it is stated; one of :data:`GROUNDS`
    :ivar sources: where that is said
    """

    id: str
    text: str
    labels: tuple[tuple[str, str], ...]
    kind: str
    sources: tuple[str, ...]

    @property
    def iri(self) -> str:
        """The IRI under which findings name it."""
        return f"{ID}axiom/{segment(self.id)}"

    @property
    def label(self) -> str:
        """What it says, in English where it is said so."""
        return dict(self.labels).get("en", self.text)


@dataclass(frozen=True, slots=True)
class InferredSubsumption:
    """A class that is a subclass of another by a minimal set of axioms, without it being stated."""

    subclass: str
    superclass: str
    axioms: tuple[StatedAxiom, ...]

    @property
    def ground(self) -> str:
        """The weakest ground among its axioms."""
        return max((axiom.kind for axiom in self.axioms), key=GROUNDS.index, default=DEFINING)

    @property
    def iri(self) -> str:
        """The IRI of the subsumption as a thing."""
        return f"{ID}subsumption/{local_name(self.subclass)}/{local_name(self.superclass)}"


@dataclass(frozen=True, slots=True)
class CriterionFinding:
    """A criterion that every instance of a class meets anyway.

    :ivar criterion: IRI of the criterion
    :ivar base: IRI of the class
    :ivar redundancy: one of :data:`REDUNDANCIES`
    :ivar beside: IRIs of the other criteria without which it would not follow
    :ivar axioms: a minimal set of axioms from which it follows
    """

    criterion: str
    base: str
    redundancy: str
    beside: tuple[str, ...]
    axioms: tuple[StatedAxiom, ...]

    @property
    def iri(self) -> str:
        """The IRI of the finding; one for a criterion, class and redundancy."""
        name = self.criterion.removeprefix(_CRITERIA)
        return f"{ID}criterion-finding/{name}/{local_name(self.base)}/{self.redundancy}"


@dataclass(frozen=True, slots=True)
class Reasoning:
    """A run of a reasoner: its name and version, and the axioms it was given.

    :ivar axioms: how many axioms
    :ivar digest: SHA-256 of the axioms as sorted text
    :ivar modules: IRIs of the versions of the ontology's modules
    """

    reasoner: str
    version: str
    axioms: int
    digest: str
    modules: tuple[str, ...]

    @property
    def iri(self) -> str:
        """The IRI of the run, the same for the same axioms and reasoner."""
        said = f"{self.reasoner} {self.version} {self.digest}"
        return f"{ID}reasoning/{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def local_name(iri: str) -> str:
    """Return what an IRI ends in: behind ``#``, or behind the last ``/``."""
    return iri.rpartition("#")[2].rpartition("/")[2]


def subsumption_triples(found: Iterable[InferredSubsumption], run: Reasoning) -> Iterator[Triple]:
    """Yield inferred subsumptions with their axioms and provenance.

    One that holds by meaning or necessity is also stated plainly by ``rdfs:subClassOf``; one that
    rests on typical practice is not.
    """
    for one in found:
        iri = node(one.iri)
        if one.ground != TYPICAL:
            yield node(one.subclass), node(RDFS + "subClassOf"), node(one.superclass)
        yield iri, TYPE, stc("InferredSubsumption")
        yield iri, stc("subsumedClass"), node(one.subclass)
        yield iri, stc("subsumingClass"), node(one.superclass)
        yield iri, stc("axiomKind"), stc(one.ground)
        yield iri, node(PROV + "wasGeneratedBy"), node(run.iri)
        yield from _used(iri.value, one.axioms)


def finding_triples(found: Iterable[CriterionFinding], run: Reasoning) -> Iterator[Triple]:
    """Yield findings on criteria with their axioms and provenance."""
    for one in found:
        iri = node(one.iri)
        yield iri, TYPE, stc("CriterionFinding")
        yield iri, stc("ofCriterion"), node(one.criterion)
        yield iri, stc("againstClass"), node(one.base)
        yield iri, stc("redundancy"), node(STC + one.redundancy)
        yield from ((iri, stc("besideCriterion"), node(other)) for other in one.beside)
        yield iri, node(PROV + "wasGeneratedBy"), node(run.iri)
        yield from _used(iri.value, one.axioms)


def reasoning_triples(run: Reasoning) -> Iterator[Triple]:
    """Yield what is known of a run of a reasoner."""
    iri, software = node(run.iri), node(f"{ID}software/{run.reasoner.lower()}-{run.version}")
    yield iri, TYPE, node(PROV + "Activity")
    yield iri, node(RDFS + "label"), words(f"classification by {run.reasoner}", "en")
    yield iri, node(RDFS + "label"), words(f"classification par {run.reasoner}", "fr")
    yield iri, node(PROV + "wasAssociatedWith"), software
    yield from ((iri, node(PROV + "used"), node(module)) for module in run.modules)
    yield iri, stc("axiomCount"), whole_number(run.axioms)
    yield iri, stc("axiomDigest"), words(run.digest)
    yield software, TYPE, node(PROV + "SoftwareAgent")
    yield software, node(RDFS + "label"), words(run.reasoner)
    yield software, node(OWL + "versionInfo"), words(run.version)


def inferred_graph_triples() -> Iterator[Triple]:
    """Yield what the default graph says of the graph of inferred statements: what it is."""
    own = node(INFERRED_GRAPH)
    yield own, node(RDFS + "label"), words("graph of what a reasoner inferred", "en")
    yield own, node(RDFS + "label"), words("graphe de ce qu'un raisonneur a inféré", "fr")


def _used(by: str, axioms: Iterable[StatedAxiom]) -> Iterator[Triple]:
    for axiom in axioms:
        iri = node(axiom.iri)
        yield node(by), stc("usesAxiom"), iri
        yield iri, TYPE, stc("StatedAxiom")
        yield from ((iri, node(RDFS + "label"), words(said, lang)) for lang, said in axiom.labels)
        yield iri, node(DCTERMS + "identifier"), words(axiom.id)
        yield iri, stc("axiomText"), words(axiom.text)
        yield iri, stc("axiomKind"), stc(axiom.kind)
        yield from ((iri, node(DCTERMS + "source"), words(one)) for one in axiom.sources)
