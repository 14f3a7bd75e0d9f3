"""Annex I to Regulation (EU) 2021/821 as JSON with one text line a coded item.

The entries come sorted by code and are read in the order of the Annex, in which Part 1 of
Category 5 stands whole before Part 2.

The list part is Annex I: its entries, and of ``docs`` the general notes, the notes of
categories and sections, the acronyms, the definitions and the editorial practices.  Not part
of it, and not read: Articles 2, 4 and 5, and the general export authorisations EU001 to EU008
with their common list, which are Annex II.  ``index``, ``parameters`` and
``applicable_notes`` repeat what ``verbatim_text`` says and carry nothing more.

Each line opens with the code it stands under; that address is the publisher's and not a word
of the list, so it is neither counted nor placed.

**This source flattens exponents and indices**: ``5 × 103 Gy`` is 5 × 10³ in the Official
Journal, ``cm3`` is cm³.  The text stays as the source prints it; a number behind ``× 10`` can
not be read from it.
"""

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kgservice.codes import Grammar
from kgservice.codes.grammar import after
from kgservice.errors import DocumentError
from kgservice.model import Extent, Gap, Reading, Source
from kgservice.readers.assembly import Assembly
from kgservice.readers.descriptors import ListDescriptor
from kgservice.readers.documents import Document, decode
from kgservice.readers.eu_outline.docs import (
    LIST_DOCS,
    add_document,
    is_heading,
    stands_under_category,
)
from kgservice.readers.eu_outline.notes import note_target, read_mark, split_notes
from kgservice.text import count_characters

FORMAT: Final = "eu-outline-json"
_LINE: Final = re.compile(r"(?P<code>[0-9][A-E][0-9]{3}(?:\.(?:[a-z]+|[0-9]+))*)\s(?P<text>.*)")
_ROW: Final = re.compile(r"(?P<label>[a-z]|\d+)\. (?P<text>.* \| .*)")
_KEYS: Final = ("celex", "valid_from", "entries", "docs")

MISPRINTED: Final = {"1C010.1.2": "1C010.e.2", "1C010.1": "1C010.e.1"}
"""Codes that the source prints wrongly, the longest first: its own note there says 1C010.e.

A note addressed so stands a level too high as well, and belongs to the code above."""


def recognise(name: str, head: bytes) -> bool:
    """Tell whether the first bytes are of such a JSON document, whatever its name."""
    return (
        head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
        and b'"corpus_version"' in head
        and b'"celex"' in head
    )


def read(document: Document, descriptor: ListDescriptor, date: datetime.date, lang: str) -> Reading:
    """Read the document whole.

    :param document: the outline, as JSON
    :param descriptor: of the list; its grammar reads the codes
    :param date: the edition's; the document states it too
    :param lang: of the texts, a BCP 47 tag
    :returns: entries and notes, and every piece that found no place
    :raises DocumentError: if it is not JSON, lacks one of the keys ``celex``, ``valid_from``,
        ``entries`` and ``docs``, is of another date, or holds a line without a code
    """
    content = _content(document)
    if content["valid_from"] != date.isoformat():
        raise DocumentError(
            f"{document.name}: is valid from {content['valid_from']}, not from {date}; "
            "import it as the edition it is"
        )
    outline = _Outline(Assembly(descriptor, date, lang), descriptor, document.name)
    docs = [doc for doc in content["docs"] if doc["doc_type"] in LIST_DOCS]
    headings = [doc for doc in docs if is_heading(doc)]
    appended = [doc for doc in docs if stands_under_category(doc)]
    for doc in docs:
        if doc not in headings and doc not in appended:
            add_document(outline.assembly, doc)
    key = descriptor.grammar.sort_key
    for entry in sorted(content["entries"], key=lambda entry: key(entry["entry_code"])):
        headings = outline.open_headings(headings, entry["entry_code"])
        outline.add_entry(entry)
    for doc in (*headings, *appended):
        add_document(outline.assembly, doc)
    source = Source(document.name, FORMAT, lang, document.sha256, content.get("source_url"))
    reading = outline.assembly.reading(_count(content), source)
    return _without_carried_numbers(reading, descriptor.grammar)


def _without_carried_numbers(reading: Reading, grammar: Grammar) -> Reading:
    """Return the reading without the gaps that the 500 series only seems to have.

    Its entries carry on the numbers of the entry whose controls they add to: 3A501 begins with
    a.15 because 3A001 ends with a.14.  A place that the other entry prints is not missing.
    """
    codes = {entry.code for entry in reading.edition.entries}

    def is_carried(gap: Gap) -> bool:
        category, group, number, *paragraphs = grammar.parts(gap.code)
        other = (category, group, f"0{number[1:]}", *paragraphs)
        return number.startswith("5") and grammar.join(other) in codes

    gaps = tuple(gap for gap in reading.edition.gaps if not is_carried(gap))
    extent = reading.edition.extent if gaps else Extent.WHOLE
    return replace(reading, edition=replace(reading.edition, gaps=gaps, extent=extent))


