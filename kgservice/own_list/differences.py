"""What an own entry and its counterpart say differently, in neutral words that name both sides."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kgservice.correspondence import Correspondence, ParameterPair
from kgservice.harmonization.sides import Side, cas_of
from kgservice.harmonization.similarity import IN_EFFECT
from kgservice.model import Edition, Entry, Note
from kgservice.thresholds.compare import Standing, describe

_LONGEST: Final = 4


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different of a pair of entries.

    :ivar here: limits that the own entry states otherwise, or alone
    :ivar there: limits of the counterpart in their place
    :ivar align: a sentence for each thing that differs
    """

    here: tuple[str, ...]
    there: tuple[str, ...]
    align: tuple[str, ...]


class Differences:
    """Tells what paired entries say differently.

    :param own: the own list
    :param other: the edition that it is held against
    :param partners: the counterpart of each own entry that has one
    """

    def __init__(self, own: Side, other: Side, partners: Mapping[str, str]) -> None:
        self._own, self._other, self._partners = own, other, partners
        shared = _languages(own.edition) & _languages(other.edition)
        ones, others = (_comparable(side.edition.notes, shared) for side in (own, other))
        self._notes = ones, others

    def of(self, one: Correspondence) -> Difference:
        """Return what differs of a pair of the same item."""
        mine, yours = self._own.by_code[one.subject], self._other.by_code[one.object]
        limits: list[ParameterPair] = []
        told = [*self._places(mine, yours)]
        if not same_words(mine, yours):
            limits = [pair for pair in one.rests_on if pair.standing != Standing.SAME]
            told += map(_limit, limits)
            told += _words(mine, yours, one, told=bool(limits))
        told += self._note_differences(mine.code, yours.code)
        here = tuple(describe(pair.subject) for pair in limits if pair.subject)
        there = tuple(describe(pair.object) for pair in limits if pair.object)
        return Difference(here, there, tuple(told))

    def _places(self, mine: Entry, yours: Entry) -> Iterator[str]:
        if mine.code != yours.code:
            yield f"the code is {mine.code} here, {yours.code} there"
        if mine.status is not yours.status:
            yield f"the place is {mine.status} here, {yours.status} there"
        above = self._partners.get(mine.parent or "", mine.parent)
        if above != yours.parent and mine.parent != yours.parent:
            here, there = (entry.parent or "no other entry" for entry in (mine, yours))
            yield f"it stands under {here} here, under {there} there"

    def _note_differences(self, mine: str, yours: str) -> Iterator[str]:
        ones, others = self._notes[0].get(mine, []), self._notes[1].get(yours, [])
        here, there = _unmatched(ones, others), _unmatched(others, ones)
        for note in here:
            yield f"{_named(note)} stands here, and not so there"
        for note in there:
            yield f"{_named(note)} stands there, and not so here"


def same_words(one: Entry, other: Entry) -> bool:
    """Tell whether two entries print the same text, or none."""
    ones, others = ({text.digest for text in entry.texts} for entry in (one, other))
    return bool(ones & others) or not (ones or others)


def _limit(pair: ParameterPair) -> str:
    if pair.subject is None or pair.object is None:
        return pair.reason
    one, other = describe(pair.subject), describe(pair.object)
    quantity, _, rest = other.partition(" ")
    there = rest if one.startswith(f"{quantity} ") else other
    return f"the limit is {one} here, {there} there"


def _words(mine: Entry, yours: Entry, one: Correspondence, *, told: bool) -> Iterator[str]:
    """Yield what of two texts differs besides their limits."""
    langs = [sorted({text.lang for text in entry.texts}) for entry in (mine, yours)]
    if all(langs) and not set(langs[0]) & set(langs[1]):
        here, there = (", ".join(lang) for lang in langs)
        yield f"the text is in {here} here, in {there} there, so the words were not compared"
        return
    ones, others = sorted(cas_of(mine) - cas_of(yours)), sorted(cas_of(yours) - cas_of(mine))
    if ones or others:
        here, there = (", ".join(numbers) or "none" for numbers in (ones, others))
        yield f"the CAS number is {here} here, {there} there"
        return
    if not all(langs):
        yield "a text stands here, none there" if langs[0] else "no text stands here, one there"
    elif one.words is None and not told:
        yield "the text is another one here than there, whose words are not held to be compared"
    elif one.words is not None and one.words < IN_EFFECT:
        yield f"the words agree to {one.words} of 100"


def _languages(edition: Edition) -> set[str]:
    return {text.lang for entry in edition.entries for text in entry.texts}


def _comparable(notes: Iterable[Note], langs: set[str]) -> dict[str | None, list[Note]]:
    """Return by their targets the notes with a text in one of some languages."""
    found: dict[str | None, list[Note]] = {}
    for note in notes:
        if any(text.lang in langs for text in note.texts):
            found.setdefault(note.target, []).append(note)
    return found


def _unmatched(notes: list[Note], others: list[Note]) -> list[Note]:
    """Return the notes whose text is not among others, each text as often as it stands there."""
    left = Counter(text.digest for note in others for text in note.texts)
    found = []
    for note in notes:
        known = [text.digest for text in note.texts if left[text.digest]]
        if known:
            left[known[0]] -= 1
        elif note.texts:
            found.append(note)
    return found


def _named(note: Note) -> str:
    mark = note.label if len(note.label.split()) <= _LONGEST else ""
    kind = note.kind.value.replace("-", " ")
    name = mark if mark.strip("0123456789. ") else f"{kind} {mark or note.number}"
    return f"the {name} ({note.polarity})"
