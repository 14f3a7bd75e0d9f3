"""Read the Federal Register of Legislation's XHTML, alone or inside its EPUB (Australia).

The document is the Defence and Strategic Goods List.  Its list part starts at the outline of the
list (Part 1A, Division 2) and ends before the Schedule of repeals; the enacting words around it
are no part of the list.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from kgservice.errors import DocumentError
from kgservice.model import Reading, Source
from kgservice.readers.assembly import Assembly
from kgservice.readers.descriptors import ListDescriptor
from kgservice.readers.documents import Document, parse_xml
from kgservice.readers.legislation_au.blocks import Block, blocks, body_of
from kgservice.readers.legislation_au.drafts import NoteDraft
from kgservice.readers.legislation_au.epub import document_in, is_epub
from kgservice.readers.legislation_au.front import FrontMatter, SensitiveList
from kgservice.readers.legislation_au.outline import Outline
from kgservice.text import count_characters

FORMAT: Final = "legislation-au-xhtml"
_HEADINGS: Final = {"ActHead2", "ActHead3", "ActHead5", "ActHead6"}
_FIRST: Final = "Simplified outline"
_LAST: Final = "ActHead6"
_CATEGORY: Final = re.compile(r"(Category ([0-9])\s*[—–-]\s*)(.+)", re.IGNORECASE)
_PART: Final = re.compile(r"(Part ([12])\s*[—–-]\s*)(.+)", re.IGNORECASE)


def recognise(name: str, head: bytes) -> bool:
    """Tell whether a file is XHTML of the Register, or an EPUB that may hold it."""
    if is_epub(head):
        return True
    return b"http://www.w3.org/1999/xhtml" in head and (
        b"Federal Register" in head or b"urn:schemas-microsoft-com:office:office" in head
    )


def read(document: Document, descriptor: ListDescriptor, date: datetime.date, lang: str) -> Reading:
    """Read one document.

    :param document: XHTML, or the EPUB that holds it
    :param descriptor: of the list; its grammar reads the codes
    :param date: the edition's
    :param lang: of the texts, a BCP 47 tag
    :returns: the entries and notes of all parts, and every paragraph that found no place
    :raises DocumentError: if it is damaged, or not of this format
    """
    held = document_in(document) if is_epub(document.data) else document
    paragraphs = _list_part(held, parse_xml(held))
    parts = _Parts(descriptor)
    assembly = Assembly(descriptor, date, lang)
    for number, block in enumerate(paragraphs.blocks, paragraphs.first):
        if reason := parts.place(block):
            assembly.unplaced(f"paragraph {number}", block.text, reason)
    _assemble(assembly, parts)
    source = Source(document.name, FORMAT, lang, document.sha256)
    return assembly.reading(paragraphs.characters, source)


@dataclass(frozen=True, slots=True)
class _ListPart:
    first: int
    blocks: tuple[Block, ...]
    characters: int


def _list_part(document: Document, root: etree._Element) -> _ListPart:
    """Cut the list part out; its characters are counted over the nodes of the raw document."""
    body = body_of(root)
    if body is None:
        raise DocumentError(
            f"{document.name}, line 1: the root element is {etree.QName(root).localname}; "
            "expected XHTML of the Federal Register of Legislation with a body"
        )
    found = list(blocks(body))
    starts = [
        place for place, block in enumerate(found)
        if block.style == "ActHead3" and _FIRST in block.text
    ]  # fmt: skip
    ends = [place for place, block in enumerate(found) if block.style == _LAST]
    if not starts or not ends or ends[0] < starts[0]:
        raise DocumentError(
            f"{document.name}: no heading of style ActHead3 with {_FIRST!r} before one of style "
            f"{_LAST}; expected the Defence and Strategic Goods List as the Register prints it"
        )
    return _ListPart(starts[0] + 1, tuple(found[starts[0] : ends[0]]), _count(body))


def _count(body: etree._Element) -> int:
    """Return the characters between the two headings, by a walk over the document's nodes."""
    total, counting = 0, False
    for event, element in etree.iterwalk(body, events=("start", "end")):
        style = element.get("class")
        if event == "end":
            total += count_characters(element.tail or "") if counting else 0
            continue
        if style == _LAST:
            break
        words = "".join(element.itertext()) if style == "ActHead3" else ""
        counting = counting or _FIRST in words
        if counting:
            total += count_characters(element.text or "") + count_characters(element.get("alt", ""))
    return total


class _Parts:
    """The parts of the list, one after the other, each placed by who knows it."""

    def __init__(self, descriptor: ListDescriptor) -> None:
        self._grammar = descriptor.grammar
        self.front = FrontMatter()
        self.outline = Outline(self._grammar)
        self.sensitive: list[SensitiveList] = []
        self._coded = False
        self._category = ""

    @property
    def notes(self) -> Iterable[NoteDraft]:
        """All notes in the order of the document."""
        yield from self.front.notes
        yield from self.outline.notes
        for part in self.sensitive:
            yield from part.notes

    def place(self, block: Block) -> str:
        """Place a block; return why it found no place, ``""`` where it did."""
        if not block.rows and not block.text:
            return ""
        if block.style in _HEADINGS:
            return self._place_heading(block)
        if self._category == "5" and self._place_part(block):
            return ""
        place = self.front.place
        if self.sensitive:
            place = self.sensitive[-1].place
        elif self._coded:
            place = self.outline.place
        return "" if place(block) else "stands before any heading, entry or note"

    def _place_heading(self, block: Block) -> str:
        text = block.text
        if block.style == "ActHead2":
            part = _PART.match(text)
            self._coded = part is not None
            if part is None or part.group(2) == "2":
                return "the heading of a part that has no code"
            self.outline.heading("ML", part.group(1), part.group(3))
        elif category := _CATEGORY.match(text):
            self._category = category.group(2)
            self.outline.heading(self._category, category.group(1), category.group(3))
        elif "ensitive list" in text:
            codes = frozenset(self.outline.entries)
            self.sensitive.append(SensitiveList(text, self._grammar, codes))
        else:
            self.front.heading(block)
        return ""

    def _place_part(self, block: Block) -> bool:
        part = _PART.fullmatch(block.text) if not block.rows else None
        if part is None or self.sensitive:
            return False
        self.outline.heading(f"5P{part.group(2)}", part.group(1), part.group(3))
        return True


def _assemble(assembly: Assembly, parts: _Parts) -> None:
    for entry in parts.outline.entries.values():
        assembly.entry(entry.code, "\n".join(entry.lines), mark=entry.mark, status=entry.status)
    for note in parts.notes:
        if not note.lines:
            assembly.unplaced(f"the heading {note.mark!r}", note.mark, "stands over no words")
            continue
        assembly.note(note.target, note.kind, "\n".join(note.lines), mark=note.mark)
