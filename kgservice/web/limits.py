"""Clauses on limits that were held against each other, in the words of the page.

The graph has them in English, with the local names of quantities, as :mod:`thresholds.compare` and
:mod:`harmonization.deviation` write them.
"""

import re
from typing import Final

from kgservice.thresholds.units import units
from kgservice.web.amounts import amount, decimal, unit_symbol
from kgservice.web.catalogue import term
from kgservice.web.languages import gettext, mark

_LIMIT: Final = re.compile(
    r"(?P<quantity>[A-Z]\w*) (?:(?P<sign>[<>≤≥=]) (?P<value>-?[\d.]+)"
    r"|in (?P<opening>[\[(])(?P<low>-?[\d.]+), (?P<high>-?[\d.]+)(?P<closing>[\])]))"
    r"(?: (?P<unit>\S+))?"
)
_CLAUSES: Final = (
    (r"(?P<one>.+) stands here alone", mark("%(one)s stands here alone")),
    (r"(?P<one>.+) stands there alone", mark("%(one)s stands there alone")),
    (
        r"(?P<one>.+) against (?P<other>.+): no value meets both",
        mark("%(one)s against %(other)s: no value meets both"),
    ),
    (r"(?P<one>.+) against (?P<other>.+)", mark("%(one)s against %(other)s")),
    (
        r"the quantities differ: (?P<one>\w+) and (?P<other>\w+)",
        mark("the quantities differ: %(one)s and %(other)s"),
    ),
    (
        r"one is a limit of (?P<one>\w+), the other of (?P<other>\w+)",
        mark("one is a limit of %(one)s, the other of %(other)s"),
    ),
    (
        r"the units (?P<one>.+) and (?P<other>.+) do not convert into each other",
        mark("the units %(one)s and %(other)s do not convert into each other"),
    ),
    (
        r"the limits hold under different conditions",
        mark("the limits hold under different conditions"),
    ),
    (
        r"(?P<one>.+) and (?P<other>.+) agree within the digits printed",
        mark("%(one)s and %(other)s agree within the digits printed"),
    ),
    (
        r"(?P<one>.+) and (?P<other>.+): one says in no words whether more or less is meant",
        mark("%(one)s and %(other)s: one says in no words whether more or less is meant"),
    ),
    (
        r"numbers of a (?P<one>\w+) differ, which does not tell what the entry catches",
        mark("numbers of a %(one)s differ, which does not tell what the entry catches"),
    ),
)
_PATTERNS: Final = tuple((re.compile(pattern), message) for pattern, message in _CLAUSES)
_ROLES: Final = {
    "control": mark("control"),
    "definition": mark("definition"),
    "release": mark("release from control"),
    "licence": mark("licence"),
}


def limits_in_words(clause: str) -> str:
    """Return a clause on limits in the language of the page, quantities by their labels.

    :param clause: as the graph has it
    :returns: the same; a limit alone in words too; as it is, where it is nothing that is known
    """
    for pattern, message in _PATTERNS:
        if found := pattern.fullmatch(clause):
            parts = {name: _part(text) for name, text in found.groupdict().items()}
            return gettext(message) % parts
    return _part(clause)


def _part(text: str) -> str:
    """Return a limit, a quantity or a role in words."""
    if text in _ROLES:
        return gettext(_ROLES[text])
    if text in units():
        return unit_symbol(text) or text
    if text.isalnum() and text[:1].isupper() and len(text) > 1:
        return term(text).value
    if found := _LIMIT.fullmatch(text):
        return f"{term(found['quantity']).value} {_bound(found)}"
    return text


def _bound(found: re.Match[str]) -> str:
    """Return the numbers of a limit, with their unit."""
    unit = found["unit"] or "1"
    if found["sign"]:
        return f"{found['sign']} {amount(found['value'], unit)}"
    low, high = decimal(found["low"]), decimal(found["high"])
    symbol = unit_symbol(unit)
    return f"∈ {found['opening']}{low}; {high}{found['closing']}{chr(0xA0) * bool(symbol)}{symbol}"
