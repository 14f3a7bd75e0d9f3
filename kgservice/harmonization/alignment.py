"""Which entries of two editions are the same item: candidates, scored and ranked.

Evidence for a pair is gathered from codes, wordings (as kept or measured numbers), places,
chemicals and parameters.  Pairs are scored from the top of the lists down, because a paragraph
means what it says only within the entry that it stands in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kgservice.correspondence import Justification
from kgservice.criteria import parameters_of
from kgservice.harmonization.sides import (
    Side,
    cas_of,
    category_of,
    is_adopted_place,
    is_heading,
    is_item,
    is_own_series,
    kin_of,
    refers_of,
    share_numbering,
)
from kgservice.harmonization.similarity import IDENTICAL, Similarity
from kgservice.model import Entry

ACCEPTED: Final = 0.62
"""From this score on a best pair is held to be the same item."""
CONSIDERED: Final = 0.45
"""From this score on a pair is kept as a candidate."""
SHOWN: Final = 3
"""How many candidates of an entry are kept."""
_MARGIN: Final = 0.2
"""How far behind the best a candidate may stay."""
_HEADING_SCORE: Final = 0.97


@dataclass(frozen=True, slots=True)
class Alignment:
    """A pair of entries with its score and the evidence for it."""

    subject: str
    object: str
    score: float
    similarity: Similarity | None
    justifications: tuple[Justification, ...]
    subject_rank: int = 1
    object_rank: int = 1


class Aligner:
    """Scores pairs of entries of two editions.

    :param subject: the first edition
    :param object_: the second edition, of another list
    :param similarities: of the wordings of pairs of their entries
    :param measured: whether wordings were compared at all, so that two texts without a similarity
        are known to be unlike
    """

    def __init__(
        self, subject: Side, object_: Side, similarities: Iterable[Similarity], *, measured: bool
    ) -> None:
        self.subject, self.object = subject, object_
        self.similar = {(one.first, one.second): one for one in similarities}
        self.measured = measured
        self.scores: dict[tuple[str, str], float] = {}
        self.best: dict[tuple[int, str], float] = {}

    def align(self) -> list[Alignment]:
        """Return the pairs worth keeping, ranked on both sides, in the subject's order."""
        found = [self._alignment(pair) for pair in self._ordered(self._candidates())]
        return _ranked([one for one in found if one.score >= CONSIDERED], self.subject)

    def _candidates(self) -> Iterator[tuple[str, str]]:
        mine, yours = self.subject, self.object
        yield from self.similar
        for code, entry in mine.by_code.items():
            for other in (code, kin_of(code)):
                if other in yours.by_code and share_numbering(entry, yours.by_code[other]):
                    yield code, other
            for cas in cas_of(entry):
                yield from ((code, other) for other in yours.by_cas.get(cas, ()))
            for digest in mine.digests[code]:
                yield from ((code, other) for other in yours.by_digest.get(digest, ()))
        yield from self._by_rare_quantity()

    def _by_rare_quantity(self) -> Iterator[tuple[str, str]]:
        """Yield the entries that alone in their lists, with few others, state a quantity."""
        mine, yours = _by_quantity(self.subject), _by_quantity(self.object)
        for quantity in sorted(mine.keys() & yours.keys()):
            if max(len(mine[quantity]), len(yours[quantity])) <= _RARE_QUANTITY:
                yield from ((one, other) for one in mine[quantity] for other in yours[quantity])

    def _ordered(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return each pair once, those higher in the lists first, without impossible ones."""
        depth, other_depth = self.subject.depth, self.object.depth
        possible = (pair for pair in dict.fromkeys(pairs) if self._is_possible(*pair))
        return sorted(possible, key=lambda p: (depth[p[0]] + other_depth[p[1]], p))

    def _is_possible(self, subject: str, object_: str) -> bool:
        one, other = self.subject.by_code[subject], self.object.by_code[object_]
        if is_heading(one) or is_heading(other):
            return subject == object_ and share_numbering(one, other)
        groups = {one.product_group, other.product_group} - {None}
        return is_item(one) and is_item(other) and len(groups) <= 1

    def _alignment(self, pair: tuple[str, str]) -> Alignment:
        subject, object_ = self.subject.by_code[pair[0]], self.object.by_code[pair[1]]
        similarity = self._similarity(subject, object_)
        grounds: list[Justification] = []
        if is_heading(subject):
            score = _HEADING_SCORE
            grounds.append(Justification.CODE)
        else:
            score = self._score(subject, object_, similarity, grounds)
        self.scores[pair] = min(score, 1.0)
        for end in enumerate(pair):
            self.best[end] = max(self.best.get(end, 0.0), score)
        return Alignment(*pair, score, similarity, tuple(dict.fromkeys(grounds)))

    def _similarity(self, subject: Entry, object_: Entry) -> Similarity | None:
        found = self.similar.get((subject.code, object_.code))
        if self.subject.digests[subject.code] & self.object.digests[object_.code]:
            path = found.path if found else IDENTICAL
            return Similarity(subject.code, object_.code, IDENTICAL, path, numbers=True)
        return found

    def _score(
        self,
        subject: Entry,
        object_: Entry,
        similarity: Similarity | None,
        grounds: list[Justification],
    ) -> float:
        place = self._place(subject, object_)
        code = _code_bonus(subject, object_)
        if code == _CODE and not self._are_partners(subject.parent or "", object_.parent or ""):
            code = _CODE_ASIDE
        if code > 0:
            grounds.append(Justification.CODE)
        if similarity is not None:
            alike = similarity.words == IDENTICAL
            grounds.append(Justification.WORDING if alike else Justification.SIMILARITY)
            score = _WORDS * similarity.words / 100 + _PATH * similarity.path / 100
            if similarity.numbers is not None:
                score += _NUMBERS if similarity.numbers else -_NUMBERS
        elif self.measured and subject.texts and object_.texts:
            score = _UNLIKE
        else:
            score = _CODE_ALONE if subject.code == object_.code and code else _KIN_ALONE
        if place >= ACCEPTED:
            grounds.append(Justification.PLACE)
        score = _by_facts(subject, object_, score + _PLACE * place + code, grounds)
        return max(score, ACCEPTED) if code == _ADOPTED_CODE else score

    def _place(self, subject: Entry, object_: Entry) -> float:
        """Return how well the entries above two entries agree, 0 to 1."""
        above, other = subject.parent, object_.parent
        if above is None or other is None:
            return _OPEN
        mine, yours = self.subject.by_code.get(above), self.object.by_code.get(other)
        if mine is None or yours is None:
            return _OPEN
        if is_heading(mine) and is_heading(yours):
            return 1.0 if above == other else _OPEN
        tops = self.subject.entry_above(above), self.object.entry_above(other)
        score = self.scores.get((above, other), 0.0)
        if not self._are_partners(above, other):
            score *= _FAR
        return max(score, _FAR * self.scores.get(tops, 0.0))

    def _are_partners(self, subject: str, object_: str) -> bool:
        """Tell whether no better counterpart of either entry is known so far."""
        score = self.scores.get((subject, object_), 0.0)
        best = max(self.best.get((0, subject), 0.0), self.best.get((1, object_), 0.0))
        return 0 < score >= best


_WORDS: Final = 0.5
_PATH: Final = 0.2
_PLACE: Final = 0.25
_CODE: Final = 0.1
_CODE_ASIDE: Final = 0.02
_ADOPTED_CODE: Final = 0.2
_NUMBERS: Final = 0.03
_OTHER_CATEGORY: Final = 0.15
_FAR: Final = 0.7
_SAME_REFERENCES: Final = 0.04
_OTHER_REFERENCES: Final = 0.12
_UNLIKE: Final = 0.15
_CODE_ALONE: Final = 0.5
_KIN_ALONE: Final = 0.35
_OPEN: Final = 0.5
_RARE_QUANTITY: Final = 6
_SAME_CHEMICALS: Final = 0.93
_SHARED_CHEMICALS: Final = 0.15
_OTHER_CHEMICALS: Final = 0.3
_SAME_PARAMETERS: Final = 0.06
_SAME_QUANTITIES: Final = 0.03


def _code_bonus(subject: Entry, object_: Entry) -> float:
    """Return what the codes of two entries say for or against their being one item."""
    if subject.code == object_.code and share_numbering(subject, object_):
        if is_adopted_place(subject):
            return _ADOPTED_CODE
        return _CODE if not is_own_series(subject) else 0.0
    if kin_of(subject.code) == object_.code:
        return _CODE
    categories = category_of(subject.code), category_of(object_.code)
    if all(categories) and categories[0] != categories[1]:
        return -_OTHER_CATEGORY
    return 0.0


def _by_facts(subject: Entry, object_: Entry, score: float, grounds: list[Justification]) -> float:
    """Return a score as references, chemicals and parameters mend it."""
    refers, refers_there = refers_of(subject), refers_of(object_)
    if refers and refers_there:
        if refers == refers_there:
            grounds.append(Justification.REFERENCES)
            score += _SAME_REFERENCES
        elif not refers & refers_there:
            score -= _OTHER_REFERENCES
    mine, yours = cas_of(subject), cas_of(object_)
    if mine and yours:
        if not mine & yours:
            return min(score, _OTHER_CHEMICALS)
        grounds.append(Justification.CHEMICALS)
        score = max(score, _SAME_CHEMICALS) if mine == yours else score + _SHARED_CHEMICALS
    limits, others = _limits(subject), _limits(object_)
    if limits and others:
        if limits == others:
            grounds.append(Justification.PARAMETERS)
            score += _SAME_PARAMETERS
        elif {one[0] for one in limits} == {one[0] for one in others}:
            grounds.append(Justification.PARAMETERS)
            score += _SAME_QUANTITIES
    return score


def _limits(entry: Entry) -> frozenset[tuple[str, str, str, str]]:
    found = parameters_of(entry.criterion)
    return frozenset(
        (p.quantity, p.comparator.value, f"{p.value.normalize():f}", p.unit) for p in found
    )


def _by_quantity(side: Side) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code, entry in side.by_code.items():
        for quantity in sorted({p.quantity for p in parameters_of(entry.criterion)}):
            found[quantity].append(code)
    return found


def _ranked(pairs: list[Alignment], subject: Side) -> list[Alignment]:
    """Return the pairs with their ranks, without those far behind on both sides."""
    mine: dict[str, list[Alignment]] = defaultdict(list)
    yours: dict[str, list[Alignment]] = defaultdict(list)
    for one in pairs:
        mine[one.subject].append(one)
        yours[one.object].append(one)
    subject_ranks = dict(_ranks(mine.values()))
    object_ranks = dict(_ranks(yours.values()))
    order = {code: n for n, code in enumerate(subject.by_code)}
    kept = []
    for one in pairs:
        pair = one.subject, one.object
        ranks = subject_ranks[pair], object_ranks[pair]
        near = one.score >= mine[one.subject][0].score - _MARGIN
        near_there = one.score >= yours[one.object][0].score - _MARGIN
        if min(ranks) == 1 or (max(ranks) <= SHOWN and near and near_there):
            kept.append(Alignment(*pair, one.score, one.similarity, one.justifications, *ranks))
    return sorted(kept, key=lambda one: (order[one.subject], one.subject_rank, one.object))


def _ranks(groups: Iterable[list[Alignment]]) -> Iterator[tuple[tuple[str, str], int]]:
    for group in groups:
        group.sort(key=lambda one: (-one.score, one.subject != one.object, one.subject, one.object))
        for rank, one in enumerate(group, 1):
            yield (one.subject, one.object), rank
