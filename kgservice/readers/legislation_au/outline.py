"""From paragraphs to entries and notes: the parts of the Australian list that carry codes.

Most paragraphs print their whole code, a label to a tab stop (``0.`` ``B.`` ``001.`` ``b.``); the
others print the last label only, and what they belong to follows from the labels before and
from where the paragraph stands.  Where the two disagree, the sequence of labels decides.  Notes
are set in italics; their own items belong to them and never become entries.
"""

import re
from typing import Final

from kgservice.codes import Grammar
from kgservice.codes.grammar import after
from kgservice.errors import CodeError
from kgservice.model import Level, NoteKind
from kgservice.readers.legislation_au.blocks import Block
from kgservice.readers.legislation_au.drafts import STEP, EntryDraft, NoteDraft, row_line
from kgservice.readers.legislation_au.labels import (
    joined_code,
    last_labels,
    note_kind,
    note_start,
    whole_code,
)
from kgservice.text import normalise_text

_OPENING: Final = re.compile(
    r"(?:(?:for the purposes? of|in(?: item)?|item|entry|(?:certain )?items specified (?:in|by)|"
    r"a machine specified by)\s+)?((?:ML|[0-9])[A-Za-z0-9.]*)(.*)",
    re.IGNORECASE | re.DOTALL,
)
_SHARED: Final = re.compile(r"\s*(?:,\s*)?(?:and|or|to|&|,)\s*(?:ML|[0-9][A-E]|[a-z]\.)")
_RANGE: Final = re.compile(r"\s*to\s+((?:ML|[0-9][A-E])[A-Za-z0-9.]*)")
_ELSEWHERE: Final = re.compile(r"appears? after ([0-9][A-E][0-9]{3})")
_LEFT_DUAL_USE: Final = 56.7
_LEFT_MUNITIONS: Final = 42.55
_SLACK: Final = 0.35


