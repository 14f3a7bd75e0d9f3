"""How alike two editions' wordings are: numbers for pairs of entries, and no text.

Candidates come from an index of rare words over each entry with the words above it; of those the
entry's own words are compared by rapidfuzz.  The result is a fact of the two editions' texts, so it
can be kept where the texts themselves cannot.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from kgservice.harmonization.spelling import Wording, word
from kgservice.model import Edition, Entry, Level, Status

Progress = Callable[[int, int], None]
"""Called with how many entries are done, and of how many."""
IDENTICAL: Final = 100
"""The words are the same but for spelling and punctuation."""
IN_EFFECT: Final = 99
"""The words are the same but for those that lists use as each pleases."""
_BELOW: Final = 98
_SURE: Final = 85
_NUMBERS: Final = 10
_KEPT: Final = 3
"""How many candidates of an entry are kept besides the one of the same code."""
_RETRIEVED: Final = 6
_RARE: Final = 14
_COMMON: Final = 600
_LEAST_WORDS: Final = 55
_LEAST_PATH: Final = 75
_FEW: Final = 35
_EVERY: Final = 500


@dataclass(frozen=True, slots=True)
class Similarity:
    """How alike two entries' wordings are.

    :ivar first: a code of the first edition
    :ivar second: a code of the second edition
    :ivar words: of the entries' own words, numbers left out, 0 to 100; see :data:`IDENTICAL` and
        :data:`IN_EFFECT`
    :ivar path: of the words together with those of the entries above, 0 to 100
    :ivar numbers: whether the same numbers stand in both, in the same order; None where in neither
    """

    first: str
    second: str
    words: int
    path: int
    numbers: bool | None


def measure_similarity(
    first: Edition, second: Edition, progress: Progress = lambda done, of: None
) -> tuple[Similarity, ...]:
    """Compare the wordings of two editions that hold texts.

    :param first: an edition; entries without text take no part
    :param second: an edition of another list, in a language of the first
    :param progress: called now and then
    :returns: sorted by codes: of each entry its few most similar ones, and always the pair of the
        same code
    """
    lang = _common_language(first, second)
    if lang is None:
        return ()
    one, other = _Texts(first, lang), _Texts(second, lang)
    weights = _weights((one, other))
    for texts in (one, other):
        texts.weigh(weights)
    pairs = dict.fromkeys((code, code) for code in one.paths if code in other.paths)
    steps = _Steps(len(one.paths) + len(other.paths), progress)
    for code, path in one.paths.items():
        pairs.update(dict.fromkeys((code, match) for match in other.nearest(path, weights)))
        steps.step()
    for code, path in other.paths.items():
        pairs.update(dict.fromkeys((match, code) for match in one.nearest(path, weights)))
        steps.step()
    return tuple(_kept(_similarity(one, other, pair, weights) for pair in pairs))


@dataclass(slots=True)
class _Steps:
    """Counts what is done and reports now and then."""

    total: int
    progress: Progress
    done: int = 0

    def step(self) -> None:
        self.done += 1
        if self.done % _EVERY == 0 or self.done == self.total:
            self.progress(self.done, self.total)


class _Texts:
    """An edition's wordings, and an index of the words of each entry with those above it."""

    def __init__(self, edition: Edition, lang: str) -> None:
        by_code = {entry.code: entry for entry in edition.entries}
        self.own = {entry.code: word(_text(entry, lang)) for entry in edition.entries}
        self.paths: dict[str, frozenset[str]] = {}
        for entry in edition.entries:
            self._add_path(entry, by_code)
        for entry in edition.entries:
            if entry.status is Status.RESERVED or not self.own[entry.code].plain:
                self.paths.pop(entry.code, None)
        self._norms: dict[str, float] = {}
        self._postings: dict[str, list[str]] = defaultdict(list)

    def _add_path(self, entry: Entry, by_code: Mapping[str, Entry]) -> None:
        if entry.code in self.paths:
            return
        self.paths[entry.code] = frozenset(self.own[entry.code].bare)
        above = by_code.get(entry.parent) if entry.parent else None
        if above is not None and above.level not in (Level.CATEGORY, Level.PRODUCT_GROUP):
            self._add_path(above, by_code)
            self.paths[entry.code] |= self.paths[above.code]

    def weigh(self, weights: Mapping[str, float]) -> None:
        """Make the index, once the words of both editions are weighed."""
        for code, path in self.paths.items():
            self._norms[code] = _norm(path, weights)
            for token in path:
                self._postings[token].append(code)

    def nearest(self, path: frozenset[str], weights: Mapping[str, float]) -> list[str]:
        """Return the few entries that share most of the rare words of a path."""
        scores: dict[str, float] = defaultdict(float)
        for token in sorted(path, key=lambda t: (-weights[t], t))[:_RARE]:
            postings = self._postings.get(token, ())
            if len(postings) <= _COMMON:
                weight = weights[token]
                for code in postings:
                    scores[code] += weight
        norms = self._norms
        order = heapq.nsmallest(
            _RETRIEVED, scores, key=lambda code: (-scores[code] / norms[code], code)
        )
        return order

    def norm(self, code: str) -> float:
        """Return the length of an entry's path as a vector of weighed words."""
        return self._norms[code]


