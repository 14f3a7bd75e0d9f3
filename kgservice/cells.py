"""Cells of tables that we write for others: none of them can become a formula.

Every CSV and XLSX export goes through here, and the HTML of what was sent to us
(:mod:`kgservice.report_pages`), for a spreadsheet that opens a page computes its cells too.  The
tables that we keep for ourselves and read back (:mod:`kgservice.readers.table_writer`) do not,
for their cells must come back as they were.
"""

import csv
from collections.abc import Iterable, Sequence
from typing import Any, Final, TextIO

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from kgservice.errors import ResultFormatError

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: one that looks like it is quoted."""
    return f"'{text}" if text.startswith(FORMULA) else text


def write_rows(rows: Iterable[Sequence[str]], out: TextIO) -> None:
    """Write rows as CSV, each cell plain.

    :param rows: the header first
    :param out: open for writing text, with line ends left as they are
    """
    csv.writer(out, lineterminator="\n").writerows(map(plain_cell, row) for row in rows)


def text_cell(sheet: Any, text: str) -> Any:  # noqa: ANN401
    """Return a cell of a workbook that is text, whatever it looks like.

    :param sheet: of a write-only workbook of openpyxl
    :param text: what the cell holds
    :returns: the cell, to be appended to the sheet
    :raises ResultFormatError: if the text holds a character that XLSX cannot carry
    """
    if found := ILLEGAL_CHARACTERS_RE.search(text):
        odd = f"the character U+{ord(found[0]):04X}"
        raise ResultFormatError(f"the edition contains {odd}, which XLSX cannot carry; take CSV")
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
