"""What one list covers of another: each entry with all below it, and counts by part.

An entry with all below it is identical, stricter … only where every place in it agrees on that;
where some places differ one way and some another, or one side has a place that the other lacks, it
is covered partly; where something could not be compared, nothing is claimed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kgservice.correspondence import (
    Absence,
    Correspondence,
    Coverage,
    CoverageCount,
    Deviation,
    EditionKey,
    ListComparison,
    Reason,
)
from kgservice.criteria import Connective
from kgservice.harmonization.sides import Side, is_heading, is_item
from kgservice.model import Edition

_OWN: Final = {
    Deviation.IDENTICAL: Coverage.IDENTICAL,
    Deviation.IN_EFFECT: Coverage.IN_EFFECT,
    Deviation.STRICTER: Coverage.STRICTER,
    Deviation.LOOSER: Coverage.LOOSER,
    Deviation.OVERLAPPING: Coverage.PARTLY,
    Deviation.OUTDATED: Coverage.OUTDATED,
}
_UNKNOWN: Final = (Reason.UNDECIDED, Reason.LOST_THERE)
"""Reasons that leave open whether there is a counterpart."""
_UNCOUNTED: Final = (Reason.RESERVED_HERE, Reason.ONLY_REFERS, Reason.OUT_OF_SCOPE)
"""Reasons for which an entry is neither covered nor lacking."""


@dataclass(frozen=True, slots=True)
class Covered:
    """How the highest entries stand with all below them, by code, each seen from its own list."""

    subjects: dict[str, Coverage]
    objects: dict[str, Coverage]


def cover(comparison: ListComparison, subject: Edition, object_: Edition) -> Covered:
    """Tell how the entries of two compared editions stand with all below them.

    :param comparison: of the two editions
    :param subject: the edition that was judged
    :param object_: the edition that it was held against
    :returns: of each entry below headings alone that has a counterpart or lacks one; of those that
        control nothing, or whose part of the list has no place in the other, nothing
    """
    mine = _Covering(Side(subject), Side(object_), comparison.correspondences, comparison.absences)
    turned = [one.turned() for one in comparison.correspondences]
    yours = _Covering(Side(object_), Side(subject), turned, comparison.absences)
    return Covered(mine.all(), yours.all())


class _Covering:
    def __init__(
        self,
        side: Side,
        other: Side,
        found: Iterable[Correspondence],
        absences: Iterable[Absence],
    ) -> None:
        self.side, self.other = side, other
        self.counterparts = {one.subject: one for one in found if one.is_same_item}
        self.matched = {one.object: one.subject for one in self.counterparts.values()}
        self.absent: dict[str, Absence] = {}
        self.absent_there: dict[str, Absence] = {}
        for one in absences:
            here = one.code in side.by_code and one.code not in self.counterparts
            (self.absent if here else self.absent_there)[one.code] = one

    def all(self) -> dict[str, Coverage]:
        found: dict[str, Coverage] = {}
        for code in _highest(self.side):
            if code in self.counterparts:
                found[code] = self._whole(code)
            elif code in self.absent and self.absent[code].reason not in _UNCOUNTED:
                unknown = self.absent[code].reason in _UNKNOWN
                found[code] = Coverage.UNDETERMINED if unknown else Coverage.EXTRA
        return found

    def _whole(self, code: str) -> Coverage:
        return _combined(set(self._ways(code)))

    def _ways(self, code: str) -> Iterator[Coverage]:
        """Yield in which ways the places of an entry deviate."""
        one = self.counterparts[code]
        yield _OWN.get(one.deviation, Coverage.UNDETERMINED)
        entry = self.side.by_code[code]
        for below in self.side.below.get(code, ()):
            if below in self.counterparts:
                yield from self._ways(below)
            elif is_item(self.side.by_code[below]):
                yield self._alone(self.absent.get(below), entry.joins, Coverage.STRICTER)
        for below in self.other.below.get(one.object, ()):
            if below not in self.matched and is_item(self.other.by_code[below]):
                joins = self.other.by_code[one.object].joins
                yield self._alone(self.absent_there.get(below), joins, Coverage.LOOSER)

    def _alone(self, absence: Absence | None, joins: Connective | None, more: Coverage) -> Coverage:
        """Return what a place that one side alone has does: a further alternative catches more."""
        if absence is None or absence.reason in _UNKNOWN:
            return Coverage.UNDETERMINED
        if joins is Connective.ANY:
            return more
        if joins is Connective.ALL:
            return Coverage.LOOSER if more is Coverage.STRICTER else Coverage.STRICTER
        return Coverage.PARTLY


def _combined(ways: set[Coverage]) -> Coverage:
    moving = ways - {Coverage.IDENTICAL, Coverage.IN_EFFECT}
    if not moving:
        return Coverage.IN_EFFECT if Coverage.IN_EFFECT in ways else Coverage.IDENTICAL
    if len(moving) == 1:
        return moving.pop()
    if Coverage.PARTLY in moving or {Coverage.STRICTER, Coverage.LOOSER} <= moving:
        return Coverage.PARTLY
    return Coverage.UNDETERMINED


def count_coverage(
    covered: Covered, comparison: ListComparison, subject: Edition, object_: Edition
) -> tuple[CoverageCount, ...]:
    """Count the highest entries of two compared editions by how they stand, in both directions.

    :param covered: what :func:`cover` told of them
    :param comparison: of the two editions
    :param subject: the edition that was judged
    :param object_: the edition that it was held against
    :returns: first the subject against the object, then the other way round; the whole list
        before its parts, and of each only the ways that occur
    """
    sides = Side(subject), Side(object_)
    keys = comparison.subject, comparison.object
    return (
        *_counts(keys, sides, covered.subjects, covered.objects),
        *_counts(keys[::-1], sides[::-1], covered.objects, covered.subjects),
    )


def _counts(
    keys: tuple[EditionKey, EditionKey],
    sides: tuple[Side, Side],
    mine: dict[str, Coverage],
    yours: dict[str, Coverage],
) -> Iterator[CoverageCount]:
    found: dict[tuple[str | None, Coverage], list[str]] = defaultdict(list)
    for code in _highest(sides[0]):
        if code in mine:
            found[None, mine[code]].append(code)
            found[sides[0].part(code), mine[code]].append(code)
    for code in _highest(sides[1]):
        if yours.get(code) is Coverage.EXTRA:
            found[None, Coverage.MISSING].append(code)
            found[sides[1].part(code), Coverage.MISSING].append(code)
    order = list(Coverage)
    for part, way in sorted(found, key=lambda key: (key[0] or "", order.index(key[1]))):
        yield CoverageCount(keys[0], keys[1], part, way, tuple(found[part, way]))


def _highest(side: Side) -> Iterator[str]:
    """Yield the entries that stand below headings alone, in reading order."""
    for code, entry in side.by_code.items():
        above = side.by_code.get(entry.parent) if entry.parent else None
        if not is_heading(entry) and (above is None or is_heading(above)):
            yield code
