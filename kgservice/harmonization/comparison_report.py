"""How two lists stand to each other, as plain values for people and programs."""

import datetime
from collections import Counter
from dataclasses import dataclass

from kgservice.correspondence import (
    Absence,
    Correspondence,
    Deviation,
    EditionKey,
    ListComparison,
)


@dataclass(frozen=True, slots=True)
class ComparedEdition:
    """An edition that was compared; ``edition`` is None for a list known by its codes alone."""

    list: str
    edition: datetime.date | None

    @classmethod
    def of(cls, key: EditionKey) -> "ComparedEdition":
        """Return the edition of a key."""
        return cls(key.list_id, key.date)


@dataclass(frozen=True, slots=True)
class ReportedCorrespondence:
    """An entry and its counterpart or candidate.

    :ivar code: of the subject
    :ivar other_code: of the object
    :ivar same_item: False for a mere candidate and for a code collision
    :ivar relation: local name of the SKOS mapping property; None for a code collision
    :ivar rank: 1 for the best candidate
    :ivar limits: how numbers were held against each other, in signs
    :ivar follows: date of the older edition of the other list that the entry agrees with
    """

    code: str
    other_code: str
    same_item: bool
    relation: str | None
    deviation: str
    confidence: float
    rank: int
    justifications: tuple[str, ...]
    words: int | None
    limits: tuple[str, ...]
    uncertainties: tuple[str, ...]
    follows: datetime.date | None
    comment: str


@dataclass(frozen=True, slots=True)
class ReportedAbsence:
    """An entry of one list without a counterpart in the other.

    :ivar deviation: ``extra`` for the subject's entry, ``missing`` for the object's
    :ivar candidate: the code that came nearest
    """

    code: str
    deviation: str
    reason: str
    candidate: str | None


@dataclass(frozen=True, slots=True)
class ComparisonReport:
    """Two lists side by side, seen from the subject.

    :ivar counts: how many counterparts deviate in each way, and how many entries are extra or
        missing; no mere candidates
    """

    subject: ComparedEdition
    object: ComparedEdition
    counts: dict[str, int]
    correspondences: tuple[ReportedCorrespondence, ...]
    absences: tuple[ReportedAbsence, ...]


def report_comparison(found: ListComparison) -> ComparisonReport:
    """Return a comparison as plain values, in its order."""
    told = (one for one in found.correspondences if one.is_same_item or one.relation is None)
    counts = Counter(one.deviation.value for one in told)
    counts.update(one.deviation.value for one in found.absences)
    order = {way.value: n for n, way in enumerate(Deviation)}
    return ComparisonReport(
        ComparedEdition.of(found.subject),
        ComparedEdition.of(found.object),
        dict(sorted(counts.items(), key=lambda item: order[item[0]])),
        tuple(map(_correspondence, found.correspondences)),
        tuple(map(_absence, found.absences)),
    )


def _correspondence(one: Correspondence) -> ReportedCorrespondence:
    return ReportedCorrespondence(
        one.subject,
        one.object,
        one.is_same_item,
        one.relation.value if one.relation else None,
        one.deviation.value,
        one.confidence,
        one.subject_rank,
        tuple(ground.value for ground in one.justifications),
        one.words,
        tuple(pair.reason for pair in one.rests_on),
        tuple(doubt.value for doubt in one.uncertainties),
        one.follows,
        one.comment,
    )


def _absence(one: Absence) -> ReportedAbsence:
    return ReportedAbsence(one.code, one.deviation.value, one.reason.value, one.candidate)
