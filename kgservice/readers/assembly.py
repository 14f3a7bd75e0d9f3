"""What all readers share: from a run of entries and notes to a whole edition.

A reader knows its format: it calls :meth:`Assembly.entry`, :meth:`Assembly.note` and the like
in reading order.  Here parents are found, missing parents added and marked, free places told,
chemicals and references read off the words, and what found no place kept.
"""

import datetime
from dataclasses import dataclass, replace

from kgservice.completeness import find_gaps
from kgservice.errors import DocumentError
from kgservice.model import (
    Edition,
    Entry,
    Extent,
    Fragment,
    Interval,
    Note,
    NoteKind,
    Polarity,
    Reading,
    ReasonForControl,
    Source,
    Status,
    Text,
)
from kgservice.readers.coverage import with_coverages
from kgservice.readers.descriptors import ListDescriptor
from kgservice.readers.mentions import (
    find_chemicals,
    find_references,
    polarity_of,
    status_of,
)
from kgservice.readers.stages import (
    SOFTWARE_AND_TECHNOLOGY,
    find_exceptions,
    find_groups,
    find_stages,
)
from kgservice.readers.thresholds import with_thresholds
from kgservice.text import count_characters, one_line


@dataclass(slots=True)
class _Item:
    """An entry or note in the making; its words come in pieces."""

    target: str | None
    words: list[str]
    mark: str = ""
    kind: NoteKind | None = None
    polarity: Polarity | None = None
    status: Status | None = None
    in_force: Interval | None = None
    regimes: tuple[str, ...] = ()
    reasons: tuple[ReasonForControl, ...] = ()
    implied: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.words)


