"""What makes a change doubtful: a source that lost something, digests in place of texts."""

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Final

from kgservice.harmonization.change import Change, ChangeKind, Doubt
from kgservice.harmonization.pairing import Pairing
from kgservice.harmonization.places import LostPlaces
from kgservice.harmonization.wording import is_reprint
from kgservice.model import Edition, Entry, Extent, Level, Note

_UNSEEN: Final = frozenset(
    (
        ChangeKind.FIRST_SEEN,
        ChangeKind.NOT_SEEN,
        ChangeKind.NOTE_FIRST_SEEN,
        ChangeKind.NOTE_NOT_SEEN,
    )
)
"""Kinds that claim nothing of the law, so that nothing of them is doubtful."""
_PLACES: Final = frozenset((ChangeKind.RENUMBERED, ChangeKind.MOVED))
_STATUSES: Final = frozenset((ChangeKind.RESERVED, ChangeKind.REFERENCE_ONLY, ChangeKind.FILLED))
_PRESENCES: Final = frozenset((ChangeKind.ADDED, ChangeKind.REMOVED))


@dataclass(frozen=True, slots=True)
class Doubting:
    """What is known of two editions that can make a change doubtful."""

    lost: LostPlaces
    incomplete: bool
    other_form: bool
    pairs: dict[str, tuple[Doubt, ...]]
    moves: Counter[tuple[str | None, str | None]]

    @classmethod
    def of(cls, old: Edition, new: Edition, pairing: Pairing) -> "Doubting":
        """Return what is known of two editions and of how their entries are paired."""
        forms = [{source.format for source in edition.sources} for edition in (old, new)]
        return cls(
            LostPlaces.of(old, new),
            Extent.INCOMPLETE in (old.extent, new.extent),
            forms[0] != forms[1],
            {pair.new.code: pair.doubts for pair in pairing.pairs},
            Counter((p.old.parent, p.new.parent) for p in pairing.pairs if p.same_text),
        )

    def doubts(self, change: Change) -> tuple[Doubt, ...]:
        """Return what makes a change doubtful, in the order in which doubts are declared."""
        if change.kind in _UNSEEN:
            return ()
        found = set(self._doubts(change))
        if change.old and change.new:
            found.update(self.pairs.get(change.new.code, ()))
        return tuple(doubt for doubt in Doubt if doubt in found)

    def _doubts(self, change: Change) -> Iterator[Doubt]:
        if self.lost.touch(change.old, change.new):
            yield Doubt.NEAR_GAP
        if change.kind in _STATUSES:
            return
        if change.kind in _PRESENCES:
            place = change.new or change.old
            if self.other_form and place is not None and place.level is Level.PARAGRAPH:
                yield Doubt.OTHER_FORM
            return
        if self.other_form and change.kind not in _PLACES:
            yield Doubt.OTHER_FORM
        if change.kind in (ChangeKind.TEXT_CHANGED, ChangeKind.NOTE_CHANGED):
            yield from self._text_doubts(change)
        elif change.kind is ChangeKind.MOVED and self.incomplete and not self._in_company(change):
            yield Doubt.INCOMPLETE_SOURCE

    def _in_company(self, change: Change) -> bool:
        """Tell whether a sibling moved along with an entry, or something below it did."""
        if change.old is None or change.new is None:
            return False
        siblings = self.moves[change.old.parent, change.new.parent]
        return siblings > 1 or self.moves[change.old.code, change.new.code] > 0

    def _text_doubts(self, change: Change) -> Iterator[Doubt]:
        """Yield the doubts of a text whose facts are the same: its words may be so too."""
        before, after = (change.old_note or change.old), (change.new_note or change.new)
        if before is None or after is None or _facts(before) != _facts(after):
            return
        if is_reprint(before.texts, after.texts) is None:
            yield Doubt.DIGEST_ALONE
        if self.incomplete:
            yield Doubt.INCOMPLETE_SOURCE


def _facts(place: Entry | Note) -> Hashable:
    """Return what was read of a text: its chemicals, the codes it names, its numbers."""
    return frozenset(place.chemicals), frozenset(place.refers_to), place.criterion
