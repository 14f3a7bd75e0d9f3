"""Invented editions from a few words: each code with its text, in reading order."""

import datetime
from dataclasses import replace

from kgservice.criteria import Group, Parameter
from kgservice.model import (
    Edition,
    Entry,
    Extent,
    Gap,
    GapKind,
    Level,
    Note,
    NoteKind,
    Polarity,
    Source,
    Status,
    Text,
)

OLD, NEW = datetime.date(2001, 1, 1), datetime.date(2002, 2, 2)
FREE = "[Reserved]"


def entry(code: str, text: str | None, criterion: Parameter | Group | None = None) -> Entry:
    """Return an entry; the parent is the code up to its last full stop."""
    status = Status.RESERVED if text == FREE else Status.LISTED
    texts = () if text is None else (Text.of(text, "en"),)
    parent = code.rpartition(".")[0] or None
    level = Level.PARAGRAPH if parent else Level.ENTRY
    return Entry(code, parent, level, status, texts, criterion=criterion)


def edition(
    date: datetime.date,
    *entries: Entry,
    extent: Extent = Extent.WHOLE,
    gaps: tuple[str, ...] = (),
    notes: tuple[Note, ...] = (),
    form: str = "invented",
    **items: str | None,
) -> Edition:
    """Return an edition; ``a_1`` among the items is the paragraph 9X999.a.1 with its text."""
    below = [entry(f"9X999.{name.replace('_', '.')}", text) for name, text in items.items()]
    head = [] if entries else [entry("9X999", "Invented things as follows:")]
    return Edition(
        "zz-list",
        date,
        (*head, *entries, *below),
        notes,
        (Source("invented.txt", form, "en", "0" * 64),),
        extent,
        tuple(Gap(code, GapKind.NO_NODE) for code in gaps),
    )


def note(target: str | None, number: int, text: str, label: str = "Note") -> Note:
    """Return a plain note."""
    texts = (Text.of(text, "en"),)
    return Note(target, number, NoteKind.NOTE, Polarity.EXPLAINS, label, texts)


def without_texts(known: Edition) -> Edition:
    """Return an edition as the bundled facts have it: digests in place of texts."""

    def bare(texts: tuple[Text, ...]) -> tuple[Text, ...]:
        return tuple(replace(text, value=None) for text in texts)

    return replace(
        known,
        entries=tuple(replace(entry, texts=bare(entry.texts)) for entry in known.entries),
        notes=tuple(replace(note, texts=bare(note.texts)) for note in known.notes),
    )
