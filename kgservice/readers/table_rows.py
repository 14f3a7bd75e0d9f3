"""From a CSV or XLSX file to rows that know where they stand."""

import csv
import datetime
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import openpyxl
from openpyxl.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter

from kgservice.errors import TableError
from kgservice.readers.documents import Document, decode

COLUMNS: Final = (
    "code", "parent", "level", "label", "text", "lang", "note_kind", "regime", "status",
)  # fmt: skip
"""The columns of a national authority's list, in the order of the template."""
FACT_COLUMNS: Final = (
    "polarity", "text_digest", "refers_to", "reasons", "chemicals",
    "in_force_from", "in_force_to", "implied",
)  # fmt: skip
"""Further columns, in which readers keep what they read of a text."""
REQUIRED: Final = ("code", "text", "lang")
MAX_XLSX_BYTES: Final = 50_000_000
MAX_UNPACKED_BYTES: Final = 500_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name, and its place as errors print it."""

    cells: dict[str, str]
    file: str
    sheet: str | None
    number: int

    def place(self, column: str | None = None) -> str:
        """Return ``list.xlsx, sheet Items, row 7, column code``."""
        sheet = f", sheet {self.sheet}" if self.sheet else ""
        where = f"{self.file}{sheet}, row {self.number}"
        return f"{where}, column {column}" if column else where


def read_rows(document: Document) -> Iterator[Row]:
    """Yield the rows under the header of a table; rows without any value are passed over.

    :raises TableError: if the header lacks or misnames a column; a cell holds a formula, or
        cells are merged; the workbook has macros, is damaged or too large
    """
    if document.data.startswith(b"PK"):
        yield from _xlsx_rows(document)
    else:
        yield from _csv_rows(document)


def _csv_rows(document: Document) -> Iterator[Row]:
    text = decode(document)
    if "\0" in text:
        raise TableError(f"{document.name}: holds NUL bytes; expected a CSV table in UTF-8")
    reader = csv.reader(io.StringIO(text, newline=""), dialect=_dialect(text), strict=True)
    try:
        header = _header(next(reader), document.name, None)
        for values in reader:
            row = _row(header, values, document.name, None, reader.line_num)
            if row:
                yield row
    except csv.Error as error:
        raise TableError(f"{document.name}, line {reader.line_num}: {error}") from error


def _dialect(text: str) -> type[csv.Dialect]:
    first = text.split("\n", 1)[0]
    if first.count(";") > first.count(","):
        return _Semicolons
    return csv.excel_tab if first.count("\t") > first.count(",") else csv.excel


class _Semicolons(csv.excel):
    delimiter = ";"


def _xlsx_rows(document: Document) -> Iterator[Row]:
    workbook = _open_workbook(document)
    try:
        for sheet in workbook.worksheets:
            if sheet.merged_cells.ranges:
                cells = sheet.merged_cells.ranges[0].coord
                raise TableError(
                    f"{document.name}, sheet {sheet.title}: cells {cells} are merged; "
                    "expected one value a cell"
                )
            rows = sheet.iter_rows()
            first = next(rows, None)
            if first is None or all(cell.value is None for cell in first):
                continue
            header = _header([str(c.value or "") for c in first], document.name, sheet.title)
            for cells_of_row in rows:
                values = [_cell_text(cell, document.name, sheet.title) for cell in cells_of_row]
                number = cells_of_row[0].row or 0
                row = _row(header, values, document.name, sheet.title, number)
                if row:
                    yield row
    finally:
        workbook.close()


def _open_workbook(document: Document) -> openpyxl.Workbook:
    if len(document.data) > MAX_XLSX_BYTES:
        size = f"{len(document.data):,} bytes; a workbook has at most {MAX_XLSX_BYTES:,}"
        raise TableError(f"{document.name}: {size}")
    try:
        with zipfile.ZipFile(io.BytesIO(document.data)) as archive:
            names = archive.namelist()
            unpacked = sum(info.file_size for info in archive.infolist())
        if any(name.endswith("vbaProject.bin") for name in names):
            raise TableError(f"{document.name}: is a workbook with macros; save it as plain .xlsx")
        if unpacked > MAX_UNPACKED_BYTES:
            raise TableError(f"{document.name}: unpacks to {unpacked:,} bytes; that is too large")
        return openpyxl.load_workbook(io.BytesIO(document.data), keep_vba=False)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise TableError(f"{document.name}: is no readable .xlsx workbook: {error}") from error


def _cell_text(cell: Cell | MergedCell, file: str, sheet: str) -> str:
    place = f"{file}, sheet {sheet}, row {cell.row}, column {get_column_letter(cell.column or 1)}"
    if cell.data_type == "f":
        raise TableError(f"{place}: holds a formula; expected a value")
    if cell.data_type == "e":
        raise TableError(f"{place}: holds the error {cell.value}; expected a value")
    value = cell.value if isinstance(cell, Cell) else None
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)


def _header(names: list[str], file: str, sheet: str | None) -> list[str]:
    place = f"{file}, sheet {sheet}" if sheet else file
    header = [name.strip().lower() for name in names]
    while header and not header[-1]:
        header.pop()
    known = (*COLUMNS, *FACT_COLUMNS)
    for name in header:
        if name not in known:
            raise TableError(
                f"{place}, row 1: unknown column {name!r}; known are {', '.join(known)}"
            )
        if header.count(name) > 1:
            raise TableError(f"{place}, row 1: column {name} stands twice; each stands once")
    if missing := [name for name in REQUIRED if name not in header]:
        raise TableError(f"{place}, row 1: column {', '.join(missing)} is missing from the header")
    return header


def _row(
    header: list[str], values: list[str], file: str, sheet: str | None, number: int
) -> Row | None:
    cells = [value.strip() for value in values]
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if not any(cells):
        return None
    row = Row({}, file, sheet, number)
    if len(cells) > len(header):
        raise TableError(f"{row.place()}: has {len(cells)} cells, but the header {len(header)}")
    row.cells.update(zip(header, cells, strict=False))
    return row
