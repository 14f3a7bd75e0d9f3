"""An own list held against an edition of another: pure, lists in and values out."""

import datetime
import difflib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kgservice.correspondence import (
    Absence,
    Correspondence,
    Deviation,
    ListComparison,
    Relation,
    Uncertainty,
)
from kgservice.harmonization.comparison import compare_lists
from kgservice.harmonization.sides import Side
from kgservice.model import Edition, Entry, Level, Status, Text
from kgservice.own_list.agreement import Digests, agreements, digests_of, followed
from kgservice.own_list.differences import Differences, same_words
from kgservice.own_list.model import ComparedEntry, OwnComparison
from kgservice.submission.model import SubmittedList
from kgservice.submission.tables import DAY, OWN
from kgservice.text import digest_text

Progress = Callable[[int, int], None]
UNREAD: Final = "unread"
_EXPLAINED: Final = (Uncertainty.RIVAL, Uncertainty.REFERENCES_DIFFER, Uncertainty.WORDING_UNKNOWN)
"""What is no doubt of a pair of one code and one text."""


def compare_own_list(
    file: str,
    form: str,
    own: SubmittedList,
    other: Edition,
    held: Mapping[datetime.date, Digests],
    progress: Progress,
) -> tuple[OwnComparison, ListComparison]:
    """Hold an own list against an edition of another.

    :param file: name of what was brought
    :param form: its format
    :param own: what was read of it
    :param other: the edition; its texts are compared where it has them, else their digests
    :param held: the digests of every held edition of the other list, that of ``other`` among them
    :param progress: called while wordings are measured
    :returns: the report, and the comparison on which it rests
    """
    own = replace(own, edition=replace(own.edition, list_id=OWN, date=DAY))
    older = [_bare(other.list_id, date, held[date]) for date in held if date < other.date]
    found = compare_lists(own.edition, other, older=older, progress=progress)
    known = agreements(digests_of(own.edition), held)
    compared = tuple(_Reporting(own, Side(own.edition), Side(other), found).report())
    report = OwnComparison(
        file,
        form,
        own.grammar,
        len(own.edition.entries),
        other.list_id,
        other.date,
        dict(sorted(Counter(one.deviation for one in compared).items())),
        known,
        followed(known),
        compared,
        own.findings,
    )
    return report, found


def _bare(list_id: str, date: datetime.date, digests: Digests) -> Edition:
    """Return an edition of which codes and digests alone are known."""
    entries = (
        Entry(code, None, Level.ENTRY, texts=tuple(Text("und", None, each) for each in known))
        for code, known in digests.items()
    )
    return Edition(list_id, date, tuple(entries))


