"""Numbers as control lists print them, read as exact decimals.

A list writes ``1,000.5`` or ``1 000,5``: :func:`style_of` tells which from its texts, since one
text alone seldom does.  Powers of ten come raised (``5 x 10⁶``), with a caret, or flattened by
the source (``5 × 106``, ``5 × 10 6``), which is certain after a multiplication sign: no list
multiplies by a hundred and six.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Final

_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_PLAIN: Final = str.maketrans({
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-", "\u2013": "-",
    "\u00ad": " ", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u200b": " ",
    "\u2002": " ", "\u2003": " ", "\n": " ", "\t": " ",
    "μ": "µ", "º": "°", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‘": "'", "’": "'", "•": "·", "⋅": "·", "∙": "·", "Ω": "Ω",
})  # fmt: skip
_COMMA: Final = re.compile(r"(?<![\w.,])\d+,\d{1,2}(?![\d,])(?! ?-)")
_POINT: Final = re.compile(r"(?<![\w.,])\d+\.\d{1,2}(?![\w.,])")
_GROUPED: Final = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_LOOSE: Final = re.compile(r" ?-?\d{1,2}(?!\d)")
_SCALES: Final = {
    "thousand": 10**3, "million": 10**6, "millions": 10**6, "billion": 10**9, "trillion": 10**12,
    "milliard": 10**9, "milliards": 10**9,
}  # fmt: skip
_HUNDREDS: Final = {"hundred": 10**2, "thousand": 10**3}
_WORDS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "sixteen": 16, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "douze": 12, "vingt": 20, "cinquante": 50,
}  # fmt: skip


class Style(StrEnum):
    """Which mark parts the decimals: of ``1,500`` it tells fifteen hundred from one and a half."""

    POINT = "point"
    COMMA = "comma"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text.

    :ivar start: where it begins, its sign too
    :ivar end: the place after it
    :ivar signed: ``-`` or ``±`` as printed before it, or empty
    :ivar certain: False where more than one reading is possible
    :ivar worded: written as a word (``five``)
    :ivar ratio: written as ``10:1``
    """

    value: Decimal
    start: int
    end: int
    signed: str = ""
    certain: bool = True
    worded: bool = False
    ratio: bool = False


def plain(text: str) -> str:
    """Return the text with one sign for each of its look-alikes, character by character.

    Minus signs and hyphens become ``-``, spaces of every kind a space, quotation marks straight
    ones; raised digits stay.  Places in the result are places in the text.
    """
    return text.translate(_PLAIN)


def style_of(texts: Iterable[str]) -> Style:
    """Tell how a list writes decimals, by a count over its texts."""
    comma = point = 0
    for text in texts:
        comma += len(_COMMA.findall(text))
        point += len(_POINT.findall(text)) + len(_GROUPED.findall(text))
    if max(comma, point) < 2 * min(comma, point) or comma == point:
        return Style.UNKNOWN
    return Style.COMMA if comma > point else Style.POINT


def find_numbers(text: str, style: Style) -> Iterator[Number]:
    """Yield the numbers of a text in order.

    :param text: as :func:`plain` returns it
    :param style: of the list it stands in
    :yields: numbers that stand free of letters before them; parts of codes may be among them
    """
    for match in _pattern(style).finditer(text):
        if match["word"]:
            yield _worded(match)
        else:
            yield _number(match, text, style)


def _worded(match: re.Match[str]) -> Number:
    value = _WORDS[match["word"].lower()] + _WORDS.get((match["ones"] or "").lower(), 0)
    times = _HUNDREDS[match["times"].lower()] if match["times"] else 1
    return Number(Decimal(value * times), *match.span(), worded=True)


