"""One of two editions to be compared: its entries by code, place and content."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kgservice.model import Edition, Entry, Level, Note, Polarity, Status

_NUMBERED: Final = re.compile(
    r"(?P<category>\d)(?:(?P<group>[A-E])(?:(?P<series>\d)(?P<end>\d\d))?)?"
)
_MUNITIONS: Final = re.compile(r"ML\d")
_UNADOPTED: Final = {"5": "9", "9": "5"}
"""The series for items that no regime adopted: 500 in the EU, 900 elsewhere."""
_HEADINGS: Final = (Level.CATEGORY, Level.PRODUCT_GROUP)
_NARROWS: Final = (Polarity.EXTENDS, Polarity.LIMITS, Polarity.EXCLUDES)


@dataclass(slots=True)
class Side:
    """An edition with what comparing asks of it."""

    edition: Edition
    by_code: dict[str, Entry] = field(init=False)
    depth: dict[str, int] = field(init=False)
    below: dict[str, list[str]] = field(init=False)
    digests: dict[str, frozenset[str]] = field(init=False)
    by_digest: dict[str, list[str]] = field(init=False)
    by_cas: dict[str, list[str]] = field(init=False)
    notes: dict[str, list[Note]] = field(init=False)

    def __post_init__(self) -> None:
        entries = self.edition.entries
        self.by_code = {entry.code: entry for entry in entries}
        self.below = defaultdict(list)
        self.by_digest, self.by_cas = defaultdict(list), defaultdict(list)
        self.notes = defaultdict(list)
        self.depth = {}
        for entry in entries:
            if entry.parent is not None:
                self.below[entry.parent].append(entry.code)
            for text in entry.texts:
                self.by_digest[text.digest].append(entry.code)
            for cas in cas_of(entry):
                self.by_cas[cas].append(entry.code)
        self.digests = {e.code: frozenset(text.digest for text in e.texts) for e in entries}
        for note in self.edition.notes:
            if note.target is not None and note.polarity in _NARROWS:
                self.notes[note.target].append(note)
        for entry in entries:
            self.depth[entry.code] = sum(1 for _ in self.above(entry.code))

    def above(self, code: str) -> Iterator[str]:
        """Yield the codes above a code, the nearest first."""
        parent = self.by_code[code].parent
        while parent is not None and parent in self.by_code:
            yield parent
            parent = self.by_code[parent].parent

    def entry_above(self, code: str) -> str:
        """Return the entry that a paragraph stands in; any other code is its own."""
        for above in (code, *self.above(code)):
            if self.by_code[above].level is Level.ENTRY:
                return above
        return code

    def part(self, code: str) -> str:
        """Return the highest code above a code, or the code itself: its part of the list."""
        top = code
        for above in self.above(code):
            top = above
        return top


def cas_of(entry: Entry) -> frozenset[str]:
    """Return the CAS numbers that an entry names."""
    return frozenset(chemical.cas for chemical in entry.chemicals if chemical.cas)


def is_heading(entry: Entry) -> bool:
    """Tell whether an entry is a category or a product group, which controls nothing itself."""
    return entry.level in _HEADINGS


def is_item(entry: Entry) -> bool:
    """Tell whether an entry controls something: listed, and no mere reference."""
    return entry.status is Status.LISTED


def share_numbering(one: Entry, other: Entry) -> bool:
    """Tell whether two equal codes of two lists are codes of the same numbering."""
    if is_heading(one) != is_heading(other):
        return False
    return bool(_NUMBERED.match(one.code) or _MUNITIONS.match(one.code)) and (
        is_heading(one) or len(one.code) >= len("ML1")
    )


def is_adopted_place(entry: Entry) -> bool:
    """Tell whether an entry stands at a five-character code that comes from a regime.

    The series 0 to 4 follow the regimes, so that lists share their codes; 5, 6 and 9 are each
    authority's own.
    """
    found = _NUMBERED.fullmatch(entry.code)
    return bool(found and found["series"] and found["series"] in "01234")


def is_own_series(entry: Entry) -> bool:
    """Tell whether an entry stands in a series that each authority numbers as it likes."""
    found = _NUMBERED.match(entry.code)
    return bool(found and found["series"] and found["series"] not in "01234")


def refers_of(entry: Entry) -> frozenset[str]:
    """Return the other entries, five characters each, that an entry's own words name."""
    ends = (end for code in entry.refers_to for end in code.split(" to "))
    return frozenset(end[:5] for end in ends) - {entry.code[:5]}


def category_of(code: str) -> str | None:
    """Return the category of a five-character code, None for another numbering."""
    found = _NUMBERED.match(code)
    return found["category"] if found and found["series"] else None


def kin_of(code: str) -> str | None:
    """Return the code of the same place in the series for items that no regime adopted.

    ``3A504.a`` gives ``3A904.a`` and back; a code of another series gives None.
    """
    found = _NUMBERED.match(code)
    series = found and found["series"]
    if not found or series not in _UNADOPTED:
        return None
    at = found.start("series")
    return f"{code[:at]}{_UNADOPTED[series]}{code[at + 1 :]}"
