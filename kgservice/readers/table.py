"""A control list as a table (CSV, XLSX): what a national authority keeps, and our own facts.

One row an entry or a note and language; see ``COLUMNS`` and ``FACT_COLUMNS``.  A row with
``note_kind`` is a note of the entry whose code it bears, or of the whole list where it bears
none.  A second row of the same code in another language adds its text and label.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import PurePath
from typing import Final, TypeVar

from kgservice.codes import Grammar
from kgservice.completeness import find_gaps
from kgservice.errors import CodeError, TableError
from kgservice.model import (
    Chemical,
    Edition,
    Entry,
    Extent,
    Interval,
    Level,
    Note,
    NoteKind,
    Polarity,
    Reading,
    Source,
    Status,
    Text,
)
from kgservice.readers.descriptors import ListDescriptor
from kgservice.readers.documents import Document
from kgservice.readers.mentions import find_chemicals, find_references, polarity_of
from kgservice.readers.table_cells import read_chemicals, read_reasons, split_cell
from kgservice.readers.table_rows import Row, read_rows
from kgservice.text import count_characters

FORMAT: Final = "table"
_Choice = TypeVar("_Choice", bound=StrEnum)
_Value = TypeVar("_Value")


def recognise(name: str, head: bytes) -> bool:
    """Tell a table by its file's suffix, or by a first line that names ``code`` and ``text``."""
    if PurePath(name).suffix.lower() in (".csv", ".tsv", ".xlsx", ".xlsm"):
        return True
    first = head.split(b"\n", 1)[0].lower()
    return b"code" in first and b"text" in first and not head.lstrip().startswith((b"<", b"{"))


def read(document: Document, descriptor: ListDescriptor, date: datetime.date, lang: str) -> Reading:
    """Read a table.

    :param lang: for rows whose ``lang`` cell is empty
    :raises TableError: naming sheet, row and column, and what would have been right
    """
    table = _Table(descriptor.grammar, lang)
    for row in read_rows(document):
        table.add(row)
    if not table.entries:
        raise TableError(f"{document.name}: has no entry; expected rows under the header")
    entries = table.finished_entries()
    source = Source(document.name, FORMAT, lang, document.sha256)
    edition = Edition(descriptor.id, date, entries, table.finished_notes(entries), (source,))
    gaps = find_gaps(edition, descriptor.grammar)
    extent = Extent.INCOMPLETE if gaps else Extent.WHOLE
    edition = replace(edition, gaps=gaps, extent=extent)
    return Reading(edition, (), table.characters, table.characters)


