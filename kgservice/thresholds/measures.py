"""The numbers of a text that limit something: each with its unit and its comparison.

What is no limit is passed over: codes, standards, dates, counts such as "two or more of the
following", reference levels of decibels, and the same value again in a second unit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from kgservice.thresholds import phrases
from kgservice.thresholds.language import Language, Sign
from kgservice.thresholds.numbers import Number, Style, find_numbers
from kgservice.thresholds.signs import (
    Scan,
    after_brackets,
    after_each,
    agreed_sign,
    compared_after,
    sign_after,
    sign_before,
)
from kgservice.thresholds.spellings import unit_at


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that limits something.

    :ivar value: in ``unit``; of a range the lower bound, where ``upper`` is its higher
    :ivar unit: UCUM code, ``1`` for a plain number
    :ivar kind: of the unit; ``number`` for a plain one
    :ivar start: where its comparison begins, or the number where none stands before it
    :ivar end: the place after all that belongs to it
    :ivar written: the number phrase as printed
    :ivar sign: what the words around it say
    :ivar certain: False where it must not be read
    :ivar unit_end: the place after number and unit
    :ivar middle: of a range the place after its first bound
    """

    value: Decimal
    unit: str
    kind: str
    start: int
    end: int
    written: str
    sign: Sign | None
    certain: bool
    number: Number
    unit_end: int
    upper: Decimal | None = None
    middle: int = 0
    lower_open: bool = False
    upper_open: bool = False


def find_measures(text: str, printed: str, language: Language, style: Style) -> list[Measure]:
    """Return the measures of a text.

    :param text: plain and masked
    :param printed: the text as printed, of the same length
    :param language: of the text
    :param style: how its list writes decimals
    :returns: in order, without equivalents in brackets
    """
    scan = Scan(text, language)
    found: list[Measure] = []
    bare: list[Number] = []
    for number in find_numbers(text, style):
        if found and number.start < found[-1].end:
            continue
        measure = _measure(scan, printed, number)
        if measure is None:
            bare.append(number)
        else:
            if bare and text[bare[-1].end : number.start].strip() == "±":
                setting = bare.pop()
                measure = replace(measure, value=setting.value, start=setting.start, number=setting)
            if found and phrases.CALIBRE.fullmatch(text, found[-1].number.end, measure.start):
                measure = _of_calibre(scan, found.pop(), measure)
            elif found and _lends(text, found[-1], measure):
                bare = [found.pop().number]
            found += _borrowed(scan, printed, bare, measure)
            found.append(measure)
            bare = []
    return found


def _measure(scan: Scan, printed: str, number: Number) -> Measure | None:
    """Return the number with its unit and comparison; None where it has neither."""
    text = scan.text
    mach = phrases.MACH.search(text, max(0, number.start - 17), number.start)
    sign, start = sign_before(scan, mach.start() if mach else number.start)
    found = _united(text, number, start)
    if found is None:
        return None
    value, code, kind, unit_end = found
    if mach and code == "1":
        code, kind = "{Mach}", "mach"
    certain = number.certain
    end = after_each(scan, unit_end) if code != "1" else unit_end
    if code != "1" and (
        phrases.POWERED.match(text, unit_end) or phrases.PER_TIME.match(text, unit_end)
    ):
        certain = False
    bracketed = after_brackets(text, unit_end)
    apart = bracketed != unit_end and after_each(scan, bracketed) is None
    open_unit = apart or end is None or phrases.GOES_ON.match(text, unit_end)
    if (
        open_unit
        or phrases.FORMULA.match(text, end or 0)
        or _is_formula_before(text, start, number.start)
    ):
        certain = False
    after, whole = compared_after(scan, end or unit_end, code)
    if after is not None:
        agreed = agreed_sign(sign, after)
        certain = certain and agreed is not None
        sign = agreed or after
    if phrases.AGED.match(text, unit_end):
        certain = False
    certain = certain or (end is not None and _is_flat_power(text, number, sign))
    if code == "1" and sign is None:
        return None
    written = printed[number.start : unit_end]
    return Measure(value, code, kind, start, whole, written, sign, certain, number, unit_end)


