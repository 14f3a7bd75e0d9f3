"""What entries ask for, as triples: the cases that the engine or the units make special."""

from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from kgservice.criteria import Comparator, Connective, Group, Parameter
from kgservice.graph.criteria import criteria_triples
from kgservice.graph.terms import Triple, line, node
from kgservice.model import Entry, Level, Note, NoteKind, Polarity
from kgservice.namespaces import STC, XSD
from kgservice.thresholds.units import QUDT_UNIT

IRI = node("https://law.example/9X999")


def limit(value: str, unit: str, quantity: str = "Energy", upper: str | None = None) -> Parameter:
    comparator = Comparator.BETWEEN if upper else Comparator.GREATER
    top = Decimal(upper) if upper else None
    return Parameter(quantity, comparator, Decimal(value), unit, f"{value} {unit}", top)


def triples(criterion: Parameter | Group) -> list[Triple]:
    return list(criteria_triples(IRI, Entry("9X999", None, Level.ENTRY, criterion=criterion)))


def values(found: list[Triple], name: str) -> list[str]:
    return [str(o.value) for _, p, o in found if p.value == STC + name]


@pytest.mark.parametrize(
    ("parameter", "wanted"),
    [
        (limit("5", "kJ"), ["5000"]),
        (limit("0.50", "[in_i]", "Length"), ["0.0127"]),
        (limit("180", "deg", "Angle"), ["3.14159265358979"]),
        (limit("20", "keV"), []),
        (limit("3", "dB", "Gain"), []),
        (limit("70", "{WT}", "AdjustedPeakPerformance"), []),
    ],
)
def test_an_si_value_stands_where_it_is_exact_enough(
    parameter: Parameter, wanted: list[str]
) -> None:
    assert values(triples(parameter), "siValue") == wanted


def test_a_value_is_as_the_engine_writes_it_and_its_phrase_as_printed() -> None:
    found = triples(limit("0.50", "kg", "Mass", "0.750"))
    assert values(found, "value") == ["0.5"]
    assert values(found, "upperValue") == ["0.75"]
    assert values(found, "asWritten") == ["0.50 kg"]
    assert values(found, "unit") == [QUDT_UNIT + "KiloGM"]


def test_a_value_too_great_for_a_decimal_can_still_be_compared() -> None:
    found = triples(limit("1E+26", "1", "TrainingOperations"))
    (value,) = (o for _, p, o in found if p.value == STC + "value")
    assert isinstance(value, Literal)
    assert value.datatype == NamedNode(XSD + "double")
    store = Store()
    store.load("".join(map(line, found)).encode(), RdfFormat.N_TRIPLES)
    assert store.query(f"ASK {{ ?p <{STC}value> ?v FILTER(?v > 1e25 && ?v < 1e27) }}")


def test_what_words_do_not_join_stands_as_several_criteria() -> None:
    parts = (limit("1", "J"), Group(Connective.ANY, (limit("2", "J"), limit("3", "J"))))
    found = triples(Group(Connective.UNSTATED, parts))
    assert values(found, "criterion") == [f"{IRI.value}#p1", f"{IRI.value}#g2"]
    assert values(found, "operand") == [f"{IRI.value}#p3", f"{IRI.value}#p4"]


def test_a_note_joins_nothing_below() -> None:
    note = Note("9X999", 1, NoteKind.NOTE, Polarity.EXPLAINS, unparsed=("5 clouds",))
    (triple,) = criteria_triples(IRI, note)
    assert triple[1].value == STC + "unparsedQuantity"