class Outline:
    """The entries and notes of the coded parts, in the order of the document."""

    def __init__(self, grammar: Grammar) -> None:
        self.entries: dict[str, EntryDraft] = {}
        self.notes: list[NoteDraft] = []
        self._grammar = grammar
        self._code: str | None = None
        self._note: NoteDraft | None = None

    def heading(self, code: str, mark: str, text: str) -> None:
        """Add a category or part by its code."""
        self._open(self._grammar.normalise(code), mark, text)

    def place(self, block: Block) -> bool:
        """Place one paragraph or table; False where it has no place."""
        if self._code is None:
            return False
        if block.rows:
            return self._place_rows(block)
        if block.style == "DL0ATableHead":
            self._place_table_head(block)
        elif start := note_start(block):
            self._place_note(block, *start)
        elif not (self._place_chain(block) or self._place_labelled(block)):
            self._place_words(block)
        return True

    def _open(self, code: str, mark: str, text: str) -> None:
        self.entries[code] = EntryDraft(code, mark, [text] if text else [])
        self._code, self._note = code, None

    def _place_chain(self, block: Block) -> bool:
        """Place a paragraph that prints its whole code, one label to a tab stop."""
        labels, words = whole_code(block, self._code or "")
        if not labels:
            return False
        try:
            code = self._grammar.normalise(joined_code(labels))
        except CodeError:
            return False
        if self._goes_on_in_note(code, labels[-1]):
            self._add_to_note(block, labels[-1], words)
            return True
        parent = self._grammar.parent(code)
        first = labels[-1].strip(".") in ("a", "1")
        if parent is not None and parent not in self.entries and first:
            self.entries[parent] = EntryDraft(parent)
        if code in self.entries:
            return False
        self._open(code, "".join(label for label in labels if label in block.cells), words)
        return True

    def _goes_on_in_note(self, code: str, label: str) -> bool:
        """Tell whether the open note waits for this label and the entries do not."""
        if self._note is None or self._grammar.level(code) is not Level.PARAGRAPH:
            return False
        bare = label.strip(".")
        *head, _ = self._grammar.parts(code)
        before = [last for last in self._note.counters.values() if after(last) == bare]
        follows = bare in ("a", "1") or any(
            self._grammar.join((*head, last)) in self.entries for last in before
        )
        return bool(before) and not follows

    def _place_labelled(self, block: Block) -> bool:
        """Place a paragraph that prints its last labels only, or a counted list item."""
        labels, words = self._labels(block)
        if not labels:
            return False
        if self._note is not None and (block.italic or self._note.free):
            self._add_to_note(block, " ".join(labels), words)
            return True
        for place, label in enumerate(labels):
            code = self._sibling_or_child(label.strip("."), self._depth(block.left))
            if code is None:
                return False
            last = place == len(labels) - 1
            self._open(code, "" if block.counter else label, words if last else "")
        return True

    def _labels(self, block: Block) -> tuple[list[str], str]:
        """Return the labels and the words after them; of a list item the label is counted."""
        if block.counter is not None:
            return [f"{self._counted(block, *block.counter)}."], "\n".join(block.cells)
        return last_labels(block)

    def _counted(self, block: Block, counts: str, number: int) -> str:
        """Return a list item's label; a list that starts anew goes on where its note stopped."""
        label = chr(96 + number) if counts == "a" else str(number)
        if self._note is None or number > 1:
            return label
        last = self._note.counters.get(round(block.left / STEP), "")
        return (after(last) if last and last.isdecimal() == (counts == "1") else None) or label

    def _sibling_or_child(self, label: str, depth: int) -> str | None:
        """Return the code that a label gives: the next at some level, or the first below.

        Of several the one nearest to the paragraph's position is taken, the deeper of two.
        """
        head, path = self._path()
        if head is None:
            return None
        found = [
            (*path[:level], label) for level in range(len(path)) if after(path[level]) == label
        ]
        alternates = (len(path) % 2 == 0) == label.isalpha()
        if label in ("a", "1") and (alternates or depth == len(path) + 1):
            found.append((*path, label))
        if not found and 0 < depth <= len(path) + 1 and (depth % 2 == 1) == label.isalpha():
            found.append((*path[: depth - 1], label))
        for parts in sorted(found, key=lambda parts: (abs(len(parts) - depth), -len(parts))):
            code = self._grammar.join((*head, *parts))
            if code not in self.entries:
                return code
        return None

    def _path(self) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
        """Return the parts of the open entry's number, and its paragraphs' labels."""
        if self._code is None or self._grammar.level(self._code) not in (
            Level.ENTRY,
            Level.PARAGRAPH,
        ):
            return None, ()
        parts = self._grammar.parts(self._code)
        size = 2 if parts[0] == "ML" else 3
        return parts[:size], parts[size:]

    def _depth(self, left: float) -> int:
        base = _LEFT_MUNITIONS if (self._code or "").startswith("ML") else _LEFT_DUAL_USE
        return max(0, int((left - base) / STEP + _SLACK))

    def _place_note(self, block: Block, mark: str, words: str) -> None:
        note = self._note
        if note is not None and (note.free or (note.lines and block.first >= note.inside)):
            note.add(block, "", block.text)
            return
        kind = note_kind(mark)
        inside = max(block.left - 5, block.first + 10)
        note = NoteDraft(self._position(block), kind, mark, inside=inside)
        self.notes.append(note)
        self._note = note
        if words:
            self._add_to_note(block, "", words)

    def _position(self, block: Block) -> str | None:
        """Return the code above that a note's first line is set under."""
        head, path = self._path()
        if head is None:
            return self._code
        return self._grammar.join((*head, *path[: self._depth(block.first)]))

    def _add_to_note(self, block: Block, label: str, text: str) -> None:
        note = self._note
        if note is None:
            return
        if not note.lines and note.target is not None:
            named = self._named(note.target, text)
            note.target = self._above_both(note.target, named) if label else named
        note.add(block, label, text)

    def _named(self, target: str, text: str) -> str:
        """Return the code that a note's first words name as its subject, else ``target``."""
        opening = _OPENING.match(normalise_text(text))
        if opening is None or not self._grammar.is_code(opening.group(1)):
            return target
        code = self._grammar.normalise(opening.group(1))
        rest = opening.group(2)
        if run := _RANGE.match(rest):
            return (
                self._grammar.parent(code) or target
                if self._grammar.is_code(run.group(1))
                else target
            )
        same = code == target or self._item(code) == self._item(target)
        return code if code in self.entries and same and not _SHARED.match(rest) else target

    def _above_both(self, target: str, named: str) -> str:
        """Return where numbered notes belong of which the first is on ``named``."""
        above = (target, *self._grammar.ancestors(target))
        return next(
            code for code in (named, *self._grammar.ancestors(named), target) if code in above
        )

    def _item(self, code: str) -> str | None:
        if self._grammar.level(code) is Level.ENTRY:
            return code
        above = [
            step
            for step in self._grammar.ancestors(code)
            if self._grammar.level(step) is Level.ENTRY
        ]
        return above[0] if above else None

    def _place_table_head(self, block: Block) -> None:
        text = block.text
        upper = text.upper()
        if not upper.startswith(("TABLE", "TECHNICAL NOTE")) and self._note is not None:
            self._note.add(block, "", text)
            return
        kind = NoteKind.TABLE
        if "TECHNICAL NOTE" in upper:
            kind = NoteKind.TECHNICAL_NOTE
        elif "NOTES" in upper:
            kind = NoteKind.NOTE
        self._note = NoteDraft(self._table_target(), kind, text, free=True)
        self.notes.append(self._note)

    def _table_target(self) -> str | None:
        """Return whose table stands behind the open entry: a note may say, else its category."""
        for note in self.notes:
            for line in note.lines:
                named = _ELSEWHERE.search(normalise_text(line))
                if named and named.group(1) == self._code:
                    return note.target
        return (self._code or "")[:1]

    def _place_rows(self, block: Block) -> bool:
        if self._note is None:
            return False
        self._note.lines += [line for row in block.rows if (line := row_line(row))]
        return True

    def _place_words(self, block: Block) -> None:
        """Place a paragraph without a label: it goes on, or it is a heading between entries."""
        text = block.text
        if text.upper() == text and sum(map(str.isalpha, text)) > 4 and not text.startswith("("):
            self._add_remark(text)
        elif text in ("None", "None."):
            self._add_remark(text)
        elif self._note is not None and (
            block.italic or self._note.free or block.style == "Formula"
        ):
            self._add_to_note(block, "", text)
        else:
            self.entries[self._code or ""].lines.append(text)

    def _add_remark(self, text: str) -> None:
        code = self._code or ""
        group = [
            step
            for step in (code, *self._grammar.ancestors(code))
            if self._grammar.level(step) is Level.PRODUCT_GROUP
        ]
        self.notes.append(NoteDraft(group[0] if group else code, NoteKind.REMARK, lines=[text]))
