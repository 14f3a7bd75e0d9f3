"""The notes of a table: rows of several languages put together, in the order of their entries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kgservice.codes import Grammar
from kgservice.model import Entry, Fragment, Note
from kgservice.readers.table_rows import Refuse, Row
from kgservice.readers.table_values import RowValues

_Place = tuple[str | None, int]


@dataclass(slots=True)
class TableNotes:
    """Collect the note rows of a table.

    :ivar grammar: of the list's codes
    :ivar lang: for rows that state no language
    :ivar refuse: called with each error that is found when all rows are read
    :ivar unplaced: labels of rows in a second language that differ from the first row's
    """

    grammar: Grammar
    lang: str
    refuse: Refuse
    unplaced: list[Fragment] = field(default_factory=list)
    _notes: dict[_Place, tuple[Row, Note]] = field(default_factory=dict)
    _counts: dict[str | None, dict[str, int]] = field(default_factory=dict)

    def add(self, values: RowValues) -> None:
        """Add a row that has a ``note_kind``.

        :param values: the row's cells; rows of one note in several languages follow in any order
        :raises CellError: if a cell cannot be used, or the row contradicts the note's first
        """
        note = values.note()
        number = self._number(values, note.target)
        place = note.target, number
        if place in self._notes:
            self._add_language(values, note, place)
        else:
            self._notes[place] = values.row, replace(note, number=number)

    def _number(self, values: RowValues, target: str | None) -> int:
        cell = values.cell("note_number")
        if cell:
            if not (cell.isascii() and cell.isdecimal() and int(cell)):
                raise values.error("note_number", f"{cell!r} is no whole number from 1")
            return int(cell)
        counts = self._counts.setdefault(target, {})
        counts[values.lang] = counts.get(values.lang, 0) + 1
        return counts[values.lang]

    def _add_language(self, values: RowValues, note: Note, place: _Place) -> None:
        first_row, first = self._notes[place]
        languages = {text.lang for text in first.texts}
        again = not languages or languages & {text.lang for text in note.texts}
        if again or not note.texts or note.kind is not first.kind:
            of = f"note {place[1]} of {place[0] or 'the list'}"
            raise values.error(
                "note_kind",
                f"{of} stands already in row {first_row.number}, as {first.kind}; "
                "a second row gives it in another language",
            )
        if note.label and note.label != first.label:
            reason = "a note keeps the printed label of its first row"
            self.unplaced.append(Fragment(values.row.place("label"), note.label, reason))
        self._notes[place] = first_row, replace(first, texts=first.texts + note.texts)

    def finished(self, entries: Iterable[Entry]) -> tuple[Note, ...]:
        """Return the notes, those of the whole list first, then in the order of the entries.

        :param entries: all entries of the table, in its order
        :returns: one note for all its languages
        """
        order: dict[str | None, int] = {entry.code: n for n, entry in enumerate(entries, 1)}
        order[None] = 0
        for (target, _), (row, _) in self._notes.items():
            if target not in order:
                reason = f"{target} has no row; expected the code of the entry it belongs to"
                self.refuse(row.error("code", reason))
        self._refuse_uneven()
        notes = (note for (target, _), (_, note) in self._notes.items() if target in order)
        return tuple(sorted(notes, key=lambda note: (order[note.target], note.number)))

    def _refuse_uneven(self) -> None:
        for target, counts in self._counts.items():
            if len(set(counts.values())) > 1:
                row = next(self._rows_of(target))
                told = ", ".join(f"{count} in {lang}" for lang, count in counts.items())
                reason = (
                    f"{target or 'the list'} has {told}; give the rows "
                    "of one note the same number in a column note_number"
                )
                self.refuse(row.error("note_kind", reason))

    def _rows_of(self, target: str | None) -> Iterator[Row]:
        return (row for (other, _), (row, _) in self._notes.items() if other == target)
