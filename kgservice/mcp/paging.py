"""Long documents a page at a time: as many items as fit, and what is left."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kgservice.errors import InputError

PAGE_CHARACTERS: Final = 60_000
"""Of the items of one page; what stands around them is small."""
_CODES: Final = ("code", "other_code", "old_code", "new_code")


def page_of(
    document: Mapping[str, Any], parts: Sequence[str], under: str | None, offset: int, limit: int
) -> dict[str, Any]:
    """Return a document with one page of its items.

    :param document: whose parts hold items
    :param parts: the keys under which the items are lists; one part comes after the other
    :param under: the beginning of the codes of the items wanted, such as ``3A`` or ``3A001``;
        ``None`` for all
    :param offset: how many items were had before
    :param limit: how many items at most
    :returns: all else of the document; of its parts the items of the page; and under ``paging``
        how many there are, how many are left, and the offset of the next page, ``None`` at the end
    :raises InputError: if the offset lies beyond the items, or no item is wanted
    """
    if limit < 1:
        raise InputError(f"limit is {limit}; expected 1 or more")
    items = [(part, item) for part in parts for item in document.get(part, ())]
    wanted = [(part, item) for part, item in items if under is None or _stands(item, under)]
    if not 0 <= offset <= len(wanted):
        raise InputError(f"offset is {offset}; expected 0 to {len(wanted)}, the number of items")
    page: dict[str, list[Any]] = {part: [] for part in parts}
    room, end = PAGE_CHARACTERS, offset
    for part, item in wanted[offset : offset + limit]:
        room -= len(json.dumps(item, ensure_ascii=False))
        if room < 0 and end > offset:
            break
        page[part].append(item)
        end += 1
    left = len(wanted) - end
    paging = {
        "offset": offset,
        "items": end - offset,
        "total": len(wanted),
        "left": left,
        "next_offset": end if left else None,
    }
    return {**document, **page, "paging": paging}


def _stands(item: Mapping[str, Any], under: str) -> bool:
    codes = (str(item.get(name) or "") for name in _CODES)
    return any(code.casefold().startswith(under.casefold()) for code in codes)
