"""Batches of reconciliation queries and data extension queries, read from JSON and checked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kgservice.web.problems import RequestError
from kgservice.web.reconciliation.manifest import BATCH, PROPERTIES, TYPES

DEFAULT_LIMIT: Final = 5
MOST_CANDIDATES: Final = 50
MOST_IDS: Final = 1000
_KEYS: Final = ("query", "type", "limit", "properties", "type_strict")
_STRICT: Final = ("any", "should", "all")


@dataclass(frozen=True, slots=True)
class ReconciliationQuery:
    """One query of a batch.

    :ivar text: what the entity is called; empty where only properties are given
    :ivar types: ids; empty for all
    :ivar values: the values of a property as text, by its id
    """

    text: str
    types: tuple[str, ...]
    limit: int
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ExtensionQuery:
    """Which properties are asked of which entities."""

    ids: tuple[str, ...]
    properties: tuple[str, ...]


def read_batch(text: str) -> dict[str, ReconciliationQuery]:
    """Return the queries of a batch by their keys.

    :param text: a JSON object
    :returns: checked queries, in order
    :raises RequestError: if a part is not what the protocol says; 413 for too many queries
    """
    batch = _object("queries", _json("queries", text))
    if len(batch) > BATCH:
        raise RequestError(
            f"'queries' has {len(batch)} queries; expected {BATCH} at most", "batch-too-large"
        )
    return {key: _query(f"queries.{key}", value) for key, value in batch.items()}


def read_extension(text: str) -> ExtensionQuery:
    """Return a data extension query.

    :param text: a JSON object
    :returns: ids and known properties
    :raises RequestError: if a part is not what the protocol says; 413 for too many ids
    """
    asked = _object("extend", _json("extend", text))
    ids = _texts("extend.ids", asked.get("ids"))
    if len(ids) > MOST_IDS:
        raise RequestError(
            f"'extend.ids' has {len(ids)} ids; expected {MOST_IDS} at most", "batch-too-large"
        )
    wanted = asked.get("properties")
    if not isinstance(wanted, list):
        raise RequestError("'extend.properties' is no array; expected objects with an 'id'")
    names = [_object("extend.properties", each).get("id") for each in wanted]
    known = [each.id for each in PROPERTIES]
    for name in names:
        if name not in known:
            there = ", ".join(known)
            raise RequestError(f"there is no property {str(name)[:80]!r}; there are {there}")
    return ExtensionQuery(ids, tuple(str(name) for name in names))


def _query(place: str, value: object) -> ReconciliationQuery:
    asked = _object(place, value)
    if unknown := next((key for key in asked if key not in _KEYS), None):
        raise RequestError(f"{place!r} has {unknown[:80]!r}; expected {', '.join(_KEYS)}")
    text = asked.get("query", "")
    if not isinstance(text, str):
        raise RequestError(f"'{place}.query' is no text; expected one")
    if asked.get("type_strict", "any") not in _STRICT:
        raise RequestError(f"'{place}.type_strict' is none of {', '.join(_STRICT)}")
    values = _values(f"{place}.properties", asked.get("properties", []))
    if not text and not values:
        raise RequestError(f"{place!r} has neither 'query' nor 'properties'; expected one")
    return ReconciliationQuery(
        text,
        _types(f"{place}.type", asked.get("type", [])),
        _limit(f"{place}.limit", asked.get("limit", DEFAULT_LIMIT)),
        values,
    )


def _types(place: str, value: object) -> tuple[str, ...]:
    """Return the types that are known; of none that is, all entities stay candidates."""
    names = (value,) if isinstance(value, str) else _texts(place, value)
    known = {each.id for each in TYPES}
    return tuple(name for name in names if name in known)


def _limit(place: str, value: object) -> int:
    if not isinstance(value, int | float) or isinstance(value, bool) or not value >= 1:
        raise RequestError(f"{place!r} is {str(value)[:40]}; expected a whole number of 1 or more")
    return int(min(value, MOST_CANDIDATES))


def _values(place: str, value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, list):
        raise RequestError(f"{place!r} is no array; expected objects with 'pid' and 'v'")
    found: dict[str, tuple[str, ...]] = {}
    for each in value:
        pair = _object(place, each)
        if not isinstance(pair.get("pid"), str) or "v" not in pair:
            raise RequestError(f"{place!r} lacks 'pid' or 'v'; expected both in each object")
        given = pair["v"] if isinstance(pair["v"], list) else [pair["v"]]
        texts = tuple(text for text in (_plain(place, one) for one in given) if text)
        found[pair["pid"]] = found.get(pair["pid"], ()) + texts
    return found


def _plain(place: str, value: object) -> str:
    """Return a property value as text; of an entity its id."""
    if isinstance(value, dict):
        value = value.get("id")
    if isinstance(value, bool | int | float | str):
        return str(value).strip()
    raise RequestError(f"{place!r} has a value that is neither text, number, truth nor entity")


def _json(name: str, text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RequestError(f"{name!r} is no JSON: {error}") from None


def _object(place: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RequestError(f"{place[:120]!r} is no object; expected a JSON object")
    return value


def _texts(place: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise RequestError(f"{place[:120]!r} is no array of texts; expected one")
    return tuple(value)
