"""Cells of tables that we write for others: none of them can become a formula.

Every CSV and XLSX export goes through here.  The tables that we keep for ourselves and read back
(:mod:`kgservice.readers.table_writer`) do not, for their cells must come back as they were.
"""

import csv
from collections.abc import Iterable, Sequence
from typing import Final, TextIO

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
