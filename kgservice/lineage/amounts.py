"""Numbers that may be known, known between bounds, or unknown; and truth that may be unknown.

All arithmetic is exact: decimals in and out, no float at any point.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, localcontext
from enum import StrEnum
from typing import Final

LARGEST: Final = Decimal("1e40")
"""More operations than this are taken for a slip of the pen."""
PLACES: Final = 30
"""Decimal places that a number has at most."""
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE]\+?[0-9]{1,4})?")
_PLAIN_DIGITS: Final = 7
_PRECISION: Final = 250
ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)


class Truth(StrEnum):
    """A truth value of Kleene's strong three-valued logic."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "indeterminate"


def all_of(values: Iterable[Truth]) -> Truth:
    """Return the conjunction: false where one is false, else unknown where one is unknown."""
    found = set(values)
    if Truth.FALSE in found:
        return Truth.FALSE
    return Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.TRUE


def negation(value: Truth) -> Truth:
    """Return the opposite; of what is unknown the opposite is unknown."""
    if value is Truth.UNKNOWN:
        return value
    return Truth.FALSE if value is Truth.TRUE else Truth.TRUE


def any_of(values: Iterable[Truth]) -> Truth:
    """Return the disjunction: true where one is true, else unknown where one is unknown."""
    return negation(all_of(map(negation, values)))


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that is not negative, or the bounds between which it lies, both included.

    :ivar low: at least this much
    :ivar high: at most this much; None where nothing bounds it
    """

    low: Decimal = ZERO
    high: Decimal | None = None

    @classmethod
    def exactly(cls, value: Decimal | int | str) -> "Amount":
        """Return the amount that is known to be ``value``."""
        return cls(Decimal(value), Decimal(value))

    @property
    def known(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high

    def __str__(self) -> str:
        """Return ``1e26``, ``1e25..2e25``, ``1e25..`` or ``unknown``."""
        if self.known:
            return shown(self.low)
        if self == UNKNOWN:
            return "unknown"
        return f"{shown(self.low)}..{'' if self.high is None else shown(self.high)}"


UNKNOWN: Final = Amount()
UNKNOWN_SHARE: Final = Amount(ZERO, ONE)


def sum_of(amounts: Iterable[Amount]) -> Amount:
    """Return the sum, exactly."""
    low, high = ZERO, ZERO
    bounded = True
    with localcontext(Context(prec=_PRECISION, traps=[Inexact])):
        for amount in amounts:
            low += amount.low
            if amount.high is None:
                bounded = False
            else:
                high += amount.high
    return Amount(low, high if bounded else None)


def times(amount: Amount, factor: Decimal) -> Amount:
    """Return an amount times a known factor, exactly."""
    with localcontext(Context(prec=_PRECISION, traps=[Inexact])):
        return Amount(amount.low * factor, None if amount.high is None else amount.high * factor)


def reaches(amount: Amount, limit: Amount) -> Truth:
    """Tell whether an amount is the limit or more."""
    if limit.high is not None and amount.low >= limit.high:
        return Truth.TRUE
    if amount.high is not None and amount.high < limit.low:
        return Truth.FALSE
    return Truth.UNKNOWN


def exceeds(amount: Amount, limit: Amount) -> Truth:
    """Tell whether an amount is more than the limit."""
    return negation(reaches(limit, amount))


def read_amount(text: str, largest: Decimal = LARGEST) -> Amount:
    """Return the amount that a text gives.

    :param text: ``1e26``, ``1e25..2e25``, ``1e25..`` (at least) or ``..2e25`` (at most)
    :param largest: the largest number that makes sense
    :returns: the amount, exactly as written
    :raises ValueError: if the text is none of these, a number is larger, or the bounds are
        the wrong way round; the message says what would be right
    """
    low_text, dots, high_text = text.strip().partition("..")
    if not dots:
        return Amount.exactly(read_number(low_text, largest))
    if not low_text and not high_text:
        raise ValueError(f"{text!r} gives no bound; leave out what is unknown")
    low = read_number(low_text, largest) if low_text else ZERO
    high = read_number(high_text, largest) if high_text else None
    if high is not None and high < low:
        raise ValueError(f"{text!r} has its bounds the wrong way round; expected LOW..HIGH")
    return Amount(low, high)


def read_number(text: str, largest: Decimal = LARGEST) -> Decimal:
    """Return the number that a text writes, exactly.

    :param text: digits, with a point or an exponent
    :param largest: the largest number that makes sense
    :returns: the number
    :raises ValueError: if it is no number that is not negative, larger than the largest that
        makes sense, or has too many decimal places
    """
    if not _NUMBER.fullmatch(text) or len(text) > 2 * PLACES + len(str(LARGEST)):
        raise ValueError(f"{_cut(text)} is no number; expected one such as 1e26 or 0.1, from 0 up")
    value = Decimal(text)
    if value > largest:
        raise ValueError(f"{_cut(text)} is too large; expected at most {shown(largest)}")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -PLACES:
        raise ValueError(f"{_cut(text)} has over {PLACES} decimal places; expected fewer")
    return value


def shown(value: Decimal) -> str:
    """Return a number for a person to read: ``2.5e25`` where it is large, else ``0.25``."""
    _, digits, exponent = value.as_tuple()
    text = "".join(map(str, digits)).rstrip("0") or "0"
    size = value.adjusted()
    if value and isinstance(exponent, int) and size >= _PLAIN_DIGITS:
        return f"{text[0]}{'.' + text[1:] if len(text) > 1 else ''}e{size}"
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _cut(text: str) -> str:
    return repr(text if len(text) <= 2 * PLACES else text[:PLACES] + "…")
