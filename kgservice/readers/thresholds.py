"""The numbers of an edition's texts: what each entry and note asks for, and how it is joined."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kgservice.criteria import Role
from kgservice.forking import map_in_two
from kgservice.model import Entry, Note, NoteKind, Polarity, Text
from kgservice.thresholds.joins import read_joins
from kgservice.thresholds.language import language_of
from kgservice.thresholds.numbers import Style, style_of
from kgservice.thresholds.reading import read_paragraph
from kgservice.thresholds.standards import read_standards

_LIMITING: Final = re.compile(r"(?:The )?only\b", re.IGNORECASE)
_LICENCE: Final = (NoteKind.LICENCE_REQUIREMENT, NoteKind.LICENCE_EXCEPTION)
_ROLES: Final = {
    Polarity.EXCLUDES: Role.RELEASE,
    Polarity.EXTENDS: Role.CONTROL,
    Polarity.LIMITS: Role.CONTROL,
    Polarity.EXPLAINS: Role.DEFINITION,
}


def with_thresholds(
    entries: Iterable[Entry], notes: Iterable[Note]
) -> tuple[tuple[Entry, ...], tuple[Note, ...]]:
    """Return entries and notes with the numbers that their texts state.

    Of a text in several languages the first that is read counts.  How the list writes decimals is
    told from all its texts in that language.  Many entries are read in two processes.

    :param entries: in reading order
    :param notes: of the same edition
    :returns: the same entries and notes
    """
    whole, remarks = tuple(entries), tuple(notes)
    words = {entry.code: text for entry in whole if (text := _text(entry.texts))}
    own = [text for note in remarks if (text := _text(note.texts))]
    styles = _styles([*words.values(), *own])
    below: dict[str | None, list[Text]] = defaultdict(list)
    for entry in whole:
        if entry.code in words:
            below[entry.parent].append(words[entry.code])
    found = map_in_two(lambda each: _with_entry(each, words, styles, below[each.code]), whole)
    return tuple(found), tuple(_with_note(note, words, styles) for note in remarks)


def _text(texts: Sequence[Text]) -> Text | None:
    readable = (text for text in texts if text.value and language_of(text.lang))
    return next(readable, None)


def _styles(texts: Iterable[Text]) -> dict[str, Style]:
    by_language: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        by_language[text.lang].append(text.value or "")
    return {lang: style_of(values) for lang, values in by_language.items()}


def _with_entry(
    entry: Entry, words: dict[str, Text], styles: dict[str, Style], below: Sequence[Text]
) -> Entry:
    text = words.get(entry.code)
    if text is None:
        return entry
    above = _above(words.get(entry.parent or ""), text.lang)
    read = read_paragraph(text.value or "", text.lang, style=styles[text.lang], above=above)
    children = [child.value or "" for child in below if child.lang == text.lang]
    joins = read_joins(text.value or "", children, text.lang)
    return replace(
        entry,
        criterion=read.criterion,
        unparsed=read.unparsed,
        standards=read_standards(text.value or ""),
        joins=joins.connective,
        joins_least=joins.least,
    )


def _with_note(note: Note, words: dict[str, Text], styles: dict[str, Style]) -> Note:
    text = _text(note.texts)
    if text is None:
        return note
    above = _above(words.get(note.target or ""), text.lang)
    role = Role.LICENCE if note.kind in _LICENCE else _ROLES[note.polarity]
    if role is Role.DEFINITION and _LIMITING.match(text.value or ""):
        role = Role.CONTROL
    style = styles[text.lang]
    read = read_paragraph(text.value or "", text.lang, role=role, style=style, above=above)
    standards = read_standards(text.value or "")
    return replace(note, criterion=read.criterion, unparsed=read.unparsed, standards=standards)


def _above(text: Text | None, lang: str) -> str:
    return (text.value or "") if text and text.lang == lang else ""
