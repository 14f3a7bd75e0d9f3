"""The numbers of a text that limit something: each with its unit and its comparison.

What is no limit is passed over: codes, standards, dates, counts such as "two or more of the
following", reference levels of decibels, and the same value again in a second unit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kgservice.thresholds.language import Language, Sign, sign_of
from kgservice.thresholds.numbers import Number, Style, find_numbers
from kgservice.thresholds.spellings import unit_at

_MASKED: Final = re.compile(
    r"\(\s*(?:re|ref\.?|reference|referenced to)\b[^()]*\)|\bre:? 1 µPa(?: at 1 m)?"
    r"|\b3 ?dB(?= \w*[ -]?(?:resolution|bandwidth|frequency|points?|real|beam|width))"
    r"|(?<=upper )3 ?dB"
    r"|\b\d[A-E](?:\d{3})?(?![\w-])|\((?:e\.g\.|for example|i\.e\.|see|par exemple"
    r"|p\. ex\.)[^()]*\)"
    r"|\b(?:ISO|IEC|IEEE|ASTM|MIL|EN|DIN|JIS|ANSI|ABMA|NIJ|ITU|ETSI|INFCIRC|STANAG|SAE|AMS|OACI"
    r"|ICAO)"
    r"[-/ ](?:STD|DTL|PRF|TR|TS|R)?[-\w./]*\d[\w.:/()-]*"
    r"|\b(?:Category|Categories|Part|Parts|Note|Notes|Table|Annex|Article|Schedule|Chapter|Group"
    r"|Section|Class|Type|Step|Figure"
    r"|Order|Supplement(?: No\.)?|paragraphs?|Cat(?:\.|égorie)|No\.|Level|Tolerance Class"
    r"|Col(?:umn|onne))\s\d[\w.()-]*"
    r"|\b[A-Z][a-z]+ \d{2,3}m?(?= \([A-Z][a-z]? ?\d)|\([A-Z][a-z]? ?\d{2,3}m?\)"
    r"|§+\s?[\d.]+(?:\([\w]+\))*|\b\d+ CFR\b|\b[12]\d{3}/\d+/[A-Z]+|\bCAS[\s\d()-]+",
)  # fmt: skip
_FORMULA: Final = re.compile(
    r"\s*(?:parts? in\b|parties? (?:sur|par)\b|[+*/×÷^]\s*[(\w√]|x\s+[A-Z(]|·\s*[A-Z(]|- ?[A-Z(]"
    r"|divided\b|times\b|multiplied\b|log"
    r"|plus or minus|div[ié]s|\^)"
)
_PER: Final = re.compile(r"\s?(?:/|per |par )\s?(?=[A-Za-zÀ-ÿ(°])")
_FOLLOWED: Final = re.compile(
    r"\s*(?:of|or more of|or both of|des|ou plusieurs des) (?:the |these )?(?:following|items"
    r"|above|suivant|éléments)",
    re.IGNORECASE,
)
_INCHES: Final = re.compile(r"\s(?:or|ou)\s\d[\d.,]*\s?(?:\"|in(?:ch(?:es)?|\.)?\b)")
_INSIDE: Final = re.compile(r"\s*\(")
_LEADING: Final = re.compile(
    r"(?:\s*(?:an?|the|of|any|only|its?|de|un|une|either|rms|par)\b)*\s*[(\[]?\s*", re.IGNORECASE
)
_QUOTED: Final = r"""(?:\(?["'][^"']{1,30}["']\)?\s?)+(?:rate)?"""
_TAIL: Final = re.compile(
    rf"[\s,]*(?:measured (?:\w+ ?){{1,3}}|[\w₀-₉]+ content|(?:in|by|of|at|per|en"
    rf"|de) (?:\w+ ?){{1,4}}"
    rf"|{_QUOTED}|rms|thick|wide|long|high|deep|peak|(?:outside |inside )?(?:diameter|length"
    rf"|width|thickness|height)|\((?:rms|peak)\))?[\s,]*",
    re.IGNORECASE,
)
_GRAVITY: Final = re.compile(
    r"accelerat|vibr|bias|acceleromet|\bshock|\bload factor|g-?level|linear", re.IGNORECASE
)
_CALIBRE: Final = re.compile(r"\s?(?:inch )?(?:caliber|calibre|cal\.)\s*\(\s*", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s?(?:and|to|-|–|through|à|et)\s?")
_PER_TIME: Final = re.compile(r"\s(?:of|de|d')\s?[\w' -]{1,25}?\s(?:per|par)\b")
_LASTING: Final = re.compile(
    r"(?<=\bone) (?:year|month|week|day|hour|minute|second)\b(?!-)"
    r"| (?:years|months|weeks|days|hours|minutes|seconds)\b",
    re.IGNORECASE,
)
_POWERED: Final = re.compile(r" ?[2-4](?=[;,.)\s]|$)(?! ?(?:or|and|mm|cm|m|axes)\b)")
_GOES_ON: Final = re.compile(r"[\s·]?[A-Za-zµ]{1,3}⁻[¹²³]|\s(?:sec|cos|sin|tan) ?\(")
_WINDOW: Final = 80
_SPAN: Final = re.compile(r"(?:over|above|within|under) an? ", re.IGNORECASE)
_NOUN: Final = re.compile(r" [a-z]+(?: [a-z]+)?(?= (?:or|ou) )")


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


@dataclass(frozen=True, slots=True)
class _Scan:
    """A text with the patterns of its language."""

    text: str
    language: Language


def mask(text: str) -> str:
    """Return the text with what is no limit blotted out, place by place."""
    return _MASKED.sub(lambda match: "¤" * len(match.group()), text)


def find_measures(text: str, printed: str, language: Language, style: Style) -> list[Measure]:
    """Return the measures of a text.

    :param text: plain and masked
    :param printed: the text as printed, of the same length
    :param language: of the text
    :param style: how its list writes decimals
    :returns: in order, without equivalents in brackets
    """
    scan = _Scan(text, language)
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
            if found and _CALIBRE.fullmatch(text, found[-1].number.end, measure.start):
                measure = _of_calibre(scan, found.pop(), measure)
            elif found and _lends(text, found[-1], measure):
                bare = [found.pop().number]
            found += _borrowed(scan, printed, bare, measure)
            found.append(measure)
            bare = []
    return found


def _measure(scan: _Scan, printed: str, number: Number) -> Measure | None:
    """Return the number with its unit and comparison; None where it has neither."""
    text = scan.text
    sign, start = _sign_before(scan, number.start)
    found = _united(text, number, start)
    if found is None:
        return None
    value, code, kind, unit_end = found
    certain = number.certain
    end = _after_each(scan, unit_end) if code != "1" else unit_end
    if code != "1" and (_POWERED.match(text, unit_end) or _PER_TIME.match(text, unit_end)):
        certain = False
    bracketed = _after_brackets(text, unit_end)
    apart = bracketed != unit_end and _after_each(scan, bracketed) is None
    open_unit = apart or end is None or _GOES_ON.match(text, unit_end)
    if open_unit or _FORMULA.match(text, end or 0) or _is_formula_before(text, start, number.start):
        certain = False
    after, whole = _compared_after(scan, end or unit_end, code)
    if after is not None:
        agreed = _agreed(sign, after)
        certain = certain and agreed is not None
        sign = agreed or after
    certain = certain or (end is not None and _is_flat_power(text, number, sign))
    if code == "1" and sign is None:
        return None
    written = printed[number.start : unit_end]
    return Measure(value, code, kind, start, whole, written, sign, certain, number, unit_end)


def _united(text: str, number: Number, start: int) -> tuple[Decimal, str, str, int] | None:
    """Return value, unit, kind and the place after the unit; None for what is no measure."""
    measured = not number.worded or _LASTING.match(text, number.end)
    unit = unit_at(text, number.end) if measured else None
    if unit is not None:
        code, kind, end = unit[0].ucum, unit[0].kind, unit[2]
        if code == "g" and _is_gravity(text, start, end):
            code, kind = "[g]", "acceleration"
        return _multiplied(number.value, unit[1]), code, kind, end
    if text[number.end : number.end + 1].isalpha() or _FOLLOWED.match(text, number.end):
        return None
    return number.value, "1", "number", number.end


def _multiplied(value: Decimal, times: int) -> Decimal:
    """Return a value in the unit itself: 1.3 GSPS as 1300000000, without places."""
    if times == 1:
        return value
    whole = value * times
    return whole.quantize(Decimal(1)) if whole == whole.to_integral_value() else whole


def _after_each(scan: _Scan, place: int) -> int | None:
    """Return the place after ``per pulse`` and the like; None where the unit goes on."""
    compound = _PER.match(scan.text, place)
    if compound is None:
        return place
    each = scan.language.each.match(scan.text, compound.end())
    return each.end() if each else None


def _compared_after(scan: _Scan, place: int, code: str) -> tuple[Sign | None, int]:
    """Return the comparison that follows a measure, and the place after all of it."""
    inches = _INCHES.match(scan.text, place) if code == "mm" else None
    whole = _after_brackets(scan.text, inches.end() if inches else place)
    whole = whole if whole == place else _after_brackets(scan.text, whole)
    noun = _NOUN.match(scan.text, whole) if code == "1" else None
    after, last = _sign_after(scan, noun.end() if noun else whole)
    if after is not None:
        return after, last
    return None, place if code == "1" else whole


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
    return bool(_GRAVITY.search(text[max(0, start - 60) : start]))


def _sign_before(scan: _Scan, place: int) -> tuple[Sign | None, int]:
    """Return the comparison that ends right before a place, and where it begins."""
    for match in scan.language.before.finditer(scan.text, max(0, place - _WINDOW), place):
        spans = _SPAN.match(scan.text, match.start())
        if not spans and _LEADING.fullmatch(scan.text, match.end(), place):
            return sign_of(match), match.start()
    return None, place


def _sign_after(scan: _Scan, place: int) -> tuple[Sign | None, int]:
    """Return the comparison that follows, with few words between, and the place after it."""
    match = scan.language.after.search(scan.text, place, place + 70)
    if match is None:
        return None, place
    between = scan.text[place : match.start()]
    if match.group().lower() in ("minimum", "maximum") and between.strip():
        return None, place
    if not _TAIL.fullmatch(between) or re.search(r"\b(?:and|or|et|ou)\b", between):
        return None, place
    return sign_of(match), match.end()


def _agreed(before: Sign | None, after: Sign) -> Sign | None:
    """Return the sign of a number with a comparison on both sides; None where they differ."""
    if before in (None, Sign.EQUAL, after):
        return after
    return None


def _after_brackets(text: str, place: int) -> int:
    """Return the place after an equivalent in brackets: ``(68.9 bar)``, ``(30 gallons)``."""
    match = _INSIDE.match(text, place)
    if match is None:
        return place
    depth, end = 1, match.end()
    while end < len(text) and depth:
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    inside = text[match.end() : end - 1]
    starts = re.match(r"\s*(?:approx\w*\.? |about |or |i\.e\.,? |DN |NPS )?[-±~]?[\d.]", inside)
    named = re.fullmatch(r"[^()\d]{1,30}", inside)
    return end if depth == 0 and (starts or named or "¤" in inside) else place


def _of_calibre(scan: _Scan, inch: Measure, metric: Measure) -> Measure:
    """Return the metric measure of a calibre with the comparison of the one in inches.

    ``less than .50 caliber (12.7 mm)`` and ``.50 caliber (12.7 mm) or less`` limit 12.7 mm.
    """
    after, end = _sign_after(scan, metric.end + 1)
    sign = after or inch.sign
    return replace(metric, sign=sign, start=inch.start, end=end)


def _lends(text: str, earlier: Measure, measure: Measure) -> bool:
    """Tell whether a number without unit has that of the next: ``between 75 and 650 mm``."""
    apart = earlier.number.end, measure.number.start
    return earlier.unit == "1" != measure.unit and bool(_BETWEEN.fullmatch(text, *apart))


def _borrowed(scan: _Scan, printed: str, bare: list[Number], measure: Measure) -> Iterator[Measure]:
    """Yield a number without unit that stands before one with: ``75 and 650 mm``."""
    if not bare or measure.unit == "1":
        return
    number = bare[-1]
    if not _BETWEEN.fullmatch(scan.text, number.end, measure.number.start):
        return
    sign, start = _sign_before(scan, number.start)
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
