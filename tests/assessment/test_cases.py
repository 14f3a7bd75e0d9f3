"""The worked cases: real codes, invented parties, every output, and never a verdict."""

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat
from rdflib.namespace import RDF

from kgservice.assessment import assess, assessed_case_triples
from kgservice.assessment.model import Factor
from kgservice.assessment.output import (
    NO_CONVERGENCES,
    NONE_TOGETHER,
    WIDTH,
    as_json,
    as_text,
    as_turtle,
)
from kgservice.assessment.rules import read_assessment_rules
from kgservice.graph.terms import line
from kgservice.namespaces import ID, STC
from kgservice.validation import read_shapes, validate_lines
from tests.assessment.release import CASES, CONVERGENCE, PREFIXES, ROOT, asker, open_facts

Ask = Callable[[str], Iterable[object]]
CASE_COUNT = 11
ARTICLE = {"anomaly-detection-at-machine-tools", "daytime-to-infrared", "civil-drone-to-target"}
VERDICT = re.compile(
    r"licen[cs]e|licens|deni(?:ed|al|es)|\bdeny|\brefus|\bapprov|\bpermi(?:t|ss)|\bforbid|"
    r"\bprohibit|\bauthori[sz](?:e|ation)|\ballowed|\bscore|\brating|\brisk level|\bred flag|"
    r"\bmay (?:not )?(?:be )?export|\bmust not|\blawful\b|\bunlawful|\billegal|"
    r"\bhigh risk|\blow risk|\bverdict|\brecommend",
    re.IGNORECASE,
)


def stem(path: Path) -> str:
    return path.stem


def test_there_are_the_cases_of_the_article_and_more() -> None:
    assert len(CASES) == CASE_COUNT
    assert {path.stem for path in CASES} >= ARTICLE


@pytest.mark.parametrize("path", CASES, ids=stem)
def test_no_output_holds_a_verdict(path: Path, ask: Ask) -> None:
    found = assess(path.read_bytes(), ask)
    shown = json.dumps(as_json(found), ensure_ascii=False)
    for text in (as_text(found), shown, as_turtle(found).decode()):
        assert VERDICT.findall(text) == []


def test_a_verdict_would_be_noticed() -> None:
    for text in ("licence required", "License denied", "may be exported", "a score of 7"):
        assert VERDICT.search(text)


def test_no_rule_holds_a_verdict() -> None:
    for rule in read_assessment_rules():
        assert VERDICT.findall(f"{rule.label} {rule.explanation} {rule.asks}") == []


@pytest.mark.parametrize("path", CASES, ids=stem)
def test_nothing_is_added_up(path: Path, ask: Ask) -> None:
    """No number stands in an assessment but counts of convergences, of which there are none."""
    shown = as_json(assess(path.read_bytes(), ask))

    def numbers(value: object) -> list[object]:
        if isinstance(value, dict):
            return [number for own in value.values() for number in numbers(own)]
        if isinstance(value, list):
            return [number for own in value for number in numbers(own)]
        return [value] if isinstance(value, int | float) else []

    assert numbers(shown) == []


@pytest.mark.parametrize("path", CASES, ids=stem)
def test_every_reason_cites_a_source(path: Path, ask: Ask) -> None:
    found = assess(path.read_bytes(), ask)
    assert [factor.factor for factor in found.factors] == list(Factor)
    for factor in found.factors:
        for reason in factor.reasons:
            assert reason.sources, reason.rule
            assert "{" not in reason.explanation + (reason.question or "")
            assert "(no " not in reason.explanation + (reason.question or ""), reason.rule


@pytest.mark.parametrize("path", CASES, ids=stem)
def test_text_stays_within_its_columns(path: Path, ask: Ask) -> None:
    text = as_text(assess(path.read_bytes(), ask))
    assert max(map(len, text.splitlines())) <= WIDTH


@pytest.mark.parametrize("path", CASES, ids=stem)
def test_turtle_holds_four_factors_and_conforms(path: Path, ask: Ask) -> None:
    turtle = as_turtle(assess(path.read_bytes(), ask))
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    factors = set(graph.subjects(RDF.type, rdflib.URIRef(f"{STC}FactorAssessment")))
    assert len(factors) == len(Factor)
    lines = graph.serialize(format="nt11").splitlines(keepends=True)
    assert validate_lines(lines, read_shapes()).findings == ()


