"""What is said of a number by the comparison before it and the one after it."""

import re
from dataclasses import dataclass
from typing import Final

from kgservice.thresholds import phrases
from kgservice.thresholds.language import Language, Sign, sign_of

_WINDOW: Final = 80


@dataclass(frozen=True, slots=True)
class Scan:
    """A text with the patterns of its language."""

    text: str
    language: Language


def sign_before(scan: Scan, place: int) -> tuple[Sign | None, int]:
    """Return the comparison that ends right before a place, and where it begins."""
    for match in scan.language.before.finditer(scan.text, max(0, place - _WINDOW), place):
        spans = phrases.SPAN.match(scan.text, match.start()) or phrases.SPANNING.search(
            scan.text, max(0, match.start() - 12), match.end()
        )
        if not spans and phrases.LEADING.fullmatch(scan.text, match.end(), place):
            return sign_of(match), match.start()
    return None, place


def compared_after(scan: Scan, place: int, code: str) -> tuple[Sign | None, int]:
    """Return the comparison that follows a measure, and the place after all of it."""
    inches = phrases.INCHES.match(scan.text, place) if code == "mm" else None
    whole = after_brackets(scan.text, inches.end() if inches else place)
    whole = whole if whole == place else after_brackets(scan.text, whole)
    noun = phrases.NOUN.match(scan.text, whole) if code == "1" else None
    after, last = sign_after(scan, noun.end() if noun else whole)
    if after is not None:
        return after, last
    return None, place if code == "1" else whole


def sign_after(scan: Scan, place: int) -> tuple[Sign | None, int]:
    """Return the comparison that follows, with few words between, and the place after it."""
    match = scan.language.after.search(scan.text, place, place + 70)
    if match is None:
        return None, place
    between = scan.text[place : match.start()]
    if match.group().lower() in ("minimum", "maximum") and between.strip():
        return None, place
    if not phrases.TAIL.fullmatch(between) or re.search(r"\b(?:and|or|et|ou)\b", between):
        return None, place
    return sign_of(match), match.end()


def agreed_sign(before: Sign | None, after: Sign) -> Sign | None:
    """Return the sign of a number with a comparison on both sides; None where they differ."""
    if before in (None, Sign.EQUAL, after):
        return after
    return None


def after_each(scan: Scan, place: int) -> int | None:
    """Return the place after ``per pulse`` and the like; None where the unit goes on."""
    compound = phrases.PER.match(scan.text, place)
    if compound is None:
        return place
    each = scan.language.each.match(scan.text, compound.end())
    return each.end() if each else None


def after_brackets(text: str, place: int) -> int:
    """Return the place after an equivalent in brackets: ``(68.9 bar)``, ``(30 gallons)``."""
    match = phrases.INSIDE.match(text, place)
    if match is None:
        return place
    depth, end = 1, match.end()
    while end < len(text) and depth:
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    inside = text[match.end() : end - 1]
    starts = re.match(
        r"\s*(?:approx\w*\.? |about |or |i\.e\.,? |DN |NPS |calib(?:re|er) )?[-+±~]?[\d.]", inside
    )
    named = re.fullmatch(r"[^()\d]{1,30}", inside)
    return end if depth == 0 and (starts or named or "¤" in inside) else place
