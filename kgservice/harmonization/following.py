"""Whether an entry follows an older edition of the list that it is held against."""

import datetime
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import replace

from kgservice.criteria import parameters_of
from kgservice.model import Edition, Entry


class OlderEntries:
    """The entries of a list's older editions by code, the newest first."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        self._by_code: dict[str, list[tuple[datetime.date, Entry]]] = defaultdict(list)
        for edition in sorted(editions, key=lambda one: one.date, reverse=True):
            for entry in edition.entries:
                self._by_code[entry.code].append((edition.date, entry))

    def followed_by(self, entry: Entry, counterpart: Entry) -> datetime.date | None:
        """Return the date of the newest older edition that an entry agrees with.

        :param entry: of another list; it does not agree with its counterpart
        :param counterpart: of this list, in the newer edition
        :returns: None where no older edition had, under the counterpart's code and otherwise than
            today, the entry's very text or its very numbers
        """
        for date, past in self._by_code.get(counterpart.code, ()):
            if _agree(entry, past) and not _agree(counterpart, past):
                return date
        return None


def _agree(one: Entry, other: Entry) -> bool:
    if {text.digest for text in one.texts} & {text.digest for text in other.texts}:
        return True
    mine = _numbers(one)
    return bool(mine) and mine == _numbers(other)


def _numbers(entry: Entry) -> list[Hashable]:
    """Return what an entry's numbers say, apart from how they are printed."""
    return [replace(one, as_written="", conditions=()) for one in parameters_of(entry.criterion)]
