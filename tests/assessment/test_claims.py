"""What the article claims of risk assessment, one test a claim, named after it.

Source: Kim, article on artificial intelligence and strategic trade controls, 1540 Compass.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kgservice.assessment import Assessment, assess
from kgservice.assessment.model import Factor, FactorFinding
from tests.assessment.release import PREFIXES, ROOT

Ask = Callable[[str], Iterable[object]]
PLAIN = """
<plain> a stc:TransferCase ; skos:prefLabel "Plain case"@en ;
    stc:transfers %s ; stc:transferMode %s ; stc:fromState party:CAN ;
    stc:destination party:JPN ; stc:statedEndUse "Counting sheep"@en ; stc:endUser <user> ;
    stc:evidence [ a stc:Evidence ; stc:factor stc:DestinationFactor ;
            dcterms:description "Seen"@en ] ,
        [ a stc:Evidence ; stc:factor stc:EndUseFactor ; dcterms:description "Seen"@en ] ,
        [ a stc:Evidence ; stc:factor stc:EndUserFactor ; dcterms:description "Seen"@en ] .
<user> a stc:TransferParty ; skos:prefLabel "Invented user"@en .
"""
MODEL = '<m> a stc:AIModel ; skos:prefLabel "M"@en ; stc:furtherTrainable %s .'
LISTED = "<https://w3id.org/stc/id/us-ccl/2B201>"


def case(name: str) -> bytes:
    return Path(ROOT / "data" / "cases" / f"{name}.ttl").read_bytes()


def plain(
    ask: Ask, transfers: str = LISTED, mode: str = "stc:PhysicalTransfer", more: str = ""
) -> Assessment:
    return assess((PREFIXES + PLAIN % (transfers, mode) + more).encode(), ask)


def finding(assessment: Assessment, factor: Factor) -> FactorFinding:
    (found,) = (found for found in assessment.factors if found.factor is factor)
    return found


def rules(assessment: Assessment, factor: Factor) -> set[str]:
    return {reason.rule for reason in finding(assessment, factor).reasons}


def test_ai_is_not_an_item(ask: Ask) -> None:
    technique = plain(ask, "stc:DeepConvolutionalNeuralNetwork")
    assert "technique-is-no-item" in rules(technique, Factor.ITEM)
    assert "technique-is-no-item" not in rules(plain(ask), Factor.ITEM)


def test_ai_meets_a_controlled_item_in_its_life(ask: Ask) -> None:
    article = assess(case("anomaly-detection-at-machine-tools"), ask)
    (meeting,) = (
        reason
        for reason in finding(article, Factor.ITEM).reasons
        if reason.rule == "technique-meets-item"
    )
    assert meeting.concerns[0].startswith("us-ccl 2B201")
    assert "nomaly detection" in meeting.explanation


@pytest.mark.parametrize("name", ["daytime-to-infrared", "civil-drone-to-target"])
def test_fine_tuning_degrades_the_stated_end_use(ask: Ask, name: str) -> None:
    found = finding(assess(case(name), ask), Factor.END_USE)
    assert found.stated
    assert found.reliability == "DegradedReliability"
    assert {"fine-tunable", "fine-tuned-lineage"} <= {reason.rule for reason in found.reasons}


def test_a_model_that_cannot_be_trained_further_keeps_its_end_use(ask: Ask) -> None:
    fixed = plain(ask, "<m>", more=MODEL % "false")
    assert finding(fixed, Factor.END_USE).reliability == "TakenAsStated"
    tunable = plain(ask, "<m>", more=MODEL % "true")
    assert finding(tunable, Factor.END_USE).reliability == "DegradedReliability"


@pytest.mark.parametrize("mode", ["ElectronicTransfer", "TechnicalAssistance", "CloudAccess"])
def test_intangible_modes_degrade_destination(ask: Ask, mode: str) -> None:
    found = finding(plain(ask, mode=f"stc:{mode}"), Factor.DESTINATION)
    assert found.reliability == "DegradedReliability"
    assert "intangible-mode" in {reason.rule for reason in found.reasons}
    goods = finding(plain(ask), Factor.DESTINATION)
    assert goods.reliability == "TakenAsStated"
    assert goods.reasons == ()


def test_nationality_counts_beside_place(ask: Ask) -> None:
    found = finding(assess(case("release-to-dual-citizen"), ask), Factor.DESTINATION)
    assert found.reliability == "DegradedReliability"
    assert "cross-nationality" in {reason.rule for reason in found.reasons}


def test_weight_moves_to_the_end_user(ask: Ask) -> None:
    moved = [
        plain(ask, mode="stc:ElectronicTransfer"),
        plain(ask, "<m>", more=MODEL % "true"),
        assess(case("daytime-to-infrared"), ask),
    ]
    for found in moved:
        weights = {f.factor: f.weight for f in found.factors}
        assert weights.pop(Factor.END_USER) == "RaisedWeight"
        assert set(weights.values()) == {"OrdinaryWeight"}
    assert finding(plain(ask), Factor.END_USER).weight == "OrdinaryWeight"


def test_state_and_non_state_actors_are_told_apart_per_perceiver(ask: Ask) -> None:
    found = assess(case("civil-drone-to-target"), ask)
    seen = {
        reason.actor_type: reason.perceivers
        for reason in finding(found, Factor.END_USER).reasons
        if reason.actor_type
    }
    assert seen == {"StateActor": ("Ruritania",), "NonStateActor": ("Zenda",)}
    assert "perceived-differently" in rules(found, Factor.END_USER)
    differences = {d.who: d.says for d in found.differences if d.kind == "perception"}
    assert differences["Ruritania"].startswith("takes it for a State's own")
    assert differences["Zenda"].startswith("takes it for a non-State actor")


def test_one_perceiver_alone_differs_from_none(ask: Ask) -> None:
    found = assess(case("model-of-unknown-origin"), ask)
    assert "non-state-end-user" in rules(found, Factor.END_USER)
    assert "perceived-differently" not in rules(found, Factor.END_USER)
