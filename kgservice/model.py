"""What a reader returns: a control list's edition as plain values, free of any syntax.

Everything is frozen.  An entry is known by its code within its edition; parents and notes
point by code.  Texts are official wording and exist only where a document was imported; the
bundled facts carry their digests alone.
"""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from kgservice.criteria import Connective, Group, Parameter
from kgservice.text import digest_text


class Level(StrEnum):
    """How deep an entry stands; the value is the word used in tables and in the graph."""

    CATEGORY = "category"
    PRODUCT_GROUP = "product-group"
    ENTRY = "entry"
    PARAGRAPH = "paragraph"


class Status(StrEnum):
    """What an edition prints at a code: an item, a place kept free, or a mere reference."""

    LISTED = "listed"
    RESERVED = "reserved"
    REFERENCE = "reference"


class NoteKind(StrEnum):
    """What a note is, by the word its list prints before it."""

    NOTE = "note"
    TECHNICAL_NOTE = "technical-note"
    NOTA_BENE = "nota-bene"
    DEFINITION = "definition"
    GENERAL_NOTE = "general-note"
    LICENCE_REQUIREMENT = "licence-requirement"
    LICENCE_EXCEPTION = "licence-exception"
    RELATED_CONTROL = "related-control"
    TABLE = "table"
    REMARK = "remark"


class Polarity(StrEnum):
    """What a note does to the reach of its entry."""

    EXTENDS = "extends"
    LIMITS = "limits"
    EXCLUDES = "excludes"
    EXPLAINS = "explains"


class GapKind(StrEnum):
    """How an edition shows that its source lost something."""

    FIRST_SIBLING = "first-sibling"
    MIDDLE_SIBLING = "middle-sibling"
    NO_NODE = "no-node"
    RANGE_END = "range-end"
    LOST_TABLE = "lost-table"
    NOT_IN_SOURCE = "not-in-source"


class Linkage(StrEnum):
    """How the words of an entry tie software or technology to the items it covers."""

    SPECIALLY_DESIGNED = "specially-designed"
    REQUIRED = "required"
    DIRECTLY_ASSOCIATED = "directly-associated"


class Extent(StrEnum):
    """How much of its list a source of an edition carries."""

    WHOLE = "whole"
    INCOMPLETE = "incomplete"
    EXCERPT = "excerpt"


