"""A control list as a table (CSV, XLSX): what a national authority keeps, and our own facts.

One row an entry or a note and language; see ``COLUMNS`` and ``FACT_COLUMNS``.  A row with
``note_kind`` is a note of the entry whose code it bears, or of the whole list where it bears
none.  A second row of the same code in another language adds its text and label.  Rows of one
note in several languages bear its ``note_number``; without one, the notes of an entry are
counted in each language, and each language must have as many.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Final

from kgservice.codes import Grammar
from kgservice.completeness import find_gaps
from kgservice.errors import CellError, TableError
from kgservice.model import Edition, Entry, Extent, Reading, Source
from kgservice.readers.coverage import with_coverages
from kgservice.readers.descriptors import ListDescriptor
from kgservice.readers.documents import Document
from kgservice.readers.parents import find_circle
from kgservice.readers.table_files import read_rows
from kgservice.readers.table_notes import TableNotes
from kgservice.readers.table_rows import Refuse, Row
from kgservice.readers.table_values import RowValues
from kgservice.readers.thresholds import with_thresholds
from kgservice.text import count_characters

FORMAT: Final = "table"
_ONCE: Final = (
    "parent", "level", "regime", "status", "refers_to", "excepts", "stages", "covers",
    "criterion", "joins", "unparsed", "standards", "reasons", "chemicals", "in_force_from",
    "in_force_to", "implied",
)  # fmt: skip


def recognise(name: str, head: bytes) -> bool:
    """Tell a table by its file's suffix, or by a first line that names ``code`` and ``text``."""
    if PurePath(name).suffix.lower() in (".csv", ".tsv", ".xlsx", ".xlsm"):
        return True
    first = head.split(b"\n", 1)[0].lower()
    return b"code" in first and b"text" in first and not head.lstrip().startswith((b"<", b"{"))


def read(document: Document, descriptor: ListDescriptor, date: datetime.date, lang: str) -> Reading:
    """Read a table.

    :param document: CSV or XLSX with the columns of the template
    :param descriptor: of the list; its grammar reads the codes
    :param date: the edition's
    :param lang: for rows whose ``lang`` cell is empty
    :returns: entries in the order of the rows, notes, the gaps that the codes show, and what found
        no place
    :raises TableError: naming sheet, row and column, and what would have been right
    """
    found = read_rows(document, _raise)
    reading = read_entries(found.rows, document, descriptor, date, lang, _raise)
    edition = with_numbers(reading.edition, found.rows)
    unplaced = (*found.passed_over, *reading.unplaced)
    return replace(reading, edition=edition, unplaced=unplaced)


def read_entries(
    rows: Iterable[Row],
    document: Document,
    descriptor: ListDescriptor,
    date: datetime.date,
    lang: str,
    refuse: Refuse,
) -> Reading:
    """Read the rows of a table; where ``refuse`` returns, reading goes on without the cell.

    The numbers that texts state are not looked for; see :func:`with_numbers`.

    :param rows: of the document; cells that cannot be used are taken out of them
    :param document: CSV or XLSX
    :param descriptor: of the list; its grammar reads the codes
    :param date: the edition's
    :param lang: for rows whose ``lang`` cell is empty
    :param refuse: called with each cell or row that cannot be used
    :returns: what could be read
    :raises TableError: if the table has no entry
    """
    table = _Table(descriptor.grammar, lang, TableNotes(descriptor.grammar, lang, refuse), refuse)
    for row in rows:
        table.add(row)
    if not table.entries:
        raise TableError(f"{document.name}: has no entry; expected rows under the header")
    entries = table.finished_entries()
    source = Source(document.name, FORMAT, lang, document.sha256)
    notes = table.notes.finished(entries)
    edition = Edition(descriptor.id, date, entries, notes, (source,))
    gaps = find_gaps(edition, descriptor.grammar)
    extent = Extent.INCOMPLETE if gaps else Extent.WHOLE
    edition = replace(edition, gaps=gaps, extent=extent)
    lost = tuple(table.notes.unplaced)
    placed = table.characters - sum(count_characters(fragment.text) for fragment in lost)
    return Reading(edition, lost, table.characters, placed)


