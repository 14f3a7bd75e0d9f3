"""Rules run to a fixed point; candidates come out of an invented list, with their proofs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pyoxigraph
import pytest

from kgservice.errors import ExplanationError, QueryHeaderError, RuleError
from kgservice.graph.editions import edition_triples
from kgservice.graph.labels import Labels
from kgservice.graph.terms import Triple, line
from kgservice.graph.vocabulary import turtle_lines
from kgservice.model import Coverage, Edition, Entry, Level, Linkage, Status
from kgservice.namespaces import ID, STC
from kgservice.reasoning.explain import explain
from kgservice.reasoning.rules import Rule, derive_triples, read_rules
from tests.shapes import sample

GROUPS = {"9A": "A", "9B": "B", "9D": "D", "9E": "E"}
MORE = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix stc: <https://w3id.org/stc/ontology#> .
<https://w3id.org/stc/id/xx-list> dcterms:identifier "xx-list" .
<https://w3id.org/stc/id/xx-list/2002-02-02> stc:editionOf <https://w3id.org/stc/id/xx-list> .
<https://w3id.org/stc/id/stage-definition/xx-use> stc:definedBy <https://w3id.org/stc/id/xx-list> ;
    stc:definesStage stc:Use ; stc:includesActivity stc:MaintenanceChecking , stc:Operation ;
    stc:composition stc:AllActivities ; dcterms:source "Invention Act, section 9" .
"""
CANDIDATE = f"{ID}convergence/candidate/xx-list/"