@pytest.mark.parametrize("path", CASES, ids=stem)
def test_parties_are_of_the_case_alone(path: Path) -> None:
    graph = rdflib.Graph().parse(path)
    parties = set(graph.subjects(RDF.type, rdflib.URIRef(f"{STC}TransferParty")))
    assert parties
    assert all(str(party).startswith(f"{ID}case/{path.stem}-") for party in parties)
    for view in graph.subjects(RDF.type, rdflib.URIRef(f"{STC}ThreatPerception")):
        assert str(graph.value(view, rdflib.DCTERMS.source)) == "Invented for this case"


def test_first_case_says_what_there_is(ask: Ask) -> None:
    shown = as_json(assess((ROOT / "data/cases/civil-drone-to-target.ttl").read_bytes(), ask))
    assert shown["reached"] == {"note": NO_CONVERGENCES, "entries": []}
    lists = {d["who"]: d["says"] for d in shown["differences"] if d["kind"] == "lists"}
    assert set(lists) == {"au-dsgl", "eu-annex-i", "no-list-ii", "us-ccl"}
    assert all(says.startswith("prints 9A012, marked listed") for says in lists.values())


def test_lists_that_lack_the_code_say_so(ask: Ask) -> None:
    found = assess((ROOT / "data/cases/model-of-unknown-origin.ttl").read_bytes(), ask)
    lists = {d.who: d.says.partition(" (")[0] for d in found.differences if d.kind == "lists"}
    assert lists["us-ccl"] == "prints 4E091, marked listed"
    assert {lists[name] for name in ("eu-annex-i", "au-dsgl", "no-list-ii")} == {"prints no 4E091"}


def test_convergences_of_the_release_are_reached(tmp_path: Path) -> None:
    store = open_facts()
    store.load((PREFIXES + CONVERGENCE).encode(), format=RdfFormat.TURTLE)
    path = ROOT / "data" / "cases" / "anomaly-detection-at-machine-tools.ttl"
    found = assess(path.read_bytes(), asker(store))
    (reached,) = found.reached
    assert reached.list_id == "us-ccl"
    assert reached.entries == ("2D202", "2E201")
    assert (reached.status, reached.convergences) == ("StatedInLiterature", 1)
    rules = {reason.rule for factor in found.factors for reason in factor.reasons}
    assert "convergence-known" in rules
    assert "2D202, 2E201" in as_text(found)


def test_convergences_with_other_items_alone_are_said_to_be_left_out() -> None:
    store = open_facts()
    elsewhere = CONVERGENCE.replace("2B201", "9X999").replace("2D202", "9D999")
    elsewhere = elsewhere.replace("2E201", "9E999")
    store.load((PREFIXES + elsewhere).encode(), format=RdfFormat.TURTLE)
    path = ROOT / "data" / "cases" / "anomaly-detection-at-machine-tools.ttl"
    found = assess(path.read_bytes(), asker(store))
    rules = {reason.rule for factor in found.factors for reason in factor.reasons}
    assert "convergence-known" in rules
    assert found.reached == ()
    assert as_json(found)["reached"]["note"] == NONE_TOGETHER


def test_laws_see_one_person_differently(ask: Ask) -> None:
    found = assess((ROOT / "data/cases/release-to-dual-citizen.ttl").read_bytes(), ask)
    seen = {d.who.rpartition(", ")[2]: d.says for d in found.differences if d.kind == "nationality"}
    assert seen["15 CFR 734.13(a)(2) and (b)"].endswith("only: Austria")
    assert seen["22 CFR 120.50(a)(2) and (b)"].endswith("Austria, Borduria and Syldavia")
    assert seen["Article 2(2)(d)"].endswith("names no nationality")


def test_build_can_take_the_cases_in(ask: Ask) -> None:
    lines = sorted({line(triple) for triple in assessed_case_triples(ROOT / "data/cases", ask)})
    assert validate_lines(lines, read_shapes()).findings == ()
    assert sum(f"<{STC}FactorAssessment> .\n" in text for text in lines) == 4 * CASE_COUNT
    assert not any("_:" in text for text in lines)
