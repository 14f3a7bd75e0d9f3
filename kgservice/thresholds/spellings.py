"""Which unit stands at a place of a text."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Final

from kgservice.thresholds.units import Unit, units

_POWERS: Final = {
    "²": r"(?:²| ?2(?![\d.,]\d|\d)|\^\(?2\)?)",
    "³": r"(?:³| ?3(?![\d.,]\d|\d)|\^\(?3\)?)",
}
_TIED: Final = {"m", "g", "s", "A", "V", "W", "T", "K", "N", "J", "h", "t", "L", "l", "E"}
"""Units of one letter, which stand after a space or no space, never after a hyphen."""


@cache
def _spellings() -> Mapping[str, list[tuple[re.Pattern[str], Unit, int]]]:
    """Return patterns by first character, the longest spelling first."""
    found = [(name, unit, times) for unit in units().values() for name, times in unit.spellings]
    table: dict[str, list[tuple[re.Pattern[str], Unit, int]]] = defaultdict(list)
    for name, unit, times in sorted(found, key=lambda spelling: -len(spelling[0])):
        entry = (_pattern(name), unit, times)
        starts = {name[0], name[0].swapcase()} if " " in name else {name[0]}
        for first in starts | ({"u"} if name[0] == "µ" else set()):
            table[first].append(entry)
    return table


def _pattern(name: str) -> re.Pattern[str]:
    written = "".join(_POWERS.get(character, re.escape(character)) for character in name)
    written = (
        written.replace(r"\ ", r"\s+")
        .replace("/", "/ ?")
        .replace("⁻¹", r"(?:⁻¹| ?-1)")
        .replace("⁻²", r"(?:⁻²| ?-2)")
        .replace("µ", "[µu]")
    )
    closed = r"(?![\w⁰¹²³⁴⁵⁶⁷⁸⁹⁻½²³]|\^)" if name[-1].isalnum() or name[-1] in "²³" else ""
    return re.compile(written + closed, re.IGNORECASE if " " in name and len(name) > 8 else 0)


def unit_at(text: str, place: int) -> tuple[Unit, int, int] | None:
    """Return the unit that stands right after a number.

    :param text: as :func:`kgservice.thresholds.numbers.plain` returns it
    :param place: where the number ends
    :returns: the unit, what the number is multiplied by, and the place after the unit
    """
    gap = 1 if text[place : place + 1] in (" ", "-") else 0
    gap += text[place + gap : place + gap + 1] == "'"
    start = place + gap
    for pattern, unit, times in _spellings().get(text[start : start + 1], ()):
        match = pattern.match(text, start)
        if match and not (text[place] == "-" and match.group() in _TIED):
            return unit, times, match.end()
    return None