def _united(text: str, number: Number, start: int) -> tuple[Decimal, str, str, int] | None:
    """Return value, unit, kind and the place after the unit; None for what is no measure."""
    unit = unit_at(text, number.end)
    if unit is not None and number.worded and not _is_worded(text, number.end, unit[2]):
        unit = None
    if unit is not None:
        code, kind, end = unit[0].ucum, unit[0].kind, unit[2]
        if code == "g" and _is_gravity(text, start, end):
            code, kind = "[g]", "acceleration"
        return _multiplied(number.value, unit[1]), code, kind, end
    if text[number.end : number.end + 1].isalpha() or phrases.FOLLOWED.match(text, number.end):
        return None
    return number.value, "1", "number", number.end


def _is_worded(text: str, start: int, end: int) -> bool:
    """Tell whether a unit is one that a number in words may have: ``two litres per minute``."""
    if phrases.FREEDOM.match(text, start):
        return False
    spelled = phrases.SPELLED.fullmatch(text, start, end)
    return bool(phrases.LASTING.match(text, start) or spelled)


def _multiplied(value: Decimal, times: int) -> Decimal:
    """Return a value in the unit itself: 1.3 GSPS as 1300000000, without places."""
    if times == 1:
        return value
    whole = value * times
    return whole.quantize(Decimal(1)) if whole == whole.to_integral_value() else whole


def _is_flat_power(text: str, number: Number, sign: Sign | None) -> bool:
    """Tell a flattened ``10-4`` from a range: one bound that is compared is no range."""
    one_sided = sign in (Sign.GREATER, Sign.GREATER_OR_EQUAL, Sign.LESS, Sign.LESS_OR_EQUAL)
    return one_sided and text[number.start : number.end].startswith(("10-", "10 "))


def _is_formula_before(text: str, start: int, number: int) -> bool:
    """Tell a comparison with a bracketed formula, or a number that a factor precedes."""
    return bool(start != number and re.search(r"[(\[]\s*$", text[start:number]))


def _is_gravity(text: str, start: int, end: int) -> bool:
    if re.match(r" ?\(?(?:rms|r\.m\.s|peak|environment)", text[end : end + 13], re.IGNORECASE):
        return True
    before = text[max(0, start - 60) : start]
    if phrases.MASSES.search(before):
        return False
    return bool(phrases.GRAVITY.search(before) or phrases.INERTIAL.match(text))


def _of_calibre(scan: Scan, inch: Measure, metric: Measure) -> Measure:
    """Return the metric measure of a calibre with the comparison of the one in inches.

    ``less than .50 caliber (12.7 mm)`` and ``.50 caliber (12.7 mm) or less`` limit 12.7 mm.
    """
    after, end = sign_after(scan, metric.end + 1)
    sign = after or inch.sign
    return replace(metric, sign=sign, start=inch.start, end=end)


def _lends(text: str, earlier: Measure, measure: Measure) -> bool:
    """Tell whether a number without unit has that of the next: ``between 75 and 650 mm``."""
    apart = earlier.number.end, measure.number.start
    return earlier.unit == "1" != measure.unit and bool(phrases.BETWEEN.fullmatch(text, *apart))


def _borrowed(scan: Scan, printed: str, bare: list[Number], measure: Measure) -> Iterator[Measure]:
    """Yield a number without unit that stands before one with: ``75 and 650 mm``."""
    if not bare or measure.unit == "1":
        return
    number = bare[-1]
    if not phrases.BETWEEN.fullmatch(scan.text, number.end, measure.number.start):
        return
    sign, start = sign_before(scan, number.start)
    factor = measure.value / measure.number.value if measure.number.value else Decimal(1)
    yield replace(
        measure,
        value=number.value * factor,
        start=start,
        end=number.end,
        written=printed[number.start : number.end],
        sign=sign,
        certain=number.certain,
        number=number,
        unit_end=number.end,
    )
