"""The units that control lists print: UCUM code, QUDT IRI, exact conversion to SI by pint.

``units.csv`` has one row a unit: its code by which :class:`~kgservice.criteria.Parameter` names
it, what kind of thing it measures, the local name of its QUDT unit, its pint expression, and how
documents write it.  The code is UCUM's where UCUM has one; ``dB[mW]``, ``E``, ``/Hz^0.5`` and
units of a list's own in braces are ours.  A logarithmic unit and one of a list's own (``{WT}``)
converts to nothing but itself.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pint


QUDT_UNIT: Final = "http://qudt.org/vocab/unit/"
_DIFFERENCES: Final = ("TemperatureRange",)
_SI_DIGITS: Final = Context(prec=15)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the table.

    :ivar ucum: its code
    :ivar kind: what it measures, by which phrases are told apart (``length``, ``power-level``)
    :ivar qudt: local name below ``http://qudt.org/vocab/unit/``, None where QUDT has none
    :ivar pint: its expression for pint, None where nothing converts to it
    :ivar spellings: as documents write it, each with what the number before it is multiplied by
        (``MSPS`` is a million times ``/s``)
    """

    ucum: str
    kind: str
    qudt: str | None
    pint: str | None
    spellings: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """How a unit becomes its SI unit: ``si = value * factor + offset``, both exact.

    :ivar dimension: what it measures, e.g. ``[length]^1``; equal for units that convert
    """

    dimension: str
    factor: Fraction
    offset: Fraction


@cache
def units() -> Mapping[str, Unit]:
    """Return all units by UCUM code."""
    table = (resources.files("kgservice.thresholds") / "units.csv").read_text(encoding="utf-8")
    return {row["ucum"]: _unit(row) for row in csv.DictReader(table.splitlines())}


def _unit(row: Mapping[str, str]) -> Unit:
    spellings = (spelling.partition("=") for spelling in row["spellings"].split(";") if spelling)
    multiplied = tuple((name, int(times or 1)) for name, _, times in spellings)
    return Unit(row["ucum"], row["kind"], row["qudt"] or None, row["pint"] or None, multiplied)


@cache
def scale_of(ucum: str, *, difference: bool = False) -> Scale | None:
    """Return how a unit becomes SI.

    :param ucum: a code of the table
    :param difference: whether the number is a difference of temperatures, which has no offset
    :returns: None for a unit that converts to nothing but itself
    """
    parts = {"1": 1, "%": 100, "[ppth]": 10**3, "[ppm]": 10**6, "[ppb]": 10**9}
    if ucum in parts:
        return Scale("number", Fraction(1, parts[ucum]), Fraction(0))
    expression = units()[ucum].pint
    if expression is None:
        return None
    registry = _registry()
    ends = [registry.Quantity(Fraction(n), expression).to_base_units() for n in (0, 1)]
    low, high = (Fraction(end.magnitude) for end in ends)
    offset = Fraction(0) if difference else low
    powers = sorted(ends[0].dimensionality.items())
    dimension = " ".join(f"{base}^{power}" for base, power in powers)
    return Scale(dimension, high - low, offset)


@cache
def _registry() -> "pint.UnitRegistry[Fraction]":
    import pint  # slow to load, and needed for the first number alone

    return pint.UnitRegistry(non_int_type=Fraction)


def exact_si(value: Decimal, ucum: str, quantity: str) -> Fraction | None:
    """Return a value in its SI unit, exactly.

    :param value: in the unit
    :param ucum: a code of the table
    :param quantity: a difference of temperatures has no offset
    :returns: None where the unit converts to nothing
    """
    scale = scale_of(ucum, difference=quantity in _DIFFERENCES)
    return None if scale is None else Fraction(value) * scale.factor + scale.offset


def si_value(value: Decimal, ucum: str, quantity: str) -> Decimal | None:
    """Return a value in its SI unit for sorting: exact to 15 digits, without trailing zeros.

    :param value: in the unit
    :param ucum: a code of the table
    :param quantity: a difference of temperatures has no offset
    :returns: pascal, kelvin, hertz, square metre per square second …; None where the unit
        converts to nothing
    """
    exact = exact_si(value, ucum, quantity)
    if exact is None:
        return None
    return _SI_DIGITS.divide(Decimal(exact.numerator), Decimal(exact.denominator)).normalize()
