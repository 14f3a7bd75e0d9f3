"""The table of quantities beside the scheme of their concepts, the units and their phrases."""

import pytest
from rdflib import RDF, SKOS, Graph

from kgservice.bundled import bundled
from kgservice.namespaces import STC
from kgservice.thresholds.numbers import plain
from kgservice.thresholds.quantities import find_named, quantity_kinds
from kgservice.thresholds.units import units

SCHEME = Graph().parse(bundled("ontology") / "schemes" / "quantities.ttl")


def test_every_quantity_is_a_concept_and_every_concept_a_quantity() -> None:
    concepts = SCHEME.subjects(RDF.type, SKOS.Concept)
    assert {str(concept).removeprefix(STC) for concept in concepts} == set(quantity_kinds())


def test_every_quantity_is_measured_in_a_unit() -> None:
    kinds = {unit.kind for unit in units().values()}
    assert {kind for own in quantity_kinds().values() for kind in own} <= kinds


@pytest.mark.parametrize(
    ("text", "lang", "kind", "wanted"),
    [
        ("the pitch of a screw", "en", "length", "Pitch"),
        ("the pitch of a ship", "en", "angle", "Angle"),
        ("on five axes", "en", "number", "AxisCount"),
        ("sur cinq axes", "fr", "number", "AxisCount"),
        ("de la surface spécifique", "fr", "specific-area", "SpecificSurfaceArea"),
        ("a leakage pressure change rate", "en", "pressure-rate", "PressureChangeRate"),
    ],
)
def test_a_phrase_names_the_quantity_of_its_kind(
    text: str, lang: str, kind: str, wanted: str
) -> None:
    (named,) = (found for found in find_named(plain(text), lang) if found.of_kind(kind))
    assert named.of_kind(kind) == wanted
