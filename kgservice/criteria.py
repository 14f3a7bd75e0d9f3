"""What the words of an entry ask for: numbers with units, and how they are joined.

Everything is frozen and free of any syntax.  A :class:`Parameter` says one number; a
:class:`Group` joins parameters and groups.  What an entry asks for in its own words stands in
``Entry.criterion``; how the entries below it are joined stands in ``Entry.joins``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Comparator(StrEnum):
    """How a measured value must stand to the printed one; the value is the sign."""

    GREATER = ">"
    GREATER_OR_EQUAL = "≥"
    LESS = "<"
    LESS_OR_EQUAL = "≤"
    EQUAL = "="
    BETWEEN = "between"


class Role(StrEnum):
    """What a number limits."""

    CONTROL = "control"
    DEFINITION = "definition"
    RELEASE = "release"
    LICENCE = "licence"


class Connective(StrEnum):
    """How many of the operands must hold; UNSTATED where the words do not join them."""

    ALL = "all"
    ANY = "any"
    NONE = "none"
    AT_LEAST = "at-least"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number that an entry's words state, with what it is a number of.

    :ivar quantity: local name of a concept of the quantity scheme, e.g. ``Frequency``
    :ivar value: exactly as printed, in ``unit``; the lower bound where ``comparator`` is BETWEEN
    :ivar upper: the upper bound, for BETWEEN alone
    :ivar unit: UCUM code, ``1`` for a plain number, ``%`` for percent
    :ivar as_written: the number phrase as printed, without the words around it
    :ivar conditions: at which values of other quantities the limit holds (``at 0.1 K or less``)
    :ivar lower_open: for BETWEEN, whether the lower bound itself is outside
    :ivar upper_open: for BETWEEN, whether the upper bound itself is outside
    """

    quantity: str
    comparator: Comparator
    value: Decimal
    unit: str
    as_written: str
    upper: Decimal | None = None
    role: Role = Role.CONTROL
    conditions: tuple["Parameter", ...] = ()
    lower_open: bool = False
    upper_open: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Operands joined by a connective; ``least`` counts them for AT_LEAST alone."""

    connective: Connective
    operands: tuple["Parameter | Group", ...]
    least: int | None = None


def parameters_of(criterion: Parameter | Group | None) -> Iterator[Parameter]:
    """Yield the parameters of a criterion in the order of the text, without conditions."""
    if isinstance(criterion, Parameter):
        yield criterion
    elif criterion is not None:
        for operand in criterion.operands:
            yield from parameters_of(operand)
