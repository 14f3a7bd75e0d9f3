"""The ontology defines every term of ours that anything uses, and none that nothing uses."""

import re
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SH, SKOS

from kgservice.graph.regimes import ROLES
from kgservice.namespaces import PREFIXES, STC
from kgservice.reference_engine import shapes_graph
from kgservice.validation import read_shapes
from tests.shapes import sample

ROOT = sample.ROOT
FILES = sorted((ROOT / "ontology").rglob("*.ttl"))
SHAPE_FILES = sorted((ROOT / "shapes").glob("*.ttl"))
OWN_SCHEMES = (
    "completeness", "gap-kinds", "levels", "membership-roles", "note-kinds", "polarities",
    "product-groups", "stages", "statuses",
)  # fmt: skip
OWN = {f"https://w3id.org/stc/ontology/{module}" for module in ("control-list", "regime")}
OWN |= {f"https://w3id.org/stc/ontology/schemes/{scheme}" for scheme in OWN_SCHEMES}
CLASSES, PROPERTIES, INDIVIDUALS = 14, 55, 46  # of the modules above
LANGUAGES = {"en", "fr"}
ONTOLOGY = "https://w3id.org/stc/ontology/"
TERM = re.compile(r"\bstc:([A-Za-z0-9]+)")
ORDER = [
    RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf, SKOS.inScheme,
    SKOS.topConceptOf, RDFS.label, SKOS.prefLabel, SKOS.definition, SKOS.scopeNote, SKOS.example,
    DCTERMS.source, RDFS.isDefinedBy,
]  # fmt: skip
SCHEMES = {
    "completeness": "EditionRecordShape-completeness",
    "gap-kinds": "GapShape-gapKind",
    "levels": "EntryShape-level",
    "membership-roles": "RegimeMembershipShape-membershipRole",
    "note-kinds": "NoteShape-noteKind",
    "polarities": "NoteShape-polarity",
    "product-groups": "EntryShape-productGroup",
    "stages": "MentionShape-namesStage",
    "statuses": "EntryShape-status",
}


def read_all() -> Graph:
    graph = Graph()
    for path in FILES:
        graph.parse(path)
    return graph


ALL = read_all()
DEFINED = {s for s in ALL.subjects(RDFS.isDefinedBy, None) if s.startswith(STC)}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def own_terms() -> set[URIRef]:
    """Return the terms of the modules that say what editions and regimes are."""
    return {term for term in DEFINED if str(ALL.value(term, RDFS.isDefinedBy)) in OWN}


def own_files() -> list[Path]:
    """Return the files of those modules; the others may need more than they do."""
    base = ROOT / "ontology"
    names = (module.removeprefix(ONTOLOGY) for module in OWN)
    return sorted(base / f"{name}.ttl" for name in (*names, "reused", "prefixes"))


def terms_in_text(path: Path) -> set[URIRef]:
    bare = re.sub(r'"[^"]*"|^\s*#.*$', "", path.read_text(encoding="utf-8"), flags=re.M)
    return {URIRef(STC + local) for local in TERM.findall(bare)}


OWN_FILES = own_files()


