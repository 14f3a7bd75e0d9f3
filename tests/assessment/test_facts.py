"""The curated facts behind assessments: what the law says of nationality, who sees whom how."""

from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF

from kgservice.errors import TableError
from kgservice.graph.assessment import assessment_triples
from kgservice.graph.terms import line
from kgservice.namespaces import ID, STC
from kgservice.validation import read_shapes, validate_lines
from tests.assessment.release import ROOT

DATA = ROOT / "data"
FILES = ("assessment-sources.csv", "nationality-rules.csv", "threat-perceptions.csv")
LINES = [line(triple) for triple in assessment_triples(DATA)]
GRAPH = rdflib.Graph().parse(data="".join(LINES), format="nt11")


def value(subject: str, predicate: str) -> rdflib.term.Node | None:
    return GRAPH.value(rdflib.URIRef(ID + subject), rdflib.URIRef(STC + predicate))


def test_facts_conform_and_are_counted() -> None:
    assert validate_lines(LINES, read_shapes()).findings == ()
    counts = {"NationalityRule": 7, "ThreatPerception": 8}
    for kind, count in counts.items():
        assert len(set(GRAPH.subjects(RDF.type, rdflib.URIRef(STC + kind)))) == count


def test_ear_counts_the_latest_nationality_and_itar_all() -> None:
    ear, itar = "nationality-rule/us-ear-deemed-export", "nationality-rule/us-itar-deemed-export"
    assert value(ear, "nationalityBasis") == rdflib.URIRef(f"{STC}LatestNationalityBasis")
    assert value(ear, "clause") == rdflib.Literal("15 CFR 734.13(a)(2) and (b)")
    excluded = set(GRAPH.objects(rdflib.URIRef(ID + ear), rdflib.URIRef(f"{STC}excludesForm")))
    assert rdflib.URIRef(f"{STC}ObjectCodeForm") in excluded
    assert rdflib.URIRef(f"{STC}SourceCodeForm") not in excluded
    assert value(itar, "nationalityBasis") == rdflib.URIRef(f"{STC}AllNationalitiesBasis")
    assert value(itar, "clause") == rdflib.Literal("22 CFR 120.50(a)(2) and (b)")


def test_what_a_source_does_not_say_is_not_stated() -> None:
    assert value("threat-perception/can-irgc", "actorType") is None
    assert value("threat-perception/unsc-al-qaida", "actorType") == rdflib.URIRef(
        f"{STC}NonStateActor"
    )


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        ("nationality-rules.csv", ",latest,", ",newest,", r"basis 'newest' is none of 'latest'"),
        ("nationality-rules.csv", "GoodsForm", "GoodsForms", r"excludes 'GoodsForms' is none of"),
        ("threat-perceptions.csv", ",non-state,", ",both,", r"actor_type 'both' is none of"),
        ("threat-perceptions.csv", "2019-04-15", "2019-04-31", r"expected a date such as"),
        ("assessment-sources.csv", "id,citation", "id,words", r"row 1: expected the columns"),
    ],
)
def test_bad_cell_is_named(
    tmp_path: Path, file: str, before: str, after: str, message: str
) -> None:
    for name in FILES:
        text = (DATA / name).read_text(encoding="utf-8")
        assert name != file or before in text
        changed = text.replace(before, after, 1) if name == file else text
        (tmp_path / name).write_text(changed, encoding="utf-8")
    with pytest.raises(TableError, match=message):
        list(assessment_triples(tmp_path))
