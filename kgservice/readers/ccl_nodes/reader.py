"""Reader for node files of the Commerce Control List (15 CFR part 774), ``ccl-nodes``.

A node file is not official and not whole: one JSON line for each ECCN or paragraph that its
maker could tell apart.  What becomes what:

- a node of Supplement No. 1 is an entry; its words are the heading, its licence part and notes
  become notes, its licence table also reasons for control;
- an item without a node, printed inside the node above it with its label, is an entry too;
- a parent without a node is an entry where the nodes below it carry its heading in
  ``breadcrumbs``; its own licence part is lost, which is a gap of kind lost-table for an ECCN.
  A parent whose heading nobody carries is implied, and so a gap;
- a numbered item of Supplement No. 5 is an entry ``9D521 No. 1``, its dates are remarks;
- Supplements No. 6 and 7 restate entries of the list: a remark on each, never an entry;
- a node that carries no code, or whose text shows that it is no item, is reported and not kept.

A note belongs to the entry that its label or its first words name; where they name none, to the
item it stands behind.  ``characters`` counts each word of the file once; what the file prints
twice is told by :func:`~kgservice.readers.ccl_nodes.text.spoken_lines`.
"""

import datetime
import re
from typing import Final

from kgservice.model import Extent, NoteKind, Polarity, Reading, Source, Status
from kgservice.readers.assembly import Assembly
from kgservice.readers.ccl_nodes.doubt import (
    ANNEXED,
    find_non_items,
    has_lost_digits,
    is_licence_text,
    licence_kind,
    reserved_parts,
)
from kgservice.readers.ccl_nodes.file import looks_like_nodes, read_nodes
from kgservice.readers.ccl_nodes.gaps import lost_places, with_gaps
from kgservice.readers.ccl_nodes.headings import Headings
from kgservice.readers.ccl_nodes.reasons import read_reasons, table_rows
from kgservice.readers.ccl_nodes.sensitive import restatements
from kgservice.readers.ccl_nodes.series_0y521 import SeriesItem, read_series
from kgservice.readers.ccl_nodes.text import (
    ITEMS,
    Node,
    Piece,
    cut_text,
    spoken_lines,
)
from kgservice.readers.descriptors import ListDescriptor
from kgservice.readers.documents import Document
from kgservice.text import count_characters

FORMAT: Final = "ccl-nodes"


def recognise(name: str, head: bytes) -> bool:
    """Tell whether a file is a node file, by its name and first bytes."""
    return ".jsonl" in name and looks_like_nodes(head)


def read(document: Document, descriptor: ListDescriptor, date: datetime.date, lang: str) -> Reading:
    """Return the edition that a node file carries, always as incomplete.

    :param document: a node file, packed or plain
    :param descriptor: of the list; its grammar tells codes from what only looks like one
    :param date: the edition's; the file states none
    :param lang: of the texts, a BCP 47 tag
    :returns: entries, notes, reasons for control, gaps, and each node that is no item as unplaced
    :raises DocumentError: if the file is damaged, cut short or no node file
    """
    return _Reader(document, descriptor, date, lang).reading()


