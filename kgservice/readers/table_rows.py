"""From a CSV or XLSX file to rows that know where they stand.

Of a workbook every sheet is read whose first row names a column ``code``.  The sheet ``Guide``
of our template is for people; any other sheet is passed over and named in the reading.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kgservice.errors import CellError, TableError
from kgservice.model import Fragment
from kgservice.readers.documents import Document, decode
from kgservice.readers.workbook import is_workbook, read_sheets

COLUMNS: Final = (
    "code", "parent", "level", "label", "text", "lang", "note_kind", "regime", "status",
)  # fmt: skip
"""The columns of a national authority's list, in the order of the template."""
FACT_COLUMNS: Final = (
    "note_number", "polarity", "text_digest", "refers_to", "excepts", "stages",
    "covers", "criterion", "joins", "unparsed", "reasons", "chemicals",
    "in_force_from", "in_force_to", "implied",
)  # fmt: skip
"""Further columns, in which readers keep what they read of a text."""
REQUIRED: Final = ("code", "text", "lang")
GUIDE: Final = "Guide"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name, and its place as errors print it.

    ``number`` counts the rows of the sheet from 1, the header's; a row whose cells hold line
    breaks is one row.
    """

    cells: dict[str, str]
    file: str
    sheet: str | None
    number: int

    def error(self, column: str | None, reason: str) -> CellError:
        """Return an error at a cell of the row, or at the row."""
        return CellError(reason, self.file, self.sheet, self.number, column)

    def place(self, column: str | None = None) -> str:
        """Return ``list.xlsx, sheet Items, row 7, column code``."""
        where = f"{_place(self.file, self.sheet)}, row {self.number}"
        return f"{where}, column {column}" if column else where


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of all tables in a document, and the sheets that are no table."""

    rows: tuple[Row, ...]
    passed_over: tuple[Fragment, ...] = ()


def read_rows(document: Document) -> Rows:
    """Return the rows under the header of a table; rows without any value are passed over.

    :param document: CSV or XLSX
    :returns: the rows with their place, and the sheets of a workbook that are no table
    :raises TableError: if the header lacks or misnames a column; a row has more cells or fewer
        than the header; a cell holds a formula, or cells are merged; the workbook has macros,
        is damaged or too large
    """
    if is_workbook(document):
        return _workbook_rows(document)
    return Rows(tuple(_csv_rows(document)))


def _csv_rows(document: Document) -> Iterator[Row]:
    text = decode(document)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise TableError(f"{document.name}, line {line}: holds a NUL byte; expected text in UTF-8")
    reader = csv.reader(io.StringIO(text, newline=""), dialect=_dialect(text), strict=True)
    try:
        header = _header(next(reader), document.name, None)
        for number, values in enumerate(reader, 2):
            row = _row(header, values, Row({}, document.name, None, number))
            if row and len(values) < len(header):
                raise TableError(
                    f"{row.place()}: has {len(values)} cells, but the header {len(header)}; "
                    "the file may be cut short"
                )
            if row:
                yield row
    except csv.Error as error:
        raise TableError(
            f"{document.name}, line {reader.line_num}: {error}; expected a quotation mark at both "
            "ends of a cell or at none, and cells of at most 131,072 characters"
        ) from error


def _dialect(text: str) -> type[csv.Dialect]:
    first = text.split("\n", 1)[0]
    counts = {";": first.count(";"), ",": first.count(","), "\t": first.count("\t")}
    commonest = max(counts, key=lambda mark: counts[mark])
    return {";": _Semicolons, ",": csv.excel, "\t": csv.excel_tab}[commonest]


class _Semicolons(csv.excel):
    delimiter = ";"


def _workbook_rows(document: Document) -> Rows:
    found: list[Row] = []
    passed_over: list[Fragment] = []
    tables = 0
    for sheet in read_sheets(document):
        filled = [values for values in sheet.rows if any(values)]
        if not filled or sheet.name == GUIDE:
            continue
        if "code" not in map(_column_name, sheet.rows[0]):
            place = _place(document.name, sheet.name)
            passed_over.append(Fragment(place, "", "its first row names no column code"))
            continue
        tables += 1
        header = _header(list(sheet.rows[0]), document.name, sheet.name)
        sheet.refuse_unclear(header, document.name)
        for number, values in enumerate(sheet.rows[1:], 2):
            row = _row(header, list(values), Row({}, document.name, sheet.name, number))
            if row:
                found.append(row)
    if not tables:
        raise TableError(
            f"{document.name}: no sheet has a column code; "
            f"expected a first row such as {', '.join(COLUMNS)}"
        )
    return Rows(tuple(found), tuple(passed_over))


def _place(file: str, sheet: str | None) -> str:
    return f"{file}, sheet {sheet}" if sheet else file


def _column_name(cell: str) -> str:
    return cell.strip().lower()


def _header(names: list[str], file: str, sheet: str | None) -> list[str]:
    place = f"{_place(file, sheet)}, row 1"
    header = [_column_name(name) for name in names]
    while header and not header[-1]:
        header.pop()
    known = (*COLUMNS, *FACT_COLUMNS)
    for name in header:
        if name not in known:
            raise TableError(f"{place}: unknown column {name!r}; known are {', '.join(known)}")
        if header.count(name) > 1:
            raise TableError(f"{place}: column {name} stands twice; each stands once")
    if missing := [name for name in REQUIRED if name not in header]:
        raise TableError(
            f"{place}: column {', '.join(missing)} is missing; "
            f"expected at least {', '.join(REQUIRED)}"
        )
    return header


def _row(header: list[str], values: list[str], row: Row) -> Row | None:
    cells = [value.replace("\r\n", "\n").replace("\r", "\n").strip() for value in values]
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if not any(cells):
        return None
    if len(cells) > len(header):
        raise TableError(
            f"{row.place()}: has {len(cells)} cells, but the header {len(header)}; a cell that "
            "holds the separator stands in quotation marks"
        )
    row.cells.update(zip(header, cells, strict=False))
    return row
