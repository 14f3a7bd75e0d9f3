"""What a comparison of two editions says: changes, each with what makes it doubtful."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from kgservice.criteria import Parameter
from kgservice.model import Edition, Entry, Extent, Note


class ChangeKind(StrEnum):
    """How an entry or a note of a later edition differs from that of an earlier one.

    A later edition that is not whole removes nothing: what it lacks is not seen in it.  What an
    earlier edition that is not whole lacks is not added later: it is first seen.
    """

    ADDED = "added"
    REMOVED = "removed"
    FIRST_SEEN = "first-seen"
    NOT_SEEN = "not-seen"
    RESERVED = "reserved"
    REFERENCE_ONLY = "reference-only"
    FILLED = "filled"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    TEXT_CHANGED = "text-changed"
    REPRINTED = "reprinted"
    TIGHTENED = "threshold-tightened"
    RELAXED = "threshold-relaxed"
    THRESHOLD_CHANGED = "threshold-changed"
    NOTE_ADDED = "note-added"
    NOTE_REMOVED = "note-removed"
    NOTE_FIRST_SEEN = "note-first-seen"
    NOTE_NOT_SEEN = "note-not-seen"
    NOTE_MOVED = "note-moved"
    NOTE_CHANGED = "note-changed"
    NOTE_REPRINTED = "note-reprinted"


class Doubt(StrEnum):
    """Why a change may be none, or another one.

    ``digest-alone``: texts are not known here, so they may differ in their printing alone.
    ``incomplete-source``: an edition lost parts of its source, so its texts may be damaged.
    ``near-gap``: one of the editions, and not the other, lost something at this place.
    ``other-form``: the editions were read from documents of different forms.
    ``repeated-text``: the same text stands in more than one place of its family.
    ``by-place``: the texts differ, and only the places below entries that belong together agree.
    ``by-elimination``: the two places are all that is left of a family whose others changed places.
    """

    DIGEST_ALONE = "digest-alone"
    INCOMPLETE_SOURCE = "incomplete-source"
    NEAR_GAP = "near-gap"
    OTHER_FORM = "other-form"
    REPEATED_TEXT = "repeated-text"
    BY_PLACE = "by-place"
    BY_ELIMINATION = "by-elimination"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two editions.

    :ivar old: the entry in the earlier edition, None where it has none
    :ivar new: the entry in the later edition, None where it has none
    :ivar old_note: the note of ``old``, or of the earlier edition, where a note differs
    :ivar new_note: the note of ``new``, or of the later edition, where a note differs
    :ivar old_parameter: the number that a changed threshold had, None where it had none
    :ivar new_parameter: the number that a changed threshold has, None where it has none
    :ivar doubts: empty where the two editions show the change beyond doubt
    """

    kind: ChangeKind
    old: Entry | None = None
    new: Entry | None = None
    old_note: Note | None = None
    new_note: Note | None = None
    old_parameter: Parameter | None = None
    new_parameter: Parameter | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def code(self) -> str:
        """The code by which the change is listed: the later one; empty for the whole list."""
        place = self.new or self.old
        return place.code if place else ""


@dataclass(frozen=True, slots=True)
class EditionName:
    """Which edition it is, and how much of its list it carries."""

    list_id: str
    date: datetime.date
    extent: Extent

    @classmethod
    def of(cls, edition: Edition) -> "EditionName":
        """Return the name of an edition."""
        return cls(edition.list_id, edition.date, edition.extent)

    def __str__(self) -> str:
        """Return list and date: ``us-ccl 2025-09-29``."""
        return f"{self.list_id} {self.date.isoformat()}"


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from one edition to another, in the reading order of the later one.

    :ivar continued: codes of entries that stand in both, earlier and later, whether changed or
        not, without those whose identity is in doubt
    :ivar silent: how many entries one edition has of which the other, an excerpt, says nothing
    """

    old: EditionName
    new: EditionName
    changes: tuple[Change, ...]
    continued: tuple[tuple[str, str], ...]
    silent: int = 0

    def of_kind(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        """Return the changes of these kinds, in order."""
        return tuple(change for change in self.changes if change.kind in kinds)
