"""Two editions side by side: correspondences with deviations, and what has no counterpart.

:func:`compare_lists` is pure: editions in, values out.  It knows no store and no file.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kgservice.correspondence import (
    Absence,
    Correspondence,
    Deviation,
    EditionKey,
    Justification,
    ListComparison,
    Relation,
    Uncertainty,
    turn_deviation,
)
from kgservice.harmonization.absences import AbsenceFinder
from kgservice.harmonization.alignment import ACCEPTED, Aligner, Alignment
from kgservice.harmonization.deviation import Deviating, tell_deviation
from kgservice.harmonization.following import OlderEntries
from kgservice.harmonization.sides import Side, is_heading, is_item, share_numbering
from kgservice.harmonization.similarity import (
    IN_EFFECT,
    Progress,
    Similarity,
    measure_similarity,
)
from kgservice.model import Edition, Entry

_UNLIKE: Final = 50
"""Below this similarity two entries of one code are held to be different items."""
_ALIKE: Final = 85
_SUREST: Final = 0.99
_RIVAL: Final = 0.03
_WEAK: Final = 0.7
_RELATIONS: Final = {
    Deviation.IDENTICAL: Relation.EXACT,
    Deviation.IN_EFFECT: Relation.EXACT,
    Deviation.STRICTER: Relation.NARROW,
    Deviation.LOOSER: Relation.BROAD,
}


def compare_lists(
    subject: Edition,
    object_: Edition,
    *,
    similarities: Sequence[Similarity] | None = None,
    curated: Sequence[Correspondence] = (),
    older: Sequence[Edition] = (),
    older_subjects: Sequence[Edition] = (),
    progress: Progress = lambda done, of: None,
) -> ListComparison:
    """Compare two editions of different lists.

    :param subject: the edition that is judged, such as an authority's own list
    :param object_: the edition that it is held against
    :param similarities: of their wordings, where they were measured before; they are measured
        here where none are given
    :param curated: decisions of people; each displaces what was computed of its two entries
    :param older: older editions of the object's list, to tell what follows one of them
    :param older_subjects: older editions of the subject's list
    :param progress: called while wordings are measured, with how many entries are done and of how
        many
    :returns: what was found; every listed entry of either edition stands in a correspondence or
        an absence
    """
    if similarities is None:
        similarities = measure_similarity(subject, object_, progress)
    sides = Side(subject), Side(object_)
    pasts = OlderEntries(older), OlderEntries(older_subjects)
    comparing = _Comparing(*sides, tuple(similarities), *pasts)
    return comparing.compare(tuple(curated))


@dataclass(slots=True)
class _Comparing:
    subject: Side
    object: Side
    similarities: tuple[Similarity, ...]
    older: OlderEntries
    older_subjects: OlderEntries
    similar: dict[tuple[str, str], Similarity] = field(init=False)

    def __post_init__(self) -> None:
        self.similar = {(one.first, one.second): one for one in self.similarities}

    def compare(self, curated: tuple[Correspondence, ...]) -> ListComparison:
        aligner = Aligner(
            self.subject, self.object, self.similarities, measured=bool(self.similarities)
        )
        aligned = aligner.align()
        computed = [self._correspondence(one, rival) for one, rival in _rivals(aligned)]
        collisions = {(one.subject, one.object): one for one in self._collisions(computed)}
        others = (one for one in computed if (one.subject, one.object) not in collisions)
        decided = [self._decided(one) for one in curated]
        found = _with_curated([*others, *collisions.values()], decided)
        order = {code: n for n, code in enumerate(self.subject.by_code)}
        found.sort(key=lambda one: (order[one.subject], one.subject_rank, one.object))
        return ListComparison(
            _key(self.subject.edition),
            _key(self.object.edition),
            tuple(found),
            tuple(self._absences(found)),
        )

    def _correspondence(self, one: Alignment, rival: bool) -> Correspondence:
        subject, object_ = self.subject.by_code[one.subject], self.object.by_code[one.object]
        words = one.similarity.words if one.similarity else None
        numbers = one.similarity.numbers if one.similarity else None
        told = tell_deviation(subject, object_, words, numbers)
        doubts = [*told.uncertainties, *self._doubts(one, rival)]
        accepted = one.score >= ACCEPTED and one.subject_rank == one.object_rank == 1
        deviation, follows, followed = self._outdated(told, subject, object_, accepted=accepted)
        if not accepted:
            relation: Relation | None = Relation.RELATED
        else:
            relation = _RELATIONS.get(told.deviation, Relation.CLOSE)
        return Correspondence(
            one.subject,
            one.object,
            relation,
            deviation,
            Deviation.OUTDATED if followed else turn_deviation(told.deviation),
            round(min(one.score, _SUREST), 2),
            one.justifications,
            one.subject_rank,
            one.object_rank,
            told.rests_on,
            tuple(dict.fromkeys(doubts)),
            words,
            follows,
            followed,
        )

    def _decided(self, one: Correspondence) -> Correspondence:
        """Return a decision, with the deviation told where the curator told none."""
        if one.deviation is not Deviation.INCOMPARABLE or one.relation is None:
            return one
        subject, object_ = self.subject.by_code[one.subject], self.object.by_code[one.object]
        known = self.similar.get((one.subject, one.object))
        words, numbers = (known.words, known.numbers) if known else (None, None)
        told = tell_deviation(subject, object_, words, numbers)
        return replace(
            one,
            relation=_RELATIONS.get(told.deviation, one.relation),
            deviation=told.deviation,
            inverse=turn_deviation(told.deviation),
            rests_on=told.rests_on,
            uncertainties=told.uncertainties,
            words=words,
        )

    def _doubts(self, one: Alignment, rival: bool) -> Iterator[Uncertainty]:
        above = self.subject.by_code[one.subject].parent, self.object.by_code[one.object].parent
        if all(above) and not is_heading(self.subject.by_code[one.subject]):
            yield from self._context_doubts(above[0] or "", above[1] or "")
        if self._notes(self.subject, one.subject) != self._notes(self.object, one.object):
            yield Uncertainty.NOTES_DIFFER
        if rival:
            yield Uncertainty.RIVAL
        if one.score < _WEAK:
            yield Uncertainty.WEAK

    def _context_doubts(self, above: str, other: str) -> Iterator[Uncertainty]:
        mine, yours = self.subject.by_code.get(above), self.object.by_code.get(other)
        if mine is None or yours is None or (is_heading(mine) and is_heading(yours)):
            return
        same = self.subject.digests[above] & self.object.digests[other]
        known = self.similar.get((above, other))
        if not same and (known is None or known.words < IN_EFFECT or known.numbers is False):
            yield Uncertainty.CONTEXT_DIFFERS

    def _notes(self, side: Side, code: str) -> list[str]:
        return sorted(note.polarity.value for note in side.notes.get(code, ()))

    def _outdated(
        self, told: Deviating, subject: Entry, object_: Entry, *, accepted: bool
    ) -> tuple[Deviation, datetime.date | None, datetime.date | None]:
        """Return the deviation, and which older edition either side follows."""
        if not accepted or told.deviation in (Deviation.IDENTICAL, Deviation.IN_EFFECT):
            return told.deviation, None, None
        follows = self.older.followed_by(subject, object_)
        followed = self.older_subjects.followed_by(object_, subject)
        return (Deviation.OUTDATED if follows else told.deviation), follows, followed

    def _collisions(self, computed: list[Correspondence]) -> Iterator[Correspondence]:
        """Yield the codes under which the two lists hold different items.

        That is told where both entries have their counterparts elsewhere, or one has, and the
        words are unlike.
        """
        sure = [one for one in computed if _is_sure(one)]
        mine = {one.subject: one for one in sure}
        yours = {one.object: one for one in sure}
        for code, entry in self.subject.by_code.items():
            other = self.object.by_code.get(code)
            if other is None or not share_numbering(entry, other) or is_heading(entry):
                continue
            ends = [one for one in (mine.get(code), yours.get(code)) if one is not None]
            if not ends or any(one.subject == one.object for one in ends):
                continue
            known = self.similar.get((code, code))
            unlike = known is not None and known.words < _UNLIKE
            if is_item(entry) and is_item(other) and (unlike or len(ends) > 1):
                grounds = (Justification.CODE, Justification.SIMILARITY)
                yield Correspondence(
                    code,
                    code,
                    None,
                    Deviation.CODE_COLLISION,
                    Deviation.CODE_COLLISION,
                    min(one.confidence for one in ends),
                    grounds,
                    words=known.words if known else None,
                )

    def _absences(self, found: list[Correspondence]) -> Iterator[Absence]:
        same = [one for one in found if one.is_same_item]
        mine, yours = {one.subject for one in same}, {one.object for one in same}
        yield from AbsenceFinder(self.subject, self.object, mine, found).of(Deviation.EXTRA)
        turned = [one.turned() for one in found]
        yield from AbsenceFinder(self.object, self.subject, yours, turned).of(Deviation.MISSING)


def _rivals(aligned: Sequence[Alignment]) -> Iterator[tuple[Alignment, bool]]:
    """Yield each pair, and whether another stands so near that either may be meant."""
    best: dict[str, list[float]] = defaultdict(list)
    for one in aligned:
        best[f"<{one.subject}"].append(one.score)
        best[f">{one.object}"].append(one.score)
    for one in aligned:
        near = (best[f"<{one.subject}"], best[f">{one.object}"])
        yield one, any(sum(score > one.score - _RIVAL for score in scores) > 1 for scores in near)


def _with_curated(
    computed: list[Correspondence], curated: list[Correspondence]
) -> list[Correspondence]:
    """Return what was computed, with what people decided in place of what it contradicts."""
    decided = {(one.subject, one.object): one for one in curated}
    subjects = {one.subject for one in curated if one.is_same_item}
    objects = {one.object for one in curated if one.is_same_item}
    kept: list[Correspondence] = []
    for one in computed:
        pair = one.subject, one.object
        if pair in decided:
            continue
        if one.is_same_item and (one.subject in subjects or one.object in objects):
            one = replace(one, relation=Relation.RELATED, subject_rank=one.subject_rank + 1)
        kept.append(one)
    return [*kept, *decided.values()]


def _is_sure(one: Correspondence) -> bool:
    return one.is_same_item and one.words is not None and one.words >= _ALIKE


def _key(edition: Edition) -> EditionKey:
    return EditionKey(edition.list_id, edition.date)
