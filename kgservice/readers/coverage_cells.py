"""A cell of a table that says what an entry covers, printed and read back.

``stages=development, use | items=9B999, 9B001 to 9B003 | except=9B999.c | reasons=NP |
linkage=required | narrowed``; several coverages are separated by semicolons.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kgservice.codes import Grammar
from kgservice.errors import CodeError
from kgservice.model import Coverage, Linkage
from kgservice.readers.coverage import ACTIVITIES, STAGES

_LISTS: Final = {
    "stages": "stages",
    "activities": "activities",
    "without": "without",
    "items": "items",
    "except": "excepted",
    "reasons": "reasons",
}
_WORDS: Final = {"stages": STAGES, "activities": ACTIVITIES, "without": ACTIVITIES}
_CODES: Final = ("items", "except")
_NARROWED: Final = "narrowed"
_EXAMPLE: Final = "'stages=use | items=9B999 | linkage=required'"


def print_coverages(coverages: Iterable[Coverage]) -> str:
    """Return coverages as one cell."""
    return "; ".join(" | ".join(_parts(coverage)) for coverage in coverages)


def _parts(coverage: Coverage) -> Iterator[str]:
    for name, attribute in _LISTS.items():
        if values := getattr(coverage, attribute):
            yield f"{name}={', '.join(values)}"
    if coverage.linkage:
        yield f"linkage={coverage.linkage}"
    if coverage.qualified:
        yield _NARROWED


def read_coverage_cell(cell: str, grammar: Grammar) -> tuple[Coverage, ...]:
    """Return the coverages of a cell; the inverse of :func:`print_coverages`.

    :param cell: one or more coverages, with semicolons between
    :param grammar: by which the codes are read
    :returns: the coverages in the order of the cell
    :raises ValueError: if a part is not of the form, or a word or code is not known
    """
    return tuple(_read(part.strip(), grammar) for part in cell.split(";") if part.strip())


def _read(text: str, grammar: Grammar) -> Coverage:
    lists: dict[str, tuple[str, ...]] = {}
    linkage, narrowed = None, False
    for part in (part.strip() for part in text.split("|")):
        name, _, value = part.partition("=")
        if part == _NARROWED:
            narrowed = True
        elif name == "linkage":
            linkage = Linkage(value)
        elif name in _LISTS and value:
            values = tuple(one.strip() for one in value.split(","))
            lists[name] = _checked(name, values, grammar)
        else:
            raise ValueError(f"{part!r} is no part of a coverage such as {_EXAMPLE}")
    stages, activities, without, items, excepted, reasons = (lists.get(n, ()) for n in _LISTS)
    if not items or not (stages or activities):
        raise ValueError(f"{text!r} names no items, or no stage and no activity; see {_EXAMPLE}")
    return Coverage(stages, activities, without, items, excepted, reasons, linkage, narrowed)


def _checked(name: str, values: tuple[str, ...], grammar: Grammar) -> tuple[str, ...]:
    if name in _CODES:
        return tuple(_printed(value, grammar) for value in values)
    known = _WORDS.get(name)
    if known and (strange := [value for value in values if value not in known]):
        raise ValueError(f"{strange[0]!r} is none of {', '.join(known)}")
    return values


def _printed(reference: str, grammar: Grammar) -> str:
    first, to, last = reference.partition(" to ")
    try:
        return grammar.normalise(first) + to + (grammar.normalise(last) if last else "")
    except CodeError as error:
        raise ValueError(str(error)) from error
