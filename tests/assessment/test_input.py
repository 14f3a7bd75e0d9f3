"""What is no case is refused in one sentence that names the thing and what would be right."""

from collections.abc import Callable, Iterable

import pytest

from kgservice.assessment import assess
from kgservice.assessment.cases import MOST_BYTES, MOST_TRIPLES
from kgservice.errors import CaseError
from tests.assessment.release import PREFIXES

Ask = Callable[[str], Iterable[object]]
GOOD = """
<c> a stc:TransferCase ; skos:prefLabel "C"@en ;
    stc:transfers <https://w3id.org/stc/id/us-ccl/2B201> ;
    stc:transferMode stc:PhysicalTransfer ; stc:fromState party:USA ; stc:endUser <u> .
<u> skos:prefLabel "U"@en .
"""
MODELS = "stc:transfers <m> . <m> a stc:AIModel ; "
BAD: dict[str, tuple[str, str]] = {
    "unknown entry": (
        GOOD.replace("2B201", "2B2O1"),
        r"us-ccl has no entry 2B2O1; near it are .*2B201",
    ),
    "unknown paragraph": (
        GOOD.replace("2B201", "2B201.z"),
        r"us-ccl has no entry 2B201\.z; near it are .*2B201",
    ),
    "entry of an edition": (
        GOOD.replace("us-ccl/2B201", "us-ccl/2025-09-29/2B201"),
        r"is an entry of one edition; name the provision, \S+/us-ccl/2B201",
    ),
    "unknown list": (GOOD.replace("us-ccl", "us-cll"), r"no list us-cll; near it are us-ccl"),
    "unknown technique": (
        GOOD.replace("<https://w3id.org/stc/id/us-ccl/2B201>", "stc:AnomalyDetecton"),
        r"AnomalyDetecton: is no technique or task of AI; near it are AnomalyDetection",
    ),
    "undescribed thing": (
        GOOD.replace("<https://w3id.org/stc/id/us-ccl/2B201>", "<https://law.example/x>"),
        r"neither the case nor the release says what this is",
    ),
    "unknown State": (GOOD.replace("party:USA", "party:UAS"), r"no State UAS is known; near it"),
    "two cases": (GOOD + GOOD.replace("<c>", "<d>"), r"states 2 cases, .*/c> and .*/d>; send each"),
    "no case": ("<c> a stc:TransferParty .", r"states no case; expected one thing of type"),
    "no Turtle": ("<c> a stc:TransferCase ;; .;", r"line \d+: is no Turtle: .*expected one case"),
    "no UTF-8": ("<c> a stc:TransferCase ; skos:prefLabel '\udcff' .", r"is no Turtle"),
    "cyclic derivation": (
        GOOD + f"<c> {MODELS} prov:wasDerivedFrom <n> . <n> prov:wasDerivedFrom <m> .",
        r"derivations run in a circle \(\S+/m from \S+/n from \S+/m\); a model comes from",
    ),
    "derived from itself": (
        GOOD + f"<c> {MODELS} prov:wasDerivedFrom <m> .",
        r"derivations run in a circle",
    ),
    "no end user": (GOOD.replace("stc:endUser <u>", ""), r"names its end user by stc:endUser"),
    "no item": (
        GOOD.replace("stc:transfers <https://w3id.org/stc/id/us-ccl/2B201> ;", ""),
        r"says by stc:transfers what goes over",
    ),
    "unknown mode": (
        GOOD.replace("stc:PhysicalTransfer", "stc:Pigeon"),
        r"stc:PhysicalTransfer, stc:ElectronicTransfer, stc:TechnicalAssistance, stc:CloudAccess",
    ),
    "no mode": (GOOD.replace("stc:transferMode stc:PhysicalTransfer ;", ""), r"how it goes over"),
    "perception of nobody": (
        GOOD + "<v> a stc:ThreatPerception ; stc:perceivedActor <u> ; dcterms:source 'x' .",
        r"belongs to exactly one State or body",
    ),
    "stated assessment": (
        GOOD + "<r> a stc:AssessmentReason .",
        r"is what an assessment finds; state the case only",
    ),
}


def read(text: str, ask: Ask) -> None:
    assess((PREFIXES + text).encode("utf-8", "surrogateescape"), ask)


def test_good_case_is_read(ask: Ask) -> None:
    read(GOOD, ask)


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_case_is_a_clear_error(name: str, ask: Ask) -> None:
    text, message = BAD[name]
    with pytest.raises(CaseError, match=message) as caught:
        read(text, ask)
    assert "\n" not in str(caught.value)


def test_too_large_a_case_is_refused(ask: Ask) -> None:
    with pytest.raises(CaseError, match=f"at most {MOST_BYTES:,}"):
        read(GOOD + "#" * MOST_BYTES, ask)


def test_too_many_triples_are_refused(ask: Ask) -> None:
    many = "".join(f"<u> skos:note {number} .\n" for number in range(MOST_TRIPLES + 1))
    with pytest.raises(CaseError, match=f"{MOST_TRIPLES:,}"):
        read(GOOD + many, ask)


def test_deep_nesting_ends(ask: Ask) -> None:
    deep = "<u> skos:note " + "[ skos:note " * 1500 + "1" + "]" * 1500 + " ."
    read(GOOD + deep, ask)


def test_long_derivation_ends(ask: Ask) -> None:
    chain = "".join(f"<m{n}> prov:wasDerivedFrom <m{n + 1}> .\n" for n in range(4000))
    read(GOOD.replace("<https://w3id.org/stc/id/us-ccl/2B201>", "<m0>") + chain, ask)


def test_text_cannot_escape_into_a_query(ask: Ask) -> None:
    odd = GOOD.replace("us-ccl/2B201", "us-ccl/2B201%3E%20%7D%20DROP")
    with pytest.raises(CaseError, match="has no entry"):
        read(odd, ask)


def test_nothing_is_fetched(ask: Ask) -> None:
    found = assess(
        (
            PREFIXES + GOOD + "<c> <http://www.w3.org/2002/07/owl#imports> <http://x.invalid/> ."
        ).encode(),
        ask,
    )
    assert found.case.endswith("/c")


def test_blank_nodes_get_names(ask: Ask) -> None:
    found = assess((PREFIXES + GOOD.replace("stc:endUser <u>", "stc:endUser []")).encode(), ask)
    assert all("_:" not in str(term) for triple in found.triples for term in triple)


def test_perceptions_that_had_ended_are_left_out(ask: Ask) -> None:
    view = (
        "<v> a stc:ThreatPerception ; stc:perceivedActor <u> ; dcterms:source 'x' ;"
        " stc:perceiver party:CAN ; stc:actorType stc:StateActor ;"
        ' stc:endedNotBefore "2001-01-01"^^xsd:date ; stc:endedNotAfter "2001-12-31"^^xsd:date .'
    )
    dated = '<c> dcterms:date "{}"^^xsd:date .'
    for day, seen in (("2000-06-01", True), ("2002-01-01", False)):
        found = assess((PREFIXES + GOOD + view + dated.format(day)).encode(), ask)
        rules = {reason.rule for factor in found.factors for reason in factor.reasons}
        assert ("state-end-user" in rules) is seen


def test_perceptions_of_the_release_are_found(ask: Ask) -> None:
    known = GOOD.replace("stc:endUser <u>", "stc:endUser <https://w3id.org/stc/id/actor/al-qaida>")
    found = assess((PREFIXES + known).encode(), ask)
    (seen,) = (d for d in found.differences if d.kind == "perception")
    assert seen.who == "United Nations Security Council"
    assert seen.says.startswith("takes it for a non-State actor since 2004-04-28")
