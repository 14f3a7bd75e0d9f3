"""The rows of a workbook, and the cells of it that cannot be used.

Every sheet is read whose first row names a column ``code``.  The sheet ``Guide`` of our template
is for people; any other sheet is passed over and named in the reading.

A formula or an error has no value, and of merged cells only the first has one.  A number in
``code`` or ``parent`` is refused where it has a decimal point, and so is a date: a spreadsheet
turns ``1.10`` into 1.1 and ``1-2`` into a day.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from openpyxl.utils import get_column_letter

from kgservice.errors import CellError, TableError
from kgservice.model import Fragment
from kgservice.readers.documents import Document
from kgservice.readers.table_rows import (
    COLUMNS,
    TELLING,
    Refuse,
    Row,
    Rows,
    cell_text,
    column_name,
    read_header,
    table_place,
)
from kgservice.readers.workbook import Merge, OddCell, Oddity, Sheet, read_sheets

GUIDE: Final = "Guide"
SHOWN: Final = 80
_DATES: Final = ("in_force_from", "in_force_to")
_NUMBERED: Final = ("code", "parent")
_RIGHT: Final = {
    Oddity.FORMULA: "expected a value; copy the cell and paste it as a value",
    Oddity.ERROR: "expected a value",
    Oddity.DATE: "format the column as text and type the cell again",
    Oddity.FRACTION: "format the column as text and type the cell again",
}


def workbook_rows(document: Document, refuse: Refuse) -> Rows:
    """Return the rows of all tables in a workbook.

    :param document: an .xlsx workbook
    :param refuse: called with each cell that cannot be used
    :returns: the rows with their place, and the sheets that are no table
    :raises TableError: if no sheet is a table, or a header lacks or misnames a column
    """
    found: list[Row] = []
    refused: list[Row] = []
    passed_over: list[Fragment] = []
    tables = 0
    for sheet in read_sheets(document):
        if not any(map(any, sheet.rows)) or sheet.name == GUIDE:
            continue
        if "code" not in map(column_name, sheet.rows[0]):
            reason = "; ".join(("its first row names no column code", *_merged_header(sheet)))
            passed_over.append(Fragment(table_place(document.name, sheet.name), "", reason))
            continue
        tables += 1
        reading = _Reading(sheet, document.name, refuse)
        found += reading.rows()
        refused += reading.refused
    if not tables:
        told = "".join(f"; {each.where}: {each.reason}" for each in passed_over)
        raise TableError(
            f"{document.name}: no sheet has a column code; "
            f"expected a first row such as {', '.join(COLUMNS)}{told}"
        )
    return Rows(tuple(found), tuple(passed_over), tuple(refused))


def _merged_header(sheet: Sheet) -> Iterator[str]:
    return (f"cells {each.reference} are merged" for each in sheet.merged if 0 in each.rows)


@dataclass(slots=True)
class _Reading:
    """One sheet that is a table.

    :ivar unnamed: columns, from 0, whose header cell has no value, and why
    :ivar refused: rows of which it cannot be told what they are
    """

    sheet: Sheet
    file: str
    refuse: Refuse
    unnamed: dict[int, str] = field(init=False)
    header: list[str] = field(init=False)
    refused: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.unnamed = dict(_unnamed_columns(self.sheet))
        names = list(self.sheet.rows[0])
        self.header = read_header(names, self.file, self.sheet.name, self.unnamed)

    def rows(self) -> Iterator[Row]:
        """Yield the rows that can be read, refusing what cannot on the way."""
        odd: dict[int, list[OddCell]] = defaultdict(list)
        for cell in self.sheet.odd:
            odd[cell.row].append(cell)
        for merge in self.sheet.merged:
            self._refuse_merge(merge)
        for cell in odd[0]:
            self._refuse_odd(cell)
        covered = self._covered_rows()
        for index, values in enumerate(self.sheet.rows[1:], 1):
            lost = {cell.column for cell in odd.get(index, ()) if self._refuse_odd(cell)}
            row = self._row(index, values, lost)
            if not row.cells:
                continue
            if index in covered or any(self._name(column) in TELLING for column in lost):
                self.refused.append(row)
            else:
                yield row

    def _row(self, index: int, values: tuple[str, ...], lost: set[int]) -> Row:
        """Return a row without the cells that are lost; it has no cells if all are empty."""
        row = Row({}, self.file, self.sheet.name, index + 1)
        cells = ["" if column in lost else cell_text(cell) for column, cell in enumerate(values)]
        for column in range(len(cells)):
            if cells[column] and not self._name(column) and column not in self.unnamed:
                letter = get_column_letter(column + 1)
                reason = f"{cells[column][:SHOWN]!r} stands under no name; name the column in row 1"
                self.refuse(row.error(letter, f"{reason}, or empty the cell"))
        if any(cells):
            named = zip(self.header, cells, strict=False)
            row.cells.update((name, cell) for name, cell in named if name)
        return row

    def _covered_rows(self) -> set[int]:
        """Return the rows in which a cell that tells what the row is lies in a merged range."""
        telling = [column for column, name in enumerate(self.header) if name in TELLING]
        rows = range(1, len(self.sheet.rows))
        return {
            row
            for merge in self.sheet.merged
            for column in telling
            if column in merge.columns
            for row in merge.rows
            if row in rows and merge.covers(row, column)
        }

    def _name(self, column: int) -> str:
        return self.header[column] if column < len(self.header) else ""

    def _error(self, row: int, column: int, reason: str) -> CellError:
        name = self._name(column) or get_column_letter(column + 1)
        return Row({}, self.file, self.sheet.name, row + 1).error(name, reason)

    def _refuse_merge(self, merge: Merge) -> None:
        wanted = "a name for each column" if 0 in merge.rows else "a value in each cell"
        reason = f"cells {merge.reference} are merged, so that all but the first are empty"
        told = f"{reason}; expected {wanted}: unmerge them and fill each"
        self.refuse(self._error(merge.rows.start, merge.columns.start, told))

    def _refuse_odd(self, cell: OddCell) -> bool:
        """Refuse a cell where its column cannot have what it holds; tell whether it was."""
        name = self._name(cell.column)
        if cell.oddity is Oddity.DATE and (not name or name in _DATES):
            return False
        if cell.oddity is Oddity.FRACTION and name not in _NUMBERED:
            return False
        reason = f"holds {cell.oddity} {cell.value[:SHOWN]}; {_RIGHT[cell.oddity]}"
        self.refuse(self._error(cell.row, cell.column, reason))
        return True


def _unnamed_columns(sheet: Sheet) -> Iterator[tuple[int, str]]:
    for cell in sheet.odd:
        if cell.row == 0 and not sheet.rows[0][cell.column]:
            yield cell.column, f"{get_column_letter(cell.column + 1)}1 holds {cell.oddity}"
    for merge in sheet.merged:
        for column in merge.columns:
            if merge.covers(0, column):
                yield column, f"cells {merge.reference} are merged"
