"""Changes between two editions as plain values for people and programs."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kgservice.harmonization.change import Change, ChangeKind, Changes, EditionName
from kgservice.harmonization.wording import pairs_of_texts, passages
from kgservice.model import Note
from kgservice.thresholds.compare import describe

_WORDED: Final = frozenset((ChangeKind.TEXT_CHANGED, ChangeKind.NOTE_CHANGED))


@dataclass(frozen=True, slots=True)
class ReportedEdition:
    """An edition that was compared; ``completeness`` is ``whole``, ``incomplete``, ``excerpt``."""

    list: str
    edition: datetime.date
    completeness: str

    @classmethod
    def of(cls, name: EditionName) -> "ReportedEdition":
        """Return the edition of a name."""
        return cls(name.list_id, name.date, name.extent.value)


@dataclass(frozen=True, slots=True)
class ReportedPassage:
    """Words in place of others, in one language; either may be empty."""

    lang: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ReportedChange:
    """One change.

    :ivar kind: of the scheme ``change-kinds``, in words joined by hyphens
    :ivar old_code: in the earlier edition, None where it has none there
    :ivar new_code: in the later edition, None where it has none there
    :ivar note: the printed mark of the note that differs
    :ivar old_limit: of a changed threshold, such as ``Frequency > 600 Hz``
    :ivar new_limit: of a changed threshold
    :ivar doubts: of the scheme ``doubts``; empty where the change is certain
    :ivar words: what a changed text says otherwise, where both texts are known
    """

    kind: str
    old_code: str | None
    new_code: str | None
    note: str | None
    old_limit: str | None
    new_limit: str | None
    doubts: tuple[str, ...]
    words: tuple[ReportedPassage, ...]

    @property
    def code(self) -> str:
        """The code by which it is listed; empty for the whole list."""
        return self.new_code or self.old_code or ""


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """What changed from one edition to another.

    :ivar counts: how many changes there are of each kind
    :ivar silent: how many entries one edition has of which the other, an excerpt, says nothing
    """

    old: ReportedEdition
    new: ReportedEdition
    counts: dict[str, int]
    silent: int
    changes: tuple[ReportedChange, ...]


def report_changes(found: Changes) -> ChangeReport:
    """Return changes as plain values, in their order."""
    counts = Counter(change.kind.value for change in found.changes)
    return ChangeReport(
        ReportedEdition.of(found.old),
        ReportedEdition.of(found.new),
        dict(sorted(counts.items())),
        found.silent,
        tuple(map(_reported, found.changes)),
    )


def _reported(change: Change) -> ReportedChange:
    old, new = change.old_parameter, change.new_parameter
    return ReportedChange(
        change.kind.value,
        change.old.code if change.old else None,
        change.new.code if change.new else None,
        _mark(change.new_note or change.old_note),
        None if old is None else describe(old),
        None if new is None else describe(new),
        tuple(doubt.value for doubt in change.doubts),
        tuple(_words(change)),
    )


def _mark(note: Note | None) -> str | None:
    if note is None:
        return None
    return note.label or f"{note.kind.value} {note.number}"


def _words(change: Change) -> Iterator[ReportedPassage]:
    """Yield what a text says otherwise; nothing where a text is not known."""
    before, after = change.old_note or change.old, change.new_note or change.new
    if change.kind not in _WORDED or before is None or after is None:
        return
    for old, new in pairs_of_texts(before.texts, after.texts):
        if old.value is not None and new.value is not None:
            for passage in passages(old.value, new.value):
                yield ReportedPassage(old.lang, passage.old, passage.new)
