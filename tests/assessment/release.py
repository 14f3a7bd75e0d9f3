"""A release as far as assessments ask it: vocabulary, curated facts, the codes of some lists."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kgservice.graph.assessment import assessment_triples
from kgservice.graph.regimes import regime_triples
from kgservice.graph.terms import TYPE, Triple, line, node, stc, words
from kgservice.graph.vocabulary import turtle_lines
from kgservice.namespaces import DCTERMS, ID, SKOS, provision_iri

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "data" / "cases").glob("*.ttl"))
EDITIONS = {
    "us-ccl": "2025-09-29",
    "us-usml": "2026-03-25",
    "eu-annex-i": "2025-11-15",
    "au-dsgl": "2024-09-01",
    "no-list-ii": "2021-09-09",
}
STATUSES = {"listed": "Listed", "reserved": "Reserved", "deleted": "Deleted"}
# Invented for these tests, in the terms of the convergence module.
CONVERGENCE = """
<https://w3id.org/stc/id/convergence/invented> a stc:Convergence ;
    stc:task stc:AnomalyDetection ;
    stc:controlledItem <https://w3id.org/stc/id/us-ccl/2B201> ;
    stc:caughtBy <https://w3id.org/stc/id/us-ccl/2D202> , <https://w3id.org/stc/id/us-ccl/2E201> ;
    stc:status stc:StatedInLiterature .
"""
PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix stc: <https://w3id.org/stc/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix party: <https://w3id.org/stc/id/party/> .
@base <https://w3id.org/stc/id/case/> .
"""


def open_facts() -> Store:
    """Return a store of what assessments ask for, with no convergence in it."""
    store = Store()
    lines = [*turtle_lines(ROOT / "ontology")]
    lines += map(line, regime_triples(ROOT / "data"))
    lines += map(line, assessment_triples(ROOT / "data"))
    for list_id, date in EDITIONS.items():
        lines += map(line, _codes(list_id, date))
    store.load("".join(lines), format=RdfFormat.N_TRIPLES)
    return store


def _codes(list_id: str, date: str) -> Iterator[Triple]:
    own, edition = node(f"{ID}{list_id}"), node(f"{ID}{list_id}/{date}")
    yield own, TYPE, stc("ControlList")
    yield own, node(f"{DCTERMS}identifier"), words(list_id)
    yield own, stc("presentEdition"), edition
    path = ROOT / "data" / "editions" / list_id / f"{date}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["code"] and not row["note_kind"]:
                provision = provision_iri(list_id, row["code"])
                entry = node(provision.replace(list_id, f"{list_id}/{date}", 1))
                yield node(provision), TYPE, stc("Provision")
                yield node(provision), stc("inList"), own
                yield node(provision), node(f"{SKOS}notation"), words(row["code"])
                yield entry, node(f"{SKOS}inScheme"), edition
                yield entry, node(f"{SKOS}notation"), words(row["code"])
                yield entry, stc("status"), stc(STATUSES.get(row["status"], "Listed"))


def asker(store: Store) -> Callable[[str], Iterable[object]]:
    """Return what asks the store."""
    return lambda text: list(store.query(text))
