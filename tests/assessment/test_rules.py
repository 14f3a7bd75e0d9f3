"""Each rule has a case that fires it, and one, different in a point, that does not."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kgservice.assessment import assess
from kgservice.assessment.citations import read_citations
from kgservice.assessment.rules import read_assessment_rules, rule_triples, run_rules
from kgservice.errors import QueryHeaderError, RuleError
from kgservice.graph.terms import node, stc
from tests.assessment.release import PREFIXES, ROOT

Ask = Callable[[str], Iterable[object]]
RULES = read_assessment_rules()
RULE_COUNT = 30  # a wrong glob would otherwise pass by testing nothing
CASE = """
<c> a stc:TransferCase ; skos:prefLabel "C"@en ; stc:endUser <u> {facts} .
<u> a stc:TransferParty ; skos:prefLabel "U"@en .
"""
ITEM = "stc:transfers <https://w3id.org/stc/id/us-ccl/2E201>"
MUNITION = "stc:transfers <https://w3id.org/stc/id/us-usml/XI(a)(3)(xxii)>"
GOODS = "stc:transferMode stc:PhysicalTransfer"
HERE = "stc:transferMode stc:DomesticRelease ; stc:recipient <p>"
USA, AUS, JPN = (f"stc:fromState party:{state}" for state in ("USA", "AUS", "JPN"))
MODEL = "stc:transfers <m> ; stc:transferMode stc:PhysicalTransfer ; stc:fromState party:CAN"
PLAIN = f"{ITEM} ; {GOODS} ; {USA}"
RELEASE = f"{ITEM} ; {HERE} ; {USA}"
NAMED = '<m> a stc:AIModel ; skos:prefLabel "M"@en'
SEEN = (
    '<v{n}> a stc:ThreatPerception ; dcterms:source "Invented" ; stc:perceivedActor <u> ;'
    " stc:perceiver party:{who} ; stc:actorType stc:{kind} ."
)
STATE = SEEN.format(n=1, who="CAN", kind="StateActor")
NON_STATE = SEEN.format(n=2, who="JPN", kind="NonStateActor")
OF = "stc:evidence [ a stc:Evidence ; stc:factor stc:{} ; dcterms:description 'seen'@en ]"
TECHNIQUE = f"stc:transfers stc:AnomalyDetection ; {GOODS} ; {USA}"
TWO = "<p> stc:citizenOf party:AUT , party:FRA ; stc:latestNationality party:FRA ."
LATEST = "<p> stc:citizenOf party:AUT ; stc:latestNationality party:AUT ."
Side = tuple[str, str]
# rule: what fires it, what does not; each as facts of the case, and triples beside them
PAIRS: dict[str, tuple[Side, Side]] = {
    "actor-type-unknown": ((PLAIN, ""), (PLAIN, STATE)),
    "all-nationalities": ((f"{MUNITION} ; {HERE} ; {USA}", TWO), (RELEASE, TWO)),
    "assistance-is-technology": (
        (f"{ITEM} ; {USA} ; stc:transferMode stc:TechnicalAssistance", ""),
        (PLAIN, ""),
    ),
    "cloud-access": (
        (f"{ITEM} ; {USA} ; stc:transferMode stc:CloudAccess", ""),
        (f"{ITEM} ; {USA} ; stc:transferMode stc:ElectronicTransfer", ""),
    ),
    "cross-nationality": ((RELEASE, LATEST), (RELEASE, "<p> stc:citizenOf party:USA .")),
    "destination-unknown": ((PLAIN, ""), (f"{PLAIN} ; stc:destination party:JPN", "")),
    "destination-without-evidence": (
        (f"{PLAIN} ; stc:destination party:JPN", ""),
        (f"{PLAIN} ; stc:destination party:JPN ; {OF.format('DestinationFactor')}", ""),
    ),
    "end-use-unknown": ((PLAIN, ""), (f'{PLAIN} ; stc:statedEndUse "Play"@en', "")),
    "end-use-without-evidence": (
        (f'{PLAIN} ; stc:statedEndUse "Play"@en ; {OF.format("EndUserFactor")}', ""),
        (f'{PLAIN} ; stc:statedEndUse "Play"@en ; {OF.format("EndUseFactor")}', ""),
    ),
    "end-user-without-evidence": ((PLAIN, ""), (f"{PLAIN} ; {OF.format('EndUserFactor')}", "")),
    "fine-tunable": (
        (MODEL, f"{NAMED} ; stc:furtherTrainable true ."),
        (MODEL, f"{NAMED} ; stc:furtherTrainable false ."),
    ),
    "fine-tuned-lineage": (
        (MODEL, f"{NAMED} ; prov:wasDerivedFrom <base> ."),
        (MODEL, f"{NAMED} ; prov:wasDerivedFrom <base> ; stc:furtherTrainable false ."),
    ),
    "foreign-person": ((f"{ITEM} ; {HERE} ; {AUS}", LATEST), (RELEASE, LATEST)),
    "further-training-unknown": (
        (MODEL, f"{NAMED} ."),
        (MODEL, f"{NAMED} ; stc:furtherTrainable false ."),
    ),
    "intangible-mode": (
        (f"{ITEM} ; {USA} ; stc:transferMode stc:ElectronicTransfer", ""),
        (PLAIN, ""),
    ),
    "latest-nationality": ((RELEASE, TWO), (f"{MUNITION} ; {HERE} ; {USA}", TWO)),
    "latest-nationality-unknown": (
        (RELEASE, "<p> stc:citizenOf party:AUT , party:FRA ."),
        (RELEASE, TWO),
    ),
    "lineage-unknown": (
        (MODEL, f"{NAMED} ."),
        (
            MODEL,
            f"{NAMED} ; prov:wasGeneratedBy <run> . <run> stc:trainingKind stc:PreTrainingKind .",
        ),
    ),
    "nationality-unknown": ((RELEASE, '<p> skos:prefLabel "P"@en .'), (RELEASE, LATEST)),
    "non-state-end-user": ((PLAIN, NON_STATE), (PLAIN, STATE)),
    "perceived-differently": ((PLAIN, STATE + NON_STATE), (PLAIN, STATE)),
    "recipient-unknown": (
        (f"{ITEM} ; {USA} ; stc:transferMode stc:DomesticRelease", ""),
        (RELEASE, LATEST),
    ),
    "residency-and-influence": ((f"{ITEM} ; {HERE} ; {JPN}", LATEST), (RELEASE, LATEST)),
    "state-end-user": ((PLAIN, STATE), (PLAIN, NON_STATE)),
    "technique-is-no-item": (
        (f"stc:transfers stc:DeepConvolutionalNeuralNetwork ; {GOODS} ; {USA}", ""),
        (PLAIN, ""),
    ),
    "technique-meets-item": (
        (f"{TECHNIQUE} ; stc:transfers <https://w3id.org/stc/id/us-ccl/2B201>", ""),
        (f"{TECHNIQUE} ; {ITEM}", ""),
    ),
    "weight-moves-to-end-user": (
        (f"{ITEM} ; {USA} ; stc:transferMode stc:ElectronicTransfer", ""),
        (PLAIN, ""),
    ),
}
# Rules that need what these facts do not hold, and are run over triples of their own below.
APART = {"convergence-known", "entry-control-ended", "entry-not-enforced"}


def fired(side: Side, ask: Ask) -> set[str]:
    facts, more = side
    found = assess((PREFIXES + CASE.format(facts=f"; {facts}") + more).encode(), ask)
    return {reason.rule for factor in found.factors for reason in factor.reasons}


def test_every_rule_is_tested() -> None:
    assert len(RULES) == RULE_COUNT
    assert {rule.id for rule in RULES} == {*PAIRS, *APART}


@pytest.mark.parametrize("rule", sorted(PAIRS))
def test_rule_fires_and_does_not(rule: str, ask: Ask) -> None:
    fires, silent = PAIRS[rule]
    assert rule in fired(fires, ask)
    assert rule not in fired(silent, ask)


def test_base_of_a_run_is_a_derivation(ask: Ask) -> None:
    run = f"{NAMED} ; prov:wasGeneratedBy <run> . <run> stc:baseModel <base> ; stc:trainingKind "
    assert "fine-tuned-lineage" in fired((MODEL, run + "stc:TransferLearningKind ."), ask)
    assert "fine-tuned-lineage" not in fired((MODEL, run + "stc:QuantisationKind ."), ask)
    deeper = " <base> prov:wasDerivedFrom <older> ."
    assert "fine-tuned-lineage" in fired((MODEL, run + "stc:QuantisationKind ." + deeper), ask)


def test_known_convergence_fires() -> None:
    (rule,) = (rule for rule in RULES if rule.id == "convergence-known")
    case, task = node("https://law.example/case"), stc("AnomalyDetection")
    convergence = node("https://law.example/convergence")
    base = (
        (case, node("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), stc("TransferCase")),
        (case, stc("transfers"), task),
    )
    assert run_rules((rule,), (*base, (convergence, stc("technique"), task)))
    assert not run_rules((rule,), (*base, (convergence, stc("technique"), stc("Clustering"))))


@pytest.mark.parametrize(
    ("name", "predicate"),
    [("entry-not-enforced", "notEnforcedFrom"), ("entry-control-ended", "endedNotAfter")],
)
def test_entry_whose_control_stopped_fires(name: str, predicate: str) -> None:
    (rule,) = (rule for rule in RULES if rule.id == name)
    case, control = node("https://law.example/case"), node("https://law.example/control")
    item = node("https://law.example/9X999")
    base = (
        (case, node("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), stc("TransferCase")),
        (case, stc("transfers"), item),
        (item, stc("inList"), node("https://law.example/list")),
        (control, stc("concernsProvision"), item),
        (control, stc("controlState"), stc("x")),
        (control, node("http://purl.org/dc/terms/source"), stc("x")),
    )
    ended = (control, stc(predicate), stc("x"))
    assert run_rules((rule,), (*base, ended))
    assert not run_rules((rule,), base)


def test_every_rule_says_what_it_concludes_and_where_from() -> None:
    known = read_citations(ROOT / "data")
    for rule in RULES:
        assert set(rule.sources) <= set(known), rule.id
        made = rule.text.partition("WHERE")[0]
        assert f"stc:factor stc:{rule.factor.value}" in made
        assert f"stc:effect stc:{rule.effect}" in made
        assert rule.actor_type is None or f"stc:forActorType stc:{rule.actor_type}" in made
        assert rule.asks is None or rule.asks.endswith("?")
        assert rule.effect not in ("LeavesUnknown", "FindsNoSupport") or rule.asks


def test_rules_are_named_in_the_graph() -> None:
    subjects = {subject.value for subject, _, _ in rule_triples(RULES)}
    assert subjects == {rule.iri for rule in RULES}


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("id: bad\nlabel: x", "expected a header with"),
        (": :", "is no YAML"),
        (
            "id: other\nlabel: x\nfactor: ItemFactor\neffect: RaisesIssue\nstratum: 1\n"
            "sources: [a]\nexplanation: x",
            "id 'other' is none of bad",
        ),
        (
            "id: bad\nlabel: x\nfactor: ItemFactor\neffect: RaisesIssue\nstratum: 1\n"
            "sources: []\nexplanation: x",
            "names no source",
        ),
        (
            "id: bad\nlabel: x\nfactor: ItemFactor\neffect: RaisesIssue\nstratum: 1\n"
            "sources: [a]\nexplanation: '{whom}'",
            "slot 'whom' is none of",
        ),
    ],
)
def test_unusable_header_is_refused(tmp_path: Path, header: str, message: str) -> None:
    text = "".join(f"#+ {part}\n" for part in header.splitlines())
    (tmp_path / "bad.rq").write_text(text, encoding="utf-8")
    with pytest.raises(QueryHeaderError, match=message):
        read_assessment_rules(tmp_path)


def test_rule_that_makes_something_else_is_refused(tmp_path: Path) -> None:
    header = (
        "id: bad\nlabel: x\nfactor: ItemFactor\neffect: RaisesIssue\nstratum: 1\n"
        "sources: [a]\nexplanation: x"
    )
    text = "".join(f"#+ {part}\n" for part in header.splitlines())
    text += "CONSTRUCT { ?s <https://law.example/verdict> ?o } WHERE { ?s ?p ?o }"
    (tmp_path / "bad.rq").write_text(text, encoding="utf-8")
    triple = (node("https://law.example/a"), stc("transfers"), node("https://law.example/b"))
    with pytest.raises(RuleError, match="makes more than reasons"):
        run_rules(read_assessment_rules(tmp_path), (triple,))
