"""The mappings to other AI vocabularies: whole metadata, and only IRIs that exist there."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest
import yaml
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDFS, SKOS

from kgservice.namespaces import STC

ROOT = Path(__file__).parents[2]
COPIES = Path(os.environ.get("KGSERVICE_AI_ONTOLOGIES", ROOT.parent / "shared" / "ai-ontologies"))
COLUMNS = [
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification", "confidence", "comment",
]  # fmt: skip
HEADER = {
    "curie_map", "license", "mapping_set_id", "mapping_set_title", "mapping_date",
    "object_source", "object_source_version", "subject_source",
}  # fmt: skip
PREDICATES = {f"skos:{kind}Match" for kind in ("exact", "close", "broad", "narrow")}
FOUND_IN = {
    "ai-aio": "aio/aio.owl",
    "ai-airo": "airo/airo.ttl",
    "ai-dpv": "dpv-ai/ai.ttl",
    "ai-mls": "mls/MLSchema.ttl",
    "ai-vair": "vair/vair.ttl",
}
COUNTS = {"ai-aio": 27, "ai-airo": 3, "ai-dpv": 65, "ai-mls": 4, "ai-vair": 23}
EXACT = {"ai-aio": 7, "ai-airo": 0, "ai-dpv": 16, "ai-mls": 0, "ai-vair": 13}


def read_mappings(name: str) -> tuple[dict[str, object], list[dict[str, str]]]:
    """Return the metadata and the rows of a mapping set."""
    text = (ROOT / "data" / "correspondences" / f"{name}.sssom.tsv").read_text(encoding="utf-8")
    lines = text.splitlines()
    head = [line.removeprefix("#") for line in lines if line.startswith("#")]
    rows = csv.DictReader(lines[len(head) :], delimiter="\t", quoting=csv.QUOTE_NONE)
    return yaml.safe_load("\n".join(head)), list(rows)


def iri(curie: str, prefixes: dict[str, str]) -> URIRef:
    prefix, _, local = curie.partition(":")
    return URIRef(prefixes[prefix] + local)


def own_terms() -> Graph:
    graph = Graph()
    for name in ("ai", "ai-systems", "schemes/ai-technique", "schemes/ai-task"):
        graph.parse(ROOT / "ontology" / f"{name}.ttl")
    return graph


OWN = own_terms()


def test_each_set_is_tested() -> None:
    paths = (ROOT / "data" / "correspondences").glob("ai-*.sssom.tsv")
    assert {path.name.removesuffix(".sssom.tsv") for path in paths} == set(FOUND_IN)


@pytest.mark.parametrize("name", sorted(FOUND_IN))
def test_rows_are_whole(name: str) -> None:
    head, rows = read_mappings(name)
    assert set(head) == HEADER
    assert head["mapping_set_id"] == f"https://w3id.org/stc/id/mapping-set/{name}"
    assert all(list(row) == COLUMNS and all(row.values()) for row in rows)
    kinds = Counter(row["predicate_id"] for row in rows)
    assert set(kinds) <= PREDICATES
    assert (len(rows), kinds["skos:exactMatch"]) == (COUNTS[name], EXACT[name])
    assert {row["mapping_justification"] for row in rows} == {"semapv:ManualMappingCuration"}
    assert all(0.5 <= float(row["confidence"]) < 1 for row in rows)
    pairs = Counter((row["subject_id"], row["object_id"]) for row in rows)
    assert max(pairs.values()) == 1
    assert [*pairs] == sorted(pairs)


@pytest.mark.parametrize("name", sorted(FOUND_IN))
def test_subjects_are_ours(name: str) -> None:
    head, rows = read_mappings(name)
    for row in rows:
        term = iri(row["subject_id"], head["curie_map"])
        assert term.startswith(STC)
        assert (term, RDFS.label, Literal(row["subject_label"], lang="en")) in OWN, term


@pytest.mark.parametrize("name", sorted(FOUND_IN))
def test_exact_match_is_one_to_one(name: str) -> None:
    rows = [r for r in read_mappings(name)[1] if r["predicate_id"] == "skos:exactMatch"]
    for end in ("subject_id", "object_id"):
        assert len({row[end] for row in rows}) == len(rows)


@pytest.mark.parametrize("name", sorted(FOUND_IN))
def test_objects_exist_where_they_are_said_to(name: str) -> None:
    path = COPIES / FOUND_IN[name]
    if not path.is_file():
        pytest.skip(f"no copy at {path}; set KGSERVICE_AI_ONTOLOGIES")
    graph = Graph().parse(path)
    head, rows = read_mappings(name)
    for row in rows:
        term = iri(row["object_id"], head["curie_map"])
        assert (term, None, None) in graph, term
        labels = {str(t) for p in (SKOS.prefLabel, RDFS.label) for t in graph.objects(term, p)}
        assert row["object_label"] in (labels or {row["object_id"].partition(":")[2]})
