"""Entries and notes of the Australian list while paragraphs are added to them."""

import re
from dataclasses import dataclass, field
from typing import Final

from kgservice.model import NoteKind, Status
from kgservice.readers.legislation_au.blocks import Block
from kgservice.text import one_line

STEP: Final = 28.35
"""How much further right, in points, each depth of the list stands."""
_NOT_USED: Final = re.compile(r"not used(?: since [0-9]{4})?[.;]?", re.IGNORECASE)


@dataclass(slots=True)
class EntryDraft:
    """An entry in the making; ``mark`` is all that its label printed."""

    code: str
    mark: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def status(self) -> Status | None:
        """Reserved where the entry says only that it is not used."""
        return Status.RESERVED if says_not_used(self.lines) else None


@dataclass(slots=True)
class NoteDraft:
    """A note in the making.

    :ivar inside: from where on the right a note that follows belongs to it
    :ivar free: it stands behind the entries, and all that follows belongs to it
    :ivar counters: the last label at each position, by which list items are counted on
    """

    target: str | None
    kind: NoteKind
    mark: str = ""
    lines: list[str] = field(default_factory=list)
    inside: float = 0.0
    free: bool = False
    counters: dict[int, str] = field(default_factory=dict)

    def add(self, block: Block, label: str, text: str) -> None:
        """Add a line with its label, printed or counted."""
        if label:
            place = round(block.left / STEP)
            self.counters = {at: last for at, last in self.counters.items() if at < place}
            self.counters[place] = label.strip(".")
        line = one_line(f"{label} {text}".replace("\n", " "))
        if line:
            self.lines.append(line)


def says_not_used(lines: list[str]) -> bool:
    """Tell whether lines say only that a place is not used, or since when."""
    return _NOT_USED.fullmatch(one_line(" ".join(lines))) is not None


def row_line(row: tuple[tuple[str, ...], ...]) -> str:
    """Return a row of a table on one line, cells joined by a bar."""
    cells = [one_line(" ".join(cell)) for cell in row]
    return " | ".join(cells) if any(cells) else ""
