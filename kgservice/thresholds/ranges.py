"""Two bounds of one quantity put together: ``exceeding 2 m but not exceeding 4 m``."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from kgservice.thresholds import phrases
from kgservice.thresholds.language import Language, Sign
from kgservice.thresholds.measures import Measure
from kgservice.thresholds.units import scale_of

_UPWARD: Final = (Sign.GREATER, Sign.GREATER_OR_EQUAL)
_DOWNWARD: Final = (Sign.LESS, Sign.LESS_OR_EQUAL)
_VAGUE: Final = ("mo", "a")
"""Months and years, which are no exact number of days."""
_LONGEST: Final = 8
_WITHIN: Final = ("within", "à l'intérieur")
_OPEN: Final = (Sign.GREATER, Sign.LESS)
_OPENED: Final = (Sign.GREATER_OR_EQUAL, Sign.GREATER)
_TO: Final = ("to", "-", "–", "and", "à", "et", "through", "up to", "jusqu'à", "")


def join_bounds(
    measures: list[Measure], text: str, printed: str, language: Language
) -> list[Measure]:
    """Put the two bounds of a limit together.

    :param measures: in order
    :param text: plain and masked
    :param printed: of the same length
    :param language: of the text
    :returns: the measures, each two-sided limit as one
    """
    found: list[Measure] = []
    for measure in measures:
        partner = _partner(found, measure, text, language)
        if partner is None:
            found.append(measure)
            continue
        whole = _joined(found[partner], measure, text, printed)
        if whole is None:
            found.append(measure)
        else:
            found[partner] = whole
    return [_lonely(measure) for measure in found]


def _partner(found: list[Measure], measure: Measure, text: str, language: Language) -> int | None:
    """Return the place of the earlier bound; a condition may stand between."""
    if not found:
        return None
    if _is_chain(found[-1], measure, text):
        return len(found) - 1
    if not language.joint.fullmatch(text, found[-1].end, measure.start):
        return None
    places = [len(found) - 1]
    if len(found) > 1 and found[-1].sign in (None, Sign.EQUAL):
        places.append(len(found) - 2)
    for place in places:
        earlier = found[place]
        if earlier.upper is None and earlier.kind == measure.kind and earlier.unit != "1":
            return place
        if earlier.upper is None and earlier.unit == measure.unit == "1":
            return place
    return None


def _is_chain(earlier: Measure, later: Measure, text: str) -> bool:
    """Tell the bounds of one symbol: ``10 Hz ≤ F ≤ 10 kHz``."""
    kinds = earlier.kind == later.kind and earlier.sign is None and earlier.upper is None
    return kinds and bool(phrases.CHAIN.fullmatch(text, earlier.unit_end, later.start))


def _joined(earlier: Measure, later: Measure, text: str, printed: str) -> Measure | None:
    signs = earlier.sign, later.sign
    between = text[earlier.end : later.start].strip(" ,").lower()
    ranged = between in _TO and between not in ("and", "et", "")
    if signs[0] in _UPWARD and signs[1] in _DOWNWARD:
        low, high = earlier, later
    elif signs[0] in _DOWNWARD and signs[1] in _UPWARD:
        low, high = later, earlier
    elif signs[1] in _DOWNWARD and _is_chain(earlier, later, text):
        low, high = replace(earlier, sign=_OPENED["<" in between]), later
    elif signs[0] is Sign.BETWEEN and signs[1] is None and between in _TO:
        low, high = earlier, later
    elif ranged and signs[1] is None and _spans(earlier, text):
        low, high = earlier, later
    elif signs[0] in (None, Sign.GREATER) and signs[1] in (None, Sign.LESS_OR_EQUAL):
        if between not in _TO or between in ("and", "et") or (signs[1] is None and not between):
            return None
        low, high = earlier, later
    else:
        return None
    value, upper = _in_unit(low, earlier.unit), _in_unit(high, earlier.unit)
    if value is None or upper is None or value >= upper:
        return None
    start, end = earlier.number.start, later.unit_end
    return replace(
        earlier,
        value=value,
        upper=upper,
        middle=earlier.end,
        end=later.end,
        unit_end=later.unit_end,
        written=_phrase(printed[start:end], earlier, later),
        sign=Sign.BETWEEN,
        certain=earlier.certain and later.certain,
        lower_open=low.sign in _OPEN,
        upper_open=high.sign in _OPEN,
    )


def _spans(measure: Measure, text: str) -> bool:
    """Tell whether the first bound of a range follows ``at least`` or ``within``."""
    within = text[measure.start : measure.number.start].lower().startswith(_WITHIN)
    return measure.sign is Sign.GREATER_OR_EQUAL or within


def _phrase(printed: str, earlier: Measure, later: Measure) -> str:
    """Return the phrase of a range; of bounds that words stand between only the two numbers."""
    short = len(printed.split()) <= _LONGEST
    return printed if short else f"{earlier.written} … {later.written}"


def _in_unit(measure: Measure, unit: str) -> Decimal | None:
    """Return a value in another unit of its kind, where that is exact."""
    if measure.unit == unit:
        return measure.value
    own, other = scale_of(measure.unit), scale_of(unit)
    if own is None or other is None or own.offset or other.offset or measure.unit in _VAGUE:
        return None
    if unit in _VAGUE:
        return None
    exact = own.factor / other.factor
    value = measure.value * exact.numerator / exact.denominator
    return value if value * exact.denominator == measure.value * exact.numerator else None


def _lonely(measure: Measure) -> Measure:
    """Return a measure that says ``between`` and has one bound as uncertain."""
    if measure.sign is Sign.BETWEEN and measure.upper is None:
        return replace(measure, certain=False)
    return measure
