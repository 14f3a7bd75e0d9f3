"""What a convergence needs by its status: a bad graph for each rule, and a good one."""

import pytest
import rdflib
from rdflib import Graph, URIRef

from kgservice.namespaces import DCTERMS, ID, STC, STCSH
from kgservice.reference_engine import validate_graph
from kgservice.validation import read_shapes, validate_lines
from tests.shapes import sample_convergence

SHAPES = read_shapes()
CANDIDATE, LAW = URIRef(ID + "convergence/candidate"), URIRef(ID + "convergence/law")


def good() -> Graph:
    return Graph().parse(data=sample_convergence.TURTLE, format="turtle")


def violated(graph: Graph) -> dict[str, str]:
    """Return the messages of the violations on which both engines agree, by shape."""
    lines = graph.serialize(format="nt11").splitlines(keepends=True)
    fast, reference = validate_lines(lines, SHAPES), validate_graph(graph, SHAPES)
    assert fast.findings == reference.findings
    return {f.source_shape.strip("<>").removeprefix(STCSH): f.message for f in fast.violations}


def test_good_graph() -> None:
    assert violated(good()) == {}


@pytest.mark.parametrize(
    ("subject", "predicates", "shape", "message"),
    [
        (CANDIDATE, ["proof"], "CandidateProofShape", "carries its proof in stc:proof"),
        (LAW, ["legalBasis"], "LegalBasisShape", "cites that law in stc:legalBasis"),
        (LAW, ["atStage", "aiPhase"], "ConvergenceShape-place", "at which stage of the life"),
        (LAW, ["itemDescription"], "ConvergenceShape-item", "names its item"),
        (CANDIDATE, ["controlledItem"], "ConvergenceShape-item", "names its item"),
        (CANDIDATE, ["derivedBy"], "CaseSourceShape", "names its source"),
    ],
)
def test_what_is_missing(subject: URIRef, predicates: list[str], shape: str, message: str) -> None:
    bad = good()
    for predicate in predicates:
        bad.remove((subject, URIRef(STC + predicate), None))
    found = violated(bad)
    assert set(found) == {shape}
    assert message in found[shape]


def test_nothing_is_promoted_without_a_source() -> None:
    bad = good()
    bad.set((CANDIDATE, URIRef(STC + "status"), URIRef(STC + "StatedInLiterature")))
    assert set(violated(bad)) == {"CaseSourceShape"}
    bad.add((CANDIDATE, URIRef(DCTERMS + "source"), rdflib.Literal("A citation")))
    assert violated(bad) == {}


def test_contrast_case_has_no_listed_item() -> None:
    bad = good()
    contrast = URIRef(ID + "convergence/contrast")
    bad.add((contrast, URIRef(STC + "controlledItem"), URIRef(ID + "xx-list/9A999")))
    assert set(violated(bad)) == {"NonConvergenceShape-controlledItem"}


def test_the_two_lives_are_not_mixed() -> None:
    bad = good()
    bad.add((LAW, URIRef(STC + "atStage"), URIRef(STC + "TrainingPhase")))
    assert set(violated(bad)) == {"ConvergenceShape-atStage"}
