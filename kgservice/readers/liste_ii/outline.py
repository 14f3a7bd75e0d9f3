"""From the blocks of Liste II to its entries and notes.

The left edge of a label gives its depth: each level stands a centimetre further in.  Where the
label does not follow on at that depth, the sequence of labels decides.  Notes are set in
italics; a label in italics counts inside its note and opens no entry.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from kgservice.codes import Grammar
from kgservice.codes.grammar import after
from kgservice.model import NoteKind
from kgservice.readers.assembly import Assembly
from kgservice.readers.eu_outline.docs import APPENDED
from kgservice.readers.eu_outline.notes import PrintedNote, note_target, read_mark
from kgservice.readers.liste_ii.page import Block, Run

_CATEGORY: Final = re.compile(r"CATEGORY (?P<code>\d) ?[-–] ?(?P<title>.+)")
_PART: Final = re.compile(r"Part (?P<part>[12]) ?[-–] ?(?P<title>.+)")
_GROUP: Final = re.compile(r"(?P<code>\d[A-E][12]?) (?P<title>[A-Z].+)")
_ENTRY: Final = re.compile(r"(?P<code>\d[A-E]\d{3})\.?(?: (?P<text>.*))?")
_LABEL: Final = re.compile(r"(?P<label>[a-z]{1,2}|\d{1,3})(?P<point>\.?)(?: (?P<text>.*))?")
_FOOTNOTE: Final = re.compile(r"(?P<number>\d+) (?P<text>.*)")
_MARGIN: Final = 75.0
_STEP: Final = 28.35
_FIRST_LABEL: Final = 113.3
_TITLES: Final = re.compile(
    r"TABLE - DEPOSITION TECHNIQUES.*|TECHNICAL NOTE ON \"ADJUSTED.*|Abbreviations used in .*"
    r"|Outline of \"APP\".*"
)


@dataclass(slots=True)
class _Record:
    """An entry (``kind`` is None) or a note in the making."""

    code: str
    lines: list[str]
    mark: str = ""
    kind: NoteKind | None = None


@dataclass(slots=True)
class Outline:
    """The outline in the making; give it all blocks in reading order.

    :ivar place: the code under which the next text stands, a heading, an entry or a paragraph
    :ivar labels: the labels of the open paragraphs below the open five-character entry
    :ivar note: the open note, into which what is set in italics goes; ``note_x`` is its left edge
    :ivar titled: a table or note with a title of its own is open, which only a heading ends
    """

    grammar: Grammar
    records: list[_Record] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    entry: str | None = None
    place: str = ""
    labels: list[str] = field(default_factory=list)
    note: _Record | None = None
    note_x: float = 0.0
    titled: bool = False

    def take(self, block: Block) -> None:
        """Take the next block."""
        text = block.text
        first = block.runs[0]
        if block.kind == "Note" and (footnote := _FOOTNOTE.fullmatch(text)):
            self._append(self.place, footnote["text"], footnote["number"], NoteKind.REMARK)
        elif self._take_heading(text, first):
            return
        elif _TITLES.fullmatch(text):
            category = self.place[0]
            target = APPENDED.get(category, category)
            self.note = self._append(target, "", text, NoteKind.TECHNICAL_NOTE)
            self.titled = True
        elif self.titled and self.note is not None:
            self.note.lines.append(text)
        elif block.kind == "TR":
            self._take_row(text)
        elif first.x < _MARGIN and (entry := _ENTRY.fullmatch(text)):
            self._take_entry(entry, block)
        elif (note := read_mark(text)) is not None:
            self._take_note(note, text, first.x)
        else:
            self._take_text(text, block)

    def give(self, assembly: Assembly) -> None:
        """Add all that was taken to an assembly, in reading order."""
        for record in self.records:
            text = "\n".join(record.lines)
            if record.kind is None:
                assembly.entry(record.code, text, mark=record.mark)
            else:
                assembly.note(record.code, record.kind, text, mark=record.mark)

    def _append(self, code: str, text: str, mark: str, kind: NoteKind | None) -> _Record:
        record = _Record(code, [text] if text else [], mark, kind)
        self.records.append(record)
        return record

    def _take_heading(self, text: str, first: Run) -> bool:
        margin = first.x < _MARGIN
        if margin and (category := _CATEGORY.fullmatch(text)):
            code, title = category["code"], category["title"]
        elif margin and (part := _PART.fullmatch(text)):
            code, title = f"5P{part['part']}", part["title"]
        elif (group := _GROUP.fullmatch(text)) and "Bold" in first.font:
            code, title = group["code"], group["title"]
        else:
            return False
        self._append(code, title, text.removesuffix(title).strip(" -–"), None)
        self.known.add(code)
        self.entry, self.place, self.labels = None, code, []
        self.note, self.titled = None, False
        return True

    def _take_entry(self, entry: re.Match[str], block: Block) -> None:
        code, text = entry["code"], entry["text"] or ""
        self.entry, self.place, self.labels, self.note = code, code, [], None
        self.known.add(code)
        second = next((run for run in block.runs if run.x > _FIRST_LABEL - 5), None)
        label = _LABEL.fullmatch(text)
        if (
            second is not None
            and label is not None
            and label["point"]
            and label["label"] in ("a", "1")
        ):
            self._append(code, "", code, None)
            self._take_item(label, _FIRST_LABEL)
        else:
            self._append(code, text, code, None)

    def _take_note(self, note: PrintedNote, text: str, x: float) -> None:
        """Take a note at its place; further in than the open note it belongs to where that does.

        Further in than an open list it is a part of the list.
        """
        inside = self.note is not None and x > self.note_x + _STEP / 4
        if inside and self.note is not None and len(self.note.lines) > 1:
            self.note.lines.append(text)
            return
        if inside and self.note is not None:
            printed = self.note.code
        elif self.note is None and self.records and self._opens_list():
            printed = self.place
        else:
            printed = self._code_at(x)
        target = note_target(self.grammar, printed, note, self.known)
        if not inside:
            self.note_x = x
        self.note = self._append(target, note.text, note.mark, note.kind)

    def _opens_list(self) -> bool:
        """Tell whether the item just taken announces items that have not come yet."""
        return bool(self.records[-1].lines) and self.records[-1].lines[-1].endswith(":")

    def _take_row(self, text: str) -> None:
        if self.note is None:
            self.note = self._append(self.place, "", "", NoteKind.TABLE)
        self.note.lines.append(text)

    def _take_text(self, text: str, block: Block) -> None:
        first = block.runs[0]
        label = _LABEL.fullmatch(text)
        slanted = self.note is not None and ("Italic" in first.font or _leans(block))
        if self.entry is not None and label is not None and not slanted and _is_label(block, label):
            self._take_item(label, first.x)
        elif self.note is not None:
            self.note.lines.append(text)
        elif self.entry is None:
            self.note = self._append(self.place, text, "", NoteKind.REMARK)
        else:
            self._last_entry().lines.append(text)

    def _last_entry(self) -> _Record:
        return next(record for record in reversed(self.records) if record.kind is None)

    def _take_item(self, label: re.Match[str], x: float) -> None:
        word = label["label"]
        depth = self._depth(word, x)
        self.labels[depth - 1 :] = [word]
        self.place = self.grammar.join((*self.grammar.parts(self.entry or ""), *self.labels))
        self.note = None
        self.known.add(self.place)
        text = label["text"] or ""
        inner = _LABEL.fullmatch(text)
        if inner is not None and inner["point"] and inner["label"] in ("a", "1"):
            self._append(self.place, "", word + label["point"], None)
            self._take_item(inner, x + _STEP)
        else:
            self._append(self.place, text, word + label["point"], None)

    def _depth(self, label: str, x: float) -> int:
        """Return the depth of a label, from 1: by its place, else by the sequence of labels."""
        placed = round((x - _FIRST_LABEL) / _STEP) + 1
        fitting = [depth for depth, last in enumerate(self.labels, 1) if after(last) == label]
        if label in ("a", "1"):
            fitting.append(len(self.labels) + 1)
        if placed in fitting or not fitting:
            return min(max(placed, 1), len(self.labels) + 1)
        return min(fitting, key=lambda depth: abs(depth - placed))

    def _code_at(self, x: float) -> str:
        """Return the code whose text stands at ``x``: that of the open paragraph at that depth."""
        if self.entry is None:
            return self.place
        depth = max(0, round((x - _FIRST_LABEL) / _STEP))
        return self.grammar.join((*self.grammar.parts(self.entry), *self.labels[:depth]))


def _is_label(block: Block, label: re.Match[str]) -> bool:
    """Tell a label from a short word or number that opens a paragraph: a point or a gap follows."""
    return bool(label["point"]) or block.runs[0].text.strip() == label["label"]


def _leans(block: Block) -> bool:
    """Tell whether most of a block is set in italics."""
    slanted = sum(len(run.text) for run in block.runs if "Italic" in run.font)
    return 2 * slanted > sum(len(run.text) for run in block.runs)
