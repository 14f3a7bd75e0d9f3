"""How an authority's own list stands to another, as plain values for people and programs."""

import datetime
from dataclasses import dataclass

from kgservice.submission.model import Found


@dataclass(frozen=True, slots=True)
class ComparedEntry:
    """An entry of the own list with its counterpart, or an entry of the other list without one.

    :ivar code: of the own list; None for what it lacks
    :ivar sheet: of a workbook
    :ivar row: of a table
    :ivar counterpart: code of the other list; None where it has none
    :ivar deviation: how the own entry deviates, by the word of
        :class:`~kgservice.correspondence.Deviation`; ``unread`` for a row that is no entry
    :ivar reason: on what that rests
    :ivar here: limits of the own entry that differ, in signs
    :ivar there: limits of the counterpart that differ
    :ivar align: what differs, each a sentence that names both sides; empty where nothing does
    :ivar uncertainties: what could not be told
    :ivar follows: date of an older edition of the other list that the own entry agrees with
    :ivar confidence: that both are the same item, 0 to 1; None without a counterpart
    """

    code: str | None
    counterpart: str | None
    deviation: str
    reason: str
    sheet: str | None = None
    row: int | None = None
    here: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    align: tuple[str, ...] = ()
    uncertainties: tuple[str, ...] = ()
    follows: datetime.date | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the own list agrees with one edition of the other.

    :ivar edition: its date
    :ivar same: own entries whose very text stands in it under the same code
    :ivar of: own entries under whose code it has a text
    :ivar telling: of ``same``, those whose text is not in every held edition, so that they tell
        editions apart
    """

    edition: datetime.date
    same: int
    of: int
    telling: int


@dataclass(frozen=True, slots=True)
class OwnComparison:
    """An authority's own list beside an edition of another.

    :ivar file: name of what was brought
    :ivar format: of it
    :ivar grammar: of its codes
    :ivar entries: how many entries were read of it
    :ivar list: id of the other list
    :ivar edition: of the other list
    :ivar counts: entries by deviation
    :ivar agreements: with each held edition of the other list, the newest first
    :ivar follows: the editions with which it agrees most, the newest first; several where nothing
        tells them apart, none where it agrees with none
    :ivar compared: in the order of the own list, then what it lacks
    :ivar findings: what is wrong with the own list itself
    """

    file: str
    format: str
    grammar: str
    entries: int
    list: str
    edition: datetime.date
    counts: dict[str, int]
    agreements: tuple[Agreement, ...]
    follows: tuple[datetime.date, ...]
    compared: tuple[ComparedEntry, ...]
    findings: tuple[Found, ...]

    @property
    def violations(self) -> int:
        """How many findings are violations."""
        return sum(1 for found in self.findings if found.severity == "Violation")

    @property
    def differs(self) -> bool:
        """Tell whether there is anything to change, or wrong."""
        return bool(self.findings) or any(entry.align for entry in self.compared)
