"""Our own name-value pairs in documents whose format has no field for what we ask.

CycloneDX ``properties`` and the ``extension_CdxPropertiesExtension`` of SPDX 3 carry them
alike; their names begin with ``stc:`` and their values are texts.
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, TypeVar

from kgservice.lineage.amounts import (
    LARGEST,
    ONE,
    UNKNOWN,
    UNKNOWN_SHARE,
    Amount,
    Truth,
    read_amount,
)
from kgservice.lineage.json_text import JsonPlace
from kgservice.lineage.model import TrainingKind

_Value = TypeVar("_Value")
PREFIX: Final = "stc:"
NAMES: Final = (
    "dataPublished", "dataShares", "generationOperations", "lineageStatus", "operations",
    "parametersPublished", "sources", "syntheticShare", "trainedFor", "trainingKind",
)  # fmt: skip
Pairs = Mapping[str, tuple[JsonPlace, str]]
"""Values with their places, by name without prefix."""


def read_pairs(items: list[JsonPlace], name_key: str, value_key: str) -> Pairs:
    """Return our own pairs of a list of name-value objects; those of others are left alone.

    :param items: the objects
    :param name_key: key of the name
    :param value_key: key of the value
    :returns: values by name
    :raises DocumentError: if a name of ours is unknown, or comes twice
    """
    found: dict[str, tuple[JsonPlace, str]] = {}
    for item in items:
        name = item.text(name_key) or ""
        if not name.startswith(PREFIX):
            continue
        local = name.removeprefix(PREFIX)
        if local not in NAMES:
            raise item.error(f"{name} is unknown; expected one of {', '.join(NAMES)}")
        if local in found:
            raise item.error(f"{name} comes twice; expected it once")
        found[local] = (item, item.text(value_key) or "")
    return found


def operations_in(pairs: Pairs, name: str = "operations") -> Amount:
    """Return a number of operations; unknown where no pair states it."""
    return _read(pairs, name, lambda text: read_amount(text, LARGEST), UNKNOWN)


def share_in(pairs: Pairs, name: str) -> Amount:
    """Return a share from 0 to 1; unknown where no pair states it."""
    return _read(pairs, name, read_share, UNKNOWN_SHARE)


def truth_in(pairs: Pairs, name: str) -> Truth:
    """Return a truth value; unknown where no pair states it."""
    return _read(pairs, name, _truth, Truth.UNKNOWN)


def kind_in(pairs: Pairs) -> TrainingKind:
    """Return the kind of a run; unstated where no pair states it."""
    return _read(pairs, "trainingKind", _kind, TrainingKind.UNSTATED)


def text_in(pairs: Pairs, name: str) -> str:
    """Return a text; empty where no pair states it."""
    return _read(pairs, name, str, "")


def json_in(pairs: Pairs, name: str) -> JsonPlace | None:
    """Return the object or list that a text holds as JSON, or None where no pair states it.

    :param pairs: the pairs
    :param name: name of a pair
    :returns: the value with its place
    :raises DocumentError: if the text is no JSON
    """
    if name not in pairs:
        return None
    place, text = pairs[name]
    try:
        return JsonPlace(place.file, json.loads(text), f"{place.path}: {PREFIX}{name}")
    except ValueError as error:
        raise place.error(f"{PREFIX}{name}: {text!r} is no JSON") from error


def read_share(text: str) -> Amount:
    """Return a share, which has 1 as its upper bound where none is written.

    :param text: an amount
    :returns: the share
    :raises ValueError: if the text is no amount from 0 to 1
    """
    found = read_amount(text, ONE)
    high: Decimal = ONE if found.high is None else found.high
    return Amount(found.low, high)


def _read(pairs: Pairs, name: str, read: Callable[[str], _Value], unknown: _Value) -> _Value:
    if name not in pairs:
        return unknown
    place, text = pairs[name]
    try:
        return read(text)
    except ValueError as error:
        raise place.error(f"{PREFIX}{name}: {error}") from error


def _truth(text: str) -> Truth:
    if text not in ("true", "false"):
        raise ValueError(f"{text!r} is neither true nor false; leave out what is unknown")
    return Truth(text)


def _kind(text: str) -> TrainingKind:
    try:
        return TrainingKind(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is none of {', '.join(TrainingKind)}") from error
