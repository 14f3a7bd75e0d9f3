"""The bundled facts on stages, terms, convergences and controls of AI conform to the shapes."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, XSD

from kgservice.errors import TableError
from kgservice.graph.convergence import convergence_triples
from kgservice.graph.lifecycle import lifecycle_triples
from kgservice.graph.terms import line
from kgservice.namespaces import ID, STC
from kgservice.reference_engine import validate_graph
from kgservice.validation import read_shapes, validate_lines
from tests.shapes.sample import ROOT

DATA = ROOT / "data"
STAGES, TERMS, CASES, CONTRASTS, CONTROLS = 21, 45, 74, 3, 48
LINES = sorted({line(t) for t in (*lifecycle_triples(DATA), *convergence_triples(DATA))})
GRAPH = Graph().parse(data="".join(LINES), format="nt")


def stc(name: str) -> URIRef:
    return URIRef(STC + name)


def of_kind(name: str) -> set[URIRef]:
    return set(GRAPH.subjects(RDF.type, stc(name)))


def test_counts() -> None:
    assert len(of_kind("StageDefinition")) == STAGES
    assert len(of_kind("TermDefinition")) == TERMS
    assert len(of_kind("Convergence")) == CASES
    assert len(of_kind("NonConvergence")) == CONTRASTS
    assert len(of_kind("AIControl")) == CONTROLS
    statuses = Counter(str(s).removeprefix(STC) for s in GRAPH.objects(None, stc("status")))
    assert statuses == {
        "StatedInLiterature": 57,
        "StatedInLaw": 14,
        "StatedInGuidance": 2,
        "Illustrative": 1,
    }


def test_conform_to_the_shapes_on_both_engines() -> None:
    shapes = read_shapes()
    assert validate_lines(LINES, shapes).violations == ()
    assert validate_graph(GRAPH, shapes).violations == ()


def test_codes_stand_in_a_bundled_edition() -> None:
    """A misspelt code would name a provision that no list has."""
    editions = DATA / "editions"
    if not editions.is_dir():
        pytest.skip("no bundled editions")
    known: dict[str, set[str]] = {}
    for path in editions.glob("*/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            codes = {row["code"] for row in csv.DictReader(file)}
        known.setdefault(path.parent.name, set()).update(codes)
    named = 0
    for table in ("convergences.csv", "ai-controls.csv"):
        text = (DATA / table).read_text(encoding="utf-8")
        for list_id, code in re.findall(r"\b((?:us|eu|au|ca)-[a-z-]+):([^;,\n]+)", text):
            assert code.strip() in known[list_id], f"{table}: {list_id}:{code}"
            named += 1
    assert named > 200


def test_sources_are_addresses_or_citations() -> None:
    for table in ("convergences.csv", "ai-controls.csv", "stage-definitions.csv"):
        with (DATA / table).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert not re.search(r"json|\.csv|find_string|prior|mirror|memory", row["source"])


def test_what_the_source_does_not_say_is_marked_as_inferred() -> None:
    for case in GRAPH.subjects(stc("status"), stc("StatedInLiterature")):
        inferred = set(GRAPH.objects(case, stc("inferred")))
        assert {stc("StageInference"), stc("LinkageInference")} <= inferred
        if (case, stc("controlledItem"), None) in GRAPH or (case, stc("caughtBy"), None) in GRAPH:
            assert stc("CodeInference") in inferred


def test_ai_meets_production_equipment_for_controlled_materials_at_use() -> None:
    """The article's own case: 2D202 and 2E201 reach anomaly detection for 2B201."""
    case = URIRef(ID + "convergence/anomaly-detection-2d202")
    assert (case, stc("task"), stc("AnomalyDetection")) in GRAPH
    assert (case, stc("atStage"), stc("Use")) in GRAPH
    assert (case, stc("atActivity"), stc("MaintenanceChecking")) in GRAPH
    for list_id in ("eu-annex-i", "us-ccl", "au-dsgl"):
        assert (case, stc("controlledItem"), URIRef(f"{ID}{list_id}/2B201")) in GRAPH
        for code in ("2D202", "2E201"):
            assert (case, stc("caughtBy"), URIRef(f"{ID}{list_id}/{code}")) in GRAPH


def test_lists_differ_in_how_use_is_composed() -> None:
    found = {}
    for definition in GRAPH.subjects(stc("definesStage"), stc("Use")):
        by = str(GRAPH.value(definition, stc("definedBy"))).removeprefix(ID)
        found[by] = str(GRAPH.value(definition, stc("composition"))).removeprefix(STC)
    assert found == {
        "regime/nsg": "AllActivities",
        "eu-annex-i": "AllActivities",
        "us-ccl": "AllActivities",
        "au-dsgl": "AllActivities",
        "act/us-10-cfr-810": "AnyActivity",
    }


def test_limit_is_exact() -> None:
    limit = URIRef(ID + "ai-control/us-4e091/limit-1")
    value = GRAPH.value(limit, stc("limitValue"))
    assert (float(value), value.datatype) == (1e26, XSD.double)
    assert str(GRAPH.value(limit, stc("limitSign"))) == ">="


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("convergences.csv", "us-ccl:3A090;", "3A090;", "neither list:CODE nor clause/ID"),
        ("convergences.csv", "StatedInGuidance", "Rumoured", "'Rumoured' is none of"),
        ("ai-controls.csv", "training operations >= 1e26", "training >> 9", "is not of the form"),
        ("ai-controls.csv", "2025-01-13", "2025-13-01", "expected a date"),
        ("stage-definitions.csv", ",all,", ",some,", "'some' is none of"),
    ],
)
def test_wrong_cell_is_named(tmp_path: Path, table: str, old: str, new: str, message: str) -> None:
    for path in DATA.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (DATA / table).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / table).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError, match=message):
        [*lifecycle_triples(tmp_path), *convergence_triples(tmp_path)]
