"""The rows of a table, which know where they stand, and the names of its columns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kgservice.errors import CellError, TableError
from kgservice.model import Fragment

COLUMNS: Final = (
    "code", "parent", "level", "label", "text", "lang", "note_kind", "regime", "status",
)  # fmt: skip
"""The columns of a national authority's list, in the order of the template."""
FACT_COLUMNS: Final = (
    "note_number", "polarity", "text_digest", "refers_to", "excepts", "stages",
    "covers", "criterion", "joins", "unparsed", "standards", "reasons", "chemicals",
    "in_force_from", "in_force_to", "implied",
)  # fmt: skip
"""Further columns, in which readers keep what they read of a text."""
REQUIRED: Final = ("code", "text", "lang")
TELLING: Final = ("code", "note_kind")
"""The columns that say what a row is: without such a cell it is not read at all."""
Refuse = Callable[[CellError], None]
"""What becomes of an error: it is raised, or kept so that reading can go on."""


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
        where = f"{table_place(self.file, self.sheet)}, row {self.number}"
        return f"{where}, column {column}" if column else where


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of all tables in a document, and what is none.

    :ivar passed_over: sheets that are no table
    :ivar refused: rows that cannot be told for what they are
    """

    rows: tuple[Row, ...]
    passed_over: tuple[Fragment, ...] = ()
    refused: tuple[Row, ...] = ()


def table_place(file: str, sheet: str | None) -> str:
    """Return where a table stands, as errors print it."""
    return f"{file}, sheet {sheet}" if sheet else file


def column_name(cell: str) -> str:
    """Return the name of a column as its header cell gives it."""
    return cell.strip().lower()


def cell_text(value: str) -> str:
    """Return a cell without space around it, with one kind of line end."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def read_header(
    names: list[str], file: str, sheet: str | None, unnamed: dict[int, str] | None = None
) -> list[str]:
    """Return the names of the columns of a table.

    :param names: the cells of its first row
    :param file: its name
    :param sheet: of a workbook
    :param unnamed: columns that have no name, from 0, and why; they are not read
    :returns: a name for each column up to the last that has one, empty for one without
    :raises TableError: if a column is unknown, stands twice or is missing
    """
    place = f"{table_place(file, sheet)}, row 1"
    header = [column_name(name) for name in names]
    while header and not header[-1]:
        header.pop()
    known = (*COLUMNS, *FACT_COLUMNS)
    for number, name in enumerate(header):
        if not name and number in (unnamed or {}):
            continue
        if name not in known:
            raise TableError(f"{place}: unknown column {name!r}; known are {', '.join(known)}")
        if header.count(name) > 1:
            raise TableError(f"{place}: column {name} stands twice; each stands once")
    if missing := [name for name in REQUIRED if name not in header]:
        reasons = "".join(f"; {reason}" for reason in dict.fromkeys((unnamed or {}).values()))
        raise TableError(
            f"{place}: column {', '.join(missing)} is missing; "
            f"expected at least {', '.join(REQUIRED)}{reasons}"
        )
    return header