class Assembly:
    """Collect the entries and notes of one document in reading order.

    :param descriptor: of the list; its grammar reads the codes
    :param date: the edition's
    :param lang: the language of the document, a BCP 47 tag
    """

    def __init__(self, descriptor: ListDescriptor, date: datetime.date, lang: str) -> None:
        self._descriptor = descriptor
        self._grammar = descriptor.grammar
        self._date = date
        self._lang = lang
        self._entries: dict[str, _Item] = {}
        self._notes: list[_Item] = []
        self._unplaced: list[Fragment] = []
        self._last: _Item | None = None

    def entry(
        self,
        code: str,
        text: str,
        *,
        mark: str = "",
        status: Status | None = None,
        in_force: Interval | None = None,
        regimes: tuple[str, ...] = (),
        reasons: tuple[ReasonForControl, ...] = (),
    ) -> str:
        """Add an entry and return its code in printed form.

        :param code: in any spelling the grammar accepts
        :param text: the entry's own words, without its label
        :param mark: the label as the document prints it (``a.``), counted as placed
        :param status: told from the words where not given
        :param in_force: when the text is in force, where the document says it
        :param regimes: ids of the regimes that the document names for this entry
        :param reasons: for control, as the document states them
        :returns: the code by which other entries and notes refer to this one
        :raises CodeError: if the grammar refuses the code
        :raises DocumentError: if the code was added before; use :meth:`has` first where a
            document repeats itself
        """
        printed = self._grammar.normalise(code)
        if printed in self._entries and not self._entries[printed].implied:
            raise DocumentError(
                f"{self._descriptor.id}: code {printed} stands twice; each stands once"
            )
        item = _Item(printed, _pieces(text), mark)
        item.status, item.in_force, item.regimes, item.reasons = status, in_force, regimes, reasons
        self._entries[printed] = self._last = item
        return printed

    def has(self, code: str) -> bool:
        """Tell whether an entry of that code was added."""
        if not self._grammar.is_code(code):
            return False
        item = self._entries.get(self._grammar.normalise(code))
        return item is not None and not item.implied

    def note(
        self,
        target: str | None,
        kind: NoteKind,
        text: str,
        *,
        mark: str = "",
        polarity: Polarity | None = None,
    ) -> None:
        """Add a note to the entry ``target``, or to the whole list where it is None.

        A target that has no entry yet becomes an implied one until its entry is added.

        :param target: a code in any spelling
        :param kind: as the document calls it
        :param text: the note's own words, without its label
        :param mark: the printed label (``Technical Note 2``) or a definition's term; counted
            as placed and kept as the note's label
        :param polarity: told from the words where not given
        """
        printed = None if target is None else self._grammar.normalise(target)
        if printed is not None and printed not in self._entries:
            self._entries[printed] = _Item(printed, [], implied=True)
        item = _Item(printed, _pieces(text), mark, kind, polarity)
        self._notes.append(item)
        self._last = item

    def more(self, text: str, mark: str = "") -> None:
        """Add a further paragraph to what was added last, entry or note.

        :param text: the paragraph's words, without its label
        :param mark: the label as printed, kept before the words
        :raises DocumentError: if nothing was added yet
        """
        if self._last is None:
            raise DocumentError(
                f"{self._descriptor.id}: text stands before any entry: {text[:60]!r}"
            )
        self._last.words += _pieces(f"{mark} {text}" if mark else text)

    def give_reasons(self, code: str, reasons: tuple[ReasonForControl, ...]) -> None:
        """Add reasons for control to an entry that was added before."""
        item = self._entries[self._grammar.normalise(code)]
        item.reasons += reasons

    def unplaced(self, where: str, text: str, reason: str) -> None:
        """Keep a piece of the list part that found no place, and why."""
        self._unplaced.append(Fragment(where, one_line(text), reason))

    def reading(self, characters: int, source: Source, *, extent: Extent = Extent.WHOLE) -> Reading:
        """Return the finished reading.

        :param characters: of the list part, counted over the raw document by the reader
        :param source: the document, with its digest
        :param extent: what the reader knows of it; a whole edition in which a gap is found becomes
            incomplete
        :returns: the edition in reading order with its gaps, what found no place, and the share
            that did
        :raises DocumentError: if no entry was read
        """
        if not self._entries:
            raise DocumentError(
                f"{source.file}: no entry of {self._descriptor.id} was found; "
                f"expected a {source.format} document with codes such as {self._grammar.example}"
            )
        entries = tuple(with_coverages(self._finished_entries(), self._grammar))
        entries, notes = with_thresholds(entries, self._finished_notes(entries))
        edition = Edition(self._descriptor.id, self._date, entries, notes, (source,), extent)
        gaps = find_gaps(edition, self._grammar)
        if gaps and extent is Extent.WHOLE:
            extent = Extent.INCOMPLETE
        placed = sum(
            count_characters(item.mark) + sum(map(count_characters, item.words))
            for item in (*self._entries.values(), *self._notes)
        )
        whole = replace(edition, gaps=gaps, extent=extent)
        return Reading(whole, tuple(self._unplaced), characters, placed)

    def _finished_entries(self) -> tuple[Entry, ...]:
        finished: dict[str, Entry] = {}
        for code, item in self._entries.items():
            for above in reversed(self._grammar.ancestors(code)):
                if above not in finished and above not in self._entries:
                    finished[above] = self._bare(above, implied=True)
            finished[code] = self._finished_entry(code, item)
        return tuple(finished.values())

    def _bare(self, code: str, *, implied: bool) -> Entry:
        grammar = self._grammar
        group = grammar.product_group(code)
        level = grammar.level(code)
        return Entry(code, grammar.parent(code), level, product_group=group, implied=implied)

    def _finished_entry(self, code: str, item: _Item) -> Entry:
        text, grammar = item.text, self._grammar
        bare = self._bare(code, implied=item.implied)
        about_others = bare.product_group in SOFTWARE_AND_TECHNOLOGY
        groups = find_groups(text, grammar, code) if about_others else ()
        return replace(
            bare,
            status=item.status or status_of(text),
            texts=(Text.of(text, self._lang),) if text else (),
            regimes=item.regimes,
            reasons=item.reasons,
            refers_to=(*find_references(text, grammar, code, within=code), *groups),
            stages=find_stages(text) if about_others else (),
            excepts=find_exceptions(text, grammar),
            chemicals=find_chemicals(text),
            text_in_force=item.in_force,
        )

    def _finished_notes(self, entries: tuple[Entry, ...]) -> tuple[Note, ...]:
        order: dict[str | None, int] = {entry.code: n for n, entry in enumerate(entries, 1)}
        counts: dict[str | None, int] = {}
        finished: list[Note] = []
        for item in self._notes:
            counts[item.target] = counts.get(item.target, 0) + 1
            finished.append(self._finished_note(item, counts[item.target]))
        return tuple(sorted(finished, key=lambda note: (order.get(note.target, 0), note.number)))

    def _finished_note(self, item: _Item, number: int) -> Note:
        kind, text = item.kind or NoteKind.NOTE, item.text
        return Note(
            item.target,
            number,
            kind,
            item.polarity or polarity_of(kind, text),
            one_line(item.mark),
            (Text.of(text, self._lang),) if text else (),
            find_references(text, self._grammar, within=item.target),
            find_chemicals(text),
        )


def _pieces(text: str) -> list[str]:
    return [line for piece in text.split("\n") if (line := one_line(piece))]
