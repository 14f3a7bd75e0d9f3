"""JSON schemas of answers, made from the dataclasses that the answers are."""

import dataclasses
import datetime
import decimal
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

Schema: TypeAlias = dict[str, Any]
OBJECT: Final[Schema] = {"type": "object"}
_PLAIN: Final[dict[object, Schema]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    decimal.Decimal: {"type": "string"},
    datetime.date: {"type": "string", "format": "date"},
    type(None): {"type": "null"},
    Any: {},
    object: {},
}


def schema_of(kind: object) -> Schema:
    """Return the JSON schema of a type's values as :func:`dataclasses.asdict` writes them.

    :param kind: a dataclass, a sequence or mapping of such, a union, a literal, or a plain type;
        decimals are written as strings, so that no digit is lost
    :returns: a schema of JSON Schema 2020-12, whole in itself
    :raises TypeError: for a type that has no schema here
    """
    try:
        if kind in _PLAIN:
            return dict(_PLAIN[kind])
    except TypeError:
        pass
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        names = [field.name for field in dataclasses.fields(kind)]
        return object_of({name: schema_of(hints[name]) for name in names})
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [schema_of(part) for part in parts]}
    if origin is typing.Literal:
        return {"enum": list(parts)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of(parts[1])}
    if isinstance(origin, type) and issubclass(origin, Sequence | frozenset):
        return array_of(schema_of(parts[0]))
    raise TypeError(f"{kind!r} has no JSON schema; expected a dataclass or a plain type")


def object_of(properties: Mapping[str, Schema], optional: Sequence[str] = ()) -> Schema:
    """Return the schema of an object with these members, and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def array_of(items: Schema) -> Schema:
    """Return the schema of an array of items that are alike."""
    return {"type": "array", "items": items}
