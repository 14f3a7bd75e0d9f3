"""From a CSV or XLSX file to the rows of its tables."""

import csv
import io
from collections.abc import Iterator

from kgservice.errors import TableError
from kgservice.readers.documents import Document, decode
from kgservice.readers.table_rows import Refuse, Row, Rows, cell_text, read_header
from kgservice.readers.table_sheets import workbook_rows
from kgservice.readers.workbook import is_workbook


def read_rows(document: Document, refuse: Refuse) -> Rows:
    """Return the rows under the header of a table; rows without any value are passed over.

    :param document: CSV or XLSX
    :param refuse: called with each cell and each row that cannot be used: a row has more cells
        than the header or fewer, a cell holds a formula, cells are merged; where it returns,
        reading goes on without them
    :returns: the rows with their place, and the sheets of a workbook that are no table
    :raises TableError: if the file as a whole cannot be used: the header lacks or misnames a
        column, or the workbook has macros, is damaged or too large
    :raises DocumentError: if a CSV file is not UTF-8
    """
    if is_workbook(document):
        return workbook_rows(document, refuse)
    return Rows(tuple(_csv_rows(document, refuse)))


def _csv_rows(document: Document, refuse: Refuse) -> Iterator[Row]:
    text = decode(document)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise TableError(f"{document.name}, line {line}: holds a NUL byte; expected text in UTF-8")
    reader = csv.reader(io.StringIO(text, newline=""), dialect=_dialect(text), strict=True)
    try:
        header = read_header(next(reader), document.name, None)
        for number, values in enumerate(reader, 2):
            row = Row({}, document.name, None, number)
            if _fill(row, header, values, refuse):
                yield row
    except csv.Error as error:
        raise TableError(
            f"{document.name}, line {reader.line_num}: {error}; expected a quotation mark at both "
            "ends of a cell or at none, and cells of at most 131,072 characters"
        ) from error


def _fill(row: Row, header: list[str], values: list[str], refuse: Refuse) -> bool:
    """Give a row its cells; tell whether it has any and they stand under the header."""
    cells = list(map(cell_text, values))
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if not any(cells):
        return False
    if len(cells) != len(header):
        why = "the file may be cut short"
        if len(cells) > len(header):
            why = "a cell that holds the separator stands in quotation marks"
        reason = f"has {len(cells)} cells, but the header {len(header)}; {why}"
        refuse(row.error(None, reason))
        return False
    row.cells.update(zip(header, cells, strict=True))
    return True


def _dialect(text: str) -> type[csv.Dialect]:
    first = text.split("\n", 1)[0]
    counts = {";": first.count(";"), ",": first.count(","), "\t": first.count("\t")}
    commonest = max(counts, key=lambda mark: counts[mark])
    return {";": _Semicolons, ",": csv.excel, "\t": csv.excel_tab}[commonest]


class _Semicolons(csv.excel):
    delimiter = ";"
