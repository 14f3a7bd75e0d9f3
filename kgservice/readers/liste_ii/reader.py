"""Norway's Liste II, Annex I to Regulation (EU) 2021/821 in English, as a tagged PDF.

The list part runs from the general notes to the end of Category 9: not the Norwegian title
page, not the table of contents, not the summary of changes at the end.  Page headers, page
numbers and the lines that say ``1C351 continued`` at the top of a page are no text of the list.

Raised digits are read from the place and size of the print, so that ``10³`` is 10³ here where
the text layer has 103.
"""

import datetime
import re
from typing import Final

from kgservice.errors import DocumentError
from kgservice.model import NoteKind, Reading, Source
from kgservice.readers.assembly import Assembly
from kgservice.readers.descriptors import ListDescriptor
from kgservice.readers.documents import Document
from kgservice.readers.eu_outline.docs import add_definitions, add_general_notes
from kgservice.readers.liste_ii.outline import Outline
from kgservice.readers.liste_ii.page import Block, TaggedPdf

FORMAT: Final = "liste-ii-pdf"
_NAME: Final = re.compile(r"liste[-_ ]?ii(?!i).*\.pdf", re.IGNORECASE)
_FIRST: Final = re.compile(r"GENERAL NOTES TO ANNEX I")
_LAST: Final = re.compile(r"\d{4} UPDATE OF THE EU CONTROL LIST OF DUAL-USE ITEMS")
_CATEGORY: Final = re.compile(r"CATEGORY 0 .*")
_CONTINUED: Final = re.compile(r"\d[A-E]\d{3}\S* ?(?:continued|cont\.|cont'd)\.?", re.IGNORECASE)
_FRONT: Final = re.compile(
    r"(?:NUCLEAR|GENERAL) .* NOTE \([A-Z]{3,4}\)|ACRONYMS AND ABBREVIATIONS .*"
    r"|DEFINITIONS OF TERMS .*"
)
_GROUP_CODE: Final = re.compile(r"\d[A-E][12]?")
_TEXT_COLUMN: Final = 75.0


def recognise(name: str, head: bytes) -> bool:
    """Tell whether a file is a PDF named as Liste II is."""
    return head.startswith(b"%PDF-") and _NAME.search(name) is not None


def read(document: Document, descriptor: ListDescriptor, date: datetime.date, lang: str) -> Reading:
    """Read the document whole.

    :param document: the tagged PDF of the authority
    :param descriptor: of the list; its grammar reads the codes
    :param date: the edition's
    :param lang: of the texts, a BCP 47 tag
    :returns: entries and notes, and every piece that found no place
    :raises DocumentError: if it is no tagged PDF, is damaged, or holds no list part
    """
    pdf = TaggedPdf(document)
    found = (block for block in pdf.blocks() if block.runs)
    printed = [part for block in found for part in _unglued(block) if part.runs]
    blocks = _list_part(document.name, printed)
    start = next((i for i, block in enumerate(blocks) if _CATEGORY.fullmatch(block.text)), 0)
    assembly = Assembly(descriptor, date, lang)
    _add_front(assembly, blocks[:start])
    outline = Outline(descriptor.grammar)
    for block in blocks[start:]:
        if _CONTINUED.fullmatch(block.text) is None:
            outline.take(block)
    outline.give(assembly)
    source = Source(document.name, FORMAT, lang, document.sha256)
    characters = pdf.count_body(blocks[0].page, blocks[-1].page, _CONTINUED)
    return assembly.reading(characters, source)


def _unglued(block: Block) -> tuple[Block, ...]:
    """Part a paragraph from the heading of a product group that the PDF counts to it."""
    runs = block.cells[0]
    for index, run in enumerate(runs):
        if index and "Bold" in run.font and _GROUP_CODE.fullmatch(run.text.strip()):
            heads, tails = (runs[:index],), (runs[index:],)
            return Block(block.page, block.kind, heads), Block(block.page, block.kind, tails)
    return (block,)


def _list_part(name: str, blocks: list[Block]) -> list[Block]:
    texts = [block.text for block in blocks]
    first = next((i for i, text in enumerate(texts) if _FIRST.fullmatch(text)), None)
    last = next((i for i, text in enumerate(texts) if _LAST.fullmatch(text)), None)
    if first is None or last is None or last <= first:
        raise DocumentError(
            f"{name}: no list part was found; expected a heading 'GENERAL NOTES TO ANNEX I' and "
            "behind the list the heading of the summary of changes"
        )
    return blocks[first:last]


def _add_front(assembly: Assembly, blocks: list[Block]) -> None:
    """Add what stands before Category 0, a heading at a time."""
    lines: list[str] = []
    title = ""
    for block in blocks:
        text = block.text
        if _FIRST.fullmatch(text) or _FRONT.fullmatch(text):
            _add_section(assembly, title, lines)
            title, lines = text, []
        elif _CONTINUED.fullmatch(text):
            continue
        elif lines and block.runs[0].x > _TEXT_COLUMN and not title.startswith("ACRONYMS"):
            lines[-1] += f"\n{text}"
        else:
            lines.append(text)
    _add_section(assembly, title, lines)


def _add_section(assembly: Assembly, title: str, lines: list[str]) -> None:
    if not lines:
        return
    if _FIRST.fullmatch(title):
        add_general_notes(assembly, lines)
    elif title.startswith("DEFINITIONS"):
        add_definitions(assembly, title, lines)
    else:
        kind = NoteKind.TABLE if title.startswith("ACRONYMS") else NoteKind.GENERAL_NOTE
        assembly.note(None, kind, "\n".join(lines), mark=title)