def with_numbers(edition: Edition, rows: Iterable[Row]) -> Edition:
    """Return an edition with the numbers that its texts state, unless a column gives them.

    :param edition: as read from a table
    :param rows: of the table
    :returns: the same edition where the table has a column ``criterion``
    """
    if any("criterion" in row.cells for row in rows if not row.cells.get("note_kind")):
        return edition
    entries, notes = with_thresholds(edition.entries, edition.notes)
    return replace(edition, entries=entries, notes=notes)


def _raise(error: CellError) -> None:
    raise error


@dataclass(frozen=True, slots=True)
class _Placed:
    row: Row
    entry: Entry


@dataclass(slots=True)
class _Table:
    grammar: Grammar
    lang: str
    notes: TableNotes
    refuse: Refuse
    entries: dict[str, _Placed] = field(default_factory=dict)
    characters: int = 0

    def add(self, row: Row) -> None:
        values = RowValues(row, self.grammar, self.lang)
        self.characters += count_characters(values.text) + count_characters(values.label)
        while True:
            try:
                return (
                    self.notes.add(values)
                    if row.cells.get("note_kind")
                    else self._add_entry(values)
                )
            except CellError as error:
                self.refuse(error)
                if error.column in (None, "code") or not row.cells.pop(error.column or "", ""):
                    return None

    def _add_entry(self, values: RowValues) -> None:
        entry = values.entry()
        if entry.code in self.entries:
            self._add_language(values, entry)
        else:
            self.entries[entry.code] = _Placed(values.row, entry)

    def _add_language(self, values: RowValues, entry: Entry) -> None:
        """Add the text and label of an entry's second row; it may repeat the rest, not change."""
        code, first = entry.code, self.entries[entry.code]
        known = {text.lang for text in first.entry.texts} | {lang for lang, _ in first.entry.labels}
        if values.lang in known or not (entry.texts or entry.labels):
            raise values.error(
                "code",
                f"{code} stands already in row {first.row.number}; "
                "a second row of a code gives its text in another language",
            )
        for column in _ONCE:
            cell = values.cell(column)
            if cell and cell != first.row.cells.get(column, ""):
                raise values.error(
                    column,
                    f"{cell!r} is not what row {first.row.number} says of {code}; "
                    "give it in the first row of a code only",
                )
        texts, labels = first.entry.texts + entry.texts, first.entry.labels + entry.labels
        whole = replace(first.entry, texts=texts, labels=labels)
        self.entries[code] = _Placed(first.row, whole)

    def finished_entries(self) -> tuple[Entry, ...]:
        above = {a for code in self.entries for a in self.grammar.ancestors(code)}
        for code, placed in self.entries.items():
            parent = placed.entry.parent
            if parent is not None and parent not in self.entries and parent not in above:
                reason = f"{parent} has no row; expected the code of the entry above {code}"
                self._refuse_parent(code, reason)
        self._refuse_circles()
        entries = tuple(self._with_parents())
        if not any("covers" in placed.row.cells for placed in self.entries.values()):
            entries = tuple(with_coverages(entries, self.grammar))
        return entries

    def _refuse_circles(self) -> None:
        while True:
            given = {entry.code: entry.parent for entry in self._with_parents()}
            circle = find_circle(given)
            if circle is None:
                return
            code = next(code for code in circle if code in self.entries)
            reason = (
                f"the parents form a circle, {' under '.join(circle)}; "
                "expected each entry under one that stands above it"
            )
            self._refuse_parent(code, reason)

    def _refuse_parent(self, code: str, reason: str) -> None:
        """Refuse the parent of an entry, which then stands at the top."""
        placed = self.entries[code]
        self.refuse(placed.row.error("parent", reason))
        self.entries[code] = replace(placed, entry=replace(placed.entry, parent=None))

    def _with_parents(self) -> Iterator[Entry]:
        """Yield the entries in row order, each after those above it that have no row."""
        given: set[str] = set()
        for placed in self.entries.values():
            missing = []
            above = placed.entry.parent
            while above is not None and above not in self.entries and above not in given:
                missing.append(above)
                given.add(above)
                above = self.grammar.parent(above)
            for code in reversed(missing):
                group, level = self.grammar.product_group(code), self.grammar.level(code)
                parent = self.grammar.parent(code)
                yield Entry(code, parent, level, product_group=group, implied=True)
            yield placed.entry
