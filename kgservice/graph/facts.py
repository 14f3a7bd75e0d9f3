"""The curated fact tables under ``data/``: rows with their place, dates of any precision."""

import calendar
import csv
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgservice.errors import TableError

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of a fact table; a cell is reached by its column's name."""

    cells: dict[str, str]
    place: str

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the row: addresses or citations, in the order of the cell."""
        return tuple(part.strip() for part in self["source"].split(" ; ") if part.strip())


def read_facts(path: Path, columns: tuple[str, ...]) -> Iterator[FactRow]:
    """Yield the rows of a fact table.

    :param path: a UTF-8 CSV file under ``data/``
    :param columns: the header that the table must have, in order; ``source`` is one of them
    :yields: a row with its place, ``memberships.csv, row 7``; cells as text, dates unread
    :raises TableError: if the header is another, or a row names no source
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != columns:
            raise TableError(f"{path.name}, row 1: expected the columns {', '.join(columns)}")
        for cells in reader:
            place = f"{path.name}, row {reader.line_num}"
            if not cells["source"]:
                raise TableError(f"{place}: source is empty; every fact needs one")
            yield FactRow(cells, place)


def days_of(text: str, place: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and last day that a date of any precision may mean.

    ``1996`` is 1996-01-01 to 1996-12-31, ``1996-07`` that month, ``1996-07-12`` that day.

    :param text: a year, month or day in ISO 8601 form
    :param place: file and row, which the error names
    :returns: the first and the last day, equal where the day is known
    :raises TableError: if the text is no date
    """
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        low = datetime.date(year or 0, month or 1, day or 1)
        last_month = month or 12
        last_day = day or calendar.monthrange(year or 0, last_month)[1]
        return low, datetime.date(year or 0, last_month, last_day)
    except ValueError as error:
        wanted = "expected a date such as 1996, 1996-07 or 1996-07-12"
        raise TableError(f"{place}: {text!r}; {wanted}") from error
