"""The table of units: codes, IRIs and exact conversion."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgservice.thresholds.units import exact_si, scale_of, si_value, units

LOGARITHMIC_OR_OWN = {
    "dB", "dB/Hz", "dB[mW]", "dB[mW]/Hz", "dB/m", "dB/km", "{Mach}", "{WT}", "{MTOPS}", "{octave}",
    "{lp}/mm", "mo",
}  # fmt: skip


def test_every_unit_converts_or_is_known_not_to() -> None:
    assert len(units()) > 250
    assert {code for code in units() if scale_of(code) is None} == LOGARITHMIC_OR_OWN


def test_no_spelling_stands_for_two_units() -> None:
    spellings = [name for unit in units().values() for name, _ in unit.spellings]
    assert len(spellings) == len(set(spellings))
    assert all(name == name.strip() and name for name in spellings)


def test_qudt_names_are_of_the_form_that_qudt_uses() -> None:
    names = [unit.qudt for unit in units().values() if unit.qudt]
    assert len(names) > 150
    assert all(re.fullmatch(r"[A-Za-z0-9_]+(-[A-Za-z0-9_]+)*", name) for name in names)


@pytest.mark.parametrize(
    ("value", "unit", "wanted"),
    [
        ("1", "[in_i]", Fraction(254, 10000)),
        ("0", "Cel", Fraction("273.15")),
        ("-40", "[degF]", Fraction("233.15")),
        ("600", "uW", Fraction(6, 10000)),
        ("1", "bar", Fraction(100_000)),
        ("10", "%", Fraction(1, 10)),
        ("5", "[ppm]", Fraction(5, 10**6)),
        ("1", "mGal", Fraction(1, 100_000)),
        ("120", "/min", Fraction(2)),
        ("1", "[g]", Fraction("9.80665")),
        ("1", "kW.h", Fraction(3_600_000)),
        ("100", "RAD", Fraction(1)),
    ],
)
def test_conversion_is_exact(value: str, unit: str, wanted: Fraction) -> None:
    assert exact_si(Decimal(value), unit, "Any") == wanted


def test_a_difference_of_temperatures_has_no_offset() -> None:
    assert si_value(Decimal(5), "Cel", "TemperatureRange") == 5
    assert si_value(Decimal(5), "Cel", "Temperature") == Decimal("278.15")


def test_a_logarithmic_unit_has_no_si_value() -> None:
    assert si_value(Decimal(5), "dB[mW]", "Power") is None


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=3), st.sampled_from(sorted(units())))
def test_the_order_of_values_is_the_order_of_si_values(value: Decimal, unit: str) -> None:
    low, high = (si_value(number, unit, "Any") for number in (value, value + 1))
    assert (low is None) == (unit in LOGARITHMIC_OR_OWN)
    if low is not None and high is not None:
        assert low < high
