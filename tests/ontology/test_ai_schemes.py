"""Techniques and tasks: two hierarchies, whole in both languages, each link on a stated ground."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from kgservice.namespaces import STC
from kgservice.reference_engine import validate_graph
from kgservice.validation import read_shapes, validate_lines
from tests.shapes import sample_ai

ROOT = Path(__file__).parents[2]
ONTOLOGY = "https://w3id.org/stc/ontology/"
NAMES = (
    "ai", "ai-systems", "schemes/ai-task", "schemes/ai-technique", "schemes/axiom-kinds",
    "technique-axioms", "technique-links", "typical-practice",
)  # fmt: skip
MODULES = {name: Graph().parse(ROOT / "ontology" / f"{name}.ttl") for name in NAMES}
LIFE = Graph().parse(ROOT / "ontology" / "schemes" / "item-lifecycle.ttl")
TECHNIQUES, TASKS = 75, 75
PERFORMS, SUPPORTS = 86, 69
LANGUAGES = ["en", "fr"]
CASES = 76
ORDER = [
    "a", "rdfs:subClassOf", "owl:disjointWith", "skos:inScheme", "skos:topConceptOf",
    "skos:broader", "rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:definition",
    "skos:scopeNote", "skos:example", "stc:characterisedBy", "dcterms:source", "rdfs:isDefinedBy",
]  # fmt: skip


def stc(local: str) -> URIRef:
    return URIRef(STC + local)


def concepts(kind: str) -> set[URIRef]:
    scheme = "ai-technique" if kind == "AITechnique" else "ai-task"
    return set(MODULES[f"schemes/{scheme}"].subjects(RDF.type, stc(kind)))


ALL = Graph()
for module in MODULES.values():
    ALL += module
DEFINED = sorted(s for s in ALL.subjects(RDFS.isDefinedBy, None) if s.startswith(STC))


def test_counts() -> None:
    assert len(concepts("AITechnique")) == TECHNIQUES
    assert len(concepts("AITask")) == TASKS
    assert 100 <= TECHNIQUES + TASKS <= 150
    assert concepts("AITechnique") & concepts("AITask") == set()


def test_what_other_vocabularies_lack_is_here() -> None:
    asked = {
        "AnomalyDetection", "SurrogateModelling", "PredictiveMaintenance", "Autonomy",
        "AutomaticTargetRecognition", "GenerativeDesign", "ProcessOptimisation",
    }  # fmt: skip
    assert {stc(local) for local in asked} <= concepts("AITask")
    article = {"DeepConvolutionalNeuralNetwork", "TransferLearning", "FineTuning"}
    assert {stc(local) for local in article} <= concepts("AITechnique")


@pytest.mark.parametrize("term", DEFINED, ids=lambda term: term.removeprefix(STC))
def test_term_is_described(term: URIRef) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        assert sorted(t.language for t in ALL.objects(term, predicate)) == LANGUAGES, predicate
    for predicate in (SKOS.scopeNote, SKOS.example):
        assert sorted(t.language for t in ALL.objects(term, predicate)) in ([], LANGUAGES)
    for text in ALL.objects(term, SKOS.definition):
        assert text[0].isupper()
        assert text.endswith(".")
        assert len(text.split()) >= 6
        label = next(t for t in ALL.objects(term, RDFS.label) if t.language == text.language)
        assert label.lower() not in re.split(r"[.,;:]", text.lower())
    (module,) = ALL.objects(term, RDFS.isDefinedBy)
    assert (module, RDF.type, OWL.Ontology) in ALL


@pytest.mark.parametrize("kind", ["AITechnique", "AITask"])
def test_hierarchy_is_a_tree_of_its_own_kind(kind: str) -> None:
    own = concepts(kind)
    tops = set(ALL.subjects(SKOS.topConceptOf, None)) & own
    assert tops == {concept for concept in own if (concept, SKOS.broader, None) not in ALL}
    for concept in own:
        assert set(ALL.objects(concept, SKOS.prefLabel)) == set(ALL.objects(concept, RDFS.label))
        assert set(ALL.objects(concept, SKOS.broader)) <= own
        above = [c for c in ALL.transitive_objects(concept, SKOS.broader) if c != concept]
        assert all((c, SKOS.broader, concept) not in ALL for c in above), "a circle"


@pytest.mark.parametrize("kind", ["AITechnique", "AITask"])
def test_name_belongs_to_one_concept(kind: str) -> None:
    named = Counter(
        (text.language, text.lower())
        for concept in concepts(kind)
        for predicate in (SKOS.prefLabel, SKOS.altLabel)
        for text in ALL.objects(concept, predicate)
    )
    assert [name for name, count in named.items() if count > 1] == []


def test_classes_name_their_source() -> None:
    classes = set(ALL.subjects(RDF.type, OWL.Class)) & set(DEFINED)
    assert classes - set(ALL.subjects(DCTERMS.source, None)) == set()


def test_technique_is_characterised_by_classes() -> None:
    pairs = list(ALL.subject_objects(stc("characterisedBy")))
    assert len(pairs) == 25
    for concept, kind in pairs:
        assert concept in concepts("AITechnique") | concepts("AITask")
        assert (kind, RDF.type, OWL.Class) in ALL


@pytest.mark.parametrize(
    ("predicate", "count"), [("performs", PERFORMS), ("supportsActivity", SUPPORTS)]
)
def test_link_states_its_ground(predicate: str, count: int) -> None:
    graph = MODULES["technique-links"]
    links = set(graph.subject_objects(stc(predicate)))
    assert len(links) == count
    stated = Counter()
    for axiom in graph.subjects(OWL.annotatedProperty, stc(predicate)):
        (source,), (target,), (kind,) = (
            list(graph.objects(axiom, p))
            for p in (OWL.annotatedSource, OWL.annotatedTarget, stc("axiomKind"))
        )
        stated[source, target] += 1
        sourced = (axiom, DCTERMS.source, None) in graph
        assert kind in map(stc, ("DefiningCondition", "EditorialInference", "ReportedUse"))
        assert sourced or kind != stc("ReportedUse")
    assert stated == Counter(links)


def test_link_joins_the_right_kinds() -> None:
    graph = MODULES["technique-links"]
    assert set(graph.subjects(stc("performs"), None)) <= concepts("AITechnique")
    assert set(graph.objects(None, stc("performs"))) <= concepts("AITask")
    assert set(graph.subjects(stc("supportsActivity"), None)) <= concepts("AITask")
    activities = set(LIFE.subjects(SKOS.inScheme, None))
    assert set(graph.objects(None, stc("supportsActivity"))) <= activities


def test_article_link_is_there() -> None:
    """Anomaly detection is of use in maintenance (checking)."""
    link = (stc("AnomalyDetection"), stc("supportsActivity"), stc("MaintenanceChecking"))
    assert link in MODULES["technique-links"]


def read_terms() -> list[dict[str, str]]:
    path = ROOT / "data" / "convergence-terms.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def curated(rows: list[dict[str, str]]) -> list[str]:
    """Return the cases of the table of facts; the article's own case stands beside them."""
    return [row["case"] for row in rows if row["case"] != "article"]


