"""What the reasoner finds in the whole ontology, and how it says what is wrong."""

from collections.abc import Iterator
from pathlib import Path

import owlrl
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib.namespace import OWL, RDFS

from kgservice.bundled import bundled
from kgservice.errors import ReasonerLimitError
from kgservice.namespaces import STC
from kgservice.reasoning.axioms import Axiom, Axioms, read_axioms, read_turtle
from kgservice.reasoning.examination import (
    Examination,
    InferredLines,
    examine_ontology,
    inferred_lines,
    read_ontology,
)
from kgservice.reasoning.justification import Deadline, Question, justify
from kgservice.reasoning.owl import NOTHING, classify, classify_copies, copy_name
from kgservice.validation import read_shapes, validate_lines

CRITERIA = bundled("data") / "criteria"
PREFIXES = f"""
@prefix owl: <{OWL}> .
@prefix rdfs: <{RDFS}> .
@prefix stc: <{STC}> .
@prefix zz: <https://law.example/> .
"""


@pytest.fixture(scope="module")
def whole() -> Axioms:
    return read_ontology(bundled("ontology"), CRITERIA)[0]


@pytest.fixture(scope="module")
def lines() -> InferredLines:
    return inferred_lines(bundled("ontology"), CRITERIA)


def with_text(whole: Axioms, text: str) -> Axioms:
    more = [quad.triple for quad in parse(PREFIXES + text, RdfFormat.TURTLE)]
    return read_axioms([*(t for found in whole.statements.values() for t in found), *more])


def examined(whole: Axioms, text: str) -> Examination:
    return examine_ontology(with_text(whole, text), ())