def entries() -> Iterator[Entry]:
    yield Entry("9", None, Level.CATEGORY)
    for code, group in GROUPS.items():
        yield Entry(code, "9", Level.PRODUCT_GROUP, product_group=group)
    for code in ("9A999", "9B997", "9B998", "9B999"):
        yield Entry(code, code[:2], Level.ENTRY, product_group=code[1])
    yield Entry("9B999.a", "9B999", Level.PARAGRAPH, product_group="B")
    free = Entry("9B996", "9B", Level.ENTRY, product_group="B", status=Status.RESERVED)
    yield free
    yield Entry("9B995", "9B", Level.ENTRY, product_group="B")
    yield Entry("9B995.a", "9B995", Level.PARAGRAPH, product_group="B", status=Status.RESERVED)
    whole = Coverage(("use",), (), (), ("9B",), ("9B998", "9B999.a"), ("NP",), Linkage.REQUIRED)
    yield Entry("9E999", "9E", Level.ENTRY, product_group="E", covers=(whole,))
    single = Coverage((), ("maintenance",), (), ("9A999",), qualified=True)
    without = Coverage(("use",), (), ("maintenance",), ("9B997",))
    yield Entry("9D999", "9D", Level.ENTRY, product_group="D", covers=(single, without))


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    """Return a store of an invented edition, the ontology, and what the rules make of both."""
    edition = Edition("xx-list", sample.NEW, tuple(entries()))
    found = pyoxigraph.Store()
    lines = {line(t) for t in edition_triples(edition, sample.LIST, Labels())}
    lines.update(turtle_lines(sample.ROOT / "ontology"))
    found.load("".join(sorted(lines)).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    found.load(MORE.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    derive(found, read_rules())
    return found


def derive(store: pyoxigraph.Store, rules: Iterable[Rule]) -> tuple[Triple, ...]:
    def construct(text: str) -> Iterable[pyoxigraph.Triple]:
        triples = store.query(text)
        assert isinstance(triples, pyoxigraph.QueryTriples)
        return triples

    def add(triples: Iterable[Triple]) -> None:
        store.extend(pyoxigraph.Quad(*triple) for triple in triples)

    return derive_triples(rules, construct, add)


def rows(store: pyoxigraph.Store, text: str) -> Iterator[Mapping[str, str]]:
    solutions = store.query(f"PREFIX stc: <{STC}> {text}")
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: solution[name].value for name in names if solution[name] is not None}


def values(store: pyoxigraph.Store, text: str) -> set[str]:
    return {value.rpartition("/")[2].rpartition("#")[2] for row in rows(store, text)
            for value in row.values()}  # fmt: skip


def test_items_reached(store: pyoxigraph.Store) -> None:
    """A heading is opened; what is left out, free or empty is not reached."""
    reached = "SELECT ?i WHERE {{ <{}> stc:covers/stc:reachesItem ?i }}"
    place = f"{ID}xx-list/2002-02-02/"
    assert values(store, reached.format(place + "9E999")) == {"9B997", "9B999"}
    assert values(store, reached.format(place + "9D999")) == {"9A999", "9B997"}


def test_activities_reached(store: pyoxigraph.Store) -> None:
    reached = "SELECT ?a WHERE {{ <{}xx-list/2002-02-02/{}> stc:reachesActivity ?a }}"
    assert values(store, reached.format(ID, "9E999/coverage-1")) == {
        "MaintenanceChecking", "Operation",
    }  # fmt: skip
    assert values(store, reached.format(ID, "9D999/coverage-1")) == {"MaintenanceChecking"}
    assert values(store, reached.format(ID, "9D999/coverage-2")) == {"Operation"}


def test_candidate_with_its_conditions(store: pyoxigraph.Store) -> None:
    proof = explain(f"{CANDIDATE}9E999-1/AnomalyDetection-MaintenanceChecking", select(store))
    assert proof.status == "Candidate"
    facts = {name: {one.rpartition("#")[2].rpartition("/")[2] for one in found}
             for name, found in proof.facts.items()}  # fmt: skip
    assert facts["controlledItem"] == {"9B997", "9B999"}
    assert facts["caughtBy"] == {"9E999"}
    assert facts["atStage"] == {"Use"}
    assert facts["linkage"] == {"Required"}
    assert facts["forReason"] == {"NP"}
    assert facts["condition"] == {"WholeStageCondition", "ReasonCondition", "PartCondition"}
    assert "LSTMAutoencoder" in facts["technique"]


def test_proof_can_be_followed_link_by_link(store: pyoxigraph.Store) -> None:
    proof = explain(f"{CANDIDATE}9E999-1/AnomalyDetection-MaintenanceChecking", select(store))
    assert {step.number for step in proof.steps} == {1, 2, 3, 4, 5}
    for step in proof.steps:
        for target in step.objects:
            asked = f"ASK {{ <{step.subject}> <{step.predicate}> <{target}> }}"
            assert store.query(asked), step.statement
        assert step.stated_in.startswith("https://w3id.org/stc/")
    texts = [step.statement for step in proof.steps]
    assert (
        "The list xx-list defines use so that it holds maintenance (checking), together "
        "with all its other activities." in texts
    )
    assert proof.steps[-2].statement.startswith("9E999 of xx-list/2002-02-02 covers")
    assert len(proof.steps[-1].objects) == 2


def test_activity_named_by_itself_needs_no_definition(store: pyoxigraph.Store) -> None:
    proof = explain(f"{CANDIDATE}9D999-1/AnomalyDetection-MaintenanceChecking", select(store))
    assert {step.number for step in proof.steps} == {1, 2, 4, 5}
    assert [one.rpartition("#")[2] for one in proof.facts["condition"]] == ["NarrowedCondition"]


def test_activity_taken_away_gives_no_candidate(store: pyoxigraph.Store) -> None:
    with pytest.raises(ExplanationError, match="is no convergence of this release"):
        explain(f"{CANDIDATE}9D999-2/AnomalyDetection-MaintenanceChecking", select(store))


def test_same_graph_gives_same_triples(store: pyoxigraph.Store) -> None:
    again = pyoxigraph.Store()
    again.extend(store)
    first = derive(again, read_rules())
    assert first == derive(again, read_rules())
    assert len(again) == len(store)


def test_no_iri_is_refused(store: pyoxigraph.Store) -> None:
    with pytest.raises(ExplanationError, match="is no IRI"):
        explain("9E999 } DROP ALL {", select(store))


def select(store: pyoxigraph.Store):  # noqa: ANN201
    return lambda text: rows(store, text)


RULE = Rule("invented", "An invented rule", "nowhere", 1, "")


def test_rules_run_until_nothing_is_added() -> None:
    store = pyoxigraph.Store()
    names = [f"https://law.example/{n}" for n in range(5)]
    below = pyoxigraph.NamedNode("https://law.example/below")
    nodes = [pyoxigraph.NamedNode(name) for name in names]
    store.extend(pyoxigraph.Quad(a, below, b) for a, b in pairwise(nodes))
    text = (
        "PREFIX ex: <https://law.example/> CONSTRUCT { ?a ex:below ?c } "
        "WHERE { ?a ex:below ?b . ?b ex:below ?c }"
    )
    derive(store, [replace(RULE, text=text)])
    assert len(list(store.quads_for_pattern(None, below, None))) == 10


def test_blank_node_is_refused() -> None:
    store = pyoxigraph.Store()
    text = "CONSTRUCT { [] <urn:p> <urn:o> } WHERE {}"
    with pytest.raises(RuleError, match="rule invented makes"):
        derive(store, [replace(RULE, text=text)])


def test_endless_rules_are_an_error() -> None:
    store = pyoxigraph.Store()
    text = (
        "CONSTRUCT { <urn:s> <urn:x#p> ?n } WHERE { OPTIONAL { <urn:s> <urn:x#p> ?m } "
        "BIND(COALESCE(?m, 0) + 1 AS ?n) } # :p"
    )
    with pytest.raises(RuleError, match="after 20 rounds"):
        derive(store, [replace(RULE, text=text)])


def test_bundled_rules() -> None:
    rules = read_rules()
    assert len(rules) == 12
    assert [rule.stratum for rule in rules] == sorted(rule.stratum for rule in rules)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CONSTRUCT {} WHERE {}", "expected a header with id, label, source, stratum"),
        ("#+ id: [\n", "is no YAML"),
        ("#+ id: X\n#+ label: x\n#+ source: x\n#+ stratum: 1\n", "expected an id such as"),
        ("#+ id: x\n#+ label: x\n#+ source: x\n#+ stratum: first\n", "a whole number as stratum"),
    ],
)
def test_wrong_header(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "r.rq").write_text(text, encoding="utf-8")
    with pytest.raises(QueryHeaderError, match=message):
        read_rules(tmp_path)


def test_two_rules_of_one_id(tmp_path: Path) -> None:
    text = "#+ id: x\n#+ label: x\n#+ source: x\n#+ stratum: 1\nCONSTRUCT {} WHERE {}"
    for name in ("a", "b"):
        (tmp_path / f"{name}.rq").write_text(text, encoding="utf-8")
    with pytest.raises(QueryHeaderError, match="two rules bear the id x"):
        read_rules(tmp_path)
