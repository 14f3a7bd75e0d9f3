"""Cells that hold more than one value, printed and read back.

``refers_to`` and codes: ``3A001.a; 1C350.a to 1C350.d``.  ``reasons``: a reason, its codes,
its exceptions and its chart column, ``MT: 1C011.a, 1C011.b (MT Column 1); AT``.
``chemicals``: names with CAS numbers, ``Thiodiglycol (CAS 111-48-8) | (CAS 50-00-0)``.
"""

import re
from collections.abc import Iterable
from typing import Final

from kgservice.model import Chemical, ReasonForControl
from kgservice.readers.mentions import cas_is_valid

_REASON: Final = re.compile(
    r"(?P<reason>[^:;()]+?)(?:: (?P<codes>[^;()]*?(?:\([^;()]{1,6}\)[^;()]*?)*?))??"
    r"(?: except (?P<except>[^;]*?))?(?: \((?P<column>[^()]* Column [^()]*)\))?"
)
_CHEMICAL: Final = re.compile(r"(?P<name>.*?)\s*(?:\(CAS (?P<cas>\d{2,7}-\d{2}-\d)\))?")


def split_cell(cell: str, separator: str = ";") -> tuple[str, ...]:
    """Return the trimmed, non-empty values of a cell."""
    return tuple(value.strip() for value in cell.split(separator) if value.strip())


def join_cell(values: Iterable[str]) -> str:
    """Return values as one cell, separated by a semicolon and a space."""
    return "; ".join(values)


def print_reasons(reasons: Iterable[ReasonForControl]) -> str:
    """Return reasons for control as one cell."""
    return join_cell(_print_reason(reason) for reason in reasons)


def _print_reason(reason: ReasonForControl) -> str:
    text = reason.reason
    if reason.applies_to:
        text += ": " + ", ".join(reason.applies_to)
    if reason.except_for:
        text += " except " + ", ".join(reason.except_for)
    return text + (f" ({reason.column})" if reason.column else "")


def read_reasons(cell: str) -> tuple[ReasonForControl, ...]:
    """Return the reasons for control of a cell; the inverse of :func:`print_reasons`.

    :raises ValueError: if a value is not of the form ``MT: CODE, CODE except CODE (Column)``
    """
    return tuple(_read_reason(value) for value in split_cell(cell))


def _read_reason(value: str) -> ReasonForControl:
    match = _REASON.fullmatch(value)
    if match is None:
        raise ValueError(f"{value!r} is no reason for control such as 'MT: 9X999.a (MT Column 1)'")
    return ReasonForControl(
        match["reason"],
        split_cell(match["codes"] or "", ","),
        split_cell(match["except"] or "", ","),
        match["column"],
    )


def print_chemicals(chemicals: Iterable[Chemical]) -> str:
    """Return chemicals as one cell."""
    return " | ".join(
        f"{chemical.name or ''} {f'(CAS {chemical.cas})' if chemical.cas else ''}".strip()
        for chemical in chemicals
    )


def read_chemicals(cell: str) -> tuple[Chemical, ...]:
    """Return the chemicals of a cell; the inverse of :func:`print_chemicals`.

    :raises ValueError: if a CAS number's check digit does not hold
    """
    found: list[Chemical] = []
    for value in split_cell(cell, "|"):
        match = _CHEMICAL.fullmatch(value)
        name, cas = (match["name"], match["cas"]) if match else (value, None)
        if cas and not cas_is_valid(cas):
            raise ValueError(f"CAS number {cas} has a wrong check digit")
        found.append(Chemical(name or None, cas))
    return tuple(found)
