"""Numbers and units as people read them; the graph has exact decimals and UCUM codes."""

import re
from typing import Final

from babel.numbers import get_decimal_symbol

from kgservice.web.languages import language

_SYMBOLS: Final = {
    "[ppth]": "‰", "[ppm]": "ppm", "[ppb]": "ppb", "[in_i]": "in", "[ft_i]": "ft", "[mi_i]": "mi",
    "[nmi_i]": "nmi", "[gal_us]": "gal (US)", "[foz_us]": "fl oz (US)", "[lb_av]": "lb",
    "[oz_av]": "oz", "[lbf_av]": "lbf", "[sft_i]": "ft²", "[degF]": "°F", "Cel": "°C",
    "[psi]": "psi", "mm[Hg]": "mmHg", "[HP]": "hp", "[kn_i]": "kn", "[g]": "gₙ", "Ohm": "Ω",
    "By": "B", "deg": "°", "'": "′", "''": "″", "dB[mW]": "dBm",
}  # fmt: skip
"""The standard acceleration of free fall is gₙ, lest it be taken for a gram."""
_PREFIXED: Final = re.compile(r"([kMGTmun])(By|Ohm|\[g\])")
_ATOM: Final = re.compile(r"(?P<name>.+?)(?P<power>-?\d+|\^0\.5)?")
_TIMES: Final = re.compile(r"(?<!\^0)\.")
_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LEAST: Final = 5
_THIN: Final = "\u202f"
_UNSPACED: Final = ("°", "′", "″")


def amount(value: str, ucum: str = "1") -> str:
    """Return a number with its unit as the language of the page writes them.

    :param value: an exact decimal
    :param ucum: a code of the table of units
    :returns: ``30 000 nm``; spaces that do not break
    """
    symbol = unit_symbol(ucum)
    if not symbol:
        return decimal(value)
    return f"{decimal(value)}{'' if symbol in _UNSPACED else chr(0xA0)}{symbol}"


def decimal(value: str) -> str:
    """Return an exact decimal, long ones in groups of three digits.

    :param value: as ``30000.5``
    :returns: ``30 000.5``, with a comma where the language has one
    """
    sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value)
    whole, point, rest = digits.partition(".")
    if len(whole) >= _LEAST:
        first = len(whole) % 3
        groups = [whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))]
        whole = _THIN.join(filter(None, groups))
    return f"{sign}{whole}{get_decimal_symbol(language().locale) if point else ''}{rest}"


def unit_symbol(ucum: str) -> str:
    """Return a unit's symbol, as SI writes them.

    :param ucum: a code of the table of units
    :returns: ``m³/s``; nothing for a plain number
    """
    if ucum == "1":
        return ""
    above, *below = ucum.split("/")
    if not above:
        return "·".join(_power(each, "-") for each in below)
    over = "·".join(map(_power, _TIMES.split(above)))
    if not below:
        return over
    under = "·".join(map(_power, below))
    return f"{over}/({under})" if len(below) > 1 else f"{over}/{under}"


def _power(atom: str, sign: str = "") -> str:
    """Return one unit with its exponent."""
    found = _ATOM.fullmatch(atom)
    if found is None:
        return atom
    power = found["power"] or ("1" if sign else "")
    if power == "^0.5":
        return f"√{_name(found['name'])}"
    return _name(found["name"]) + f"{sign}{power}".translate(_RAISED)


def _name(atom: str) -> str:
    """Return the symbol of a unit without exponent."""
    if atom in _SYMBOLS:
        return _SYMBOLS[atom]
    if found := _PREFIXED.fullmatch(atom):
        return found[1].replace("u", "µ") + _SYMBOLS[found[2]]
    if atom.startswith("{"):
        return atom[1:-1]
    return f"µ{atom[1:]}" if len(atom) > 1 and atom.startswith("u") else atom
