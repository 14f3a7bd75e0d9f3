"""Rows in the order that a person asked for: numbers by value, codes by their numbers."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from pyoxigraph import Literal

from kgservice.web.problems import ParameterError
from kgservice.web.rows import Row, Term

_DIGITS: Final = re.compile(r"(\d+)")
Key = tuple[int, Decimal, tuple[tuple[int, int, str], ...]]


def sorted_rows(rows: Sequence[Row], sort: str | None, names: Sequence[str]) -> Sequence[Row]:
    """Return rows sorted by one column; unbound places stand last, whichever way.

    :param rows: in the order of the answer, which stays among equals
    :param sort: a variable's name, after ``-`` from the end; ``None`` keeps the order
    :param names: the variables of the answer
    :returns: all of the rows
    :raises ParameterError: if there is no such column
    """
    if not sort:
        return rows
    name = sort.removeprefix("-")
    if name not in names:
        raise ParameterError(f"'sort' is {sort[:80]!r}; expected one of {', '.join(names)}", "sort")
    bound = [row for row in rows if name in row]
    ordered = sorted(bound, key=lambda row: _key(row[name]), reverse=sort.startswith("-"))
    return [*ordered, *(row for row in rows if name not in row)]


def _key(term: Term) -> Key:
    if isinstance(term, Literal):
        try:
            number = Decimal(term.value)
            if number.is_finite():
                return 0, number, ()
        except InvalidOperation:
            pass
    return 1, Decimal(0), natural_key(term.value)


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return by what texts are sorted so that ``a.2`` stands before ``a.10``."""
    pieces = _DIGITS.split(text.casefold())
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in pieces if p)
