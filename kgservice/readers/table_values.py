"""The cells of one row of a table, read as what their columns say."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar

from kgservice.codes import Grammar
from kgservice.errors import CellError, CodeError
from kgservice.model import (
    Chemical,
    Coverage,
    Entry,
    Interval,
    Level,
    Note,
    NoteKind,
    Polarity,
    ReasonForControl,
    Status,
    Text,
)
from kgservice.readers.coverage_cells import read_coverage_cell
from kgservice.readers.criteria_cells import read_criterion, read_joins_cell
from kgservice.readers.mentions import (
    find_chemicals,
    find_references,
    polarity_of,
    status_of,
)
from kgservice.readers.stages import SOFTWARE_AND_TECHNOLOGY, STAGES, find_exceptions, find_stages
from kgservice.readers.table_cells import read_chemicals, read_reasons, split_cell
from kgservice.readers.table_rows import Row

_Choice = TypeVar("_Choice", bound=StrEnum)
_Value = TypeVar("_Value")
_LANG: Final = re.compile(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{1,8})*)")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
REGIMES: Final = {
    "nsg": "nsg",
    "mtcr": "mtcr",
    "ag": "australia-group",
    "australia-group": "australia-group",
    "wa": "wassenaar",
    "wassenaar": "wassenaar",
    "cwc": "cwc",
    "zc": "zangger",
    "zangger": "zangger",
}
"""Regimes by id and by abbreviation, as the column ``regime`` names them."""


@dataclass(frozen=True, slots=True)
class RowValues:
    """A row whose cells are read by name; an error names the cell's place.

    :ivar default_lang: for a row that states no language
    """

    row: Row
    grammar: Grammar
    default_lang: str

    def cell(self, column: str) -> str:
        """Return a cell, empty where the table has no such column."""
        return self.row.cells.get(column, "")

    def error(self, column: str, message: str) -> CellError:
        """Return an error at a cell of the row."""
        return self.row.error(column, message)

    @property
    def text(self) -> str:
        """The official wording."""
        return self.cell("text")

    @property
    def label(self) -> str:
        """An entry's short label, or the printed mark of a note."""
        return self.cell("label")

    @property
    def lang(self) -> str:
        """The language of text and label, a BCP 47 tag."""
        cell = self.cell("lang") or self.default_lang
        match = _LANG.fullmatch(cell)
        if match is None:
            raise self.error("lang", f"{cell!r} is no language tag such as en, fr or pt-BR")
        return match.group(1).lower() + match.group(2)

    def code(self, column: str = "code") -> str:
        """Return the code in a cell as the grammar prints it."""
        try:
            return self.grammar.normalise(self.cell(column))
        except CodeError as error:
            raise self.error(column, str(error)) from error

    def entry(self) -> Entry:
        """Return the row as an entry; its parent and level are the code's where none is given."""
        code, grammar, label = self.code(), self.grammar, self.label
        default = status_of(self.text)
        joins, least = self._parsed("joins", read_joins_cell) or (None, None)
        return Entry(
            code,
            self.code("parent") if self.cell("parent") else grammar.parent(code),
            self._choice("level", Level, grammar.level(code)),
            self._choice("status", Status, default),
            self.texts(),
            ((self.lang, label),) if label else (),
            grammar.product_group(code),
            tuple(map(self._regime, split_cell(self.cell("regime").replace(",", ";")))),
            self._reasons(),
            self._references(code),
            self._chemicals(),
            self._interval(),
            self._implied(),
            self._stages(),
            self._exceptions(),
            self._coverages(),
            self._parsed("criterion", read_criterion),
            joins,
            least,
            split_cell(self.cell("unparsed")),
            split_cell(self.cell("standards")),
        )

    def note(self) -> Note:
        """Return the row as a note, with the number 1."""
        kind = self._choice("note_kind", NoteKind, NoteKind.NOTE)
        target = self.code() if self.cell("code") else None
        polarity = self._choice("polarity", Polarity, polarity_of(kind, self.text))
        return Note(
            target,
            1,
            kind,
            polarity,
            self.label,
            self.texts(),
            self._references(None),
            self._chemicals(),
            self._parsed("criterion", read_criterion),
            split_cell(self.cell("unparsed")),
            split_cell(self.cell("standards")),
        )

    def texts(self) -> tuple[Text, ...]:
        """Return the text of the row, or its digest alone where only that is given."""
        text, digest = self.text, self.cell("text_digest")
        if digest and not _DIGEST.fullmatch(digest):
            raise self.error("text_digest", f"{digest!r} is no SHA-256 in 64 hexadecimal digits")
        if not text:
            return (Text(self.lang, None, digest),) if digest else ()
        found = Text.of(text, self.lang)
        if digest and digest != found.digest:
            raise self.error(
                "text_digest", f"is not the digest of the row's text, which is {found.digest}"
            )
        return (found,)

    def _regime(self, name: str) -> str:
        if name.lower() not in REGIMES:
            known = ", ".join(dict.fromkeys(REGIMES.values()))
            raise self.error("regime", f"{name!r} is no regime; known are {known}")
        return REGIMES[name.lower()]

    def _reasons(self) -> tuple[ReasonForControl, ...]:
        return tuple(
            replace(
                reason,
                applies_to=tuple(map(self._printed, reason.applies_to)),
                except_for=tuple(map(self._printed, reason.except_for)),
            )
            for reason in self._parsed("reasons", read_reasons) or ()
        )

    def _printed(self, code: str) -> str:
        return self.grammar.normalise(code) if self.grammar.is_code(code) else code

    def _stages(self) -> tuple[str, ...]:
        if "stages" not in self.row.cells:
            group = self.grammar.product_group(self.code())
            return find_stages(self.text) if group in SOFTWARE_AND_TECHNOLOGY else ()
        found = split_cell(self.cell("stages"))
        if strange := [stage for stage in found if stage not in STAGES]:
            raise self.error("stages", f"{strange[0]!r} is none of {', '.join(STAGES)}")
        return found

    def _coverages(self) -> tuple[Coverage, ...]:
        return self._parsed("covers", lambda cell: read_coverage_cell(cell, self.grammar)) or ()

    def _exceptions(self) -> tuple[str, ...]:
        if "excepts" not in self.row.cells:
            return find_exceptions(self.text, self.grammar)
        return self._codes("excepts")

    def _references(self, code: str | None) -> tuple[str, ...]:
        if "refers_to" not in self.row.cells:
            return find_references(self.text, self.grammar, code, within=code)
        return self._codes("refers_to")

    def _codes(self, column: str) -> tuple[str, ...]:
        """Return the codes of a cell as printed, and ranges as ``FIRST to LAST``."""
        found = (reference.partition(" to ") for reference in split_cell(self.cell(column)))
        return tuple(self._printed(a) + to + (b and self._printed(b)) for a, to, b in found)

    def _chemicals(self) -> tuple[Chemical, ...]:
        if "chemicals" not in self.row.cells:
            return find_chemicals(self.text)
        return self._parsed("chemicals", read_chemicals) or ()

    def _interval(self) -> Interval | None:
        start, end = self._parsed("in_force_from", _day), self._parsed("in_force_to", _day)
        if start and end and end <= start:
            raise self.error("in_force_to", f"{end} is not after in_force_from, which is {start}")
        return Interval(start, end) if start or end else None

    def _implied(self) -> bool:
        cell = self.cell("implied").lower()
        if cell not in ("", "yes", "no"):
            raise self.error("implied", f"{cell!r} is neither yes nor no")
        return cell == "yes"

    def _choice(self, column: str, kind: type[_Choice], default: _Choice) -> _Choice:
        cell = self.cell(column)
        try:
            return kind(cell.lower().replace(" ", "-").replace("_", "-")) if cell else default
        except ValueError as error:
            raise self.error(column, f"{cell!r} is none of {', '.join(kind)}") from error

    def _parsed(self, column: str, read_cell: Callable[[str], _Value]) -> _Value | None:
        cell = self.cell(column)
        try:
            return read_cell(cell) if cell else None
        except ValueError as error:
            raise self.error(column, str(error)) from error


def _day(cell: str) -> datetime.date:
    try:
        if not _DAY.fullmatch(cell):
            raise ValueError(cell)
        return datetime.date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError(f"{cell!r} is no date such as 2026-01-31") from error
