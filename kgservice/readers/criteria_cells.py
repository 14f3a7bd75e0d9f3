"""Cells of a table that say what an entry asks for in numbers, printed and read back.

A parameter is ``Quantity sign value unit "as printed"``, where a range is ``between [LOW, HIGH)``
with brackets that tell whether a bound is inside; then ``<role>`` where it is no limit of the
control, and ``@ {…}`` with the conditions under which it holds.  A group is
``all(…; …)``, ``any(…; …)``, ``none(…)``, ``at-least 2(…; …)`` or ``unstated(…; …)``::

    all(Power > 5 W "5 W" @ {Frequency between (2.7, 2.9] GHz "2.7 to 2.9 GHz"}; Mass < 2 kg "2 kg")
"""

import re
from decimal import Decimal
from typing import Final

from kgservice.criteria import Comparator, Connective, Group, Parameter, Role
from kgservice.thresholds.quantities import quantity_kinds
from kgservice.thresholds.units import units

_NUMBER: Final = r"-?\d+(?:\.\d+)?"
_PARAMETER: Final = re.compile(
    rf"(?P<quantity>\w+) (?:(?P<sign>[>≥<≤=]) (?P<value>{_NUMBER})"
    rf"|between (?P<low>[\[(])(?P<from>{_NUMBER}), (?P<to>{_NUMBER})(?P<high>[\])]))"
    r' (?P<unit>\S+) "(?P<written>(?:[^"]|"")*)"(?: <(?P<role>[a-z]+)>)?'
)
_GROUP: Final = re.compile(r"(?P<connective>all|any|none|at-least|unstated)(?: (?P<least>\d+))?\(")
_JOINS: Final = re.compile(r"(?P<connective>all|any|none|at-least)(?: (?P<least>\d+))?")
_EXAMPLE: Final = "'Mass > 5 kg \"5 kg\"'"


def print_criterion(criterion: Parameter | Group | None) -> str:
    """Return a criterion as one cell, empty for None."""
    if criterion is None:
        return ""
    if isinstance(criterion, Parameter):
        return _print_parameter(criterion)
    least = "" if criterion.least is None else f" {criterion.least}"
    return f"{criterion.connective}{least}({'; '.join(map(print_criterion, criterion.operands))})"


def _print_parameter(parameter: Parameter) -> str:
    if parameter.comparator is Comparator.BETWEEN:
        low, high = "(" if parameter.lower_open else "[", ")" if parameter.upper_open else "]"
        limit = f"between {low}{parameter.value:f}, {parameter.upper:f}{high}"
    else:
        limit = f"{parameter.comparator} {parameter.value:f}"
    written = parameter.as_written.replace('"', '""')
    text = f'{parameter.quantity} {limit} {parameter.unit} "{written}"'
    if parameter.role is not Role.CONTROL:
        text += f" <{parameter.role}>"
    if parameter.conditions:
        text += " @ {" + "; ".join(map(_print_parameter, parameter.conditions)) + "}"
    return text


def read_criterion(cell: str) -> Parameter | Group:
    """Return the criterion of a cell; the inverse of :func:`print_criterion`.

    :param cell: not empty
    :returns: a parameter or a group
    :raises ValueError: if the cell is not of the form, or names an unknown quantity or unit
    """
    criterion, end = _read(cell, 0)
    if end != len(cell):
        raise ValueError(f"{cell[end:]!r} stands after the criterion; expected its end")
    return criterion


def _read(cell: str, place: int) -> tuple[Parameter | Group, int]:
    match = _GROUP.match(cell, place)
    if match is None:
        return _read_parameter(cell, place)
    operands: list[Parameter | Group] = []
    end = match.end()
    while not operands or cell.startswith("; ", end):
        operand, end = _read(cell, end + (2 if operands else 0))
        operands.append(operand)
    if not cell.startswith(")", end):
        raise ValueError(f"{cell[place:]!r} is not closed; expected ')' at its end")
    connective, least = _connective(match)
    return Group(connective, tuple(operands), least), end + 1


def _connective(match: re.Match[str]) -> tuple[Connective, int | None]:
    connective = Connective(match["connective"])
    least = int(match["least"]) if match["least"] else None
    if (connective is Connective.AT_LEAST) != (least is not None):
        raise ValueError(f"{match.group()!r}: at-least has a number, such as 'at-least 2'")
    return connective, least


def _read_parameter(cell: str, place: int) -> tuple[Parameter, int]:
    match = _PARAMETER.match(cell, place)
    if match is None:
        raise ValueError(f"{cell[place:]!r} is no parameter such as {_EXAMPLE}")
    if match["quantity"] not in quantity_kinds():
        raise ValueError(f"{match['quantity']!r} is no quantity of the scheme, such as Frequency")
    if match["unit"] not in units():
        raise ValueError(f"{match['unit']!r} is no unit that is known, such as GHz, by UCUM code")
    conditions, end = _read_conditions(cell, match.end())
    parameter = Parameter(
        match["quantity"],
        Comparator(match["sign"] or "between"),
        Decimal(match["value"] or match["from"]),
        match["unit"],
        match["written"].replace('""', '"'),
        Decimal(match["to"]) if match["to"] else None,
        Role(match["role"] or "control"),
        conditions,
        match["low"] == "(",
        match["high"] == ")",
    )
    return parameter, end


def _read_conditions(cell: str, place: int) -> tuple[tuple[Parameter, ...], int]:
    if not cell.startswith(" @ {", place):
        return (), place
    found: list[Parameter] = []
    end = place + 2
    while not found or cell.startswith("; ", end):
        condition, end = _read_parameter(cell, end + 2)
        found.append(condition)
    if not cell.startswith("}", end):
        raise ValueError(f"{cell[place:]!r} is not closed; expected '}}' at its end")
    return tuple(found), end + 1


def print_joins(connective: Connective | None, least: int | None) -> str:
    """Return how the entries below are joined as one cell."""
    if connective is None:
        return ""
    return f"{connective} {least}" if least is not None else str(connective)


def read_joins_cell(cell: str) -> tuple[Connective, int | None]:
    """Return how the entries below are joined; the inverse of :func:`print_joins`.

    :param cell: ``all``, ``any``, ``none`` or ``at-least 2``
    :returns: the connective and its number
    :raises ValueError: if the cell is none of these
    """
    match = _JOINS.fullmatch(cell)
    if match is None:
        raise ValueError(f"{cell!r} is none of all, any, none and 'at-least 2'")
    return _connective(match)
