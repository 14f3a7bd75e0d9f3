"""Candidates from the newest editions of the CCL, the EU list and the Australian list.

``judgements.csv`` holds a random sample of them, drawn with the seed 1540, each judged by
reading the official text: right if the entry reaches software or technology of that stage, or
of that activity named by itself, for that item.
"""

import csv
import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph
import pytest

from kgservice.graph.catalogue import EditionOutline, list_triples
from kgservice.graph.editions import edition_triples
from kgservice.graph.labels import Labels
from kgservice.graph.lifecycle import lifecycle_triples
from kgservice.graph.terms import Triple, line
from kgservice.graph.vocabulary import turtle_lines
from kgservice.namespaces import ID, STC
from kgservice.readers.descriptors import read_descriptor
from kgservice.readers.reading import read_described_edition
from kgservice.reasoning.explain import explain
from kgservice.reasoning.rules import derive_triples, read_rules

ROOT = Path(__file__).parents[2]
NEWEST = {
    "eu-annex-i": datetime.date(2025, 11, 15),
    "au-dsgl": datetime.date(2024, 9, 1),
    "us-ccl": datetime.date(2025, 9, 29),
}
SAMPLE, PRECISION = 100, 0.9
FEWEST, MOST = 2_500, 6_000


@pytest.fixture(scope="session")
def present(documents: Path) -> pyoxigraph.Store:
    """Return the three editions with the ontology, and what the rules derive."""
    store = pyoxigraph.Store()
    lines = set(turtle_lines(ROOT / "ontology"))
    lines.update(map(line, lifecycle_triples(ROOT / "data")))
    for list_id, date in NEWEST.items():
        descriptor = read_descriptor(list_id)
        reading = read_described_edition(descriptor, descriptor.edition(date), documents)
        if reading is None:
            pytest.skip(f"no document of {list_id}")
        edition = reading.edition
        codes = tuple(entry.code for entry in edition.entries)
        outline = EditionOutline(list_id, date, edition.extent, codes)
        lines.update(map(line, edition_triples(edition, descriptor, Labels())))
        lines.update(map(line, list_triples(descriptor, [outline])))
    store.bulk_load("".join(lines).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)

    def construct(text: str) -> Iterable[pyoxigraph.Triple]:
        triples = store.query(text)
        assert isinstance(triples, pyoxigraph.QueryTriples)
        return triples

    def add(triples: Iterable[Triple]) -> None:
        store.extend(pyoxigraph.Quad(*triple) for triple in triples)

    derive_triples(read_rules(), construct, add)
    return store


def rows(store: pyoxigraph.Store, text: str) -> Iterator[Mapping[str, str]]:
    solutions = store.query(f"PREFIX stc: <{STC}> {text}")
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: solution[name].value for name in names if solution[name] is not None}


def judgements() -> list[dict[str, str]]:
    path = Path(__file__).with_name("judgements.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_precision_of_the_sample() -> None:
    judged = judgements()
    assert len(judged) == SAMPLE
    verdicts = Counter(row["verdict"] for row in judged)
    assert set(verdicts) <= {"right", "wrong"}
    assert verdicts["right"] / SAMPLE >= PRECISION
    assert all(row["reason"] for row in judged)
    assert {row["list"] for row in judged} == set(NEWEST)


def test_judged_candidates_are_still_derived(present: pyoxigraph.Store) -> None:
    """A judgement about what is no longer derived would hold nothing."""
    missing = [
        row
        for row in judgements()
        if not present.query(
            f"""PREFIX stc: <{STC}> ASK {{ ?candidate stc:status stc:Candidate ;
            stc:caughtBy <{ID}{row["list"]}/{row["entry"]}> ;
            stc:controlledItem <{ID}{row["list"]}/{row["item"]}> ;
            stc:atStage stc:{row["stage"]} ; stc:atActivity stc:{row["activity"]} ;
            stc:task stc:{row["task"]} }}"""
        )
    ]
    assert missing == []


def test_number_is_what_a_person_can_use(present: pyoxigraph.Store) -> None:
    counted = {
        row["list"]: int(row["n"])
        for row in rows(
            present,
            """SELECT ?list (COUNT(DISTINCT ?c) AS ?n) WHERE { ?c stc:status stc:Candidate ;
            stc:caughtBy ?by . BIND(STRBEFORE(STRAFTER(STR(?by), "/id/"), "/") AS ?list) }
            GROUP BY ?list""",
        )
    }
    assert set(counted) == set(NEWEST)
    assert FEWEST < sum(counted.values()) < MOST


@pytest.mark.parametrize("list_id", sorted(NEWEST))
@pytest.mark.parametrize("code", ["2D202", "2E201"])
def test_article_case_is_derived(present: pyoxigraph.Store, list_id: str, code: str) -> None:
    iri = f"{ID}convergence/candidate/{list_id}/{code}-1/AnomalyDetection-MaintenanceChecking"
    proof = explain(iri, lambda text: rows(present, text))
    assert f"{ID}{list_id}/2B201" in proof.facts["controlledItem"]
    assert proof.facts["atStage"] == (STC + "Use",)
    assert STC + "WholeStageCondition" in proof.facts["condition"]
    assert {step.number for step in proof.steps} == {1, 2, 3, 4, 5}
    conditional = (list_id, code) == ("us-ccl", "2E201")
    assert proof.facts.get("forReason", ()) == (("NP",) if conditional else ())


def test_every_candidate_has_a_proof_that_holds(present: pyoxigraph.Store) -> None:
    without = """SELECT ?c WHERE { ?c stc:status stc:Candidate .
        FILTER NOT EXISTS { ?c stc:proof/stc:step ?step } }"""
    assert list(rows(present, without)) == []
    broken = f"""PREFIX rdf: <{"http://www.w3.org/1999/02/22-rdf-syntax-ns#"}>
        SELECT ?step WHERE {{ ?step a stc:ProofStep ; rdf:subject ?s ; rdf:predicate ?p ;
        rdf:object ?o . FILTER NOT EXISTS {{ ?s ?p ?o }} }}"""
    assert list(rows(present, broken)) == []


def test_candidates_have_no_other_status(present: pyoxigraph.Store) -> None:
    twice = """SELECT ?c WHERE { ?c stc:status stc:Candidate , ?other .
        FILTER(?other != stc:Candidate) }"""
    assert list(rows(present, twice)) == []


def test_false_friend_is_no_convergence(present: pyoxigraph.Store) -> None:
    """8A001.b speaks of submersibles that operate autonomously: endurance, no technique."""
    caught = """SELECT ?by WHERE { ?c a stc:Convergence ; stc:caughtBy ?by . }"""
    codes = {row["by"].rpartition("/")[2] for row in rows(present, caught)}
    assert codes
    assert {code[1] for code in codes} == {"D", "E"}
    named = """SELECT ?item WHERE { ?c stc:status stc:Candidate ; stc:controlledItem ?item ;
        stc:task stc:Autonomy }"""
    assert list(rows(present, named)) == []
