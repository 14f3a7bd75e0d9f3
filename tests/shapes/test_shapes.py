"""Each constraint of each shape has a bad graph that trips it and a good one that does not.

The bad graphs are changes of one good graph, and both engines must find the same in each.
"""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from rdflib import Graph
from rdflib.namespace import RDF, SH, SKOS

from kgservice.graph.editions import edition_triples
from kgservice.graph.labels import read_labels
from kgservice.graph.regimes import regime_triples
from kgservice.graph.terms import line
from kgservice.graph.vocabulary import turtle_lines
from kgservice.namespaces import STC, STCSH
from kgservice.reference_engine import shapes_graph, validate_graph
from kgservice.sources import find_sources
from kgservice.validation import (
    Finding,
    Report,
    Shapes,
    parse_shapes,
    read_shapes,
    validate_lines,
)
from tests.shapes import (
    sample,
    sample_ai,
    sample_assessment,
    sample_changes,
    sample_convergence,
    sample_correspondence,
    sample_lineage,
    sample_reasoning,
)
from tests.shapes.spoiling import Constraint, alone, constraints, spoil

NODE_SHAPES = 68
PROPERTY_SHAPES = 317
CONSTRAINTS = 781  # a wrong walk would otherwise pass by testing nothing
SHAPES = read_shapes()
GRAPH = shapes_graph(SHAPES)
ALL = tuple(constraints(GRAPH))


def lines_of(graph: Graph) -> list[str]:
    return graph.serialize(format="nt11").splitlines(keepends=True)


def graph_of(lines: list[str]) -> Graph:
    return Graph().parse(data="".join(lines), format="nt")


def both(graph: Graph, shapes: Shapes) -> Report:
    """Return the report on which the engines agree, finding by finding."""
    fast, reference = validate_lines(lines_of(graph), shapes), validate_graph(graph, shapes)
    assert [unlabelled(f) for f in fast.findings] == [unlabelled(f) for f in reference.findings]
    return fast


def unlabelled(finding: Finding) -> Finding:
    """Return a finding without the labels of blank nodes, which each engine gives anew."""
    focus = re.sub(r"^_:\w+$", "_:", finding.focus_node)
    value = finding.value and re.sub(r"^_:\w+$", "_:", finding.value)
    return replace(finding, focus_node=focus, value=value)


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return the default graph together with the edition that has gaps."""
    default = sample.default_lines(tmp_path_factory.mktemp("facts"))
    graph = graph_of([*default, *sample.edition_lines(sample.editions()[0])])
    provision = rdflib.URIRef("https://w3id.org/stc/id/xx-list/9A999")
    graph.add((rdflib.URIRef(f"{provision}.a"), SKOS.broader, provision))
    graph.parse(data=sample_reasoning.TURTLE, format="turtle")
    graph.parse(data=sample_correspondence.TURTLE, format="turtle")
    graph.parse(data=sample_ai.TURTLE, format="turtle")
    graph.parse(data=sample_changes.TURTLE, format="turtle")
    graph.parse(data=sample_convergence.TURTLE, format="turtle")
    graph.parse(data=sample_lineage.TURTLE, format="turtle")
    return graph.parse(data=sample_assessment.TURTLE, format="turtle")


def copy(graph: Graph) -> Graph:
    return Graph() + graph


def test_counts() -> None:
    assert len(set(GRAPH.subjects(RDF.type, SH.NodeShape))) == NODE_SHAPES
    assert len(set(GRAPH.subjects(RDF.type, SH.PropertyShape))) == PROPERTY_SHAPES
    assert len(ALL) == CONSTRAINTS


@pytest.mark.parametrize("constraint", ALL, ids=str)
def test_constraint_trips(constraint: Constraint, good: Graph) -> None:
    shapes = parse_shapes(alone(GRAPH, constraint).serialize(format="turtle"))
    assert validate_lines(lines_of(good), shapes).conforms
    bad = copy(good)
    focus = spoil(GRAPH, constraint, good, bad)
    findings = both(bad, shapes).findings
    name = "_:" if isinstance(focus, rdflib.BNode) else f"<{focus}>"
    found = map(unlabelled, findings)
    assert (name, f"<{constraint.shape}>") in {(f.focus_node, f.source_shape) for f in found}


@pytest.mark.parametrize("owner", sorted({c.owner for c in ALL}), ids=lambda o: o.partition("#")[2])
def test_engines_agree_on_bad_graph(owner: rdflib.URIRef, good: Graph) -> None:
    """Break every shape of one node shape at once, and give all shapes to both engines."""
    bad = copy(good)
    last = {constraint.shape: constraint for constraint in ALL if constraint.owner == owner}
    for constraint in last.values():
        spoil(GRAPH, constraint, good, bad)
    assert not both(bad, SHAPES).conforms


def test_shapes_without_target_are_used_by_others() -> None:
    aimed = {*GRAPH.subjects(SH.targetClass), *GRAPH.subjects(SH.targetSubjectsOf)}
    free = set(GRAPH.subjects(RDF.type, SH.NodeShape)) - aimed
    names = {str(shape).removeprefix(STCSH) for shape in free}
    assert names == {
        "ChecksummedShape", "DerivedShape", "EditionNodeShape", "EntryNodeShape", "GroundedShape",
        "NoCandidateShape", "NotInLawShape", "ProvenShape", "SourcedShape",
    }  # fmt: skip
    assert all(any(GRAPH.subjects(None, shape)) for shape in free)


def test_good_graphs_conform_by_themselves(tmp_path: Path) -> None:
    for edition in sample.editions():
        assert both(graph_of(sample.edition_lines(edition)), SHAPES).conforms
    assert both(graph_of(sample.default_lines(tmp_path)), SHAPES).conforms


def test_default_graph_with_ontology_conforms(tmp_path: Path) -> None:
    """The ontology's subclass axioms must not turn an edition known by name into a whole one."""
    lines = [*sample.default_lines(tmp_path), *turtle_lines(sample.ROOT / "ontology")]
    assert both(graph_of(lines), SHAPES).conforms