def test_ontology_is_sound_without_java_of_the_system(
    whole: Axioms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:NoSuchOption")
    hierarchy = classify(whole.axioms, whole.kinds, 60)
    assert hierarchy.consistent
    assert hierarchy.unsatisfiable == ()
    assert len(hierarchy.above) > 50


def test_unsatisfiable_class_is_explained(whole: Axioms) -> None:
    found = examined(whole, """
        zz:Both a owl:Class ; rdfs:subClassOf stc:SupervisedTraining , stc:UnsupervisedTraining .
        zz:Below a owl:Class ; rdfs:subClassOf zz:Both .""")  # fmt: skip
    subjects = [clash.subject for clash in found.contradictions]
    assert subjects == ["https://law.example/Below", "https://law.example/Both"]
    both = {axiom.text for axiom in found.contradictions[1].axioms}
    assert both == {
        "Both subClassOf SupervisedTraining",
        "Both subClassOf UnsupervisedTraining",
        "SupervisedTraining subClassOf (learnsFrom some LabelledExample)",
        "UnsupervisedTraining subClassOf (learnsFrom only (not LabelledExample))",
    } or both == {
        "Both subClassOf SupervisedTraining",
        "Both subClassOf UnsupervisedTraining",
        "SupervisedTraining subClassOf (learnsFrom only LabelledExample)",
        "UnsupervisedTraining subClassOf (learnsFrom only (not LabelledExample))",
        "UnsupervisedTraining subClassOf (learnsFrom some LearningExample)",
    }
    assert all(clash.minimal for clash in found.contradictions)


def test_technique_that_is_an_entry_is_a_contradiction(whole: Axioms) -> None:
    found = examined(whole, "zz:odd a owl:NamedIndividual , stc:AITechnique , stc:Entry .")
    (clash,) = found.contradictions
    assert clash.subject is None
    assert clash.minimal
    assert sorted(axiom.text for axiom in clash.axioms) == [
        "AITechnique disjointWith Entry", "odd is a AITechnique", "odd is a Entry",
    ]  # fmt: skip


def test_deadline_ends_the_reasoner(whole: Axioms) -> None:
    with pytest.raises(ReasonerLimitError, match=r"0\.01 seconds"):
        classify(whole.axioms, whole.kinds, 0.01)
    with pytest.raises(ReasonerLimitError):
        examine_ontology(whole, (), Deadline(0))


def test_copies_do_not_touch_one_another(whole: Axioms) -> None:
    """Copy 0 lacks the link that copy 1 has; names outside ASCII come back whole."""
    some = with_text(read_axioms(()), """
        zz:Épée a owl:Class ; rdfs:subClassOf zz:Arme . zz:Arme a owl:Class .
        zz:Arme rdfs:subClassOf zz:Outil . zz:Outil a owl:Class .""")  # fmt: skip
    sword, tool = "https://law.example/Épée", "https://law.example/Outil"
    found = classify_copies([some.axioms[1:], some.axioms], some.kinds)
    answers = [found.subsumes(copy_name(tool, n), copy_name(sword, n)) for n in (0, 1)]
    assert answers == [False, True]
    assert not found.subsumes(copy_name(tool, 0), copy_name(sword, 1))


def test_second_reasoner_agrees(whole: Axioms) -> None:
    """Over axioms within OWL 2 RL both find the same; beyond, owlrl finds nothing HermiT denies."""
    words = (" some ", " only ", " min ", "not ", "AllDisjoint")
    shared = [a for a in whole.axioms if not a.assertion
              and not any(word in a.stated.text for word in words)]  # fmt: skip
    assert len(shared) > 60
    assert pairs_of_owlrl(shared, whole) == set(pairs_of_hermit(shared, whole))
    every = [axiom for axiom in whole.axioms if not axiom.assertion]
    assert pairs_of_owlrl(every, whole) <= set(pairs_of_hermit(every, whole))


def pairs_of_hermit(axioms: list[Axiom], whole: Axioms) -> Iterator[tuple[str, str]]:
    hierarchy = classify(axioms, whole.kinds)
    for below in hierarchy.above:
        for above in hierarchy.superclasses(below):
            if below != above and below.startswith(STC) and above.startswith(STC):
                yield below, above


def pairs_of_owlrl(axioms: list[Axiom], whole: Axioms) -> set[tuple[str, str]]:
    graph = rdflib.Graph()
    text = "".join(f"{triple} .\n" for axiom in axioms for triple in axiom.triples)
    graph.parse(data=text, format="nt11")
    for name in {name for axiom in axioms for name in axiom.names}:
        if "Class" in whole.kinds.get(name, ()):
            graph.add((rdflib.URIRef(name), rdflib.RDF.type, OWL.Class))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    found = graph.subject_objects(RDFS.subClassOf)
    return {(str(b), str(a)) for b, a in found
            if b != a and b.startswith(STC) and a.startswith(STC)}  # fmt: skip


def test_no_axiom_of_an_explanation_can_be_left_out(whole: Axioms) -> None:
    every = tuple(axiom for axiom in whole.axioms if not axiom.assertion)
    below, above = STC + "SupervisedDetectorTrainingSystem", STC + "DetectorTrainingSystem"
    (used,) = justify([Question(below, above, (), every)], whole.kinds, Deadline())
    assert classify(used, whole.kinds).subsumes(above, below)
    for out in used:
        less = [axiom for axiom in used if axiom != out]
        assert not classify(less, whole.kinds).subsumes(above, below)


def test_inferred_graph(lines: InferredLines) -> None:
    assert list(lines.inferred) == sorted(set(lines.inferred))
    assert not any("_:" in line.split('"')[0] for line in lines.inferred + lines.present)
    plain = [line for line in lines.inferred if f"<{RDFS.subClassOf}>" in line]
    typed = [line for line in lines.inferred if line.endswith("#InferredSubsumption> .\n")]
    usual = [line for line in lines.inferred if "/subsumption/" in line.split()[0]
             and line.endswith("#TypicalPractice> .\n")]  # fmt: skip
    assert len(plain) == len(typed) - len(usual)
    assert len(usual) == 3
    systems = f"<{STC}SupervisedDetectorTrainingSystem> <{RDFS.subClassOf}> "
    assert f"{systems}<{STC}DetectorTrainingSystem> .\n" in plain
    assert not any("generatedAtTime" in line or "endedAtTime" in line for line in lines.inferred)


def test_inferred_graph_conforms(lines: InferredLines) -> None:
    names = ("SupervisedDetectorTrainingSystem", "DetectorTrainingSystem")
    types = [f"<{STC}{name}> <{rdflib.RDF.type}> <{OWL.Class}> .\n" for name in names]
    assert validate_lines([*lines.present, *types], read_shapes()).findings == ()
    only = [line for line in lines.inferred if "criterion-finding/" not in line.split()[0]]
    assert validate_lines(only, read_shapes()).findings == ()


def test_nothing_is_above_all_only_when_unsatisfiable() -> None:
    empty = classify((), {})
    assert empty.consistent
    assert not empty.subsumes(NOTHING, STC + "Entry")


def test_files_are_read_apart(tmp_path: Path) -> None:
    for name, other in (("A", "B"), ("B", "C")):
        text = f"zz:{name} rdfs:subClassOf [ a owl:Class ; owl:complementOf zz:{other} ] ."
        (tmp_path / f"{name}.ttl").write_text(PREFIXES + text, encoding="utf-8")
    found = read_axioms(read_turtle(sorted(tmp_path.glob("*.ttl"))))
    assert [a.stated.text for a in found.axioms] == ["A subClassOf (not B)", "B subClassOf (not C)"]
