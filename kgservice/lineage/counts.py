"""Counts of operations: what surely counts, what may count, each operation once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kgservice.lineage.amounts import ZERO, Amount, sum_of

Ledger = Mapping[str, Amount]
"""The amount of each thing that can be counted, by its name."""
_NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Count:
    """Things to count, by name.

    :ivar sure: what counts for certain
    :ivar possible: what may count; includes what is sure
    :ivar floor: a bound from below that holds even where it is open which of several counts
    :ivar ceiling: a bound from above, where only one of several counts; None where there is none
    """

    sure: frozenset[str] = _NOTHING
    possible: frozenset[str] = _NOTHING
    floor: Decimal = ZERO
    ceiling: Decimal | None = None

    def total(self, ledger: Ledger) -> Amount:
        """Return what the things that count add up to."""
        low = sum_of(ledger[name] for name in self.sure).low
        high = sum_of(ledger[name] for name in self.possible).high
        return Amount(max(low, self.floor), _lower(high, self.ceiling))

    def doubted(self) -> "Count":
        """Return the same things where none of them is sure to count."""
        return Count(_NOTHING, self.possible, ZERO, self.ceiling)

    def without(self, others: Iterable["Count"]) -> "Count":
        """Return what is left when all that the others may hold is taken away."""
        sure, possible = self.sure, self.possible
        for other in others:
            sure, possible = sure - other.possible, possible - other.sure
        return Count(sure, possible, ZERO)


def both(parts: Iterable[Count], ledger: Ledger) -> Count:
    """Return the count of all that any of the parts holds, each thing once."""
    found = tuple(parts)
    sure = _NOTHING.union(*(part.sure for part in found))
    possible = _NOTHING.union(*(part.possible for part in found))
    floors = [
        sum_of([Amount.exactly(part.floor), *(ledger[name] for name in sure - part.possible)]).low
        for part in found
        if part.floor
    ]
    ceiling = None
    for part in found:
        if part.ceiling is not None:
            rest = sum_of(ledger[name] for name in possible - part.possible).high
            top = None if rest is None else sum_of([Amount(rest), Amount(part.ceiling)]).low
            ceiling = _lower(ceiling, top)
    return Count(sure, possible, max(floors, default=ZERO), ceiling)


def one_of(choices: Iterable[Count], ledger: Ledger) -> Count:
    """Return what is known of a count of which one choice, or more, is the right one."""
    found = tuple(choices)
    if not found:
        return Count()
    return Count(
        found[0].sure.intersection(*(choice.sure for choice in found)),
        _NOTHING.union(*(choice.possible for choice in found)),
        min(choice.total(ledger).low for choice in found),
    )


def largest_of(sure: Iterable[Count], doubtful: Iterable[Count], ledger: Ledger) -> Count:
    """Return what is known of the largest among counts.

    :param sure: counts that are surely among them
    :param doubtful: counts of which it is unknown whether they are
    :param ledger: what each thing amounts to
    :returns: the largest count, as far as it is known
    """
    certain = tuple(sure)
    floor = max((count.total(ledger).low for count in certain), default=ZERO)
    candidates = [
        count
        for count in (*certain, *doubtful)
        if (high := count.total(ledger).high) is None or high >= floor
    ]
    if not candidates:
        return Count()
    found = one_of(candidates, ledger)
    highs = [count.total(ledger).high for count in candidates]
    bounded = [high for high in highs if high is not None]
    ceiling = max(bounded) if len(bounded) == len(highs) else None
    return Count(found.sure if certain else _NOTHING, found.possible, floor, ceiling)


def _lower(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
