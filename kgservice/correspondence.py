"""How the entries of two control lists stand to each other, as plain values.

A :class:`Correspondence` joins two entries in named editions; an :class:`Absence` says of an
entry that it has no counterpart, and why.  Both are seen from the first list, the *subject*:
``STRICTER`` means that the subject's entry controls more than the object's.
"""

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kgservice.criteria import Parameter

_HERE: Final = " stands here alone"
_THERE: Final = " stands there alone"


class Relation(StrEnum):
    """The SKOS mapping relation of the subject to the object, by its local name."""

    EXACT = "exactMatch"
    CLOSE = "closeMatch"
    BROAD = "broadMatch"
    NARROW = "narrowMatch"
    RELATED = "relatedMatch"


class Deviation(StrEnum):
    """How the subject deviates from the object, in what the two say in their own words."""

    IDENTICAL = "identical"
    IN_EFFECT = "identical-in-effect"
    STRICTER = "stricter"
    LOOSER = "looser"
    OVERLAPPING = "overlapping"
    INCOMPARABLE = "incomparable"
    CODE_COLLISION = "code-collision"
    MISSING = "missing"
    EXTRA = "extra"
    OUTDATED = "outdated"


def turn_relation(relation: Relation | None) -> Relation | None:
    """Return the relation of the object to the subject."""
    if relation is Relation.BROAD:
        return Relation.NARROW
    return Relation.BROAD if relation is Relation.NARROW else relation


def turn_deviation(deviation: Deviation) -> Deviation:
    """Return the deviation of the object from the subject."""
    turned = {
        Deviation.STRICTER: Deviation.LOOSER,
        Deviation.LOOSER: Deviation.STRICTER,
        Deviation.EXTRA: Deviation.MISSING,
        Deviation.MISSING: Deviation.EXTRA,
    }
    return turned.get(deviation, deviation)


class Justification(StrEnum):
    """On what a correspondence rests; each stands for one term of SEMAPV (:mod:`individuals`)."""

    CURATED = "curated"
    CODE = "code"
    WORDING = "wording"
    SIMILARITY = "similarity"
    PLACE = "place"
    CHEMICALS = "chemicals"
    PARAMETERS = "parameters"
    REFERENCES = "references"
    CHAIN = "chain"


class Uncertainty(StrEnum):
    """What could not be told of a correspondence or of an absence."""

    WORDING_DIFFERS = "wording-differs"
    WORDING_UNKNOWN = "wording-unknown"
    NUMBERS_UNREAD = "numbers-unread"
    CONTEXT_DIFFERS = "context-differs"
    NOTES_DIFFER = "notes-differ"
    REFERENCES_DIFFER = "references-differ"
    STANDARDS_DIFFER = "standards-differ"
    RIVAL = "rival"
    WEAK = "weak"
    NO_TEXT_HELD = "no-text-held"


class Reason(StrEnum):
    """Why an entry has no counterpart."""

    RESERVED_HERE = "reserved-here"
    RESERVED_THERE = "reserved-there"
    ONLY_REFERS = "only-refers"
    OUT_OF_SCOPE = "out-of-scope"
    LOST_THERE = "lost-there"
    ABOVE_ABSENT = "above-absent"
    NOTHING_ALIKE = "nothing-alike"
    UNDECIDED = "undecided"


class Coverage(StrEnum):
    """How an entry with all that stands below it stands to another list."""

    IDENTICAL = "identical"
    IN_EFFECT = "identical-in-effect"
    STRICTER = "stricter"
    LOOSER = "looser"
    PARTLY = "partly"
    MISSING = "missing"
    EXTRA = "extra"
    OUTDATED = "outdated"
    UNDETERMINED = "undetermined"


def turn_reason(reason: str) -> str:
    """Return a clause on two limits as seen from the object."""
    for here, there in ((_HERE, _THERE), (_THERE, _HERE)):
        if reason.endswith(here):
            return reason.removesuffix(here) + there
    first, against, rest = reason.partition(" against ")
    second, colon, tail = rest.partition(": ")
    return f"{second}{against}{first}{colon}{tail}" if against else reason


