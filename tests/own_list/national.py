"""A national list made at test time: an official list as a table, with edits that are known.

The table has the columns of the template alone, and each heading bears our own English label.
"""

import csv
import datetime
import io
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kgservice.bundled import bundled
from kgservice.graph.labels import read_labels
from kgservice.model import Edition
from kgservice.readers.descriptors import read_descriptor
from kgservice.readers.reading import read_described_edition
from kgservice.readers.table_rows import COLUMNS
from kgservice.readers.table_writer import write_table

LIST: Final = "no-list-ii"
_ANY_DAY: Final = datetime.date(2021, 9, 9)
Rows = list[dict[str, str]]


def official_edition(documents: Path) -> Edition:
    """Return the edition that the national list is made of, with its texts."""
    descriptor = read_descriptor(LIST)
    (described,) = descriptor.editions
    reading = read_described_edition(descriptor, described, documents)
    assert reading is not None
    return reading.edition


def table_of(edition: Edition) -> Rows:
    """Return an edition as rows of the template, each labelled entry with our label."""
    out = io.StringIO(newline="")
    write_table(edition, out, with_texts=True)
    labels = read_labels(bundled("data") / "labels")
    rows = []
    for row in csv.DictReader(io.StringIO(out.getvalue(), newline="")):
        kept = {name: row[name] for name in COLUMNS}
        if not kept["note_kind"]:
            kept["lang"] = kept["lang"] or "en"
            kept["label"] = labels.of(LIST, kept["code"], edition.date).get("en", "")
        rows.append(kept)
    return rows


def as_csv(rows: Rows) -> bytes:
    """Return rows as a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def edited(rows: Rows) -> Rows:
    """Return the rows with ten edits."""
    rows = [dict(row) for row in rows]
    _change(rows, "3A225.b", lambda text: text.replace("600 Hz", "900 Hz"))  # loosened
    _change(rows, "3A201.a.1.b", lambda text: text.replace("10 J", "5 J"))  # tightened
    _change(rows, "3A225.a", lambda text: text.replace("40 VA", "40 kVA"))  # unit
    rows.remove(_row(rows, "6A225"))  # dropped
    _row(rows, "2B204.b")["code"] = "2B204.c"  # renumbered
    place = rows.index(_row(rows, "2A226"))
    added = dict.fromkeys(COLUMNS, "") | {"code": "2A299", "lang": "en"}
    rows.insert(place, added | {"text": "Invented zorbs for weaving glims."})  # added
    _row(rows, "2B350.j.2")["code"] = "2B35O.j.2"  # mistyped: a letter for a digit
    _change(rows, "1C350.59", lambda text: text.replace("139-87-7", "139-87-8"))  # CAS digit
    rows.remove(_row(rows, "6A203.b", "technical-note"))  # note removed
    words = read_labels(bundled("data") / "labels").of(LIST, "3A232", _ANY_DAY)
    _row(rows, "3A232")["label"] = words["fr"]  # French in place of English
    return rows


def _row(rows: Rows, code: str, note: str = "") -> dict[str, str]:
    (found,) = (row for row in rows if (row["code"], row["note_kind"]) == (code, note))
    return found


def _change(rows: Rows, code: str, change: Callable[[str], str]) -> None:
    row = _row(rows, code)
    before = row["text"]
    row["text"] = change(before)
    assert row["text"] != before