def test_bundled_regimes_conform() -> None:
    report = both(graph_of(sorted(map(line, regime_triples(sample.ROOT / "data")))), SHAPES)
    assert report.findings == ()


def test_every_shape_says_what_would_be_right() -> None:
    for shape in GRAPH.subjects(RDF.type, SH.PropertyShape):
        for predicate in (SH.path, SH.name, SH.severity, SH.message):
            assert len(list(GRAPH.objects(shape, predicate))) == 1, (shape, predicate)
    for shape in GRAPH.subjects(RDF.type, SH.NodeShape):
        own = any((shape, SH[name], None) in GRAPH for name in ("closed", "or", "pattern"))
        assert len(list(GRAPH.objects(shape, SH.message))) == own
        assert len(list(GRAPH.objects(shape, SH.severity))) == own


def test_property_shape_belongs_to_the_shape_it_is_named_after() -> None:
    for shape in GRAPH.subjects(RDF.type, SH.PropertyShape):
        owner = rdflib.URIRef(str(shape).partition("-")[0])
        assert list(GRAPH.subjects(SH.property, shape)) == [owner]


def test_warning_is_no_violation(good: Graph) -> None:
    warned = copy(good)
    warned.remove((None, rdflib.URIRef(STC + "authority"), None))
    report = both(warned, SHAPES)
    assert [finding.severity for finding in report.findings] == ["Warning"]
    assert report.violations == ()
    assert not report.conforms


def test_literals_are_reported_as_written(good: Graph) -> None:
    nasty = 'quote " slash \\ line\nfeed\ttab é 𝛼 \u0007'
    bad = copy(good)
    notation = rdflib.URIRef("http://www.w3.org/2004/02/skos/core#notation")
    entry = rdflib.URIRef("https://w3id.org/stc/id/xx-list/2001-01-01/9A999")
    bad.set((entry, notation, rdflib.Literal(nasty, lang="en")))
    values = {finding.value for finding in both(bad, SHAPES).findings}
    assert values == {'"quote \\" slash \\\\ line\\nfeed\\ttab é 𝛼 \\u0007"@en'}


def test_no_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="declare no shape"):
        parse_shapes("")


def test_engines_agree_on_a_bundled_edition() -> None:
    """Of a real edition every 30th triple is lost: many faults at once, of every kind there is."""
    sources = find_sources(sample.ROOT / "data" / "editions", sample.ROOT / "none", None)
    found = [source for source in sources if source.list_id == "us-nrc-110"]
    if not found:
        pytest.skip("no bundled edition of us-nrc-110")
    edition, descriptor = found[-1].read()
    labels = read_labels(sample.ROOT / "data" / "labels")
    lines = sorted(set(map(line, edition_triples(edition, descriptor, labels))))
    assert both(graph_of(lines), SHAPES).conforms
    spoiled = [text for number, text in enumerate(lines) if number % 30]
    assert len(both(graph_of(spoiled), SHAPES).violations) > len(lines) / 100


def test_graph_names_are_not_looked_at() -> None:
    name = "<https://w3id.org/stc/id/xx-list/2001-01-01>"
    lines = sample.edition_lines(sample.editions()[0])
    named = [text.removesuffix(".\n") + f"{name} .\n" for text in lines if "#level>" not in text]
    findings = validate_lines(named, SHAPES).findings
    assert len(findings) == 11
    first = str(findings[0])
    assert first.startswith("Violation: <https://w3id.org/stc/id/xx-list/2001-01-01/9> <https://")
    assert first.endswith("(<https://w3id.org/stc/shapes#EntryShape-level>)")


def test_what_is_no_triple_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        validate_lines(["<https://law.example/a> no triple .\n"], SHAPES)
