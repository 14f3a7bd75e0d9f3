"""The gold set as values: paragraphs, and what a reader of each wrote down."""

import csv
import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent
ANY = "*"


@dataclass(frozen=True)
class Row:
    """One number of the gold set; names, units and roles are those that are equally fair."""

    number: str
    of: str
    quantities: tuple[str, ...]
    comparator: str
    value: Decimal | None
    upper: Decimal | None
    open_bounds: str
    units: tuple[str, ...]
    roles: tuple[str, ...]
    certainty: str
    as_written: str


@dataclass(frozen=True)
class Paragraph:
    """One text of the gold set: where it stands, and what a reader found in it."""

    list_id: str
    date: datetime.date
    code: str
    note: str
    lang: str
    digest: str
    joins: tuple[str, ...]
    tree: str
    rows: tuple[Row, ...]

    def __str__(self) -> str:
        """Say where the text stands."""
        note = f" note {self.note}" if self.note else ""
        return f"{self.list_id} {self.date} {self.code or '(list)'}{note} {self.lang}"


def read_gold(path: Path) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a gold file, in its order."""
    with path.open(encoding="utf-8", newline="") as handle:
        grouped: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
        for line in csv.DictReader(handle):
            key = ("list", "edition", "code", "note", "lang", "digest", "joins", "tree")
            grouped[tuple(line[name] for name in key)].append(line)
    return tuple(_paragraph(key, lines) for key, lines in grouped.items())


def _paragraph(key: tuple[str, ...], lines: list[dict[str, str]]) -> Paragraph:
    list_id, date, code, note, lang, digest, joins, tree = key
    rows = tuple(_row(line) for line in lines if line["n"] != "0")
    day = datetime.date.fromisoformat(date)
    stated = tuple(joins.split("|")) if joins else ()
    return Paragraph(list_id, day, code, note, lang, digest, stated, tree, rows)


def _row(line: dict[str, str]) -> Row:
    return Row(
        line["n"],
        line["of"],
        tuple(line["quantity"].split("|")),
        line["comparator"],
        Decimal(line["value"]) if line["value"] else None,
        Decimal(line["upper"]) if line["upper"] else None,
        line["open"],
        tuple(line["unit"].split("|")),
        tuple(line["role"].split("|")),
        line["certainty"],
        line["as_written"],
    )
