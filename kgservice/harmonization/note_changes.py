"""What changed in the notes of two editions whose entries are paired."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from kgservice.harmonization.change import Change, ChangeKind
from kgservice.harmonization.pairing import Pairing
from kgservice.harmonization.wording import is_reprint
from kgservice.model import Edition, Entry, Extent, Level, Note

_LOST: Final = {
    Extent.WHOLE: ChangeKind.NOTE_REMOVED,
    Extent.INCOMPLETE: ChangeKind.NOTE_NOT_SEEN,
}
_WON: Final = {
    Extent.WHOLE: ChangeKind.NOTE_ADDED,
    Extent.INCOMPLETE: ChangeKind.NOTE_FIRST_SEEN,
}
"""By how much the other edition carries; beside an excerpt nothing is claimed."""


def note_changes(
    old: Edition, new: Edition, pairing: Pairing, languages: frozenset[str]
) -> Iterator[Change]:
    """Yield how the notes of two editions differ, without doubts.

    Notes of one place are paired by their digests; what is left is followed to another place
    where its text stands once on each side, else paired by kind and printed mark.  The notes of
    an entry that stands in one edition alone are part of what is said of the entry.

    :param old: the earlier edition
    :param new: the later edition
    :param pairing: of their entries
    :param languages: in which both editions have texts
    :yields: the notes of the list first, then those of each entry of the later edition
    """
    notes = _Notes(languages, old.extent, new.extent)
    earlier, later = _by_target(old), _by_target(new)
    places: list[tuple[Entry | None, Entry | None]] = [(None, None)]
    places += [(pair.old, pair.new) for pair in pairing.pairs]
    for before, after in places:
        one = earlier.get(before.code if before else None, [])
        other = later.get(after.code if after else None, [])
        notes.add_place(before, after, one, other)
    notes.pair_moved()
    notes.pair_changed()
    order = {entry.code: number for number, entry in enumerate(new.entries, 1)}
    yield from sorted(notes.changes(), key=lambda change: order.get(change.code, 0))


def _by_target(edition: Edition) -> dict[str | None, list[Note]]:
    found: dict[str | None, list[Note]] = defaultdict(list)
    for note in edition.notes:
        found[note.target].append(note)
    return found


@dataclass(slots=True)
class _Place:
    old: Entry | None
    new: Entry | None
    gone: list[Note]
    come: list[Note]


@dataclass(slots=True)
class _Notes:
    languages: frozenset[str]
    earlier: Extent
    later: Extent
    places: list[_Place] = field(default_factory=list)
    found: list[Change] = field(default_factory=list)

    def add_place(
        self, old: Entry | None, new: Entry | None, before: list[Note], after: list[Note]
    ) -> None:
        """Take out of one place the notes of one text; the others wait in ``places``."""
        place = _Place(old, new, list(before), list(after))
        _match(place, self._digest)
        if place.gone or place.come:
            self.places.append(place)

    def pair_changed(self) -> None:
        """Pair what waits in one place by kind and printed mark, then by kind."""
        for place in self.places:
            pairs = _match(place, lambda note: (note.kind, note.label))
            pairs += _match(place, lambda note: note.kind)
            for one, other in pairs:
                self._changed(place, one, other)

    def _digest(self, note: Note) -> Hashable | None:
        known = {text.lang: text.digest for text in note.texts}
        return tuple(known[lang] for lang in sorted(self.languages) if lang in known) or None

    def _changed(self, place: _Place, one: Note, other: Note) -> None:
        before, after = self._digest(one), self._digest(other)
        if before is None or after is None or before == after:
            return
        reprint = is_reprint(one.texts, other.texts)
        kind = ChangeKind.NOTE_REPRINTED if reprint else ChangeKind.NOTE_CHANGED
        self.found.append(Change(kind, place.old, place.new, one, other))

    def pair_moved(self) -> None:
        """Pair what waits in two places with one text that stands once on each side."""
        gone = [(self._digest(note), place, note) for place in self.places for note in place.gone]
        come = [(self._digest(note), place, note) for place in self.places for note in place.come]
        lost, won = Counter(item[0] for item in gone), Counter(item[0] for item in come)
        later = {digest: (place, note) for digest, place, note in come}
        for digest, place, note in gone:
            if digest is not None and lost[digest] == won[digest] == 1:
                target, other = later[digest]
                if not _related(place.old, target.new):
                    continue
                place.gone.remove(note)
                target.come.remove(other)
                moved = ChangeKind.NOTE_MOVED
                self.found.append(Change(moved, place.old, target.new, note, other))

    def changes(self) -> Iterator[Change]:
        """Yield what was found, and what has no partner."""
        yield from self.found
        gone, come = _LOST.get(self.later), _WON.get(self.earlier)
        for place in self.places:
            if gone is not None:
                for note in place.gone:
                    yield Change(gone, place.old, place.new, note)
            if come is not None:
                for note in place.come:
                    yield Change(come, place.old, place.new, new_note=note)


def _related(old: Entry | None, new: Entry | None) -> bool:
    """Tell whether a note can have gone from one entry to another: up, down or to a sibling.

    Entries of one group often bear notes of one text that have nothing to do with each other.
    """
    if old is None or new is None:
        return False
    if old.code.startswith(new.code) or new.code.startswith(old.code):
        return True
    return old.level is Level.PARAGRAPH and old.parent == new.parent


def _match(place: _Place, key: Callable[[Note], Hashable | None]) -> list[tuple[Note, Note]]:
    """Take out of a place and return the notes that are alike, where both sides have as many."""
    found: list[tuple[Note, Note]] = []
    before, after = _grouped(place.gone, key), _grouped(place.come, key)
    for alike, ones in before.items():
        others = after.get(alike, [])
        if len(ones) == len(others):
            found += zip(ones, others, strict=True)
    for one, other in found:
        place.gone.remove(one)
        place.come.remove(other)
    return found


def _grouped(
    notes: Iterable[Note], key: Callable[[Note], Hashable | None]
) -> dict[Hashable, list[Note]]:
    found: dict[Hashable, list[Note]] = defaultdict(list)
    for note in notes:
        if (alike := key(note)) is not None:
            found[alike].append(note)
    return found
