"""What stands before and behind the coded parts: general notes, definitions, sensitive lists."""

import re
from typing import Final

from kgservice.codes import Grammar
from kgservice.model import NoteKind
from kgservice.readers.legislation_au.blocks import Block
from kgservice.readers.legislation_au.drafts import NoteDraft, row_line, says_not_used
from kgservice.text import one_line

_TERM: Final = re.compile(r"[“\"]([^”\"]+)[”\"]")
_CODE: Final = re.compile(r"([0-9][A-E][0-9]{3}(?:\.(?:[a-z]|[0-9]{1,2}))*)\.?")
_HEADING: Final = re.compile(r"Category ([0-9])|Part ([12])")


class FrontMatter:
    """The general notes, definitions and abbreviations: notes to the list as a whole."""

    def __init__(self) -> None:
        self.notes: list[NoteDraft] = []
        self._defines = False

    def heading(self, block: Block) -> None:
        """Open a note under a division's or section's heading, which becomes its label."""
        self._defines = "Definitions" in block.text and block.style == "ActHead3"
        kind = NoteKind.REMARK if block.style == "ActHead3" else NoteKind.GENERAL_NOTE
        self.notes.append(NoteDraft(None, kind, block.text))

    def place(self, block: Block) -> bool:
        """Place a paragraph or table; False where no heading stands before it."""
        if not self.notes:
            return False
        term = _TERM.match(block.text) if self._defines and block.style == "Definition" else None
        if block.rows:
            self.notes[-1].lines += [line for row in block.rows if (line := row_line(row))]
            self.notes[-1].kind = NoteKind.TABLE
        elif term is not None:
            rest = one_line(block.text[term.end() :])
            self.notes.append(NoteDraft(None, NoteKind.DEFINITION, term.group(1), [rest]))
        else:
            self.notes[-1].lines.append(block.text)
        return True


class SensitiveList:
    """The lists of sensitive and very sensitive items: each row is a remark on its entry."""

    def __init__(self, title: str, grammar: Grammar, codes: frozenset[str]) -> None:
        self.notes = [NoteDraft(None, NoteKind.REMARK, title)]
        self._label = "Very Sensitive List" if title.startswith("Very") else "Sensitive List"
        self._grammar = grammar
        self._codes = codes

    def place(self, block: Block) -> bool:
        """Place a paragraph or a table of codes and words."""
        if not block.rows:
            self.notes[-1].lines.append(block.text)
            return True
        for row in block.rows:
            self._place_row(row)
        return True

    def _place_row(self, row: tuple[tuple[str, ...], ...]) -> None:
        head, *rest = [cell for cell in row if cell] or [()]
        if len(rest) == 1 and len(head) == len(rest[0]) and sum(map(bool, head)) > 1:
            for code, words in zip(head, rest[0], strict=True):
                self._place_item(code, [words])
            return
        self._place_item(" ".join(filter(None, head)), [line for cell in rest for line in cell])

    def _place_item(self, code: str, words: list[str]) -> None:
        lines = [line for line in words if line]
        if not code:
            self.notes[-1].lines += lines
            return
        if heading := _HEADING.fullmatch(code):
            category, part = heading.groups()
            label = f"{self._label}: {code}"
            self.notes.append(NoteDraft(category or f"5P{part}", NoteKind.REMARK, label, lines))
            return
        target = self._target(code)
        single = _CODE.fullmatch(code) and target == self._grammar.normalise(code)
        label = self._label
        if not single and says_not_used(lines):
            label += f": {code}"
        elif not single:
            lines.insert(0, code)
        self.notes.append(NoteDraft(target, NoteKind.REMARK, label, lines))

    def _target(self, code: str) -> str | None:
        """Return the entry that a cell names: of several the last one above them all."""
        named = [self._grammar.normalise(match.group(1)) for match in _CODE.finditer(code)]
        if not named:
            return self.notes[-1].target
        if len(named) == 1 and named[0] in self._codes and _CODE.fullmatch(code):
            return named[0]
        shared = [named[0], *self._grammar.ancestors(named[0])]
        for other in named[1:]:
            above = {other, *self._grammar.ancestors(other)}
            shared = [step for step in shared if step in above]
        lists_more = not _CODE.fullmatch(code) and len(named) == 1
        shared = shared[1:] if lists_more else shared
        known = [step for step in shared if step in self._codes]
        return known[0] if known else None