def _content(document: Document) -> dict[str, Any]:
    text = decode(document)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise DocumentError(
            f"{document.name}, line {error.lineno}: is not JSON: {error.msg}; "
            "the file may be cut short or damaged, fetch it again"
        ) from error
    if not isinstance(content, dict):
        raise DocumentError(f"{document.name}: is not a JSON object; expected one with 'entries'")
    if missing := [key for key in _KEYS if key not in content]:
        raise DocumentError(
            f"{document.name}: lacks {', '.join(missing)}; expected the keys {', '.join(_KEYS)}"
        )
    for place, keys in (("entries", ("entry_code",)), ("docs", ("doc_type", "title"))):
        for number, item in enumerate(content[place], 1):
            if not isinstance(item, dict) or any(
                not isinstance(item.get(key), str) for key in (*keys, "verbatim_text")
            ):
                raise DocumentError(
                    f"{document.name}: item {number} of {place} is incomplete; "
                    f"expected texts under {', '.join((*keys, 'verbatim_text'))}"
                )
    return content


def _count(content: dict[str, Any]) -> int:
    """Count the list part by a walk over its raw lines, without the codes that address them."""
    total = 0
    for entry in content["entries"]:
        for line in entry["verbatim_text"].splitlines():
            total += count_characters(re.sub(r"^[0-9][A-E][0-9]{3}\S*", "", line))
    for doc in content["docs"]:
        if doc["doc_type"] in LIST_DOCS:
            total += count_characters(doc["verbatim_text"])
    return total


@dataclass(slots=True)
class _Outline:
    """The entries in the making.

    :ivar listing: the code whose note ended in a colon, so that the coded lines directly
        below it are that note's items and no entries
    :ivar last: the code under which the last note was printed, None behind an entry's line
    """

    assembly: Assembly
    descriptor: ListDescriptor
    name: str
    known: set[str] = field(default_factory=set)
    listing: str | None = None
    last: str | None = None

    def open_headings(self, headings: list[dict[str, Any]], code: str) -> list[dict[str, Any]]:
        """Add the notes of sections that begin before the entry ``code``; return the others."""
        key = self.descriptor.grammar.sort_key(code)
        waiting = []
        for doc in headings:
            heading = is_heading(doc)
            if heading is not None and self.descriptor.grammar.sort_key(heading[0]) < key:
                add_document(self.assembly, doc)
            else:
                waiting.append(doc)
        return waiting

    def add_entry(self, entry: dict[str, Any]) -> None:
        """Add the lines of one five-character entry."""
        for code, text in self._lines(entry):
            if read_mark(text) is not None:
                self._add_notes(code, text)
            elif self._is_listed_in_note(code):
                self.assembly.more(text, f"{self.descriptor.grammar.parts(code)[-1]}.")
            elif code in self.known:
                self._add_further(entry["entry_code"], code, text)
            else:
                self._add_item(code, text)
        self.listing = self.last = None

    def _lines(self, entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for line in entry["verbatim_text"].splitlines():
            match = _LINE.fullmatch(line)
            if match is None or not match["code"].startswith(entry["entry_code"]):
                raise DocumentError(
                    f"{self.name}, entry {entry['entry_code']}: line {line[:40]!r} does not "
                    f"open with a code of that entry, such as '{entry['entry_code']}.a'"
                )
            code = match["code"]
            for wrong, right in MISPRINTED.items():
                if code == wrong or code.startswith(f"{wrong}."):
                    if code == wrong and read_mark(match["text"]) is not None:
                        code = self.descriptor.grammar.parent(right) or right
                    else:
                        code = right + code[len(wrong) :]
                    break
            yield code, match["text"]

    def _add_notes(self, code: str, text: str) -> None:
        grammar = self.descriptor.grammar
        words = ""
        for note in split_notes(text):
            target = note_target(grammar, code, note, self.known)
            self.assembly.note(target, note.kind, note.text, mark=note.mark)
            words = note.text
        self.last = code
        self.listing = code if words.rstrip().endswith(":") else None

    def _is_listed_in_note(self, code: str) -> bool:
        return self.listing is not None and self.descriptor.grammar.parent(code) == self.listing

    def _add_further(self, entry_code: str, code: str, text: str) -> None:
        """Add a second line under a code: a row of a table, or the rest of the note before it."""
        row = _ROW.fullmatch(text)
        if row is not None:
            self.known.add(
                self.assembly.entry(f"{code}.{row['label']}", row["text"], mark=f"{row['label']}.")
            )
        elif self.last is not None:
            self.assembly.more(text)
        else:
            self.assembly.unplaced(f"entry {entry_code}", text, f"a second text under {code}")

    def _add_item(self, code: str, text: str) -> None:
        """Add an entry or paragraph, and below it those that its line runs together."""
        own, inner = ("", _inner_items(text)) if text.startswith("a. ") else (text, [])
        self.known.add(self.assembly.entry(code, own))
        for label, words in inner:
            self.known.add(self.assembly.entry(f"{code}.{label}", words, mark=f"{label}."))
        self.listing = self.last = None


def _inner_items(text: str) -> list[tuple[str, str]]:
    """Return the items of ``a. …; b. …; and c. …``, each with its label (so prints 3A201.a.1)."""
    items: list[tuple[str, str]] = []
    label: str | None = "a"
    while label is not None:
        rest = text.removeprefix(f"{label}. ")
        following = after(label)
        cut = re.search(rf"(?:(?<=;)|(?<=; and)|(?<=; or)) (?={following}\. [A-Z])", rest)
        items.append((label, rest[: cut.start()] if cut else rest))
        text, label = rest[cut.end() :] if cut else "", following if cut else None
    return items
