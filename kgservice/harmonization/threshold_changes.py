"""Which thresholds of an entry became tighter, which more relaxed, which merely others.

A threshold is tightened where what it caught is caught still, and more is.  Numbers are matched
by quantity, role, direction and conditions; where that leaves a choice, or the words name other
technical standards than before, nothing is claimed to be tighter or more relaxed.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from kgservice.criteria import Comparator, Connective, Group, Parameter
from kgservice.harmonization.change import Change, ChangeKind
from kgservice.model import Entry
from kgservice.thresholds.compare import Standing, compare_parameters

_KINDS: Final = {
    Standing.STRICTER: ChangeKind.TIGHTENED,
    Standing.LOOSER: ChangeKind.RELAXED,
}
_UPWARD: Final = frozenset((Comparator.GREATER, Comparator.GREATER_OR_EQUAL))
_DOWNWARD: Final = frozenset((Comparator.LESS, Comparator.LESS_OR_EQUAL))


@dataclass(frozen=True, slots=True)
class _Limit:
    """A parameter where it stands: ``denied`` below a group none of which may hold."""

    parameter: Parameter
    denied: bool

    def like(self) -> Hashable:
        """Return what two numbers share that are one limit in two editions."""
        own = self.parameter
        conditions = frozenset(replace(known, as_written="") for known in own.conditions)
        return own.quantity, own.role, _direction(own.comparator), conditions, self.denied

    def said(self) -> Hashable:
        """Return all that the limit says, apart from how it is printed."""
        own = self.parameter
        return replace(own, as_written="", conditions=()), self.like()


def threshold_changes(old: Entry, new: Entry) -> Iterator[Change]:
    """Yield how the numbers of an entry's own words differ, without doubts.

    :param old: the entry in the earlier edition
    :param new: the entry that continues it in the later one
    :yields: a change for each pair of numbers of which one took the other's place; then those
        that only one edition has, unless the other has number phrases that could not be read
    """
    before, after = list(_limits(old.criterion)), list(_limits(new.criterion))
    for limit in list(before):
        same = next((other for other in after if other.said() == limit.said()), None)
        if same is not None:
            before.remove(limit)
            after.remove(same)
    ones, others = _grouped(before), _grouped(after)
    for like in [like for like in ones if len(ones[like]) == len(others.get(like, ())) == 1]:
        (limit,), (other,) = ones.pop(like), others.pop(like)
        kind = _kind(limit, other, comparable=old.standards == new.standards)
        if kind is not None:
            changed = limit.parameter, other.parameter
            yield Change(kind, old, new, None, None, *changed)
    if not new.unparsed:
        for limit in (limit for limits in ones.values() for limit in limits):
            yield Change(ChangeKind.THRESHOLD_CHANGED, old, new, old_parameter=limit.parameter)
    if not old.unparsed:
        for limit in (limit for limits in others.values() for limit in limits):
            yield Change(ChangeKind.THRESHOLD_CHANGED, old, new, new_parameter=limit.parameter)


def _limits(criterion: Parameter | Group | None, *, denied: bool = False) -> Iterator[_Limit]:
    if isinstance(criterion, Parameter):
        yield _Limit(criterion, denied)
    elif criterion is not None:
        turned = denied or criterion.connective is Connective.NONE
        for operand in criterion.operands:
            yield from _limits(operand, denied=turned)


def _grouped(limits: list[_Limit]) -> dict[Hashable, list[_Limit]]:
    found: dict[Hashable, list[_Limit]] = defaultdict(list)
    for limit in limits:
        found[limit.like()].append(limit)
    return found


def _kind(old: _Limit, new: _Limit, *, comparable: bool) -> ChangeKind | None:
    """Return what became of a limit.

    :param old: the limit in the earlier edition
    :param new: the limit that took its place
    :param comparable: whether both rest on the same technical standards
    :returns: the kind of change; None where both catch the same in other units
    """
    standing = compare_parameters(new.parameter, old.parameter).standing
    if standing is Standing.SAME:
        return None
    if new.denied or not comparable:
        return ChangeKind.THRESHOLD_CHANGED
    return _KINDS.get(standing, ChangeKind.THRESHOLD_CHANGED)


def _direction(comparator: Comparator) -> str:
    if comparator in _UPWARD:
        return "up"
    return "down" if comparator in _DOWNWARD else comparator.value