class _Reader:
    def __init__(
        self, document: Document, descriptor: ListDescriptor, date: datetime.date, lang: str
    ) -> None:
        self._source = Source(document.name, FORMAT, lang, document.sha256)
        self._grammar = descriptor.grammar
        self._assembly = Assembly(descriptor, date, lang)
        nodes = read_nodes(document)
        self._restated = [node for node in nodes if node.supplement in ("6", "7")]
        self._series = [node for node in nodes if node.supplement == "5"]
        self._nodes = sorted(
            (node for node in nodes if node.supplement == "1"), key=self._reading_order
        )
        self._headings = Headings(self._nodes, self._grammar)
        self._non_items = self._find_non_items()
        self._pieces = {node.line: cut_text(node, self._grammar) for node in self._nodes}
        self._kept = {node.code for node in self._nodes if node.code not in self._non_items}
        self._tables: set[str] = set()
        self._codes: set[str] = set()

    def reading(self) -> Reading:
        """Return the finished reading, with the gaps that the file's making left."""
        self._add_entries()
        for node in self._nodes:
            if not (node.path and node.entry in ANNEXED):
                self._add_notes(node)
        for node in self._series:
            self._add_series_notes(node)
        for code, heading in self._headings.cut_short.items():
            self._assembly.unplaced(f"heading of {code}", heading, "is cut short in the file")
        self._add_annexes()
        self._add_restatements()
        whole = self._assembly.reading(self._characters(), self._source, extent=Extent.INCOMPLETE)
        lost = lost_places(
            whole.edition, self._kept | self._tables, {node.entry for node in self._restated}
        )
        return with_gaps(whole, lost, self._grammar)

    def _add_annexes(self) -> None:
        """Keep an annex as one note to its category; its lines have no codes of their own."""
        for entry, (category, name) in ANNEXED.items():
            lines: list[str] = []
            for node in self._nodes:
                if node.path and node.entry == entry:
                    above = [*node.breadcrumbs[-1:]] if len(node.ancestors) > 1 else []
                    lines += [heading for heading in above if heading and heading not in lines]
                    lines += [node.heading or "", *spoken_lines(node)]
                    reason = self._non_items[node.code]
                    self._assembly.unplaced(f"line {node.line}", node.code, reason)
            if lines:
                text = "\n".join(lines)
                self._assembly.note(category, NoteKind.GENERAL_NOTE, text, mark=name)

    def _add_restatements(self) -> None:
        for restated in restatements(self._restated, self._codes.__contains__):
            if restated.target is None:
                self._assembly.unplaced(restated.where, restated.text, restated.reason)
                continue
            if restated.text:
                self._assembly.note(
                    restated.target, NoteKind.REMARK, restated.text, mark=restated.mark
                )
            if restated.reason:
                self._assembly.unplaced(restated.where, restated.code, restated.reason)

    def _reading_order(self, node: Node) -> tuple[str, int]:
        is_code = self._grammar.is_code(node.code)
        key = self._grammar.sort_key(node.code if is_code else node.entry)
        return key, node.line

    def _find_non_items(self) -> dict[str, str]:
        families: dict[str, list[Node]] = {}
        for node in self._nodes:
            families.setdefault(node.entry, []).append(node)
        found: dict[str, str] = {}
        for family in families.values():
            found |= find_non_items(family, self._grammar)
        return found

    def _add_entries(self) -> None:
        """Add nodes, items without node, carried headings and series items in code order."""
        words: dict[str, tuple[str, str]] = dict(self._headings.texts)
        for node in self._nodes:
            for piece in self._pieces[node.line]:
                if piece.path and piece.kind is None and not piece.doubtful and not piece.own:
                    words[f"{node.entry}.{piece.path}"] = "\n".join(piece.lines), piece.mark
        for node in self._nodes:
            if node.code in self._kept:
                words[node.code] = self._own_words(node)
        series = {item.code: item for node in self._series for item in self._items(node)}
        words |= {item.code: (item.text, "No. 1") for item in series.values()}
        for code in sorted(words, key=self._grammar.sort_key):
            text, mark = self._certain(code, *words[code])
            if not self._assembly.has(code):
                self._add_entry(code, text, mark)
                self._codes.update((code, *self._grammar.ancestors(code)))

    def _certain(self, code: str, text: str, mark: str) -> tuple[str, str]:
        """Return an entry's words without a rest of its label; none where digits may be lost."""
        last = self._grammar.parts(code)[-1]
        if last.isdecimal() and re.match(rf"{last} [A-Z“'a-z\[]", text):
            return text.removeprefix(last).strip(), f"{mark}{last}"
        if "." in code and has_lost_digits(text):
            reason = "begins with a number that may lack the digits before a decimal point"
            self._assembly.unplaced(f"entry {code}", text, reason)
            return "", mark
        return text, mark

    def _add_entry(self, code: str, text: str, mark: str) -> None:
        *above, first = self._grammar.parts(code)
        free = reserved_parts(first, text)
        self._assembly.entry(code, text, mark=mark, status=Status.RESERVED if free else None)
        for part in free[1:]:
            place = self._grammar.join((*above, part))
            if not self._assembly.has(place):
                self._assembly.entry(place, "", status=Status.RESERVED)

    def _own_words(self, node: Node) -> tuple[str, str]:
        """Return a node's own words and its printed code, if any."""
        pieces = self._pieces[node.line]
        heading = node.heading or ""
        again = [piece for piece in pieces if piece.own]
        if again and (is_licence_text(heading) or self._tells_items(node)):
            return "\n".join(again[0].lines), again[0].mark
        if again:
            return "", ""
        mark = node.code if heading.startswith(node.code) else ""
        more = [line for piece in pieces if self._is_own(piece) for line in piece.lines]
        return " ".join([heading.removeprefix(mark), *more]), mark

    @staticmethod
    def _is_own(piece: Piece) -> bool:
        return piece.kind is None and not (piece.path or piece.after_items)

    @staticmethod
    def _tells_items(node: Node) -> bool:
        return ITEMS in spoken_lines(node)

    def _items(self, node: Node) -> list[SeriesItem]:
        return read_series(node.text, node.code)[1]

    def _add_notes(self, node: Node) -> None:
        kept = node.code in self._kept
        pieces = self._pieces[node.line]
        again = any(piece.own for piece in pieces)
        where = f"line {node.line}, node {node.code}"
        if not kept:
            self._assembly.unplaced(where, node.code, self._non_items[node.code])
        self._place_heading(node, where, replaced=again or not kept)
        for piece in pieces:
            if piece.kind is None and (piece.own or piece.doubtful or self._is_own(piece)):
                self._place_own(node, piece, where, kept=kept, again=again)
            elif piece.after_items:
                self._assembly.note(self._known(node.entry), NoteKind.REMARK, _text(piece))
            elif piece.kind is not None:
                self._add_note(node, piece)

    def _place_heading(self, node: Node, where: str, *, replaced: bool) -> None:
        """Place a heading that is not its entry's words: as licence text, or nowhere."""
        heading = node.heading
        if not replaced or heading is None:
            return
        kind = licence_kind(heading)
        if kind is not None:
            self._assembly.note(self._known(node.entry), kind, heading)
        else:
            reason = "no item, or one of two texts under one code; which is not certain"
            self._assembly.unplaced(where, heading, reason)

    def _place_own(self, node: Node, piece: Piece, where: str, *, kept: bool, again: bool) -> None:
        """Place own words of a node that is no entry, and labels that stand twice."""
        if kept and (self._is_own(piece) and not again):
            return
        if piece.own and kept and self._own_words(node)[0] == "\n".join(piece.lines):
            return
        if self._is_own(piece):
            self._assembly.note(self._known(node.code), NoteKind.REMARK, _text(piece))
        else:
            reason = "its label stands before the items of the ECCN, or twice; place not certain"
            self._assembly.unplaced(where, f"{piece.mark} {_text(piece)}", reason)

    def _add_note(self, node: Node, piece: Piece) -> None:
        target = self._target(node, piece)
        kind = piece.kind or NoteKind.NOTE
        text = _text(piece)
        if kind is NoteKind.TABLE:
            head, rows = table_rows(piece.lines)
            text = "\n".join([" ".join(head), *(" | ".join(filter(None, row)) for row in rows)])
            reasons = read_reasons(rows, node.entry, self._grammar)
            self._tables.add(node.entry)
            if self._assembly.has(node.entry):
                self._assembly.give_reasons(node.entry, reasons)
        self._assembly.note(target, kind, text, mark=piece.mark)

    def _target(self, node: Node, piece: Piece) -> str | None:
        if piece.mark == "EAR99":
            return node.code[0]
        if piece.licence:
            return self._known(node.entry)
        opening = f"{piece.mark} {piece.lines[0][:80] if piece.lines else ''}"
        for code, _ in self._grammar.mentions(opening):
            if code.startswith(node.entry) and code in self._codes:
                return code
        relative = re.search(r"paragraphs? \.?([a-z](?:\.\w{1,2})*)\b", piece.mark)
        named = f"{node.entry}.{relative.group(1)}" if relative else ""
        if named in self._codes:
            return named
        return self._known(f"{node.entry}.{piece.path}" if piece.path else node.code)

    def _known(self, code: str) -> str | None:
        """Return the code, or the nearest one above that is an entry."""
        if not self._grammar.is_code(code):
            code = code.rpartition(".")[0]
        for nearest in (code, *self._grammar.ancestors(code)):
            if nearest in self._codes:
                return nearest
        return self._grammar.normalise(code[:5])

    def _add_series_notes(self, node: Node) -> None:
        before, items = read_series(node.text, node.code)
        note = self._assembly.note
        note(node.code, NoteKind.REMARK, before, mark="Supplement No. 5")
        for item in items:
            if item.note:
                note(item.code, NoteKind.TECHNICAL_NOTE, item.note, mark="Technical Note:")
            if item.classified:
                note(item.code, NoteKind.REMARK, item.classified, mark="Classified")
                note(item.code, NoteKind.REMARK, item.released, mark="EAR99")
                note(
                    item.code, NoteKind.LICENCE_EXCEPTION, item.exception,
                    polarity=Polarity.EXPLAINS,
                )  # fmt: skip

    def _characters(self) -> int:
        """Count the file's words once, over its raw lines."""
        total = sum(count_characters(text) for text in self._headings.counted())
        for node in self._nodes:
            total += count_characters(node.heading or "")
            lines = (line for line in spoken_lines(node) if line != ITEMS)
            total += sum(map(count_characters, lines))
        total += sum(count_characters(node.text.partition("\n")[2]) for node in self._series)
        distinct = {(node.supplement, node.text.partition("\n(")[0]) for node in self._restated}
        return total + sum(count_characters(text) for _, text in distinct)


def _text(piece: Piece) -> str:
    return "\n".join(piece.lines)
