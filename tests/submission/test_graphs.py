"""RDF brought to be validated, and what of it would kill or hang an engine."""

import contextlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib.namespace import RDF

from kgservice.errors import DeadlineError, SubmissionError
from kgservice.submission import Submission, SubmissionReport, validate_submission
from tests.shapes.sample import edition_lines, editions

Validate = Callable[..., SubmissionReport]
PREFIXES = "@prefix ex: <urn:x:> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
SHAPES = (
    PREFIXES + "ex:Shape a sh:NodeShape ; sh:targetClass ex:Zorb ; sh:property ex:Mass .\n"
    "ex:Mass sh:path ex:mass ; sh:maxInclusive 4 ; sh:message 'expected 4 at most' .\n"
)
DATA = PREFIXES + "ex:a a ex:Zorb ; ex:mass 05 .\n"


def shaped(validate: Validate, data: str, shapes: str, name: str = "data.ttl") -> SubmissionReport:
    return validate(name, data.encode(), shapes=shapes.encode())


def test_foreign_shapes(validate: Validate) -> None:
    report = shaped(validate, DATA, SHAPES)
    (found,) = report.findings
    assert (found.severity, found.message) == ("Violation", "expected 4 at most")
    assert (found.focus_node, found.path) == ("<urn:x:a>", "<urn:x:mass>")
    assert '"05"^^xsd:integer' in report.turtle or " 05 " in report.turtle
    assert shaped(validate, DATA.replace("05", "3"), SHAPES).conforms


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("d.nt", f'<urn:x:a> <{RDF.type}> <urn:x:Zorb> .\n<urn:x:a> <urn:x:mass> "z" .\n'),
        ("d.jsonld", json.dumps({"@id": "urn:x:a", "@type": "urn:x:Zorb", "urn:x:mass": 9})),
        ("d.trig", PREFIXES + "ex:g { ex:a a ex:Zorb ; ex:mass 9 . }"),
        (
            "d.rdf",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="urn:x:">'
            '<ex:Zorb rdf:about="urn:x:a"><ex:mass rdf:datatype='
            '"http://www.w3.org/2001/XMLSchema#integer">9</ex:mass></ex:Zorb></rdf:RDF>',
        ),
    ],
)
def test_every_syntax(validate: Validate, name: str, data: str) -> None:
    assert len(shaped(validate, data, SHAPES, name).findings) == 1


def test_our_shapes(validate: Validate) -> None:
    lines = edition_lines(editions()[1])
    assert validate("list.nt", "".join(lines).encode()).conforms
    spoiled = "".join(line for line in lines if "#level>" not in line)
    report = validate("list.nt", spoiled.encode())
    assert report.violations > 5
    assert {found.check for found in report.findings} == {
        "<https://w3id.org/stc/shapes#EntryShape-level>"
    }


def deep(levels: int) -> str:
    return PREFIXES + "ex:a ex:b " + "[ ex:b " * levels + "1" + " ]" * levels + " .\n"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("d.ttl", "zorb", "not well-formed"),
        ("d.ttl", deep(5000), "nested more than 200 deep"),
        ("d.jsonld", '{"urn:x:a":' * 5000 + "1" + "}" * 5000, "nested more than 200 deep"),
        ("d.jsonld", '{"@context": "https://law.example/c", "a": 1}', "is not fetched"),
        ("d.jsonld", '{"@context": "file:///etc/passwd", "a": 1}', "is not fetched"),
        (
            "d.rdf",
            '<!DOCTYPE r [<!ENTITY a "zorb"><!ENTITY b "&a;&a;">]><rdf:RDF>&b;</rdf:RDF>',
            "document type declaration",
        ),
    ],
)
def test_what_is_refused(validate: Validate, name: str, data: str, says: str) -> None:
    with pytest.raises(SubmissionError, match=says):
        shaped(validate, data, SHAPES, name)


def test_shapes_that_are_none(validate: Validate) -> None:
    wrong = SHAPES.replace("sh:maxInclusive 4", "sh:pattern '('")
    with pytest.raises(SubmissionError, match=r"shapes\.ttl: cannot be used"):
        shaped(validate, DATA, wrong)
    with pytest.raises(SubmissionError, match=r"shapes\.ttl, line 1: not well-formed|well-formed"):
        shaped(validate, DATA, "zorb")


def test_a_pattern_that_never_ends_is_ended() -> None:
    shapes = SHAPES.replace("sh:maxInclusive 4", 'sh:pattern "^(a+)+$"')
    data = DATA.replace("05", f'"{"a" * 40}!"')
    asked = Submission("d.ttl", data.encode(), shapes.encode())
    with pytest.raises(DeadlineError, match="not validated within 5 seconds"):
        validate_submission(asked, 5, 1_000_000_000)


def test_a_file_of_this_machine_is_not_read(validate: Validate, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:x:a> <urn:x:secret> 'zorb' .", encoding="utf-8")
    select = "SELECT $this ?value FROM <SECRET> WHERE { $this <urn:x:secret> ?value }"
    shapes = PREFIXES + (
        "ex:Shape a sh:NodeShape ; sh:targetClass ex:Zorb ;\n"
        'sh:sparql [ sh:message "told" ; sh:select """SELECT""" ] .\n'
    )
    shapes = shapes.replace('"SELECT"', f'"{select}"').replace("SECRET", secret.as_uri())
    with contextlib.suppress(SubmissionError):
        assert shaped(validate, DATA, shapes).conforms
