"""Kinds of parameters of HTTP operations: how a text is read, and how that is described.

A parameter is declared once; the same declaration checks requests and writes the OpenAPI
document::

    LIST = list_id("list", "Id of the list.")
    FROM = day("from", "The day from which the older edition stands.", "2024-09-06")
    LIMIT = whole("limit", "How many rows at most.", 1, 100).otherwise(20)
"""

import dataclasses
import datetime
import difflib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar, cast

from pyoxigraph import NamedNode

from kgservice.web.problems import ParameterError

T = TypeVar("T")
SHOWN: Final = 80
LONGEST: Final = 1000
LIST_ID: Final = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
IRI: Final = r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]*"


@dataclass(frozen=True, slots=True)
class Parameter(Generic[T]):
    """One parameter of an operation, whose value is a ``T``.

    :ivar name: as the client writes it
    :ivar description: one sentence for people
    :ivar example: a value that is right, as the client writes it
    :ivar schema: JSON schema of one value
    :ivar wanted: ends the sentence "expected …"
    :ivar read: from text to value; its ``ValueError`` may name a nearer right value
    :ivar place: ``query``, ``path``, or ``form`` (in the body)
    :ivar required: whether a request without it is refused
    :ivar default: the value where it is not given
    :ivar repeated: whether it may be given several times; the value is then a tuple
    """

    name: str
    description: str
    example: str
    schema: Mapping[str, Any]
    wanted: str
    read: Callable[[str], Any]
    place: str = "query"
    required: bool = True
    default: Any = None
    repeated: bool = False

    def optional(self) -> "Parameter[T | None]":
        """Return the same parameter, ``None`` where it is not given or empty."""
        return cast("Parameter[T | None]", dataclasses.replace(self, required=False))

    def otherwise(self, default: T) -> "Parameter[T]":
        """Return the same parameter with a value where it is not given or empty."""
        return dataclasses.replace(self, required=False, default=default)

    def many(self) -> "Parameter[tuple[T, ...]]":
        """Return the same parameter, to be given any number of times, in order."""
        changed = dataclasses.replace(self, required=False, default=(), repeated=True)
        return cast("Parameter[tuple[T, ...]]", changed)

    def within(self, place: str) -> "Parameter[T]":
        """Return the same parameter at another place: ``path`` or ``form``."""
        return dataclasses.replace(self, place=place)

    def value(self, given: Sequence[str]) -> T:
        """Return the value of what a client gave.

        :param given: each text that stands under this name, in order
        :returns: the value, or the default where nothing or an empty text is given
        :raises ParameterError: if it is missing, given too often, or not of its kind
        """
        if self.repeated:
            return cast(T, tuple(map(self._one, given)))
        if len(given) > 1:
            raise ParameterError(
                f"{self.name!r} is given {len(given)} times; expected once", self.name
            )
        if not given or not (given[0] or self.required):
            if self.required:
                raise ParameterError(f"{self.name!r} is missing; expected {self.wanted}", self.name)
            return cast(T, self.default)
        return cast(T, self._one(given[0]))

    def _one(self, given: str) -> object:
        try:
            return self.read(given)
        except ValueError as error:
            near = f"; {error.args[0]}" if error.args and error.args[0] else ""
            raise ParameterError(
                f"{self.name!r} is {given[:SHOWN]!r}; expected {self.wanted}{near}", self.name
            ) from None


def text(name: str, description: str, example: str, longest: int = LONGEST) -> Parameter[str]:
    """Return a parameter that takes any text of one character or more."""

    def read(given: str) -> str:
        if not 1 <= len(given) <= longest:
            raise ValueError
        return given

    schema = {"type": "string", "minLength": 1, "maxLength": longest}
    wanted = f"a text of 1 to {longest:,} characters"
    return Parameter(name, description, example, schema, wanted, read)


def pattern(
    name: str, description: str, example: str, expression: str, wanted: str
) -> Parameter[str]:
    """Return a parameter that takes what a regular expression covers as a whole.

    :param name: as the client writes it
    :param description: one sentence for people
    :param example: a value that is right
    :param expression: means the same in Python and in ECMAScript
    :param wanted: ends the sentence "expected …"
    :returns: the parameter
    """
    compiled = re.compile(expression, re.ASCII)

    def read(given: str) -> str:
        if len(given) > LONGEST:
            raise ValueError(f"it has more than {LONGEST:,} characters")
        if not compiled.fullmatch(given):
            raise ValueError
        return given

    schema = {"type": "string", "pattern": f"^(?:{expression})$", "maxLength": LONGEST}
    return Parameter(name, description, example, schema, wanted, read)


def list_id(name: str, description: str, example: str = "us-ccl") -> Parameter[str]:
    """Return a parameter that takes the id of a control list; whether it is known is not asked."""
    return pattern(name, description, example, LIST_ID, f"the id of a list, such as {example}")


def iri(name: str, description: str, example: str) -> Parameter[str]:
    """Return a parameter that takes an absolute IRI."""
    shaped = pattern(name, description, example, IRI, "an absolute IRI")

    def read(given: str) -> str:
        return NamedNode(
            str(shaped.read(given))
        ).value  # knows every code point that an IRI may have

    return dataclasses.replace(shaped, read=read)


def day(name: str, description: str, example: str) -> Parameter[datetime.date]:
    """Return a parameter that takes a day, such as 2025-11-15."""
    compiled = re.compile(DAY, re.ASCII)

    def read(given: str) -> datetime.date:
        try:
            if compiled.fullmatch(given):
                return datetime.date.fromisoformat(given)
        except ValueError:
            pass
        raise ValueError

    schema = {"type": "string", "format": "date"}
    return Parameter(name, description, example, schema, f"a day such as {example}", read)


def whole(name: str, description: str, least: int, most: int) -> Parameter[int]:
    """Return a parameter that takes a whole number of a range."""
    compiled = re.compile("-?[0-9]{1,12}", re.ASCII)

    def read(given: str) -> int:
        if compiled.fullmatch(given) and least <= (number := int(given)) <= most:
            return number
        raise ValueError

    schema = {"type": "integer", "minimum": least, "maximum": most}
    wanted = f"a whole number from {least:,} to {most:,}"
    return Parameter(name, description, str(least), schema, wanted, read)


def seconds(name: str, description: str) -> Parameter[float]:
    """Return a parameter that takes a number of seconds above 0."""

    def read(given: str) -> float:
        try:
            number = float(given) if len(given) <= SHOWN else math.nan
        except ValueError:
            number = math.nan
        if number > 0 and math.isfinite(number):
            return number
        raise ValueError

    schema = {"type": "number", "exclusiveMinimum": 0}
    return Parameter(name, description, "2.5", schema, "a number of seconds above 0", read)


def choice(name: str, description: str, choices: Sequence[str]) -> Parameter[str]:
    """Return a parameter that takes one of a few names; the nearest is named in its error."""

    def read(given: str) -> str:
        if given in choices:
            return given
        near = difflib.get_close_matches(given[:SHOWN], choices, 1)
        raise ValueError(f"did you mean {near[0]!r}?" if near else "")

    schema = {"type": "string", "enum": list(choices)}
    wanted = "one of " + ", ".join(choices)
    return Parameter(name, description, choices[0], schema, wanted, read)
