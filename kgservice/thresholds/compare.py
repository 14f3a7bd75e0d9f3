"""How two parameters stand to each other: which of them catches more.

A parameter catches a set of values, an interval of the number line.  Of two limits of a control
the one whose interval holds the other's is the stricter; of two releases from control it is the
looser.  Values are compared exactly, in SI units.  Nothing is claimed where values agree within
the digits printed, as 13 mPa and 13.3 mPa do, or 1 inch and 25 mm; nor where one text alone says
in which direction its number limits: what is capable of 300 km may be capable of more.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from operator import mul
from typing import Final

from kgservice.criteria import Comparator, Parameter, Role
from kgservice.thresholds.units import Scale, exact_si, scale_of

_SMALL: Final = Fraction(3, 100)
"""How far apart two values may be that are one number, printed with more or fewer digits."""


class Standing(StrEnum):
    """How the first of two parameters stands to the second."""

    SAME = "same"
    STRICTER = "stricter"
    LOOSER = "looser"
    OVERLAPPING = "overlapping"
    INCOMPARABLE = "incomparable"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A standing with its reason, a clause without a full stop."""

    standing: Standing
    reason: str


@dataclass(frozen=True, slots=True)
class _Interval:
    """The values caught; None is no bound on that side."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def holds(self, other: "_Interval") -> bool:
        return _starts_before(self, other) and _ends_after(self, other)

    def meets(self, other: "_Interval") -> bool:
        return _reaches(self, other) and _reaches(other, self)


def compare_parameters(first: Parameter, second: Parameter) -> Comparison:
    """Tell how ``first`` stands to ``second``.

    :param first: of one entry
    :param second: of another
    :returns: STRICTER where the first catches all that the second catches and more, LOOSER the
        other way round, SAME where both catch the same, OVERLAPPING where each catches what the
        other does not and both something, INCOMPARABLE where nothing can be claimed
    """
    reason = _obstacle(first, second)
    if reason:
        return Comparison(Standing.INCOMPARABLE, reason)
    mine, yours = _interval(first), _interval(second)
    told = f"{describe(first)} against {describe(second)}"
    if mine == yours:
        return Comparison(Standing.SAME, told)
    if mine.holds(yours):
        return Comparison(_turned(Standing.STRICTER, first.role), told)
    if yours.holds(mine):
        return Comparison(_turned(Standing.LOOSER, first.role), told)
    if mine.meets(yours):
        return Comparison(Standing.OVERLAPPING, told)
    return Comparison(Standing.INCOMPARABLE, f"{told}: no value meets both")


def describe(parameter: Parameter) -> str:
    """Return a parameter's limit in signs: ``Frequency > 600 Hz``."""
    unit = "" if parameter.unit == "1" else f" {parameter.unit}"
    if parameter.comparator is Comparator.BETWEEN:
        opening, closing = "(["[not parameter.lower_open], ")]"[not parameter.upper_open]
        bounds = f"{opening}{parameter.value:f}, {parameter.upper:f}{closing}"
        return f"{parameter.quantity} in {bounds}{unit}"
    return f"{parameter.quantity} {parameter.comparator} {parameter.value:f}{unit}"


def _obstacle(first: Parameter, second: Parameter) -> str:
    if first.quantity != second.quantity:
        return f"the quantities differ: {first.quantity} and {second.quantity}"
    if first.role is not second.role:
        return f"one is a limit of {first.role}, the other of {second.role}"
    if not _convertible(first.unit, second.unit, first.quantity):
        return f"the units {first.unit} and {second.unit} do not convert into each other"
    if not _same_conditions(first.conditions, second.conditions):
        return "the limits hold under different conditions"
    told = f"{describe(first)} and {describe(second)}"
    if _differ_by_rounding(first, second):
        return f"{told} agree within the digits printed"
    if (first.comparator is Comparator.EQUAL) is not (second.comparator is Comparator.EQUAL):
        return f"{told}: one says in no words whether more or less is meant"
    if first.role in (Role.DEFINITION, Role.LICENCE) and _interval(first) != _interval(second):
        return f"numbers of a {first.role} differ, which does not tell what the entry catches"
    return ""


def _same_conditions(first: tuple[Parameter, ...], second: tuple[Parameter, ...]) -> bool:
    if len(first) != len(second):
        return False
    left = list(second)
    for condition in first:
        same = (c for c in left if _same_condition(condition, c))
        found = next(same, None)
        if found is None:
            return False
        left.remove(found)
    return True


