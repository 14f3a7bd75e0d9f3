"""Which entries of an edition have no counterpart in another, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kgservice.correspondence import Absence, Correspondence, Deviation, Reason, Relation
from kgservice.harmonization.sides import Side, is_heading, share_numbering
from kgservice.model import Entry, Status


class AbsenceFinder:
    """Finds the entries of one side that have no counterpart, and why.

    :param side: whose entries are asked for
    :param other: the other edition
    :param matched: codes of ``side`` that have a counterpart
    :param found: all correspondences, with ``side`` as their subject
    """

    def __init__(
        self, side: Side, other: Side, matched: set[str], found: Iterable[Correspondence]
    ) -> None:
        self.side, self.other, self.matched = side, other, matched
        self.candidates: dict[str, Correspondence] = {}
        for one in found:
            if one.relation is Relation.RELATED:
                known = self.candidates.get(one.subject)
                if known is None or one.confidence > known.confidence:
                    self.candidates[one.subject] = one
        self.gaps = {gap.code for gap in other.edition.gaps}
        self.parts: dict[str, int] = defaultdict(int)
        for code in matched:
            self.parts[side.part(code)] += not is_heading(side.by_code[code])

    def of(self, deviation: Deviation) -> Iterator[Absence]:
        """Yield an absence for each entry without a counterpart, in reading order."""
        for code, entry in self.side.by_code.items():
            if code not in self.matched:
                near = self.candidates.get(code)
                candidate = near.object if near else None
                yield Absence(code, deviation, self._reason(code, entry), candidate)

    def _reason(self, code: str, entry: Entry) -> Reason:
        there = self.other.by_code.get(code)
        numbered = there is not None and share_numbering(entry, there)
        if entry.status is Status.RESERVED:
            return Reason.RESERVED_HERE
        if entry.status is Status.REFERENCE:
            return Reason.ONLY_REFERS
        if numbered and there is not None and there.status is Status.RESERVED:
            return Reason.RESERVED_THERE
        if code in self.gaps or any(above in self.gaps for above in self.side.above(code)):
            return Reason.LOST_THERE
        part = self.side.part(code)
        if is_heading(self.side.by_code[part]) and not self.parts[part]:
            return Reason.OUT_OF_SCOPE
        if code in self.candidates:
            return Reason.UNDECIDED
        if entry.parent in self.side.by_code and self._is_absent(entry.parent):
            return Reason.ABOVE_ABSENT
        return Reason.NOTHING_ALIKE

    def _is_absent(self, code: str | None) -> bool:
        entry = self.side.by_code[code] if code else None
        return entry is not None and not is_heading(entry) and code not in self.matched