@cache
def _pattern(style: Style) -> re.Pattern[str]:
    spaced = r"\d{1,3}(?: \d{3})+(?!\d)"
    core = {
        Style.COMMA: rf"{spaced}(?:,\d+)?|\d+(?:[.,]\d+)?",
        Style.POINT: rf"\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|{spaced}(?:\.\d+)?|\d+(?:\.\d+)?"
        rf"|\.\d+",
        Style.UNKNOWN: rf"{spaced}(?:[.,]\d+)?|\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?"
        rf"|\d+(?:[.,]\d+)?",
    }[style]
    power = (
        r"(?:\s?[x×X·*]\s?10(?:(?P<sup>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|\^\(?(?P<caret>[-+]?\d+)\)?"
        r"|\s?(?P<flat>-?\s?[1-9]\d?)(?![\d.,]*\d|-\d)))"
    )
    bare = (
        r"(?P<ten>10(?:(?P<tensup>[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|\^\(?(?P<tencaret>[-+]?\d+)\)?"
        r"|(?P<tenflat>-[1-9]\d?| [1-9]\d?(?! ?%))(?![\d.,]*\d)(?!\w)))"
    )
    hundreds, ones = "|".join(_HUNDREDS), "one|two|three|four|five|six|seven|eight|nine"
    lasting = r"(?= (?:year|month|week|day|hour|minute|second)\b(?!-))"
    words = "|".join(sorted(_WORDS, key=len, reverse=True)).replace("one", f"one{lasting}")
    scales = "|".join(sorted(_SCALES, key=len, reverse=True))
    ratio = r"(?P<ratio>\s?:\s?(?P<to>\d+(?:[ ,]\d{3})*(?:[.,]\d+)?)(?![\d:]))"
    return re.compile(
        rf"(?<![\w.,/$€£])(?<!/\d )(?<![A-Za-zÀ-ÿ)]-)"
        rf"(?P<sign>(?<![\w)])[-+]|(?<=than )- |(?<=to )[-+] |±\s?|\+/- ?)?"
        rf"(?:{bare}|(?P<core>{core})(?:{power}|{ratio}|\s(?P<scale>{scales})\b)?)(?![.,]?\d)"
        rf"|\b(?i:(?P<word>{words})(?:(?<=ty)-(?P<ones>{ones}))?(?:[ -](?P<times>{hundreds}))?)\b"
    )


def _number(match: re.Match[str], text: str, style: Style) -> Number:
    sign = (match["sign"] or "").strip().replace("+/-", "±")
    end = match.end()
    if match["ten"]:
        exponent = match["tensup"] or match["tencaret"] or match["tenflat"].strip()
        value = Decimal(1).scaleb(int(exponent.translate(_SUPERSCRIPTS)))
        # "10-4" and "10 26" are powers only where compared; who reads on decides: see `measures`.
        certain = match["tenflat"] is None
        return Number(value, match.start(), end, sign, certain)
    value, certain = _core(match["core"], style)
    power = match["sup"] or match["caret"] or match["flat"]
    if power:
        value = value.scaleb(int(power.replace(" ", "").translate(_SUPERSCRIPTS)))
    elif match["scale"]:
        value *= _SCALES[match["scale"]]
    elif match["ratio"]:
        return _ratio(value, match, style, certain)
    if text[end : end + 1] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻" and end < len(text):
        certain = False
    if value == 10 and _LOOSE.match(text, end):
        certain = False
    if text[end : end + 1] == "/" and text[end + 1 : end + 2].isdigit():
        certain = False
    signed = -value if sign == "-" else value
    return Number(signed, match.start(), end, sign, certain)


def _ratio(value: Decimal, match: re.Match[str], style: Style, certain: bool) -> Number:
    other, also = _core(match["to"], style)
    quotient = value / other if other else Decimal(0)
    exact = bool(other) and Fraction(quotient) * Fraction(other) == Fraction(value)
    return Number(quotient, match.start(), match.end(), "", certain and also and exact, ratio=True)


def _core(printed: str, style: Style) -> tuple[Decimal, bool]:
    digits = printed.replace(" ", "")
    groups = digits.split(",")
    if style is Style.COMMA:
        ambiguous = "." in digits and len(digits.rpartition(".")[2]) == 3
        return Decimal(digits.replace(",", ".")), not ambiguous
    if style is Style.POINT:
        return Decimal(digits.replace(",", "")), True
    if len(groups) > 2 or ("." in digits and len(groups) == 2):
        return Decimal(digits.replace(",", "")), True
    ambiguous = (
        len(digits.rpartition("," if "," in digits else ".")[2]) == 3 and digits != groups[0]
    )
    return Decimal(digits.replace(",", ".")), not ambiguous