def _same_condition(first: Parameter, second: Parameter) -> bool:
    return (
        first.quantity == second.quantity
        and _convertible(first.unit, second.unit, first.quantity)
        and (_interval(first) == _interval(second) or _differ_by_rounding(first, second))
    )


def _convertible(first: str, second: str, quantity: str) -> bool:
    if first == second:
        return True
    one, other = _scale(first, quantity), _scale(second, quantity)
    return one is not None and other is not None and one.dimension == other.dimension


def _scale(unit: str, quantity: str) -> Scale | None:
    return scale_of(unit, difference=quantity == "TemperatureRange")


def _interval(parameter: Parameter) -> _Interval:
    value = _exact(parameter, parameter.value)
    match parameter.comparator:
        case Comparator.GREATER:
            return _Interval(value, None, low_open=True)
        case Comparator.GREATER_OR_EQUAL:
            return _Interval(value, None)
        case Comparator.LESS:
            return _Interval(None, value, high_open=True)
        case Comparator.LESS_OR_EQUAL:
            return _Interval(None, value)
        case Comparator.EQUAL:
            return _Interval(value, value)
    if parameter.upper is None:
        raise ValueError(f"{parameter.as_written!r}: between two values, but has one")
    upper = _exact(parameter, parameter.upper)
    return _Interval(value, upper, parameter.lower_open, parameter.upper_open)


def _exact(parameter: Parameter, value: Decimal) -> Fraction:
    exact = exact_si(value, parameter.unit, parameter.quantity)
    return Fraction(value) if exact is None else exact


def _starts_before(one: _Interval, other: _Interval) -> bool:
    if one.low is None or other.low is None:
        return one.low is None
    return one.low < other.low or (one.low == other.low and one.low_open <= other.low_open)


def _ends_after(one: _Interval, other: _Interval) -> bool:
    if one.high is None or other.high is None:
        return one.high is None
    return one.high > other.high or (one.high == other.high and one.high_open <= other.high_open)


def _reaches(one: _Interval, other: _Interval) -> bool:
    """Tell whether one begins before the other ends."""
    if one.low is None or other.high is None:
        return True
    closed = not (one.low_open or other.high_open)
    return one.low < other.high or (one.low == other.high and closed)


def _differ_by_rounding(first: Parameter, second: Parameter) -> bool:
    """Tell whether values that differ agree within the digits printed.

    Where no rounded number is between the units, only small differences are taken for rounding;
    noughts that end a whole number may then stand for digits: 13300 is 13330, but 4800 no 5000.
    """
    one, other = _scale(first.unit, first.quantity), _scale(second.unit, second.quantity)
    if one is None or other is None:
        return False
    near, exact = False, _decimally(one, other)
    for mine, yours in ((first.value, second.value), (first.upper, second.upper)):
        if (mine is None) != (yours is None):
            return False
        if mine is not None and yours is not None:
            ends = _exact(first, mine), _exact(second, yours)
            gap = abs(ends[0] - ends[1])
            printed = max(_half_digit(mine) * one.factor, _half_digit(yours) * other.factor)
            told = (_half_digit(value.normalize()) for value in (mine, yours))
            small = min(
                _SMALL * max(map(abs, ends)), max(map(mul, told, (one.factor, other.factor)))
            )
            if gap > (small if exact else max(printed, small)):
                return False
            near = near or gap > 0
    return near


def _decimally(one: Scale, other: Scale) -> bool:
    """Tell whether a unit is a power of ten times the other, so that no rounding is between."""
    if one.offset != other.offset:
        return False
    ratio = one.factor / other.factor
    digits = str(max(ratio.numerator, ratio.denominator))
    return min(ratio.numerator, ratio.denominator) == 1 and digits.rstrip("0") == "1"


def _half_digit(value: Decimal) -> Fraction:
    exponent = value.as_tuple().exponent
    places = exponent if isinstance(exponent, int) else 0
    return Fraction(Decimal(1).scaleb(places)) / 2


_TURNED: Final = {Standing.STRICTER: Standing.LOOSER, Standing.LOOSER: Standing.STRICTER}


def _turned(standing: Standing, role: Role) -> Standing:
    return _TURNED[standing] if role is Role.RELEASE else standing