@dataclass(frozen=True, slots=True)
class ParameterPair:
    """Two parameters that were held against each other.

    :ivar subject: None where only the object's entry asks for the quantity
    :ivar object: None where only the subject's entry asks for the quantity
    :ivar standing: of the subject's to the object's: same, stricter, looser, overlapping,
        incomparable
    :ivar reason: a clause that names both limits
    """

    subject: Parameter | None
    object: Parameter | None
    standing: str
    reason: str

    def turned(self) -> "ParameterPair":
        """Return the same as seen from the object."""
        standing = {"stricter": "looser", "looser": "stricter"}.get(self.standing, self.standing)
        return ParameterPair(self.object, self.subject, standing, turn_reason(self.reason))


@dataclass(frozen=True, slots=True)
class Correspondence:
    """An entry of one edition and its counterpart in an edition of another list.

    :ivar subject: a code of the subject edition
    :ivar object: a code of the object edition
    :ivar relation: None for a code collision, which relates nothing
    :ivar deviation: of the subject from the object
    :ivar inverse: of the object from the subject
    :ivar confidence: that the two are the same item, 0 to 1, two decimals
    :ivar subject_rank: 1 where the object is the subject's best candidate, 2 for the next …
    :ivar object_rank: 1 where the subject is the object's best candidate
    :ivar rests_on: the parameters by which the deviation was told
    :ivar words: similarity of the entries' own words, 0 to 100, numbers left out; None where it
        is not known
    :ivar follows: date of an older edition of the object's list that the subject agrees with
    :ivar followed: date of an older edition of the subject's list that the object agrees with
    :ivar comment: a curator's words
    """

    subject: str
    object: str
    relation: Relation | None
    deviation: Deviation
    inverse: Deviation
    confidence: float
    justifications: tuple[Justification, ...]
    subject_rank: int = 1
    object_rank: int = 1
    rests_on: tuple[ParameterPair, ...] = ()
    uncertainties: tuple[Uncertainty, ...] = ()
    words: int | None = None
    follows: datetime.date | None = None
    followed: datetime.date | None = None
    comment: str = ""

    @property
    def is_same_item(self) -> bool:
        """Tell whether the two are held to be the same item: no mere candidate, no collision."""
        return self.relation not in (None, Relation.RELATED)

    def turned(self) -> "Correspondence":
        """Return the same as seen from the object."""
        return replace(
            self,
            subject=self.object,
            object=self.subject,
            relation=turn_relation(self.relation),
            deviation=self.inverse,
            inverse=self.deviation,
            subject_rank=self.object_rank,
            object_rank=self.subject_rank,
            rests_on=tuple(pair.turned() for pair in self.rests_on),
            follows=self.followed,
            followed=self.follows,
        )


@dataclass(frozen=True, slots=True)
class Absence:
    """An entry of one edition that has no counterpart in the other, and why.

    :ivar code: of the subject edition for EXTRA, of the object edition for MISSING
    :ivar candidate: the code that came nearest, where one came near at all
    """

    code: str
    deviation: Deviation
    reason: Reason
    candidate: str | None = None


@dataclass(frozen=True, slots=True)
class EditionKey:
    """Names an edition; ``date`` is None for a list known by its codes alone."""

    list_id: str
    date: datetime.date | None

    def __str__(self) -> str:
        """Return what its IRI ends in: ``us-ccl/2025-09-29``, or ``nsg-part-2``."""
        return self.list_id if self.date is None else f"{self.list_id}/{self.date.isoformat()}"


@dataclass(frozen=True, slots=True)
class ListComparison:
    """All that is known of two editions side by side, in the reading order of the subject.

    :ivar correspondences: the best and the ranked others, those of one subject together
    :ivar absences: the subject's extra entries, then what it is missing
    """

    subject: EditionKey
    object: EditionKey
    correspondences: tuple[Correspondence, ...]
    absences: tuple[Absence, ...]


@dataclass(frozen=True, slots=True)
class CoverageCount:
    """How many entries of one part stand in one way to the other list.

    Counted are the highest entries that control something, each with all below it: of the
    subject, and, as missing, those of the object that the subject lacks.

    :ivar part: the highest code above them, of the subject's list, or of the object's for missing
        ones; None for the whole list
    """

    subject: EditionKey
    object: EditionKey
    part: str | None
    coverage: Coverage
    entries: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many entries there are."""
        return len(self.entries)
