"""Cells that hold more than one value, printed and read back.

``refers_to``: ``9X999.a; 9X998.a to 9X998.d``.  ``reasons``: a reason, its codes, its
exceptions and its chart column, ``MT: 9X999.a, 9X999.b except 9X999.b.2 (MT Column 1); AT``.
``chemicals``: names with CAS numbers, ``Water (CAS 7732-18-5); (CAS 50-00-0)``.
A value that holds a mark of these forms stands in double quotation marks, with those inside
it doubled: ``NS: "XI (a), (b)"``.
"""

import re
from collections.abc import Iterable
from typing import Final

from kgservice.model import Chemical, ReasonForControl
from kgservice.readers.mentions import cas_is_valid

_QUOTED: Final = r'"(?:[^"]|"")*"'
_LIST: Final = rf'(?:{_QUOTED}|[^"])+?'
_REASON: Final = re.compile(
    rf'(?P<reason>{_QUOTED}|[^":]+?)(?:\s*:\s*(?P<codes>{_LIST}))?'
    rf'(?:\s+except\s+(?P<except>{_LIST}))?(?:\s+\((?P<column>{_QUOTED}|[^()"]+)\))?',
    re.DOTALL,
)
_CHEMICAL: Final = re.compile(
    rf"(?P<name>{_QUOTED}|.*?)\s*(?:\(CAS\s+(?P<cas>[0-9]{{2,7}}-[0-9]{{2}}-[0-9])\))?", re.DOTALL
)
_PIECE: Final = re.compile(rf"{_QUOTED}|.", re.DOTALL)
_SPACES: Final = r"\s\s|^\s|\s$|[^\S ]"
_CODE_MARKS: Final = re.compile(rf'[";,]|\bexcept\b|(?:^|\s)\(|{_SPACES}')
_REASON_MARKS: Final = re.compile(rf'[";:()]|\bexcept\b|{_SPACES}')
_NAME_MARKS: Final = re.compile(rf'[";]|\(CAS|{_SPACES}')


def split_cell(cell: str, separator: str = ";") -> tuple[str, ...]:
    """Return the non-empty values of a cell, trimmed and without their quotation marks."""
    return tuple(map(_unquoted, _pieces(cell, separator)))


def join_cell(values: Iterable[str]) -> str:
    """Return values as one cell, separated by a semicolon and a space."""
    return "; ".join(_quoted(value, _CODE_MARKS) for value in values)


def _pieces(cell: str, separator: str) -> tuple[str, ...]:
    pieces = [""]
    for match in _PIECE.finditer(cell):
        if match.group() == separator:
            pieces.append("")
        else:
            pieces[-1] += match.group()
    return tuple(piece.strip() for piece in pieces if piece.strip())


def _quoted(value: str, marks: re.Pattern[str]) -> str:
    if value and not marks.search(value):
        return value
    return '"' + value.replace('"', '""') + '"'


def _unquoted(value: str) -> str:
    if re.fullmatch(_QUOTED, value, re.DOTALL):
        return value[1:-1].replace('""', '"')
    return value


def print_reasons(reasons: Iterable[ReasonForControl]) -> str:
    """Return reasons for control as one cell."""
    return "; ".join(map(_print_reason, reasons))


def _print_reason(reason: ReasonForControl) -> str:
    text = _quoted(reason.reason, _REASON_MARKS)
    if reason.applies_to:
        text += ": " + _print_codes(reason.applies_to)
    if reason.except_for:
        text += " except " + _print_codes(reason.except_for)
    return text + (f" ({_quoted(reason.column, _REASON_MARKS)})" if reason.column else "")


def _print_codes(codes: Iterable[str]) -> str:
    return ", ".join(_quoted(code, _CODE_MARKS) for code in codes)


def read_reasons(cell: str) -> tuple[ReasonForControl, ...]:
    """Return the reasons for control of a cell; the inverse of :func:`print_reasons`.

    :param cell: reasons parted by semicolons
    :returns: in the order of the cell; empty for an empty cell
    :raises ValueError: if a value is not of the form ``MT: CODE, CODE except CODE (Column)``
    """
    return tuple(map(_read_reason, _pieces(cell, ";")))


def _read_reason(value: str) -> ReasonForControl:
    match = _REASON.fullmatch(value)
    if match is None:
        raise ValueError(f"{value!r} is no reason for control such as 'MT: 9X999.a (MT Column 1)'")
    return ReasonForControl(
        _unquoted(match["reason"]),
        split_cell(match["codes"] or "", ","),
        split_cell(match["except"] or "", ","),
        _unquoted(match["column"]) if match["column"] else None,
    )


def print_chemicals(chemicals: Iterable[Chemical]) -> str:
    """Return chemicals as one cell."""
    return "; ".join(
        " ".join((
            *((_quoted(chemical.name, _NAME_MARKS),) if chemical.name else ()),
            *((f"(CAS {chemical.cas})",) if chemical.cas else ()),
        ))
        for chemical in chemicals
    )  # fmt: skip


def read_chemicals(cell: str) -> tuple[Chemical, ...]:
    """Return the chemicals of a cell; the inverse of :func:`print_chemicals`.

    :param cell: chemicals parted by semicolons
    :returns: in the order of the cell; empty for an empty cell
    :raises ValueError: if a CAS number is not of its form, or its check digit does not hold
    """
    return tuple(map(_read_chemical, _pieces(cell, ";")))


def _read_chemical(value: str) -> Chemical:
    match = _CHEMICAL.fullmatch(value)
    name, cas = (match["name"], match["cas"]) if match else (value, None)
    if "(CAS" in name and not name.startswith('"'):
        raise ValueError(f"{value!r} is no chemical such as 'Water (CAS 7732-18-5)'")
    if cas and not cas_is_valid(cas):
        raise ValueError(f"CAS number {cas} has a wrong check digit")
    return Chemical(_unquoted(name) or None, cas)