@dataclass(frozen=True, slots=True)
class Text:
    """Official wording in one language; ``value`` is None where only its digest is known."""

    lang: str
    value: str | None
    digest: str

    @classmethod
    def of(cls, value: str, lang: str) -> "Text":
        """Return the text with its digest; ``lang`` is a BCP 47 tag, e.g. ``en``."""
        return cls(lang, value, digest_text(value))


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from ``start`` (inclusive) to ``end`` (exclusive); None is not known, or open."""

    start: datetime.date | None = None
    end: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Chemical:
    """A chemical or agent that an entry names; ``cas`` is a number whose check digit holds."""

    name: str | None
    cas: str | None


@dataclass(frozen=True, slots=True)
class ReasonForControl:
    """A reason as its authority prints it (``NS``, ``MT`` …) and what of the entry it covers.

    ``applies_to`` and ``except_for`` hold codes; both empty means the whole entry.  ``column``
    is the country-chart column as printed, e.g. ``NS Column 1``.
    """

    reason: str
    applies_to: tuple[str, ...] = ()
    except_for: tuple[str, ...] = ()
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Items that a software or technology entry covers, at which stages of their life.

    :ivar stages: ``development``, ``production``, ``use``, as the text names them
    :ivar activities: named on their own beside or without a stage (``operation``, ``repair`` …)
    :ivar without: activities that the text takes away from a stage
    :ivar items: codes of the same list, ranges as ``FIRST to LAST``, headings as ``9B``
    :ivar excepted: codes that the text takes away from the items, in the same form
    :ivar reasons: reasons for control by which alone the items are meant (``NP``)
    :ivar linkage: the tie that the text asks for, None where it states none
    :ivar qualified: the text narrows the items, or the entry, by further words
    :ivar continues: the items stand in the entries below, not in this text
    """

    stages: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    linkage: Linkage | None = None
    qualified: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One coded place of an edition, in its own words only: no child's and no note's text.

    :ivar code: as the list's grammar prints it
    :ivar parent: the code above, None for the highest entries
    :ivar texts: at most one a language
    :ivar labels: the authority's own short label, as pairs of language and words
    :ivar refers_to: codes of the same list that the text names, ranges not expanded
        (``a.1 to a.12`` stands as its two ends joined by `` to ``)
    :ivar stages: of ``development``, ``production`` and ``use``, which the text names as the
        list's defined terms
    :ivar excepts: those of ``refers_to`` that the text names only to leave them out
    :ivar covers: items that the text covers at stages of their life; software and technology
        entries alone have any
    :ivar implied: the source prints no node here; its descendants show that it exists
    :ivar criterion: the numbers that its own words ask for, None where they state none
    :ivar joins: how the entries below it are joined, None where its words do not say
    :ivar joins_least: how many of them must hold, for ``AT_LEAST`` alone
    :ivar unparsed: number phrases of its own words that could not be read with certainty
    :ivar standards: technical standards that its own words name, as ``ISO 230-2:2006``
    """

    code: str
    parent: str | None
    level: Level
    status: Status = Status.LISTED
    texts: tuple[Text, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    product_group: str | None = None
    regimes: tuple[str, ...] = ()
    reasons: tuple[ReasonForControl, ...] = ()
    refers_to: tuple[str, ...] = ()
    chemicals: tuple[Chemical, ...] = ()
    text_in_force: Interval | None = None
    implied: bool = False
    stages: tuple[str, ...] = ()
    excepts: tuple[str, ...] = ()
    covers: tuple[Coverage, ...] = ()
    criterion: Parameter | Group | None = None
    joins: Connective | None = None
    joins_least: int | None = None
    unparsed: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A note, technical note, N.B., exclusion or definition of an entry, or of the edition.

    :ivar target: the code it belongs to; None for a note to the whole list
    :ivar number: counts the notes of one target from 1, in reading order
    :ivar label: the printed mark (``Technical Note 2``), or a definition's term
    """

    target: str | None
    number: int
    kind: NoteKind
    polarity: Polarity
    label: str = ""
    texts: tuple[Text, ...] = ()
    refers_to: tuple[str, ...] = ()
    chemicals: tuple[Chemical, ...] = ()
    criterion: Parameter | Group | None = None
    unparsed: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something an edition's source lost: the code where it should stand, and how it shows."""

    code: str
    kind: GapKind


@dataclass(frozen=True, slots=True)
class Source:
    """The document an edition was read from; ``sha256`` is of its bytes as stored."""

    file: str
    format: str
    lang: str
    sha256: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A control list as it stood from ``date`` on, entries in reading order.

    The notes of the whole list come first, then those of each entry, in the entries' order.
    """

    list_id: str
    date: datetime.date
    entries: tuple[Entry, ...]
    notes: tuple[Note, ...] = ()
    sources: tuple[Source, ...] = ()
    extent: Extent = Extent.WHOLE
    gaps: tuple[Gap, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a source that found no place; ``where`` is a line, page or element."""

    where: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of one document.

    ``characters`` counts the list part of the source, without white space, by a walk over the
    raw document that knows nothing of entries; ``placed`` counts the texts and printed labels
    that ended on an entry or a note.  So what a reader drops lowers :attr:`placed_share`.
    """

    edition: Edition
    unplaced: tuple[Fragment, ...]
    characters: int
    placed: int

    @property
    def placed_share(self) -> float:
        """The part of the list's characters that stands on some entry or note, 0 to 1."""
        return self.placed / self.characters if self.characters else 0.0