@dataclass(slots=True)
class _Reporting:
    own: SubmittedList
    mine: Side
    yours: Side
    found: ListComparison
    partners: dict[str, Correspondence] = field(init=False)
    differences: Differences = field(init=False)
    doubtful: dict[str, Correspondence] = field(init=False)
    missing: dict[str, Absence] = field(init=False)

    def __post_init__(self) -> None:
        same = (one for one in self.found.correspondences if one.is_same_item)
        self.partners = {}
        for one in same:
            self.partners.setdefault(one.subject, one)
        codes = {code: one.object for code, one in self.partners.items()}
        self.differences = Differences(self.mine, self.yours, codes)
        related = (c for c in self.found.correspondences if c.relation is Relation.RELATED)
        self.doubtful = {c.subject: c for c in related if c.subject == c.object}
        lacking = (one for one in self.found.absences if one.deviation is Deviation.MISSING)
        self.missing = {one.code: one for one in lacking}

    def report(self) -> Iterator[ComparedEntry]:
        extra = {a.code: a for a in self.found.absences if a.deviation is Deviation.EXTRA}
        collisions = {c.subject for c in self.found.correspondences if c.relation is None}
        for code in self.mine.by_code:
            if code in self.partners:
                yield self._paired(self.partners[code])
            elif self._is_place_of_both(code):
                yield self._place(code)
            elif code in self.missing and code in self.doubtful:
                del self.missing[code]
                yield self._paired(self.doubtful[code])
            else:
                yield self._extra(extra[code], collision=code in collisions)
        yield from self._unread()
        yield from map(_lacking, self.missing.values())

    def _paired(self, one: Correspondence) -> ComparedEntry:
        """Return a pair of the same item, or of one code that nothing else contradicts."""
        mine, yours = self.mine.by_code[one.subject], self.yours.by_code[one.object]
        same = same_words(mine, yours)
        differs = self.differences.of(one)
        sheet, row = self._where(one.subject)
        return ComparedEntry(
            one.subject,
            one.object,
            (Deviation.IDENTICAL if same else one.deviation).value,
            ", ".join(f"same {ground.value}" for ground in one.justifications),
            sheet,
            row,
            differs.here,
            differs.there,
            differs.align,
            tuple(doubt.value for doubt in self._doubts(one, mine, yours, same=same)),
            one.follows,
            one.confidence,
        )

    def _doubts(
        self, one: Correspondence, mine: Entry, yours: Entry, *, same: bool
    ) -> Iterator[Uncertainty]:
        above = self.mine.by_code.get(mine.parent or ""), self.yours.by_code.get(yours.parent or "")
        stands = above[0] and above[1] and same_words(above[0], above[1])
        for doubt in one.uncertainties:
            settled = same and doubt in _EXPLAINED and mine.code == yours.code
            if not settled and not (stands and doubt is Uncertainty.CONTEXT_DIFFERS):
                yield doubt

    def _is_place_of_both(self, code: str) -> bool:
        """Tell whether a code is in both lists, in one of them not for an item."""
        there = self.yours.by_code.get(code)
        statuses = {self.mine.by_code[code].status, there.status if there else Status.LISTED}
        return code in self.missing and statuses != {Status.LISTED}

    def _place(self, code: str) -> ComparedEntry:
        del self.missing[code]
        mine, yours = self.mine.by_code[code], self.yours.by_code[code]
        align: tuple[str, ...] = ()
        told = Deviation.IDENTICAL
        if mine.status is not yours.status:
            align = (f"the place is {mine.status} here, {yours.status} there",)
            told = Deviation.EXTRA if mine.status is Status.LISTED else Deviation.MISSING
        reason = f"{mine.status} here, {yours.status} there"
        return ComparedEntry(code, code, told.value, reason, *self._where(code), align=align)

    def _extra(self, one: Absence, *, collision: bool) -> ComparedEntry:
        told = Deviation.CODE_COLLISION if collision else Deviation.EXTRA
        align = f"{one.code} stands here, with no counterpart there"
        if collision:
            align = f"{one.code} is another item there"
        near = f"; nearest is {one.candidate}" if one.candidate else ""
        reason = f"{_words_of(one.reason)}{near}"
        silent = self.mine.by_code[one.code].status is not Status.LISTED
        told_of = () if silent else (align,)
        return ComparedEntry(
            one.code, None, told.value, reason, *self._where(one.code), align=told_of
        )

    def _unread(self) -> Iterator[ComparedEntry]:
        """Yield the rows that are no entry, with the entry whose very text they bear."""
        for row in (row for row in self.own.refused if not row.cells.get("note_kind")):
            code = row.cells.get("code", "")
            text = digest_text(row.cells.get("text", ""))
            bearing = [other for other in self.missing if text in self.yours.digests[other]]
            near = difflib.get_close_matches(code, bearing, 1, 0.0)
            said = f"the code {code!r} of this row cannot be used"
            if near:
                del self.missing[near[0]]
                said += f"; its text is that of {near[0]} there"
            place = row.sheet, row.number
            counterpart = near[0] if near else None
            reason = "same text" if near else "no entry of the own list"
            yield ComparedEntry(None, counterpart, UNREAD, reason, *place, align=(said,))

    def _where(self, code: str) -> tuple[str | None, int | None]:
        row = self.own.rows.get(code)
        return (row.sheet, row.number) if row else (None, None)


def _lacking(one: Absence) -> ComparedEntry:
    near = f"; nearest is {one.candidate}" if one.candidate else ""
    align = (f"{one.code} stands there, with no counterpart here",)
    reason = f"{_words_of(one.reason)}{near}"
    return ComparedEntry(None, one.code, Deviation.MISSING.value, reason, align=align)


def _words_of(name: str) -> str:
    return name.replace("-", " ")
