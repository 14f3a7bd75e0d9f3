"""Criteria that control nothing in particular: those of the lists, and a person's own drafts."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kgservice.bundled import bundled
from kgservice.cli.reasoning import reason
from kgservice.errors import AxiomError, CriterionError, DocumentError, InputError
from kgservice.graph.inferred import IN_CONTEXT, STRICT, TYPICAL, USUAL
from kgservice.namespaces import ID, STC
from kgservice.reasoning.criteria import Verdict, judge_criteria
from kgservice.reasoning.drafts import LARGEST, judge_draft
from kgservice.reasoning.examination import read_ontology
from kgservice.reasoning.justification import Deadline

GEOSPATIAL = f"{ID}criterion/us-0d521-no-1/"
HEAD = f"""
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix stc: <{STC}> .
@prefix zz: <https://law.example/9x999/> .
"""
TRAINS = """zz:{0} a owl:Class ; rdfs:label "{0}"@en ; stc:testedAgainst stc:{1} ;
    owl:equivalentClass [ a owl:Restriction ;
        owl:onProperty stc:{2} ; owl:someValuesFrom stc:{3} ] .
"""
RESTATES = TRAINS.format("restates", "SupervisedTraining", "learnsFrom", "LabelledExample")
NARROWS = TRAINS.format("narrows", "SupervisedTraining", "trains", "TransformerModel")
CONTEXT = TRAINS.format("context", "SupervisedTraining", "trains", "NeuralNetworkModel")


@pytest.fixture(scope="module")
def bundled_verdicts() -> tuple[Verdict, ...]:
    axioms, groups = read_ontology(bundled("ontology"), bundled("data") / "criteria")
    return judge_criteria(groups, axioms, Deadline())


def judge(tmp_path: Path, text: str) -> dict[str, Verdict]:
    path = tmp_path / "draft.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    verdicts, _ = judge_draft(path, bundled("ontology"))
    return {verdict.criterion.rpartition("/")[2]: verdict for verdict in verdicts}


def test_the_2020_geospatial_criterion_does_not_discriminate(
    bundled_verdicts: tuple[Verdict, ...],
) -> None:
    found = {(f.criterion, f.base.removeprefix(STC)): f for v in bundled_verdicts
             for f in v.findings}  # fmt: skip
    assert {key: f.redundancy for key, f in found.items()} == {
        (GEOSPATIAL + "3", "SupervisedDetectorTrainingSystem"): STRICT,
        (GEOSPATIAL + "3", "DetectorTrainingSystem"): USUAL,
    }
    strict = found[GEOSPATIAL + "3", "SupervisedDetectorTrainingSystem"].axioms
    assert {"supervised-detector-sees-object", "supervised-detector-sees-background",
            "positive-sample", "negative-sample"} <= {axiom.id for axiom in strict}  # fmt: skip
    assert all(axiom.kind != TYPICAL for axiom in strict)
    usual = found[GEOSPATIAL + "3", "DetectorTrainingSystem"].axioms
    assert {axiom.id for axiom in usual if axiom.kind == TYPICAL} == {
        "detector-sees-object", "detector-sees-background",
    }  # fmt: skip
    assert all(axiom.sources for axiom in usual if axiom.kind == TYPICAL)


def test_other_criteria_narrow(bundled_verdicts: tuple[Verdict, ...]) -> None:
    narrow = {v.criterion.removeprefix(f"{ID}criterion/") for v in bundled_verdicts if v.narrows}
    assert narrow == {"4a004-b/1", "us-0d521-no-1/1", "us-0d521-no-1/2", "us-0d521-no-1/4"}
    assert len(bundled_verdicts) == 11
    assert not any(v.excludes or v.clash for v in bundled_verdicts)


def test_draft_is_judged_beside_its_other_criteria(tmp_path: Path) -> None:
    found = judge(tmp_path, RESTATES + NARROWS + CONTEXT)
    assert found["narrows"].narrows
    assert [f.redundancy for f in found["restates"].findings] == [STRICT]
    (context,) = found["context"].findings
    assert context.redundancy == IN_CONTEXT
    assert context.beside == ("https://law.example/9x999/narrows",)
    assert [a.id for a in context.axioms] == ["TransformerModel-subClassOf-NeuralNetworkModel"]


def test_criterion_that_shuts_all_out_and_others_that_clash(tmp_path: Path) -> None:
    shut = TRAINS.format("shut", "UnsupervisedTraining", "learnsFrom", "LabelledExample")
    other = TRAINS.format("other", "UnsupervisedTraining", "trains", "TransformerModel")
    found = judge(tmp_path, shut + other)
    assert found["shut"].excludes
    assert not found["shut"].findings
    assert found["other"].narrows
    assert found["other"].clash


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("this is no Turtle", DocumentError, "is no Turtle"),
        ("zz:a a owl:Class .", CriterionError, "holds no criterion"),
        (RESTATES.replace("SupervisedTraining", "SupervisedTrainnig"), CriterionError,
         "the nearest is stc:SupervisedTraining"),
        (RESTATES.replace("stc:learnsFrom", "stc:learnFrom"), AxiomError,
         "the nearest is stc:learnsFrom"),
        (RESTATES.replace("LabelledExample", "LabeledExample"), AxiomError,
         "the nearest is stc:LabelledExample"),
        (RESTATES.replace("owl:equivalentClass", "rdfs:subClassOf"), CriterionError,
         "no class with one owl:equivalentClass"),
        (RESTATES.replace("owl:someValuesFrom", "owl:someValueFrom"), AxiomError,
         "the nearest is owl:someValuesFrom"),
        (RESTATES.replace("owl:someValuesFrom stc:LabelledExample", "owl:hasValue zz:x"),
         AxiomError, "names an individual"),
        (RESTATES.replace("owl:someValuesFrom stc:LabelledExample", 'owl:someValuesFrom "x"'),
         AxiomError, "where a class is expected"),
        (RESTATES + "owl:Thing rdfs:subClassOf zz:restates .", AxiomError, "your own"),
        ("""zz:c a owl:Class ; stc:testedAgainst stc:SupervisedTraining ; owl:equivalentClass [
            a owl:Class ; owl:intersectionOf ( stc:DataProcess stc:ComputingSystem ) ] .""",
         CriterionError, "contradicts itself"),
        ("""zz:c a owl:Class ; stc:testedAgainst stc:SupervisedTraining ; owl:equivalentClass _:b .
            _:b a owl:Class ; owl:complementOf _:b .""", AxiomError, "inside itself"),
    ],
)  # fmt: skip
def test_draft_that_cannot_be_judged(
    text: str, error: type[InputError], said: str, tmp_path: Path
) -> None:
    with pytest.raises(error, match=said) as caught:
        judge(tmp_path, text)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, InputError)


def test_large_and_missing_drafts_are_refused_unread(tmp_path: Path) -> None:
    large = tmp_path / "large.ttl"
    large.write_bytes(b"#" * (10 * LARGEST))
    with pytest.raises(CriterionError, match=r"large\.ttl: has 10,000,000 bytes"):
        judge_draft(large, bundled("ontology"))
    with pytest.raises(InputError, match=r"none\.ttl: cannot be read"):
        judge_draft(tmp_path / "none.ttl", bundled("ontology"))


def test_command_says_it_in_sentences(tmp_path: Path) -> None:
    (tmp_path / "draft.ttl").write_text(HEAD + RESTATES + NARROWS, encoding="utf-8")
    arguments = ["--criteria", str(tmp_path / "draft.ttl")]
    result = CliRunner().invoke(reason, arguments)
    assert result.exit_code == 1, result.output
    assert "(restates), tested against: supervised training\n  Controls nothing in" in result.stdout
    assert "Supervised training learns from labelled examples. [supervised-has-labels" in (
        result.stdout
    )
    assert "(narrows), tested against: supervised training\n  Narrows:" in result.stdout
    report = json.loads(CliRunner().invoke(reason, [*arguments, "--format", "json"]).stdout)
    assert [one["narrows"] for one in report["criteria"]] == [True, False]
    (tmp_path / "draft.ttl").write_text(HEAD + NARROWS, encoding="utf-8")
    assert CliRunner().invoke(reason, arguments).exit_code == 0