def test_each_case_has_terms() -> None:
    rows = read_terms()
    assert curated(rows) == [f"cv-{n:03}" for n in range(1, CASES + 1)]
    for row in rows:
        for column, kind in (("technique", "AITechnique"), ("task", "AITask")):
            named = {stc(local) for local in row[column].split(" ; ") if local}
            assert named <= concepts(kind), row["case"]
        assert row["task"], row["case"]


def test_cases_are_those_of_the_facts(documents: Path) -> None:
    path = documents.parent / "facts" / "convergence_cases.csv"
    if not path.is_file():
        pytest.skip(f"no facts at {path}")
    with path.open(encoding="utf-8", newline="") as lines:
        assert [row["id"] for row in csv.DictReader(lines)] == curated(read_terms())


def test_schemes_conform() -> None:
    shapes = read_shapes()
    lines = [f"{s.n3()} {p.n3()} {o.n3()} .\n" for s, p, o in ALL]
    assert validate_lines(lines, shapes).violations == ()


@pytest.mark.parametrize(
    ("kind", "says"), [("AITechnique", "never an item"), ("AITask", "nothing of a control list")]
)
def test_entry_is_no_technique_and_no_task(kind: str, says: str) -> None:
    graph = Graph().parse(data=sample_ai.TURTLE, format="turtle")
    shapes = read_shapes()
    assert validate_graph(graph, shapes).conforms
    focus = min(graph.subjects(RDF.type, stc(kind)))
    graph.add((focus, RDF.type, stc("Entry")))
    messages = [f.message for f in validate_graph(graph, shapes).violations if "-type" in str(f)]
    assert len(messages) == 1
    assert says in messages[0]
    assert "stc:Convergence" in messages[0]


@pytest.mark.parametrize("name", NAMES)
def test_module_is_in_house_order(name: str) -> None:
    text = (ROOT / "ontology" / f"{name}.ttl").read_text(encoding="utf-8")
    prefixes = re.findall(r"^@prefix (\w+):", text, flags=re.M)
    assert prefixes == sorted(prefixes)
    bare = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>|^#.*$|^@prefix.*$', "", text, flags=re.M)
    assert set(re.findall(r"(?<![\w:])([a-z]+):[\w-]", bare)) == set(prefixes)
    subjects = re.findall(r"^(stc:\w+) ", text, flags=re.M)
    assert subjects == sorted(set(subjects))
    for block in re.split(r"\n\n+", text):
        if block.startswith("stc:") and "rdfs:isDefinedBy" in block:
            used = [block.split()[1], *re.findall(r"^    (\w+:\w+) ", block, flags=re.M)]
            assert [ORDER.index(p) for p in used] == sorted(map(ORDER.index, used)), block
    graph = MODULES[name]
    (head,) = graph.subjects(RDF.type, OWL.Ontology)
    assert str(head) == f"{ONTOLOGY}{name}"
    (version,) = graph.objects(head, OWL.versionInfo)
    assert list(graph.objects(head, OWL.versionIRI)) == [URIRef(f"{head}/{version}")]
    assert len(list(graph.objects(head, DCTERMS.license))) == 1
    assert list(graph.subject_objects(RDFS.domain)) == []
    assert list(graph.subject_objects(RDFS.range)) == []
