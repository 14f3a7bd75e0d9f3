"""Read the NRC's export lists, Appendices A to P of 10 CFR part 110.

The list part is the appendices (``DIV9``) without the notes on amendments and authority
(``CITA``, ``SECAUTH``); the sections of the part are not list.  Each appendix is a category.
Nuclides (Appendix L) and thresholds (Appendices M and P) carry no labels: they stand as tables
of their appendix, footnotes beside them.

A note belongs to the heading that it follows: the appendix or, in Appendices B and C, the
numbered section.  One that follows an item belongs to the appendix: the note on plutonium
conversion in Appendix J stands behind ``(a)(9)``, before the paragraph that it explains.  A
paragraph without a label continues what stands before it, a note too: the eCFR closes ``NOTE``
behind the first paragraph, though the note goes on (``B.2(b)`` finds in its section's note the
materials that a later paragraph names).
"""

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kgservice.codes.nrc import NrcGrammar, fit
from kgservice.model import NoteKind, Polarity
from kgservice.readers.assembly import Assembly
from kgservice.readers.ecfr.notes import read_note
from kgservice.readers.ecfr.text import (
    AMENDMENTS,
    count_part,
    flatten,
    footnote,
    place_of,
    table_lines,
    table_notes,
    tag_of,
)

_HEADING: Final = re.compile(
    r"(Appendix ([A-Z]) to Part 110\s*[\u2014\u2013-]*)\s*(.*)", re.IGNORECASE
)
_SECTION: Final = re.compile(r"([0-9])\.([0-9]+)\s+(.+)")
_ENCLOSED: Final = re.compile(r"\(([a-z]{1,6}|[0-9]{1,2})\)\s+(.+)", re.DOTALL)
_POINTED: Final = re.compile(r"((?:[A-Z]|[a-z]|[0-9])(?:\.[0-9])?)\.\s+(.+)", re.DOTALL)
_INLINE: Final = re.compile(r"([^:.]{3,60}:) 1\. ([A-Z].+)", re.DOTALL)
_GRAMMAR: Final = NrcGrammar()
_NUMBERED_HEADING: Final = ".1"


def read_nrc(part: etree._Element, assembly: Assembly) -> int:
    """Read the appendices into the assembly; return how many characters they have."""
    appendices = list(part.iterchildren("DIV9"))
    for appendix in appendices:
        heading = _HEADING.fullmatch(" ".join(map(flatten, appendix.iterchildren("HEAD"))))
        if heading is None:
            assembly.unplaced(place_of(appendix), flatten(appendix), "is no appendix by its title")
            continue
        assembly.entry(heading[2], heading[3], mark=heading[1])
        _Appendix(heading[2].upper(), assembly).read(appendix)
    return count_part(appendices)


