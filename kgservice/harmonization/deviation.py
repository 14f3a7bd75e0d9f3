"""How the own words of two entries deviate, and on which parameters that rests."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kgservice.correspondence import Deviation, ParameterPair, Uncertainty
from kgservice.criteria import Connective, Group, Parameter, Role, parameters_of
from kgservice.harmonization.sides import refers_of
from kgservice.harmonization.similarity import IDENTICAL, IN_EFFECT
from kgservice.model import Entry
from kgservice.thresholds.compare import Standing, compare_parameters, describe

_ALIKE: Final = 90
"""From here on the words of two entries say the same, if their numbers do."""


@dataclass(frozen=True, slots=True)
class Deviating:
    """A deviation with what it rests on and what remains uncertain."""

    deviation: Deviation
    rests_on: tuple[ParameterPair, ...] = ()
    uncertainties: tuple[Uncertainty, ...] = ()


def tell_deviation(
    subject: Entry, object_: Entry, words: int | None, numbers: bool | None
) -> Deviating:
    """Tell how an entry deviates from another in its own words.

    :param subject: with its criterion, where its words hold numbers that could be read
    :param object_: the same of the other list
    :param words: similarity of their words, numbers left out; None where it is not known
    :param numbers: whether the numbers printed are the same; None where there are none
    :returns: STRICTER or LOOSER only where every number points the same way, and both rest on the
        same standards
    """
    pairs = tuple(_pairs(subject.criterion, object_.criterion))
    if subject.standards != object_.standards:
        known = (*_doubts(subject, object_, words), Uncertainty.STANDARDS_DIFFER)
        return Deviating(Deviation.INCOMPARABLE, pairs, tuple(dict.fromkeys(known)))
    if words is not None and words >= IN_EFFECT and numbers is not False:
        if refers_of(subject) != refers_of(object_):
            return Deviating(Deviation.INCOMPARABLE, pairs, (Uncertainty.REFERENCES_DIFFER,))
        told = Deviation.IDENTICAL if words == IDENTICAL else Deviation.IN_EFFECT
        return Deviating(told, pairs)
    doubts = list(_doubts(subject, object_, words))
    if numbers is False and not pairs:
        doubts.append(Uncertainty.NUMBERS_UNREAD)
    standing = _standing(subject.criterion, object_.criterion, pairs)
    if Uncertainty.NUMBERS_UNREAD in doubts or standing is None:
        return Deviating(Deviation.INCOMPARABLE, pairs, tuple(dict.fromkeys(doubts)))
    if standing is Standing.SAME:
        alike = words is not None and words >= _ALIKE
        told = Deviation.IN_EFFECT if alike else Deviation.INCOMPARABLE
        return Deviating(told, pairs, tuple(dict.fromkeys(doubts)))
    return Deviating(Deviation(standing.value), pairs, tuple(dict.fromkeys(doubts)))


def _doubts(subject: Entry, object_: Entry, words: int | None) -> Iterator[Uncertainty]:
    if words is None:
        yield Uncertainty.WORDING_UNKNOWN
    elif words < IN_EFFECT:
        yield Uncertainty.WORDING_DIFFERS
    if sorted(subject.unparsed) != sorted(object_.unparsed):
        yield Uncertainty.NUMBERS_UNREAD


def _pairs(
    subject: Parameter | Group | None, object_: Parameter | Group | None
) -> Iterator[ParameterPair]:
    """Yield the parameters of two criteria by quantity and role, those of one quantity in order."""
    mine, yours = _by_quantity(subject), _by_quantity(object_)
    for key in dict.fromkeys((*mine, *yours)):
        ones, others = mine.get(key, []), yours.get(key, [])
        for one, other in zip(ones, others, strict=False):
            found = compare_parameters(one, other)
            yield ParameterPair(one, other, found.standing.value, found.reason)
        for one in ones[len(others) :]:
            told = f"{describe(one)} stands here alone"
            yield ParameterPair(one, None, Standing.INCOMPARABLE.value, told)
        for other in others[len(ones) :]:
            told = f"{describe(other)} stands there alone"
            yield ParameterPair(None, other, Standing.INCOMPARABLE.value, told)


def _by_quantity(
    criterion: Parameter | Group | None,
) -> dict[tuple[str, Role], list[Parameter]]:
    found: dict[tuple[str, Role], list[Parameter]] = defaultdict(list)
    for one in parameters_of(criterion):
        found[one.quantity, one.role].append(one)
    return found


def _standing(
    subject: Parameter | Group | None,
    object_: Parameter | Group | None,
    pairs: tuple[ParameterPair, ...],
) -> Standing | None:
    """Return how all parameters together stand; None where that cannot be told.

    Where one side states a number that the other does not, nothing is told: the other may say the
    same in a defined term.
    """
    joined = _connective(subject)
    if joined is None or joined is not _connective(object_):
        return None
    standings = {pair.standing for pair in pairs if pair.subject and pair.object}
    if not standings or Standing.INCOMPARABLE.value in standings:
        return None
    if any(pair.subject is None or pair.object is None for pair in pairs):
        return None
    return _together(standings)


def _together(standings: set[str]) -> Standing:
    moving = standings - {Standing.SAME.value}
    if not moving:
        return Standing.SAME
    if len(moving) == 1:
        return Standing(moving.pop())
    return Standing.OVERLAPPING


def _connective(criterion: Parameter | Group | None) -> Connective | None:
    """Return by what a flat criterion joins its parameters; None for a tree, a none or a count."""
    if isinstance(criterion, Parameter):
        return Connective.ALL
    if criterion is None or any(isinstance(one, Group) for one in criterion.operands):
        return None
    counts = criterion.connective in (Connective.NONE, Connective.AT_LEAST)
    return None if counts else criterion.connective
