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
    """

    sure: frozenset[str] = _NOTHING
    possible: frozenset[str] = _NOTHING
    floor: Decimal = ZERO

    def total(self, ledger: Ledger) -> Amount:
        """Return what the things that count add up to."""
        low = sum_of(ledger[name] for name in self.sure).low
        return Amount(max(low, self.floor), sum_of(ledger[name] for name in self.possible).high)

    def doubted(self) -> "Count":
        """Return the same things where none of them is sure to count."""
        return Count(_NOTHING, self.possible, ZERO)

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
    return Count(sure, possible, max(floors, default=ZERO))


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
    return Count(found.sure if certain else _NOTHING, found.possible, floor)
