"""An edition as a CSV table; the inverse of reading one."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, TextIO

from kgservice.model import Edition, Entry, Note, Text
from kgservice.readers.coverage_cells import print_coverages
from kgservice.readers.criteria_cells import print_criterion, print_joins
from kgservice.readers.table_cells import join_cell, print_chemicals, print_reasons
from kgservice.readers.table_rows import COLUMNS, FACT_COLUMNS

LONGEST_MARK: Final = 7
BEGINNING: Final = 5


def write_table(edition: Edition, file: TextIO, *, with_texts: bool) -> None:
    """Write an edition's entries and notes, in reading order, one row a language.

    :param edition: of any list
    :param file: open for writing text, with line ends left as they are
    :param with_texts: False leaves the official wording out and keeps its digests; a note's
        mark of more than seven words is wording too, and is cut
    """
    writer = csv.DictWriter(file, (*COLUMNS, *FACT_COLUMNS), restval="", lineterminator="\n")
    writer.writeheader()
    notes: dict[str | None, list[Note]] = defaultdict(list)
    for note in edition.notes:
        notes[note.target].append(note)
    for note in notes[None]:
        writer.writerows(_note_rows(note, with_texts))
    for entry in edition.entries:
        writer.writerows(_entry_rows(entry, with_texts))
        for note in notes[entry.code]:
            writer.writerows(_note_rows(note, with_texts))


def _entry_rows(entry: Entry, with_texts: bool) -> Iterator[dict[str, str]]:
    force = entry.text_in_force
    first = {
        "code": entry.code,
        "parent": entry.parent or "",
        "level": entry.level,
        "regime": join_cell(entry.regimes),
        "status": entry.status,
        "refers_to": join_cell(entry.refers_to),
        "excepts": join_cell(entry.excepts),
        "stages": join_cell(entry.stages),
        "covers": print_coverages(entry.covers),
        "criterion": print_criterion(entry.criterion),
        "joins": print_joins(entry.joins, entry.joins_least),
        "unparsed": join_cell(entry.unparsed),
        "standards": join_cell(entry.standards),
        "reasons": print_reasons(entry.reasons),
        "chemicals": print_chemicals(entry.chemicals),
        "in_force_from": force.start.isoformat() if force and force.start else "",
        "in_force_to": force.end.isoformat() if force and force.end else "",
        "implied": "yes" if entry.implied else "",
    }
    labels = dict(entry.labels)
    texts = {text.lang: text for text in entry.texts}
    for lang in dict.fromkeys((*texts, *labels)) or [""]:
        cells = {"label": labels.get(lang, ""), "lang": lang}
        yield first | cells | _text_cells(texts.get(lang), with_texts)
        first = {"code": entry.code}


def _note_rows(note: Note, with_texts: bool) -> Iterator[dict[str, str]]:
    first = {
        "code": note.target or "",
        "label": note.label if with_texts else _short(note.label),
        "note_kind": note.kind,
        "note_number": str(note.number),
        "polarity": note.polarity,
        "refers_to": join_cell(note.refers_to),
        "criterion": print_criterion(note.criterion),
        "unparsed": join_cell(note.unparsed),
        "standards": join_cell(note.standards),
        "chemicals": print_chemicals(note.chemicals),
    }
    for text in note.texts or (None,):
        yield first | {"lang": text.lang if text else ""} | _text_cells(text, with_texts)
        first = {name: first[name] for name in ("code", "note_kind", "note_number")}


def _short(label: str) -> str:
    """Return a printed mark that is no sentence: of a long one only how it begins."""
    parts = label.split()
    return label if len(parts) <= LONGEST_MARK else " ".join(parts[:BEGINNING]) + " …"


def _text_cells(text: Text | None, with_texts: bool) -> dict[str, str]:
    if text is None:
        return {}
    if with_texts and text.value is not None:
        return {"text": text.value, "text_digest": text.digest}
    return {"text_digest": text.digest}
