"""JSON documents: exact numbers, no key twice, and errors that name the place."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from kgservice.errors import DocumentError
from kgservice.readers.documents import Document, decode

_DEEPEST: Final = 100


def parse_json(document: Document) -> dict[str, Any]:
    """Return the object that a JSON document holds; its numbers are decimals.

    :param document: the document
    :returns: its keys and values
    :raises DocumentError: if it is no JSON, no object, has a key twice in one object, or is
        nested too deeply; the message names line and column
    """
    text = decode(document)
    try:
        found = json.loads(
            text, parse_float=_number, parse_int=_number, object_pairs_hook=_pairs,
            parse_constant=_no_constant,
        )  # fmt: skip
    except json.JSONDecodeError as error:
        raise DocumentError(
            f"{document.name}, line {error.lineno}, column {error.colno}: is not well-formed JSON: "
            f"{error.msg}; the file may be cut short or damaged"
        ) from error
    except RecursionError as error:
        raise DocumentError(
            f"{document.name}: is nested too deeply; expected at most {_DEEPEST} levels"
        ) from error
    except ValueError as error:
        raise DocumentError(f"{document.name}: {error}") from error
    if not isinstance(found, dict):
        raise DocumentError(f"{document.name}: is a JSON {_kind(found)}; expected an object")
    return found


class JsonPlace:
    """A value inside a JSON document, with the place that messages name."""

    def __init__(self, file: str, value: object, path: str = "") -> None:
        self.file, self.value, self.path = file, value, path

    def error(self, message: str) -> DocumentError:
        """Return an error at this place."""
        return DocumentError(f"{self.file}, {self.path or 'top level'}: {message}")

    def get(self, key: str) -> "JsonPlace | None":
        """Return the value of a key, or None where the object has it not.

        :param key: the key
        :returns: the value with its place
        :raises DocumentError: if this is no object
        """
        if not isinstance(self.value, Mapping):
            raise self.error(f"is a JSON {_kind(self.value)}; expected an object")
        if key not in self.value:
            return None
        return JsonPlace(self.file, self.value[key], f"{self.path}.{key}".lstrip("."))

    def items(self, key: str) -> "list[JsonPlace]":
        """Return the items of a list that a key has; none where the object has it not.

        :param key: the key
        :returns: the items with their places
        :raises DocumentError: if the value is no list
        """
        found = self.get(key)
        if found is None:
            return []
        if isinstance(found.value, str) or not isinstance(found.value, Sequence):
            raise found.error(f"is a JSON {_kind(found.value)}; expected a list")
        return [
            JsonPlace(self.file, item, f"{found.path}[{number}]")
            for number, item in enumerate(found.value)
        ]

    def text(self, key: str) -> str | None:
        """Return the string of a key, or None where the object has it not.

        :param key: the key
        :returns: the string without white space around it
        :raises DocumentError: if the value is no string, or an empty one
        """
        found = self.get(key)
        return None if found is None else found.string()

    def string(self) -> str:
        """Return the value, which is a string.

        :returns: the string without white space around it
        :raises DocumentError: if it is none, or an empty one
        """
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.error(f"is {self.value!r}; expected a string that is not empty")
        return self.value.strip()


def _number(text: str) -> Decimal | str:
    return Decimal(text) if len(text) < _DEEPEST else text


def _no_constant(text: str) -> object:
    raise ValueError(f"{text} is no JSON number; expected a decimal")


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} comes twice in one object; expected it once")
        found[key] = value
    return found


def _kind(value: object) -> str:
    kinds = {dict: "object", list: "list", str: "string", bool: "boolean", Decimal: "number"}
    return kinds.get(type(value), "null")
