"""An XLSX workbook as sheets of plain text, read in a stream and kept shut.

Macros, formulas, error values, merged cells, document type declarations and workbooks that
unpack too large are refused.  A number in ``code`` or ``parent`` is refused where it has a
decimal point, and so is a date: a spreadsheet turns ``1.10`` into 1.1 and ``1-2`` into a day.
"""

import datetime
import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final, NoReturn, cast

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from kgservice.errors import TableError
from kgservice.readers.documents import Document

MAX_XLSX_BYTES: Final = 50_000_000
MAX_UNPACKED_BYTES: Final = 300_000_000
MAX_ROWS: Final = 250_000
_DATES: Final = ("in_force_from", "in_force_to")
_CODES: Final = ("code", "parent")
_OLD: Final = b"\xd0\xcf\x11\xe0"
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([^"]*)"')
_DAMAGE: Final = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, SyntaxError, TypeError,
    IndexError, AttributeError, OSError, NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows from the first, every cell as text.

    :ivar fractions: row and column, from 0, of the numbers that are not whole
    :ivar dates: row and column of the dates and times
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    fractions: tuple[tuple[int, int], ...]
    dates: tuple[tuple[int, int], ...]

    def refuse_unclear(self, header: list[str], file: str) -> None:
        """Refuse dates and fractions that a spreadsheet may have made of a code or a text.

        :param header: the names of the columns, in order
        :param file: the workbook's name, which the error names
        :raises TableError: naming the first such cell
        """
        for row, column in self.dates:
            name = header[column] if column < len(header) else None
            if name is not None and name not in _DATES:
                self._refuse(file, row, name, "a date")
        for row, column in self.fractions:
            name = header[column] if column < len(header) else None
            if name in _CODES:
                self._refuse(file, row, name, f"the number {self.rows[row][column]}")

    def _refuse(self, file: str, row: int, name: str, what: str) -> NoReturn:
        raise TableError(
            f"{file}, sheet {self.name}, row {row + 1}, column {name}: holds {what}; "
            "format the column as text and type the cell again"
        )


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
                for sheet in sheets:
                    _refuse_merged(sheet, archive, document.name)
                return tuple(_read_sheet(sheet, document.name) for sheet in sheets)
            finally:
                workbook.close()
    except _DAMAGE as error:
        raise TableError(
            f"{document.name}: is no readable .xlsx workbook: {error}; "
            "it may be cut short or damaged, save it again"
        ) from error


def _inspect(archive: zipfile.ZipFile, file: str) -> None:
    names = archive.namelist()
    if any(name.endswith("vbaProject.bin") for name in names):
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


def _refuse_merged(sheet: ReadOnlyWorksheet, archive: zipfile.ZipFile, file: str) -> None:
    merged = _MERGED.search(archive.read(vars(sheet)["_worksheet_path"].lstrip("/")))
    if merged is not None:
        raise TableError(
            f"{file}, sheet {sheet.title}: cells {merged.group(1).decode()} are merged; "
            "expected one value a cell"
        )


def _read_sheet(sheet: ReadOnlyWorksheet, file: str) -> Sheet:
    sheet.reset_dimensions()
    rows: list[tuple[str, ...]] = []
    fractions: list[tuple[int, int]] = []
    dates: list[tuple[int, int]] = []
    for index, cells in enumerate(cast(Worksheet, sheet).iter_rows()):
        if index >= MAX_ROWS:
            raise TableError(f"{file}, sheet {sheet.title}: has over {MAX_ROWS:,} rows")
        for column, cell in enumerate(cells):
            if cell.data_type in ("f", "e"):
                what = "a formula" if cell.data_type == "f" else f"the error {cell.value}"
                raise TableError(
                    f"{file}, sheet {sheet.title}, row {index + 1}, "
                    f"column {get_column_letter(column + 1)}: holds {what}; expected a value"
                )
            if isinstance(cell.value, datetime.date | datetime.time | datetime.timedelta):
                dates.append((index, column))
            elif isinstance(cell.value, float) and not cell.value.is_integer():
                fractions.append((index, column))
        rows.append(tuple(_text(cell.value) for cell in cells))
    return Sheet(sheet.title, tuple(rows), tuple(fractions), tuple(dates))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)
