"""Every term of ours that is mapped to DPV-AI exists, and so does what it is mapped to."""

import csv
import os
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDFS, SKOS

from kgservice.namespaces import STC

ROOT = Path(__file__).parents[2]
COPIES = Path(os.environ.get("KGSERVICE_AI_ONTOLOGIES", ROOT.parent / "shared" / "ai-ontologies"))
MAPPINGS = 3


def rows() -> list[dict[str, str]]:
    path = ROOT / "data" / "correspondences" / "lineage-dpv.sssom.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    body = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(body, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_mapped_terms_are_ours() -> None:
    own = Graph()
    for name in ("lineage", "schemes/training-kinds"):
        own.parse(ROOT / "ontology" / f"{name}.ttl")
    assert len(rows()) == MAPPINGS
    for row in rows():
        term = URIRef(STC + row["subject_id"].removeprefix("stc:"))
        assert Literal(row["subject_label"], lang="en") in set(own.objects(term, RDFS.label))


def test_what_they_are_mapped_to_exists() -> None:
    path = COPIES / "dpv-ai" / "ai.ttl"
    if not path.is_file():
        pytest.skip(f"no copy of DPV-AI at {path}; set KGSERVICE_AI_ONTOLOGIES")
    theirs = Graph().parse(path)
    for row in rows():
        term = URIRef("https://w3id.org/dpv/ai#" + row["object_id"].removeprefix("dpv-ai:"))
        assert row["object_label"] in {str(label) for label in theirs.objects(term, SKOS.prefLabel)}