def _common_language(first: Edition, second: Edition) -> str | None:
    shared = _languages(first) & _languages(second)
    return "en" if "en" in shared else min(shared, default=None)


def _languages(edition: Edition) -> set[str]:
    texts = (text for entry in edition.entries for text in entry.texts)
    return {text.lang for text in texts if text.value is not None}


def _text(entry: Entry, lang: str) -> str:
    return next((text.value or "" for text in entry.texts if text.lang == lang), "")


def _weights(editions: Iterable[_Texts]) -> dict[str, float]:
    """Return of each word the square of its inverse document frequency."""
    held = Counter(token for texts in editions for path in texts.paths.values() for token in path)
    total = len(held) + 1
    return {token: math.log(1 + total / count) ** 2 for token, count in held.items()}


def _norm(path: Iterable[str], weights: Mapping[str, float]) -> float:
    return math.sqrt(math.fsum(weights[token] for token in path)) or 1.0


def _similarity(
    one: _Texts, other: _Texts, pair: tuple[str, str], weights: Mapping[str, float]
) -> Similarity:
    first, second = pair
    words, numbers = compare_wordings(one.own[first], other.own[second])
    shared = math.fsum(weights[token] for token in one.paths[first] & other.paths[second])
    path = shared / (one.norm(first) * other.norm(second))
    return Similarity(first, second, words, round(100 * path), numbers)


def compare_wordings(one: Wording, other: Wording) -> tuple[int, bool | None]:
    """Return the similarity of two wordings' words, 0 to 100, and whether the numbers agree."""
    numbers = one.numbers == other.numbers if one.numbers or other.numbers else None
    if "".join(one.plain) == "".join(other.plain):
        return IDENTICAL, numbers
    if one.bare and "".join(one.bare) == "".join(other.bare):
        return IN_EFFECT, numbers
    ratio = Indel.normalized_similarity(" ".join(one.bare), " ".join(other.bare))
    return min(_BELOW, round(100 * ratio)), numbers


def _kept(found: Iterable[Similarity]) -> Iterator[Similarity]:
    """Yield of each entry its most similar ones, and the pairs of the same code."""
    firsts: dict[str, list[Similarity]] = defaultdict(list)
    seconds: dict[str, list[Similarity]] = defaultdict(list)
    kept: set[Similarity] = set()
    for one in found:
        if one.first == one.second:
            kept.add(one)
        elif one.words >= _LEAST_WORDS or (one.path >= _LEAST_PATH and one.words >= _FEW):
            firsts[one.first].append(one)
            seconds[one.second].append(one)
    for group in (*firsts.values(), *seconds.values()):
        group.sort(key=_order)
        sure = group[0].words >= IN_EFFECT and group[0].path >= _SURE
        kept.update(one for one in group[:_KEPT] if one.words >= IN_EFFECT or not sure)
    yield from sorted(kept, key=lambda one: (one.first, one.second))


def _order(one: Similarity) -> tuple[int, str, str]:
    """Return a key that sorts the most similar first; equal numbers decide between siblings."""
    return -(one.words + one.path + (_NUMBERS if one.numbers else 0)), one.first, one.second
