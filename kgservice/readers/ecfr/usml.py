"""Read the United States Munitions List, 22 CFR part 121.

The list part is § 121.0 (definitions) and § 121.1 (the categories) without their titles and
without the notes on amendments (``CITA``, ``EDNOTE``, ``EFFDNOT``); §§ 121.2 to 121.16 are
reserved.  Paragraphs are flat; how deep one stands is in its label alone.

Marks of the authority are kept as reasons for control.  An asterisk before a paragraph
designates all that it describes Significant Military Equipment (22 CFR 120.10(c), 120.36):
``SME``.  ``(MT)`` behind it says that the article stands in the MTCR Annex (22 CFR 120.10(d)):
``MT``.  Both reach the paragraphs below.  A designation with a condition (``(MT if …)``,
``(MT for those …)``) covers only some of the paragraph's articles; as a reason it would claim
all, so it stays in the text alone.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kgservice.codes.roman import from_roman
from kgservice.codes.usml import CAPITAL, LETTER, NUMBER, ROMAN, UsmlGrammar
from kgservice.model import NoteKind, ReasonForControl, Status
from kgservice.readers.assembly import Assembly
from kgservice.readers.ecfr.notes import kind_of, reach_of, read_note
from kgservice.readers.ecfr.text import (
    AMENDMENTS,
    LABEL,
    count_part,
    flatten,
    place_of,
    tag_of,
)
from kgservice.readers.mentions import is_reserved

_HEADING: Final = re.compile(r"(Category\s+([IVXL]+)\s*[\u2014\u2013-]+)\s*(.+)")
_PARAGRAPH: Final = re.compile(
    rf"((?:\*\s*)?(?:{LABEL.pattern})+(?:\s*-\s*{LABEL.pattern})?)\s*(.*)", re.DOTALL
)
_UNCONDITIONAL: Final = re.compile(r"\(MT\)")
_GRAMMAR: Final = UsmlGrammar()
_SECTIONS: Final = ("121.0", "121.1")


def read_usml(part: etree._Element, assembly: Assembly) -> int:
    """Read §§ 121.0 and 121.1 into the assembly; return how many characters they have."""
    sections = [div for div in part.iter("DIV8") if div.get("N") in _SECTIONS]
    for section in sections:
        if section.get("N") == "121.0":
            _read_definitions(section, assembly)
        else:
            _read_list(section, assembly)
    return count_part(sections, AMENDMENTS | {"HEAD"})


def _read_definitions(section: etree._Element, assembly: Assembly) -> None:
    for block in section:
        if not tag_of(block) or tag_of(block) in AMENDMENTS or tag_of(block) == "HEAD":
            continue
        words = flatten(block)
        term = block[0] if tag_of(block) == "P" and len(block) and not block.text else None
        if term is not None and tag_of(term) == "I":
            name = flatten(term)
            words = words.removeprefix(name).strip()
            assembly.note(None, NoteKind.DEFINITION, words, mark=name.rstrip("."))
        elif LABEL.match(words):
            assembly.more(words)
        else:
            assembly.note(None, NoteKind.REMARK, words)


def _read_list(section: etree._Element, assembly: Assembly) -> None:
    for block in section:
        tag = tag_of(block)
        if tag == "EXTRACT":
            _Categories(list(block), assembly).read()
        elif tag == "P":
            assembly.note(None, NoteKind.REMARK, flatten(block))
        elif tag and tag != "HEAD" and tag not in AMENDMENTS:
            assembly.unplaced(place_of(block), flatten(block), "stands beside the categories")


@dataclass(slots=True)
class _Categories:
    """The blocks of the list, and at which paragraph the reading stands.

    ``parts`` are those of the grammar: category, letter, number, Roman numeral, capital.
    """

    blocks: list[etree._Element]
    assembly: Assembly
    parts: list[str] = field(default_factory=list)
    after_note: bool = False

    def read(self) -> None:
        """Read all blocks in order."""
        for index, block in enumerate(self.blocks):
            tag = tag_of(block)
            if not tag:
                continue
            words = flatten(block)
            if tag == "HD1" and (heading := _HEADING.fullmatch(words)):
                self.parts = [str(from_roman(heading[2]))]
                self.assembly.entry(heading[2], heading[3], mark=heading[1])
            elif not self.parts or tag == "HD1":
                self.assembly.unplaced(place_of(block), words, "stands in no category")
            elif tag == "NOTE":
                self._note(block)
            elif tag == "P" and (paragraph := _PARAGRAPH.fullmatch(words)):
                self._paragraph(index, paragraph[1], words.removeprefix(paragraph[1]).strip())
            else:
                self._continue(block, words)
            self.after_note = tag == "NOTE"

    def _continue(self, block: etree._Element, words: str) -> None:
        tag = tag_of(block)
        if tag == "img":
            source = block.get("src", "")
            self.assembly.unplaced(place_of(block), source, "a formula printed as a picture")
        elif tag in ("P", "FP", "FP-1", "FP-2") and not self.after_note:
            self.assembly.more(words)
        else:
            self.assembly.unplaced(place_of(block), words, "belongs to no paragraph by its label")

    def _paragraph(self, index: int, mark: str, words: str) -> None:
        labels = LABEL.findall(mark)
        last = labels.pop() if re.search(r"\)\s*-\s*\(", mark) else None
        before = self.parts
        for outer in labels[:-1]:
            self._descend(index, outer)
            if self._is_free():
                self.assembly.entry(self._code(), "")
        self._descend(index, labels[-1])
        if not self._is_free():
            where = place_of(self.blocks[index])
            self.assembly.unplaced(where, f"{mark} {words}", f"{self._code()} cannot stand here")
            self.parts = before
            return
        self.assembly.entry(self._code(), words, mark=mark, reasons=_reasons(mark, words))
        if last is not None:
            self._rest_of_range(labels[-1], last)

    def _is_free(self) -> bool:
        return _GRAMMAR.is_code(self._code()) and not self.assembly.has(self._code())

    def _rest_of_range(self, first: str, last: str) -> None:
        """Add the further places of ``(j)-(w) [Reserved]``, whose words stand at the first."""
        level = len(self.parts) - 1
        for part in _span(level, first, last):
            self.parts[level] = part
            self.assembly.entry(self._code(), "", status=Status.RESERVED)

    def _descend(self, index: int, label: str) -> None:
        level, part = self._place(index, label)
        self.parts = [*self.parts[:level], *[""] * (level - len(self.parts)), part]

    def _place(self, index: int, label: str) -> tuple[int, str]:
        """Return the level of a label and its part there.

        A small ``i``, ``v``, ``x`` or ``l`` may be a letter or a Roman numeral: it is the
        numeral that follows the one before it, and a first ``(i)`` is one where ``(ii)``
        comes before the next label of its own or a higher level.
        """
        if label.isdecimal():
            return NUMBER, label
        if label.isupper():
            return CAPITAL, label
        number = from_roman(label)
        if number is None:
            return LETTER, label
        before = self.parts[ROMAN] if len(self.parts) > ROMAN else "0"
        begins = number == 1 and len(self.parts) > LETTER and self._goes_on(index)
        if len(label) > 1 or begins or (number > 1 and number == int(before) + 1):
            return ROMAN, str(number)
        return LETTER, label

    def _goes_on(self, index: int) -> bool:
        """Tell whether ``(ii)`` is the next label but capitals after the block at ``index``."""
        for block in self.blocks[index + 1 :]:
            if tag_of(block) == "HD1":
                return False
            found = _PARAGRAPH.fullmatch(flatten(block)) if tag_of(block) == "P" else None
            label = LABEL.search(found[1]) if found else None
            if label and not label[1].isupper():
                return label[1] == "ii"
        return False

    def _note(self, block: etree._Element) -> None:
        mark, words = read_note(block)
        kind = kind_of(mark)
        reach = reach_of(kind, words)
        self.assembly.note(self._target(mark), kind, words, mark=mark, polarity=reach)

    def _target(self, mark: str) -> str:
        """Return what ``Note 1 to paragraph (a)(5)`` names; of several the nearest above all."""
        category = _GRAMMAR.join((self.parts[0],))
        named = [
            _GRAMMAR.parts(code)
            for pair in _GRAMMAR.mentions_within(
                mark.replace("paragraph(", "paragraph ("), category
            )
            for code in pair
            if code
        ]
        if not named:
            return self._code()
        shared = named[0]
        while any(parts[: len(shared)] != shared for parts in named):
            shared = shared[:-1]
        return _GRAMMAR.join(shared)

    def _code(self) -> str:
        return _GRAMMAR.join(tuple(self.parts))


def _span(level: int, first: str, last: str) -> list[str]:
    """Return the parts after ``first`` up to ``last``: of 2 and 4 the parts 3 and 4."""
    if level == ROMAN:
        return [str(n) for n in range((from_roman(first) or 0) + 1, (from_roman(last) or 0) + 1)]
    if first.isdecimal() and last.isdecimal():
        return [str(number) for number in range(int(first) + 1, int(last) + 1)]
    return [chr(point) for point in range(ord(first[0]) + 1, ord(last[0]) + 1)]


def _reasons(mark: str, words: str) -> tuple[ReasonForControl, ...]:
    if is_reserved(words):
        return ()
    designations = []
    if mark.startswith("*"):
        designations.append(ReasonForControl("SME"))
    if _UNCONDITIONAL.search(words):
        designations.append(ReasonForControl("MT"))
    return tuple(designations)
