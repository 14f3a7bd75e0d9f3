"""What Annex I prints beside its entries: headings, general notes, acronyms, definitions."""

import re
from typing import Any, Final

from kgservice.model import NoteKind
from kgservice.readers.assembly import Assembly
from kgservice.readers.eu_outline.notes import read_mark, split_notes

LIST_DOCS: Final = {
    "acronyms": NoteKind.TABLE,
    "editorial_practices": NoteKind.REMARK,
    "general_notes": NoteKind.GENERAL_NOTE,
    "nuclear_technology_note": NoteKind.GENERAL_NOTE,
    "nuclear_software_note": NoteKind.GENERAL_NOTE,
    "general_technology_note": NoteKind.GENERAL_NOTE,
    "general_software_note": NoteKind.GENERAL_NOTE,
    "information_security_note": NoteKind.GENERAL_NOTE,
    "definitions_annex": NoteKind.DEFINITION,
    "section_note": NoteKind.NOTE,
    "category_note": NoteKind.NOTE,
}
"""The documents of ``docs`` that are Annex I; Articles 2, 4 and 5 are not."""

_GROUP: Final = re.compile(r"Category \d — (?P<code>\d[A-E][12]?) (?P<title>.+?) — notes")
_CATEGORY: Final = re.compile(r"Category \d — CATEGORY (?P<code>\d) - (?P<title>.+?) — notes")
_PART: Final = re.compile(r"Category 5 — Part (?P<part>[12]) - (?P<title>.+?) — notes")
_UNDER: Final = re.compile(r"Category (?P<category>\d) — (?P<title>.+?)(?: — notes)?")
_TERM: Final = re.compile(r'"(?P<term>[^"]+)"')
APPENDED: Final = {"2": "2E"}
"""The section behind which a category prints a table under no heading of its own: that of the
deposition techniques, which 2E003.f refers to."""


def is_heading(doc: dict[str, Any]) -> tuple[str, str] | None:
    """Return code and title of the heading whose notes a document holds, None where none is."""
    title = doc["title"]
    if group := _GROUP.fullmatch(title):
        return group["code"], group["title"]
    if category := _CATEGORY.fullmatch(title):
        return category["code"], category["title"]
    if part := _PART.fullmatch(title):
        return f"5P{part['part']}", part["title"]
    return None


def stands_under_category(doc: dict[str, Any]) -> bool:
    """Tell whether a document holds what a category prints under no heading of a section."""
    return is_heading(doc) is None and _UNDER.fullmatch(doc["title"]) is not None


def add_document(assembly: Assembly, doc: dict[str, Any]) -> None:
    """Add one document of the list part: a heading with its notes, or notes to the list."""
    lines = [line for line in doc["verbatim_text"].splitlines() if line.strip()]
    kind = LIST_DOCS[doc["doc_type"]]
    heading = is_heading(doc)
    if heading is not None:
        code, title = heading
        assembly.entry(code, title)
        _add_section_notes(assembly, code, lines)
    elif kind is NoteKind.DEFINITION:
        add_definitions(assembly, doc["title"], lines)
    elif doc["doc_type"] == "general_notes":
        add_general_notes(assembly, lines)
    elif under := _UNDER.fullmatch(doc["title"]):
        target = APPENDED.get(under["category"], under["category"])
        text = "\n".join(lines)
        assembly.note(target, NoteKind.TECHNICAL_NOTE, text, mark=under["title"])
    else:
        assembly.note(None, kind, "\n".join(lines), mark=doc["title"])


def _add_section_notes(assembly: Assembly, code: str, lines: list[str]) -> None:
    if " | " in lines[0]:
        assembly.note(code, NoteKind.TABLE, "\n".join(lines))
        return
    for number, line in enumerate(lines):
        if read_mark(line) is not None:
            for note in split_notes(line):
                assembly.note(code, note.kind, note.text, mark=note.mark)
        elif number == 0:
            assembly.note(code, NoteKind.REMARK, line)
        else:
            assembly.more(line)


def add_general_notes(assembly: Assembly, lines: list[str]) -> None:
    """Add the numbered general notes, one note a number, with the N.B. that follow each."""
    for line in lines:
        label, _, words = line.partition(" ")
        if read_mark(words) is not None:
            assembly.more(words)
        else:
            assembly.note(None, NoteKind.GENERAL_NOTE, words, mark=label)


def add_definitions(assembly: Assembly, title: str, lines: list[str]) -> None:
    """Add the defined terms; a line that opens with no term in quotation marks goes on the last.

    What stands before the first term says how to read the definitions, and is a remark.
    """
    found = False
    for line in lines:
        term = _TERM.match(line)
        if term is not None:
            assembly.note(None, NoteKind.DEFINITION, line[term.end() :], mark=term["term"])
            found = True
        elif found or line is not lines[0]:
            assembly.more(line)
        else:
            assembly.note(None, NoteKind.REMARK, line, mark=title)
