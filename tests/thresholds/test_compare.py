"""How two parameters stand to each other."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgservice.criteria import Comparator, Parameter, Role
from kgservice.thresholds.compare import Standing, compare_parameters, describe

BETWEEN = Comparator.BETWEEN


def limit(
    sign: str, value: str, unit: str = "mm", upper: str | None = None, quantity: str = "Diameter"
) -> Parameter:
    comparator = Comparator(sign)
    top = None if upper is None else Decimal(upper)
    return Parameter(quantity, comparator, Decimal(value), unit, value, top)


def span(value: str, upper: str, unit: str = "mm") -> Parameter:
    return limit("between", value, unit, upper)


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        (limit("≥", "4800"), limit("≥", "6000"), Standing.STRICTER),
        (limit("≥", "6000"), limit("≥", "4800"), Standing.LOOSER),
        (limit("≥", "6000"), limit(">", "6000"), Standing.STRICTER),
        (limit("≤", "5"), limit("<", "5"), Standing.STRICTER),
        (limit("<", "5"), limit("<", "7"), Standing.LOOSER),
        (limit("=", "5"), limit("≤", "5"), Standing.INCOMPARABLE),
        (limit("=", "5"), limit("=", "6"), Standing.INCOMPARABLE),
        (limit(">", "5"), limit("<", "7"), Standing.OVERLAPPING),
        (limit(">", "7"), limit("<", "7"), Standing.INCOMPARABLE),
        (limit("≥", "7"), limit("≤", "7"), Standing.OVERLAPPING),
        (span("75", "650"), span("75", "400"), Standing.STRICTER),
        (span("75", "650"), span("90", "700"), Standing.OVERLAPPING),
        (span("0.075", "0.65", "m"), span("75", "650"), Standing.SAME),
        (limit(">", "1", "m"), limit(">", "900", "mm"), Standing.LOOSER),
        (limit(">", "0.10"), limit(">", "0.1"), Standing.SAME),
        (limit(">", "1", "kg"), limit(">", "1", "m"), Standing.INCOMPARABLE),
        (limit(">", "1", "{WT}"), limit(">", "2", "{WT}"), Standing.STRICTER),
        (limit(">", "1", "{WT}"), limit(">", "2", "{MTOPS}"), Standing.INCOMPARABLE),
        (limit(">", "3", "dB"), limit(">", "2", "dB"), Standing.LOOSER),
        (limit(">", "1", quantity="Width"), limit(">", "1"), Standing.INCOMPARABLE),
    ],
)  # fmt: skip
def test_the_interval_that_holds_the_other_is_stricter(
    first: Parameter, second: Parameter, wanted: Standing
) -> None:
    found = compare_parameters(first, second)
    assert found.standing is wanted
    assert found.reason


def test_a_bound_that_is_open_catches_less() -> None:
    closed = limit("between", "1", upper="2")
    open_above = Parameter("Diameter", BETWEEN, Decimal(1), "mm", "", Decimal(2), upper_open=True)
    open_below = Parameter("Diameter", BETWEEN, Decimal(1), "mm", "", Decimal(2), lower_open=True)
    assert compare_parameters(closed, open_above).standing is Standing.STRICTER
    assert compare_parameters(open_below, closed).standing is Standing.LOOSER
    assert compare_parameters(open_below, open_above).standing is Standing.OVERLAPPING


def of_role(role: Role, value: int) -> Parameter:
    return Parameter("Mass", Comparator.GREATER, Decimal(value), "kg", "", role=role)


def test_a_release_of_more_is_looser_and_a_definition_tells_nothing() -> None:
    release, control = of_role(Role.RELEASE, 1), of_role(Role.CONTROL, 1)
    assert compare_parameters(release, of_role(Role.RELEASE, 2)).standing is Standing.LOOSER
    assert compare_parameters(of_role(Role.RELEASE, 2), release).standing is Standing.STRICTER
    assert compare_parameters(release, control).standing is Standing.INCOMPARABLE
    definition = of_role(Role.DEFINITION, 1)
    assert compare_parameters(definition, definition).standing is Standing.SAME
    other = of_role(Role.DEFINITION, 2)
    assert compare_parameters(definition, other).standing is Standing.INCOMPARABLE


def at(unit: str, *values: str) -> Parameter:
    conditions = tuple(limit("≤", value, unit, quantity="Temperature") for value in values)
    return Parameter("Power", Comparator.GREATER, Decimal(600), "uW", "", conditions=conditions)


def test_limits_under_different_conditions_are_not_compared() -> None:
    assert compare_parameters(at("K", "0.1"), at("mK", "100")).standing is Standing.SAME
    assert compare_parameters(at("K", "0.1"), at("K", "0.2")).standing is Standing.INCOMPARABLE
    assert compare_parameters(at("K", "0.1"), at("K")).standing is Standing.INCOMPARABLE
    assert compare_parameters(at("K", "1", "2"), at("K", "2", "1")).standing is Standing.SAME
    assert (
        compare_parameters(at("K", "1", "1"), at("K", "1", "2")).standing is Standing.INCOMPARABLE
    )


@pytest.mark.parametrize(
    ("metric", "other"),
    [
        (limit(">", "873", "K"), limit(">", "600", "Cel")),
        (limit(">", "0.75", "MW"), limit(">", "1000", "[HP]")),
        (limit(">", "12.7", "mm"), limit(">", "0.5", "[in_i]")),
        (limit("<", "13", "mPa"), limit("<", "13.3", "mPa")),
        (span("0.133", "13.3", "Pa"), span("133.3", "13330.00", "mPa")),
        (span("133", "13300", "Pa"), span("133.3", "13330.00", "Pa")),
    ],
)
def test_what_agrees_within_its_rounding_is_no_deviation(
    metric: Parameter, other: Parameter
) -> None:
    found = compare_parameters(metric, other)
    equal = metric.value * Decimal("0.5") == Decimal("6.35")
    assert found.standing is (Standing.SAME if equal else Standing.INCOMPARABLE)


def test_what_differs_by_more_than_its_rounding_is_compared() -> None:
    assert compare_parameters(limit(">", "2", "[in_i]"), limit(">", "80")).standing is (
        Standing.STRICTER
    )
    assert compare_parameters(limit(">", "0.7", "m"), limit(">", "650")).standing is (
        Standing.LOOSER
    )
    assert compare_parameters(limit("<", "4"), limit("<", "4.5")).standing is Standing.LOOSER


def test_a_limit_is_described_in_signs() -> None:
    assert describe(limit("≥", "4800", "1", quantity="Count")) == "Count ≥ 4800"
    ranged = Parameter("Mass", BETWEEN, Decimal("1E+3"), "kg", "", Decimal(2000), upper_open=True)
    assert describe(ranged) == "Mass in [1000, 2000) kg"


numbers = st.decimals(min_value=-1000, max_value=1000, places=2)


@st.composite
def limits(draw: st.DrawFn) -> Parameter:
    sign = draw(st.sampled_from(Comparator))
    low, high = sorted((draw(numbers), draw(numbers)))
    unit = draw(st.sampled_from(("mm", "m")))
    if sign is not BETWEEN or low == high:
        sign = Comparator.EQUAL if sign is BETWEEN else sign
        return Parameter("Width", sign, low, unit, "")
    opens = draw(st.tuples(st.booleans(), st.booleans()))
    return Parameter("Width", BETWEEN, low, unit, "", high, Role.CONTROL, (), *opens)


def catches(parameter: Parameter, value: Decimal) -> bool:
    times = 1000 if parameter.unit == "m" else 1
    low, high = parameter.value * times, (parameter.upper or Decimal(0)) * times
    above = value > low if parameter.lower_open else value >= low
    below = value < high if parameter.upper_open else value <= high
    return {
        Comparator.GREATER: value > low,
        Comparator.GREATER_OR_EQUAL: value >= low,
        Comparator.LESS: value < low,
        Comparator.LESS_OR_EQUAL: value <= low,
        Comparator.EQUAL: value == low,
        BETWEEN: above and below,
    }[parameter.comparator]


@given(limits(), limits(), st.decimals(min_value=-1000, max_value=1000, places=1))
def test_the_stricter_catches_all_that_the_other_catches(
    first: Parameter, second: Parameter, value: Decimal
) -> None:
    found = compare_parameters(first, second)
    standing = found.standing
    back = compare_parameters(second, first).standing
    turned = {Standing.STRICTER: Standing.LOOSER, Standing.LOOSER: Standing.STRICTER}
    assert back is turned.get(standing, standing)
    times = 1000 if "m" in (first.unit, second.unit) else 1
    for probe in (value, value * times, first.value, second.value * 1000):
        one, other = catches(first, probe), catches(second, probe)
        if standing is Standing.STRICTER:
            assert one or not other
        if standing is Standing.LOOSER:
            assert other or not one
        if standing is Standing.SAME:
            assert one is other
        if found.reason.endswith("no value meets both"):
            assert not (one and other)
