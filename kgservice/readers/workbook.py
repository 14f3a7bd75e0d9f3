"""An XLSX workbook as sheets of plain text, read in a stream and kept shut.

Macros, document type declarations and workbooks that unpack too large are refused.  Of a formula
or an error value there is no text, only the place, and so of a merged range: what a reader makes
of them is its own matter.
"""

import datetime
import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, cast

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from kgservice.errors import TableError
from kgservice.readers.documents import Document

MAX_XLSX_BYTES: Final = 50_000_000
MAX_UNPACKED_BYTES: Final = 300_000_000
MAX_ROWS: Final = 250_000
_MACRO_SHEETS: Final = "xl/macrosheets/"
_OLD: Final = b"\xd0\xcf\x11\xe0"
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([^"]*)"')
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, SyntaxError, TypeError,
    IndexError, AttributeError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip


class Oddity(StrEnum):
    """What a cell holds that may not be what was typed."""

    FORMULA = "the formula"
    ERROR = "the error"
    DATE = "the date"
    FRACTION = "the number"


@dataclass(frozen=True, slots=True)
class OddCell:
    """A cell that is more or less than a text.

    :ivar row: from 0
    :ivar column: from 0
    :ivar value: the formula, the error, or the cell as text
    """

    row: int
    column: int
    oddity: Oddity
    value: str


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; all its cells but the first are empty.

    :ivar reference: as a spreadsheet writes it: ``A2:A4``
    :ivar rows: from 0, the first and the one after the last
    :ivar columns: likewise
    """

    reference: str
    rows: range
    columns: range

    def covers(self, row: int, column: int) -> bool:
        """Tell whether a cell lies in the range and is not its first."""
        within = row in self.rows and column in self.columns
        return within and (row, column) != (self.rows.start, self.columns.start)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows from the first, every cell as text.

    :ivar odd: cells that are no plain text; those with a formula or an error are empty in ``rows``
    :ivar merged: in the order of the sheet
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    odd: tuple[OddCell, ...]
    merged: tuple[Merge, ...]


def is_workbook(document: Document) -> bool:
    """Tell whether a document is a zip container, as .xlsx is.

    :param document: of any format
    :returns: true for any zip container; what is in it is not looked at
    :raises TableError: if it is an old .xls workbook, or one with a password
    """
    if document.data.startswith(_OLD):
        raise TableError(
            f"{document.name}: is an .xls workbook or has a password; save it as plain .xlsx"
        )
    return document.data.startswith(b"PK")


def read_sheets(document: Document) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook, in its order.

    :param document: an .xlsx workbook
    :returns: worksheets alone, every cell as text
    :raises TableError: if the workbook cannot be used; the message names sheet, row and column
    """
    if len(document.data) > MAX_XLSX_BYTES:
        size = f"{len(document.data):,} bytes; a workbook has at most {MAX_XLSX_BYTES:,}"
        raise TableError(f"{document.name}: {size}")
    try:
        with zipfile.ZipFile(io.BytesIO(document.data)) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            _inspect(archive, document.name)
            workbook = openpyxl.load_workbook(io.BytesIO(document.data), read_only=True)
            try:
                sheets = [s for s in workbook.worksheets if isinstance(s, ReadOnlyWorksheet)]
                return tuple(
                    _read_sheet(sheet, _merges(sheet, archive), document.name) for sheet in sheets
                )
            finally:
                workbook.close()
    except _DAMAGE as error:
        raise TableError(
            f"{document.name}: is no readable .xlsx workbook: {error}; "
            "it may be cut short or damaged, save it again"
        ) from error


def _inspect(archive: zipfile.ZipFile, file: str) -> None:
    names = archive.namelist()
    if any(name.endswith("vbaProject.bin") or _MACRO_SHEETS in name for name in names):
        raise TableError(f"{file}: is a workbook with macros; save it as plain .xlsx")
    unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES:
        raise TableError(
            f"{file}: unpacks to {unpacked:,} bytes; a workbook has at most {MAX_UNPACKED_BYTES:,}"
        )
    for name in names:
        data = archive.read(name)
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in data:
            raise TableError(
                f"{file}: {name} has a document type declaration; save it as plain .xlsx"
            )


def _merges(sheet: ReadOnlyWorksheet, archive: zipfile.ZipFile) -> tuple[Merge, ...]:
    data = archive.read(vars(sheet)["_worksheet_path"].lstrip("/"))
    references = (match.group(1).decode() for match in _MERGED.finditer(data))
    found = []
    for reference in references:
        left, top, right, bottom = range_boundaries(reference)
        if left is None or top is None or right is None or bottom is None:
            raise ValueError(f"{reference} is no range of cells")
        found.append(Merge(reference, range(top - 1, bottom), range(left - 1, right)))
    return tuple(sorted(found, key=lambda each: (each.rows.start, each.columns.start)))


def _read_sheet(sheet: ReadOnlyWorksheet, merged: tuple[Merge, ...], file: str) -> Sheet:
    sheet.reset_dimensions()
    rows: list[tuple[str, ...]] = []
    odd: list[OddCell] = []
    for index, cells in enumerate(cast(Worksheet, sheet).iter_rows()):
        if index >= MAX_ROWS:
            raise TableError(f"{file}, sheet {sheet.title}: has over {MAX_ROWS:,} rows")
        values = [_text(cell.value) for cell in cells]
        for column, cell in enumerate(cells):
            oddity = _oddity(cell)
            if oddity is not None:
                odd.append(OddCell(index, column, oddity, values[column]))
            if oddity in (Oddity.FORMULA, Oddity.ERROR):
                values[column] = ""
        rows.append(tuple(values))
    return Sheet(sheet.title, tuple(rows), tuple(odd), merged)


def _oddity(cell: Any) -> Oddity | None:  # noqa: ANN401 - openpyxl's cells have no common type
    if cell.data_type in ("f", "e"):
        return Oddity.FORMULA if cell.data_type == "f" else Oddity.ERROR
    if isinstance(cell.value, datetime.date | datetime.time | datetime.timedelta):
        return Oddity.DATE
    fraction = isinstance(cell.value, float) and not cell.value.is_integer()
    return Oddity.FRACTION if fraction else None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, ArrayFormula):
        return str(value.text)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)
