"""Read the Commerce Control List, Supplement No. 1 to 15 CFR part 774.

The list part is the supplement (``DIV9``) without its title and the notes on amendments; the
sections of the part and its other supplements are not list.  The blocks of an entry are flat:
its heading (``FP-2``), License Requirements, List Based License Exceptions, List of Items
Controlled (related controls and definitions), then the items, whose labels print the whole path
(``a.1.b.``).  Headings without words of their own (``Items:``) count as the mark of the first
item.  The notes numbered under License Requirements Notes are one note.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from kgservice.model import NoteKind, Status
from kgservice.readers.assembly import Assembly
from kgservice.readers.ecfr.notes import kind_of, reach_of, read_note
from kgservice.readers.ecfr.reasons import read_reason
from kgservice.readers.ecfr.text import (
    AMENDMENTS,
    count_part,
    flatten,
    place_of,
    table_lines,
    tag_of,
)

_SUPPLEMENT: Final = "Supplement No. 1 to Part 774"
_CATEGORY: Final = re.compile(r"(Category ([0-9])\s*[\u2014\u2013-]+)\s*(.+)")
_GROUP: Final = re.compile(r"(([A-E])\.)\s+(.+)")
_ENTRY: Final = re.compile(r"([0-9][A-E][0-9]{3})\s+(.+)")
_ITEM: Final = re.compile(r"([a-z](?:\.(?:[0-9]+|[a-z]{1,2}))*)\.\s+(.*)", re.DOTALL)
_RANGE: Final = re.compile(r"(?:through|to) ([a-z])\.?\s+(\[Reserved\].*)")
_ITEMS: Final = re.compile(r"Items:\s*(.*)", re.DOTALL)
_RELATED: Final = re.compile(r"(Related (Controls|Definitions)):\s*(.*)", re.DOTALL)
_NAMED: Final = re.compile(r"[0-9][A-E][0-9]{3}(?:\.[a-z0-9]+)*")
_EXCEPTIONS: Final = ("List Based License Exceptions", "Special Conditions for STA")
_LINES: Final = frozenset({"P", "FP", "FP-1", "FP-2", "FP-3"})


def read_ccl(part: etree._Element, assembly: Assembly) -> int:
    """Read the supplement into the assembly; return how many characters it has."""
    supplements = [div for div in part.iter("DIV9") if div.get("N") == _SUPPLEMENT]
    for supplement in supplements:
        _Supplement(assembly).read(supplement)
    return count_part(supplements, AMENDMENTS | {"HEAD"})


@dataclass(slots=True)
class _Supplement:
    """Where the reading stands: the category, the entry, its last item, and the section.

    ``section`` is ``requirements``, ``notes`` (to the requirements), ``exceptions``, ``list``
    or ``items``; ``pending`` holds headings that wait for the first item.
    """

    assembly: Assembly
    category: str = ""
    entry: str = ""
    item: str = ""
    section: str = ""
    pending: list[str] = field(default_factory=list)

    def read(self, supplement: etree._Element) -> None:
        """Read the blocks of the supplement in order."""
        for block in supplement:
            tag = tag_of(block)
            if not tag or tag == "HEAD" or tag in AMENDMENTS:
                continue
            if tag in _LINES:
                self._line(block, flatten(block))
            elif tag == "NOTE":
                self._note(block)
            elif tag == "HD1":
                self._heading(block, flatten(block))
            elif tag == "DIV":
                self._tables(block)
            elif tag == "XREF":
                self.assembly.note(None, NoteKind.REMARK, flatten(block))
            else:
                self.assembly.unplaced(place_of(block), flatten(block), f"{tag} is not known here")

    def _heading(self, block: etree._Element, words: str) -> None:
        category, group = _CATEGORY.fullmatch(words), _GROUP.fullmatch(words)
        if category:
            self.category = category[2]
            self.assembly.entry(self.category, category[3], mark=category[1])
        elif group and self.category:
            self.assembly.entry(f"{self.category}{group[2]}", group[3], mark=group[1])
        else:
            self.assembly.unplaced(place_of(block), words, "is no category and no product group")

    def _line(self, block: etree._Element, words: str) -> None:
        heading = _ENTRY.fullmatch(words) if tag_of(block) == "FP-2" else None
        if heading:
            self._flush()
            self.entry = self.item = self.assembly.entry(heading[1], heading[2], mark=heading[1])
            self.category, self.section = heading[1][0], ""
        elif not self.entry:
            self.assembly.unplaced(place_of(block), words, "stands before any entry")
        elif not self._opens(words):
            self._continue(block, words)

    def _opens(self, words: str) -> bool:
        """Begin the section that a line opens; tell whether it opens one."""
        related, items = _RELATED.fullmatch(words), _ITEMS.fullmatch(words)
        if words == "License Requirements":
            self._section("requirements", NoteKind.LICENCE_REQUIREMENT, words)
        elif words.rstrip(":") in ("License Requirements Notes", "License Requirement Notes"):
            self._section("notes", NoteKind.LICENCE_REQUIREMENT, words.rstrip(":"))
        elif words.startswith(_EXCEPTIONS):
            self._section("exceptions", NoteKind.LICENCE_EXCEPTION, words)
        elif words == "List of Items Controlled":
            self.section = "list"
            self.pending.append(words)
        elif related:
            self._related(related)
        elif items:
            self.section = "items"
            self.pending.append("Items:")
            if items[1]:
                self._item(items[1])
        else:
            return False
        return True

    def _section(self, section: str, kind: NoteKind, mark: str) -> None:
        self.section = section
        self.assembly.note(self.entry, kind, "", mark=mark)

    def _related(self, related: re.Match[str]) -> None:
        self.section = "list"
        kind = NoteKind.RELATED_CONTROL
        if related[2] == "Definitions":
            empty = related[3].rstrip(".") in ("N/A", "")
            kind = NoteKind.REMARK if empty else NoteKind.DEFINITION
        self.assembly.note(self.entry, kind, related[3], mark=related[1])

    def _continue(self, block: etree._Element, words: str) -> None:
        if self.section == "items":
            self._item(words)
            return
        if self.section:
            self.assembly.more(words)
        else:
            self.assembly.unplaced(place_of(block), words, "stands in no section of its entry")
        if self.section == "requirements":
            self._reason(words.removeprefix("Control(s):").strip(), "")

    def _reason(self, statement: str, column: str) -> None:
        reason = read_reason(statement, column, self.entry)
        if reason:
            self.assembly.give_reasons(self.entry, (reason,))

    def _item(self, words: str) -> None:
        found = _ITEM.fullmatch(words)
        if found is None:
            self.assembly.more(words)
            return
        if self.assembly.has(f"{self.entry}.{found[1]}"):
            code = f"{self.entry}.{found[1]}"
            self.assembly.unplaced(code, words, f"{code} stands there already")
            return
        spread = _RANGE.fullmatch(found[2])
        mark = " ".join((*self.pending, f"{found[1]}."))
        self.pending.clear()
        if spread is None:
            self.item = self.assembly.entry(f"{self.entry}.{found[1]}", found[2], mark=mark)
            return
        mark = f"{mark} {found[2].removesuffix(spread[2])}"
        self.assembly.entry(f"{self.entry}.{found[1]}", spread[2], mark=mark)
        for letter in range(ord(found[1]) + 1, ord(spread[1]) + 1):
            self.item = self.assembly.entry(
                f"{self.entry}.{chr(letter)}", "", status=Status.RESERVED
            )

    def _note(self, block: etree._Element) -> None:
        mark, words = read_note(block)
        named = _NAMED.search(mark)
        if self.section == "notes" and mark.startswith("Note to") and not named:
            self.assembly.more(f"{mark}:\n{words}")
            return
        target = named.group() if named else (self.item or None)
        kind = kind_of(mark)
        self.assembly.note(target, kind, words, mark=mark, polarity=reach_of(kind, words))

    def _tables(self, block: etree._Element) -> None:
        for table in block.iter("TABLE"):
            if not self.entry:
                self.assembly.unplaced(place_of(table), flatten(table), "stands before any entry")
                continue
            self.assembly.note(self.entry, NoteKind.TABLE, "\n".join(table_lines(table)))
            for row in table.iter("TR"):
                cells = [flatten(cell) for cell in row.iter("TD")]
                if len(cells) == 2 and self.section == "requirements":
                    self._reason(*cells)

    def _flush(self) -> None:
        """Keep headings that no item followed."""
        for words in self.pending:
            self.assembly.note(self.entry, NoteKind.REMARK, "", mark=words)
        self.pending.clear()