@dataclass(slots=True)
class _Table:
    grammar: Grammar
    lang: str
    entries: dict[str, tuple[Row, Entry]] = field(default_factory=dict)
    notes: dict[tuple[str | None, int], Note] = field(default_factory=dict)
    counts: dict[tuple[str | None, str], int] = field(default_factory=dict)
    characters: int = 0

    def add(self, row: Row) -> None:
        text, label = row.cells.get("text", ""), row.cells.get("label", "")
        self.characters += count_characters(text) + count_characters(label)
        if row.cells.get("note_kind"):
            self._add_note(row)
        else:
            self._add_entry(row)

    def _code(self, row: Row, column: str) -> str:
        cell = row.cells.get(column, "")
        try:
            return self.grammar.normalise(cell)
        except CodeError as error:
            raise TableError(f"{row.place(column)}: {error}") from error

    def _add_entry(self, row: Row) -> None:
        code = self._code(row, "code")
        entry = self._entry(row, code)
        if code not in self.entries:
            self.entries[code] = (row, entry)
            return
        first_row, first = self.entries[code]
        languages = {text.lang for text in first.texts} | {lang for lang, _ in first.labels}
        if {text.lang for text in entry.texts} & languages or not (entry.texts or entry.labels):
            raise TableError(
                f"{row.place('code')}: {code} stands already in row {first_row.number}; "
                "a second row of a code gives its text in another language"
            )
        texts, labels = first.texts + entry.texts, first.labels + entry.labels
        self.entries[code] = (first_row, replace(first, texts=texts, labels=labels))

    def _entry(self, row: Row, code: str) -> Entry:
        cells, grammar = row.cells, self.grammar
        texts = self._texts(row)
        label = cells.get("label", "")
        text = cells.get("text", "")
        start, end = (_cell(row, name, _date) for name in ("in_force_from", "in_force_to"))
        return Entry(
            code,
            self._code(row, "parent") if cells.get("parent") else grammar.parent(code),
            _choice(row, "level", Level, grammar.level(code)),
            _choice(row, "status", Status, Status.LISTED),
            texts,
            ((cells.get("lang") or self.lang, label),) if label else (),
            grammar.product_group(code),
            split_cell(cells.get("regime", "")),
            _cell(row, "reasons", read_reasons) or (),
            self._references(row, code),
            self._chemicals(row, text),
            Interval(start, end) if start or end else None,
            cells.get("implied") == "yes",
        )

    def _references(self, row: Row, code: str | None) -> tuple[str, ...]:
        if "refers_to" in row.cells:
            return split_cell(row.cells["refers_to"])
        return find_references(row.cells.get("text", ""), self.grammar, code)

    def _chemicals(self, row: Row, text: str) -> tuple[Chemical, ...]:
        if "chemicals" in row.cells:
            return _cell(row, "chemicals", read_chemicals) or ()
        return find_chemicals(text)

    def _texts(self, row: Row) -> tuple[Text, ...]:
        text, lang = row.cells.get("text", ""), row.cells.get("lang") or self.lang
        digest = row.cells.get("text_digest", "")
        if text:
            found = Text.of(text, lang)
            if digest and digest != found.digest:
                raise TableError(
                    f"{row.place('text_digest')}: is not the digest of the row's text, "
                    f"which is {found.digest}"
                )
            return (found,)
        return (Text(lang, None, digest),) if digest else ()

    def _add_note(self, row: Row) -> None:
        target = self._code(row, "code") if row.cells.get("code") else None
        lang = row.cells.get("lang") or self.lang
        number = self.counts.get((target, lang), 0) + 1
        self.counts[target, lang] = number
        kind = _choice(row, "note_kind", NoteKind, NoteKind.NOTE)
        text = row.cells.get("text", "")
        note = Note(
            target,
            number,
            kind,
            _choice(row, "polarity", Polarity, polarity_of(kind, text)),
            row.cells.get("label", ""),
            self._texts(row),
            self._references(row, None),
            self._chemicals(row, text),
        )
        first = self.notes.get((target, number))
        if first is not None:
            note = replace(first, texts=first.texts + note.texts)
        self.notes[target, number] = note

    def finished_entries(self) -> tuple[Entry, ...]:
        implied = {above for code in self.entries for above in self.grammar.ancestors(code)}
        for code, (row, entry) in self.entries.items():
            parent = entry.parent
            if parent is not None and parent not in self.entries and parent not in implied:
                raise TableError(
                    f"{row.place('parent')}: {parent} has no row; "
                    f"expected the code of the entry above {code}"
                )
            self._refuse_cycle(row, code)
        return tuple(self._with_parents())

    def _refuse_cycle(self, row: Row, code: str) -> None:
        seen, above = [code], self.entries[code][1].parent
        while above is not None and above in self.entries:
            if above in seen:
                circle = " > ".join((*seen, above))
                raise TableError(f"{row.place('parent')}: parents form a circle: {circle}")
            seen.append(above)
            above = self.entries[above][1].parent

    def _with_parents(self) -> Iterable[Entry]:
        given: set[str] = set()
        for code, (_, entry) in self.entries.items():
            missing = []
            above = entry.parent
            while above is not None and above not in self.entries and above not in given:
                missing.append(above)
                given.add(above)
                above = self.grammar.parent(above)
            for above in reversed(missing):
                group, level = self.grammar.product_group(above), self.grammar.level(above)
                parent = self.grammar.parent(above)
                yield Entry(above, parent, level, product_group=group, implied=True)
            given.add(code)
            yield entry

    def finished_notes(self, entries: tuple[Entry, ...]) -> tuple[Note, ...]:
        order: dict[str | None, int] = {entry.code: n for n, entry in enumerate(entries, 1)}
        for target, _ in self.notes:
            if target is not None and target not in order:
                raise TableError(f"a note belongs to {target}, which has no row")
        notes = self.notes.values()
        return tuple(sorted(notes, key=lambda note: (order.get(note.target, 0), note.number)))


def _choice(row: Row, column: str, kind: type[_Choice], default: _Choice) -> _Choice:
    cell = row.cells.get(column, "")
    if not cell:
        return default
    try:
        return kind(cell.lower().replace(" ", "-").replace("_", "-"))
    except ValueError as error:
        known = ", ".join(kind)
        raise TableError(f"{row.place(column)}: {cell!r} is none of {known}") from error


def _cell(row: Row, column: str, read_cell: Callable[[str], _Value]) -> _Value | None:
    cell = row.cells.get(column, "")
    if not cell:
        return None
    try:
        return read_cell(cell)
    except ValueError as error:
        raise TableError(f"{row.place(column)}: {error}") from error


def _date(cell: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError(f"{cell!r} is no date such as 2026-01-31") from error
