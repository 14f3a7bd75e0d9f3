"""Long tables a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kgservice.web.problems import ParameterError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """One page of lines.

    :ivar lines: of this page
    :ivar number: of this page, from 1
    :ivar last: number of the last page
    """

    lines: Sequence[T]
    number: int
    last: int


def paged(lines: Sequence[T], number: int, size: int) -> Paged[T]:
    """Return one page of lines.

    :param lines: all of them
    :param number: of the page, as the parameter ``page`` asks for it
    :param size: lines a page
    :returns: the page; an empty one where there are no lines at all
    :raises ParameterError: if there is no such page
    """
    last = max(1, -(-len(lines) // size))
    if number > last:
        raise ParameterError(f"'page' is {number}; there are {last}", "page")
    return Paged(lines[(number - 1) * size : number * size], number, last)
