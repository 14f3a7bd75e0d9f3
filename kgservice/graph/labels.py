"""Our words for codes: the label tables under ``data/labels/``."""

import csv
import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kgservice.errors import TableError

COLUMNS: Final = ("code", "lists", "from", "to", "en", "fr", "source")
_LANGUAGES: Final = ("en", "fr")


@dataclass(frozen=True, slots=True)
class _Label:
    start: datetime.date
    end: datetime.date
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels by list and code, each with the editions it holds for."""

    _rows: dict[tuple[str, str], list[_Label]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Yield every labelled place as list id and code."""
        return iter(self._rows)

    def of(self, list_id: str, code: str, edition: datetime.date) -> dict[str, str]:
        """Return the label of a code in that edition, by language; empty where there is none."""
        for label in self._rows.get((list_id, code), ()):
            if label.start <= edition <= label.end:
                return label.words
        return {}


def read_labels(folder: Path) -> Labels:
    """Read every table of a folder.

    :param folder: ``data/labels``
    :returns: the labels, looked up by list, code and edition date
    :raises TableError: if a row lacks a cell, or two rows label one code of one list on one day
    """
    rows: dict[tuple[str, str], list[_Label]] = defaultdict(list)
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise TableError(f"{path.name}, row 1: expected the columns {', '.join(COLUMNS)}")
            for row in reader:
                _add(rows, row, f"{path.name}, row {reader.line_num}")
    return Labels(dict(rows))


def _add(rows: dict[tuple[str, str], list[_Label]], row: dict[str, str | None], place: str) -> None:
    if missing := [name for name in ("code", "lists", "en", "source") if not row[name]]:
        raise TableError(f"{place}: {', '.join(missing)} is empty; every label needs it")
    start = datetime.date.fromisoformat(row["from"] or "0001-01-01")
    end = datetime.date.fromisoformat(row["to"] or "9999-12-31")
    words = {lang: text for lang in _LANGUAGES if (text := row[lang])}
    label = _Label(start, end, words)
    for list_id in (row["lists"] or "").split():
        known = rows[list_id, row["code"] or ""]
        if any(other.start <= end and start <= other.end for other in known):
            raise TableError(
                f"{place}: {row['code']} of {list_id} has a label for these days already"
            )
        known.append(label)