@dataclass(slots=True)
class _Appendix:
    """One appendix, and at which paragraph the reading stands; ``parts`` as the grammar's."""

    letter: str
    assembly: Assembly
    parts: list[str] = field(default_factory=list)
    in_note: bool = False
    after_heading: bool = True

    def read(self, appendix: etree._Element) -> None:
        """Read the blocks of the appendix in order."""
        self.parts = [self.letter]
        for block in appendix:
            tag = tag_of(block)
            if not tag or tag == "HEAD" or tag in AMENDMENTS:
                continue
            if tag == "P":
                self._paragraph(flatten(block))
            elif tag in ("FP", "FP-1", "FP-2"):
                self.assembly.more(flatten(block))
            elif tag in ("HD1", "HD2", "HD3"):
                self._heading(flatten(block))
            else:
                self._other(tag, block)

    def _heading(self, words: str) -> None:
        section = _SECTION.fullmatch(words) if self._has_sections() else None
        self.in_note = section is None
        if section is None:
            target = _GRAMMAR.join(tuple(self.parts[:3]))
            self.assembly.note(target, NoteKind.NOTE, "", mark=words, polarity=Polarity.EXPLAINS)
            return
        self.parts = [self.letter, section[1], section[2]]
        self._add(f"{section[1]}.{section[2]}", section[3])
        self.after_heading = True

    def _has_sections(self) -> bool:
        return _GRAMMAR.slots(self.letter)[:2] == (_NUMBERED_HEADING, _NUMBERED_HEADING)

    def _add(self, mark: str, words: str) -> None:
        if self.assembly.has(self._code()):
            self.assembly.unplaced(mark, words, f"{self._code()} stands there already")
        else:
            self.assembly.entry(self._code(), words, mark=mark)

    def _paragraph(self, words: str) -> None:
        enclosed = None if self.in_note else _ENCLOSED.fullmatch(words)
        found = enclosed or (None if self.in_note else _POINTED.fullmatch(words))
        if found is None:
            self.assembly.more(words)
            return
        *outer, label = found[1].split(".")
        for above in outer:
            self._descend(above, enclosed=False)
            if not self.assembly.has(self._code()):
                self.assembly.entry(self._code(), "")
        if self._descend(label, enclosed=enclosed is not None):
            self._entry(f"({label})" if enclosed else f"{found[1]}.", found[2])
        else:
            self.assembly.more(words)

    def _entry(self, mark: str, words: str) -> None:
        slots = _GRAMMAR.slots(self.letter)
        below = slots[len(self.parts) - 1 : len(self.parts)]
        inline = _INLINE.fullmatch(words) if len(self.parts) > 2 else None
        if inline and below == (_NUMBERED_HEADING,):
            self._add(mark, inline[1])
            self.parts.append("1")
            mark, words = "1.", inline[2]
        self._add(mark, words)
        self.after_heading = len(self.parts) == 2 and self._has_sections()

    def _descend(self, label: str, *, enclosed: bool) -> bool:
        """Go to where a label belongs; tell whether it belongs anywhere.

        A first label (1, a) stands at the next level below that prints such labels, any other
        behind the one before it, at the deepest level where it follows on.  Where it follows
        on nowhere the source lost one, and it counts as a first label.
        """
        fits = [
            (level, part)
            for level, slot in enumerate(_GRAMMAR.slots(self.letter), 1)
            if enclosed is slot.startswith("(")
            and (part := fit(slot, label, enclosed=enclosed)) is not None
        ]
        following = [(level, part) for level, part in fits if self._follows(level, part)]
        below = [(level, part) for level, part in fits if level >= len(self.parts)]
        if not fits:
            return False
        level, part = (following[-1:] or below[:1] or fits[-1:])[0]
        self.parts = [*self.parts[:level], *[""] * (level - len(self.parts)), part]
        return True

    def _follows(self, level: int, part: str) -> bool:
        before = self.parts[level] if len(self.parts) > level else ""
        if part.isdecimal() and before.isdecimal():
            return int(part) == int(before) + 1
        return part.isalpha() and before.isalpha() and ord(part) == ord(before) + 1

    def _other(self, tag: str, block: etree._Element) -> None:
        if tag == "NOTE":
            self._note(block)
        elif tag in ("FTNT", "EFTNT"):
            for line in block.iterchildren("P"):
                self._footnote(*footnote(line))
        elif tag == "SCOL2":
            self.assembly.note(self.letter, NoteKind.TABLE, "\n".join(_list_lines(block)))
        elif tag == "DIV":
            for table in block.iter("TABLE"):
                self.assembly.note(self.letter, NoteKind.TABLE, "\n".join(table_lines(table)))
                for mark, words in table_notes(table):
                    self._footnote(mark, words)
        elif tag == "img":
            source = block.get("src", "")
            self.assembly.unplaced(place_of(block), source, "a formula printed as a picture")
        else:
            self.assembly.unplaced(place_of(block), flatten(block), f"{tag} is not known here")

    def _footnote(self, mark: str, words: str) -> None:
        self.assembly.note(self.letter, NoteKind.NOTE, words, mark=mark)

    def _note(self, block: etree._Element) -> None:
        mark, words = read_note(block)
        target = self._code() if self.after_heading else self.letter
        self.assembly.note(target, NoteKind.NOTE, words, mark=mark, polarity=Polarity.EXPLAINS)

    def _code(self) -> str:
        return _GRAMMAR.join(tuple(self.parts))


def _list_lines(block: etree._Element) -> list[str]:
    """Return the items of a list, one a line; what goes on in parentheses stays on its line."""
    lines: list[str] = []
    for item in block.iterchildren("LI"):
        words = flatten(item)
        if lines and words.startswith("("):
            lines[-1] += f" {words}"
        else:
            lines.append(words)
    return lines
