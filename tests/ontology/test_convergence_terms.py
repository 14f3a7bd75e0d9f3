"""The modules of life cycles and convergence keep the house's rules; their schemes are admitted."""

from pathlib import Path

import pytest
import rdflib
from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, SKOS

from kgservice.graph.convergence import LINKAGES, STATUSES
from kgservice.graph.lifecycle import COMPOSITIONS
from kgservice.individuals import ACTIVITIES
from kgservice.namespaces import STC, STCSH
from kgservice.reference_engine import shapes_graph
from kgservice.validation import read_shapes
from tests.shapes.sample import ROOT

ONTOLOGY = "https://w3id.org/stc/ontology/"
MODULES = ("lifecycle", "convergence", "task-scopes")
SCHEMES = {
    "ai-lifecycle": "ConvergenceShape-aiPhase",
    "compositions": "StageDefinitionShape-composition",
    "convergence-statuses": "ConvergenceShape-status",
    "inferences": "ConvergenceShape-inferred",
    "linkages": "ConvergenceShape-linkage",
}
CATCH_ALL = {
    "Research", "Handling", "Storage", "Stockpiling", "Detection", "Identification",
    "Dissemination",
}  # fmt: skip
STAGES = {URIRef(STC + name) for name in ("Development", "Production", "Use")}


def module(name: str) -> Graph:
    return Graph().parse(ROOT / "ontology" / f"{name}.ttl")


def concepts(scheme: str) -> set[URIRef]:
    graph = module(f"schemes/{scheme}")
    return set(graph.subjects(SKOS.inScheme, URIRef(f"{ONTOLOGY}schemes/{scheme}")))


def admitted(shape: str) -> set[URIRef]:
    shapes = shapes_graph(read_shapes())
    return set(Collection(shapes, shapes.value(URIRef(STCSH + shape), SH["in"])))


@pytest.mark.parametrize(("scheme", "shape"), sorted(SCHEMES.items()))
def test_shape_admits_the_concepts_of_the_scheme(scheme: str, shape: str) -> None:
    assert admitted(shape) == concepts(scheme)


def test_activities_belong_to_stages() -> None:
    graph = module("schemes/item-lifecycle")
    for concept in concepts("item-lifecycle"):
        broader = set(graph.objects(concept, SKOS.broader))
        assert broader <= STAGES
        assert bool(broader) != (concept.removeprefix(STC) in CATCH_ALL)
    in_stages = set(graph.subjects(SKOS.broader, None))
    assert admitted("ConvergenceShape-atActivity") == in_stages
    assert admitted("CoverageShape-namesActivity") == in_stages
    assert {URIRef(STC + name) for name in ACTIVITIES.values()} <= in_stages


def test_the_two_lives_share_no_concept() -> None:
    assert concepts("ai-lifecycle").isdisjoint(concepts("item-lifecycle") | STAGES)


def test_words_of_the_tables_name_concepts() -> None:
    assert {URIRef(STC + name) for name in LINKAGES.values()} == concepts("linkages")
    stated = {URIRef(STC + name) for name in STATUSES.values() if name != "contrast"}
    assert stated | {URIRef(STC + "Candidate")} == concepts("convergence-statuses")
    assert {URIRef(STC + name) for name in COMPOSITIONS.values()} == concepts("compositions")


def test_terms_are_used_by_mapping_rules_or_readers() -> None:
    """A term that no code, table, rule or shape names would be one that nothing uses."""
    places: list[Path] = []
    for folder, ending in (("kgservice", "py"), ("ontology/rules", "rq"), ("shapes", "ttl"),
                           ("data", "csv"), ("ontology", "ttl")):  # fmt: skip
        places += (ROOT / folder).rglob(f"*.{ending}")
    texts = {
        path: path.read_text(encoding="utf-8") for path in places if "editions" not in path.parts
    }
    for name in ("lifecycle", "convergence"):
        own = ROOT / "ontology" / f"{name}.ttl"
        graph = module(name)
        for term in graph.subjects(RDFS.isDefinedBy, None):
            local = term.removeprefix(STC)
            users = [path for path, text in texts.items() if path != own and _names(text, local)]
            assert users, local


def _names(text: str, local: str) -> bool:
    built = {"controlledItem", "leavesOutItem", "leavesOutCode", "coversItem", "coversCode"}
    return f'"{local}"' in text or f"stc:{local}" in text or local in built


def test_tasks_with_a_scope_support_an_activity() -> None:
    scopes, links = module("task-scopes"), module("technique-links")
    tasks = set(scopes.subjects(URIRef(STC + "servesGroup"), None))
    assert len(tasks) == 18
    for task in tasks:
        assert (task, URIRef(STC + "supportsActivity"), None) in links


@pytest.mark.parametrize("name", ["lifecycle", "convergence", *(f"schemes/{s}" for s in SCHEMES)])
def test_no_blank_node_and_no_own_domain(name: str) -> None:
    graph = module(name)
    assert not any(isinstance(node, rdflib.BNode) for triple in graph for node in triple)
    assert (None, RDFS.domain, None) not in graph
    assert set(graph.subjects(RDF.type, None))