@pytest.fixture(scope="session")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return what the mapping code makes of data that use all there is."""
    lines = sample.default_lines(tmp_path_factory.mktemp("facts"))
    for edition in sample.editions():
        lines += sample.edition_lines(edition)
    return Graph().parse(data="".join(lines), format="nt")


@pytest.fixture(scope="session")
def emitted(mapped: Graph) -> set[URIRef]:
    """Return every term of ours that the mapping code emits."""
    nodes = {node for triple in mapped for node in triple}
    return {node for node in nodes if isinstance(node, URIRef) and node.startswith(STC)}


def test_counts() -> None:
    kinds = Counter(kind for term in own_terms() for kind in ALL.objects(term, RDF.type))
    assert kinds[OWL.Class] == CLASSES
    assert kinds[OWL.ObjectProperty] + kinds[OWL.DatatypeProperty] == PROPERTIES
    assert kinds[OWL.NamedIndividual] == kinds[SKOS.Concept] == INDIVIDUALS
    assert len(own_terms()) == CLASSES + PROPERTIES + INDIVIDUALS


def test_emitted_terms_are_the_defined_ones(emitted: set[URIRef]) -> None:
    assert emitted - DEFINED == set()
    assert own_terms() - emitted == set()


def test_sample_uses_every_role(emitted: set[URIRef]) -> None:
    assert {URIRef(STC + role) for role in ROLES.values()} <= emitted


@pytest.mark.parametrize(
    "path",
    [*FILES, *SHAPE_FILES, *sorted((ROOT / "queries").rglob("*.rq"))],
    ids=name,
)
def test_no_undefined_term_is_used(path: Path) -> None:
    assert terms_in_text(path) - DEFINED == set()


def test_mapping_code_names_no_undefined_term() -> None:
    """Catch a term that no sample reaches: every literal argument of ``stc`` is defined."""
    for path in sorted((ROOT / "kgservice" / "graph").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        found = {URIRef(STC + local) for local in re.findall(r'\bstc\("(\w+)"\)', text)}
        assert found - DEFINED == set(), path.name


@pytest.mark.parametrize("term", sorted(DEFINED), ids=lambda term: term.removeprefix(STC))
def test_term_is_described(term: URIRef) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        texts = list(ALL.objects(term, predicate))
        assert sorted(text.language for text in texts) == sorted(LANGUAGES), predicate
    for predicate in (SKOS.scopeNote, SKOS.example):
        languages = [text.language for text in ALL.objects(term, predicate)]
        assert languages == [] or sorted(languages) == sorted(LANGUAGES), predicate
    for text in ALL.objects(term, SKOS.definition):
        assert text[0].isupper()
        assert text.endswith(".")
        assert len(text.split()) >= 5
        label = next(s for s in ALL.objects(term, RDFS.label) if s.language == text.language)
        assert label.lower() not in re.split(r"[.,;:]", text.lower())
    (module,) = ALL.objects(term, RDFS.isDefinedBy)
    assert (module, RDF.type, OWL.Ontology) in ALL


def test_classes_name_their_source() -> None:
    without = {t for t in ALL.subjects(RDF.type, OWL.Class) if t in own_terms()}
    without -= set(ALL.subjects(DCTERMS.source, None))
    assert {term.removeprefix(STC) for term in without} == {"Gap", "Interval", "Note"}


def test_no_domain_and_no_range() -> None:
    assert list(ALL.subject_objects(RDFS.domain)) == list(ALL.subject_objects(RDFS.range)) == []


def test_no_blank_node() -> None:
    nodes = {node for path in OWN_FILES for triple in Graph().parse(path) for node in triple}
    assert not any(isinstance(node, rdflib.BNode) for node in nodes)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_module_states_version_and_licence(path: Path) -> None:
    graph = Graph().parse(path)
    (module,) = graph.subjects(RDF.type, OWL.Ontology)
    place = path.relative_to(ROOT / "ontology").with_suffix("")
    assert str(module) == f"{ONTOLOGY}{place}"
    (version,) = graph.objects(module, OWL.versionInfo)
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert list(graph.objects(module, OWL.versionIRI)) == [URIRef(f"{module}/{version}")]
    assert len(list(graph.objects(module, DCTERMS.license))) == 1
    for predicate in (RDFS.label, DCTERMS.description):
        assert {text.language for text in graph.objects(module, predicate)} == LANGUAGES
    own = [term for term in graph.subjects(RDFS.isDefinedBy, None) if term.startswith(STC)]
    assert all(list(graph.objects(term, RDFS.isDefinedBy)) == [module] for term in own)


@pytest.mark.parametrize(("scheme", "shape"), sorted(SCHEMES.items()))
def test_shape_admits_the_concepts_of_the_scheme(scheme: str, shape: str) -> None:
    shapes = shapes_graph(read_shapes())
    head = shapes.value(URIRef(f"https://w3id.org/stc/shapes#{shape}"), SH["in"])
    admitted = set(rdflib.collection.Collection(shapes, head))
    concepts = set(ALL.subjects(SKOS.inScheme, URIRef(f"{ONTOLOGY}schemes/{scheme}")))
    assert admitted == concepts
    assert concepts == set(ALL.subjects(SKOS.topConceptOf, URIRef(f"{ONTOLOGY}schemes/{scheme}")))
    for concept in concepts:
        labels = set(ALL.objects(concept, RDFS.label))
        assert set(ALL.objects(concept, SKOS.prefLabel)) == labels


def test_every_own_scheme_is_checked() -> None:
    assert set(OWN_SCHEMES) == set(SCHEMES)


def test_foreign_terms_are_declared(mapped: Graph) -> None:
    """What is used of other vocabularies, in modules and by the mapping, has its kind stated."""
    graph = Graph().parse(ROOT / "ontology" / "reused.ttl")
    declared = set(graph.subjects(RDF.type, None))
    builtin = (*(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs")), STC, ONTOLOGY)
    own = Graph()
    for path in OWN_FILES:
        own.parse(path)
    used = set(own.predicates()) | set(own.objects(None, RDF.type))
    used |= set(own.objects(None, RDFS.subClassOf)) | set(own.objects(None, RDFS.subPropertyOf))
    used |= set(mapped.predicates()) | set(mapped.objects(None, RDF.type))
    assert {term for term in used - declared if not str(term).startswith(builtin)} == set()


def test_prefixes_are_those_of_the_package() -> None:
    graph = Graph().parse(ROOT / "ontology" / "prefixes.ttl")
    found = {
        str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace))
        for node in graph.objects(None, SH.declare)
    }
    assert found == PREFIXES | {"foaf": "http://xmlns.com/foaf/0.1/"}


@pytest.mark.parametrize("path", [*FILES, *SHAPE_FILES], ids=name)
def test_turtle_is_in_house_order(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    prefixes = re.findall(r"^@prefix (\w+):", text, flags=re.M)
    assert prefixes == sorted(prefixes)
    bare = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>|^#.*$|^@prefix.*$', "", text, flags=re.M)
    assert set(re.findall(r"(?<![\w:])([A-Za-z]\w*):[\w-]", bare)) == set(prefixes)
    subjects = re.findall(r"^((?:\w+:[\w-]+)|<[^>]+>) ", text, flags=re.M)
    assert len(subjects) == len(set(subjects))
    own = [subject for subject in subjects if not subject.startswith("<")]
    assert own == sorted(own)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_predicates_are_in_house_order(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    places = {predicate.n3(ALL.namespace_manager): n for n, predicate in enumerate(ORDER)}
    places["a"] = places.pop("rdf:type", 0)
    for block in re.split(r"\n\n+", text):
        lines = [line for line in block.splitlines() if not line.startswith(("#", "@"))]
        if not lines or not lines[0].startswith("stc:"):
            continue
        used = [lines[0].split()[1], *(m[1] for m in map(PREDICATE.match, lines[1:]) if m)]
        known = [places[p] for p in used if p in places]
        assert known == sorted(known), lines[0]


PREDICATE = re.compile(r"^    (\w+:\w+|a) ")


@pytest.mark.parametrize("path", [*OWN_FILES, *SHAPE_FILES], ids=name)
def test_round_trip(path: Path) -> None:
    graph = Graph().parse(path)
    for syntax in ("turtle", "xml", "nt"):
        again = Graph().parse(data=graph.serialize(format=syntax), format=syntax)
        assert isomorphic(graph, again), syntax
