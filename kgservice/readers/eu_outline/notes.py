"""How the EU numbering prints its notes: their marks, and the entry each belongs to.

Shared by the two publications of that numbering, Annex I and Norway's Liste II.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kgservice.codes import Grammar
from kgservice.errors import CodeError
from kgservice.model import NoteKind

_MARK: Final = re.compile(
    r"(?P<mark>Technical Notes?|Notes? to (?:the )?[^:]{3,40}(?=:)|Notes?|N\. ?B\.?)"
    r"(?P<number>[ .]*\d{1,2}(?![\dA-Z,]))?\s*[.:]{0,2}(?:\s+|$)"
)
_INNER: Final = re.compile(
    r"(?<=[A-Za-z)'\"”’\d]{2}\.) (?=(?:Technical Notes?|Notes?)(?: ?\d{1,2})?:|N\. ?B\.)"
)
_OPENING: Final = re.compile(
    r"(?:1\. )?(?:For the purposes? of |In )?"
    r"(?P<code>[0-9][A-E][0-9]{3}(?:\.?[a-z](?![a-z])|\.[0-9]{1,2})*)"
    r"(?P<more>\.? (?:and|or|to)\b|\.?,? [0-9][A-E][0-9]{3})?"
)
_LABEL: Final = re.compile(r"\s([a-z]|\d{1,2})\. (?=[A-Z\"'‘“(])")
_KINDS: Final = {"T": NoteKind.TECHNICAL_NOTE, "N": NoteKind.NOTE}


@dataclass(frozen=True, slots=True)
class PrintedNote:
    """A note as printed: its kind, its mark without the colon (``Note 2``), its words."""

    kind: NoteKind
    mark: str
    text: str


def read_mark(text: str) -> PrintedNote | None:
    """Return the note that a text opens, or None where it opens none."""
    match = _MARK.match(text)
    if match is None:
        return None
    mark = match["mark"]
    kind = NoteKind.NOTA_BENE if mark.startswith("N.") else _KINDS[mark[0]]
    number = (match["number"] or "").strip(" .")
    return PrintedNote(kind, f"{mark} {number}".strip(), text[match.end() :])


def split_notes(text: str) -> Iterator[PrintedNote]:
    """Yield the notes that one line runs together, in order.

    A further note begins at a mark behind a full stop.  A mark inside a note's own list
    (``…; Note: …``, or with the list going on behind it) and one that points back
    (``1C001.a. Note 1``) begin none.
    """
    pieces: list[str] = []
    for piece in _INNER.split(text):
        if pieces and _goes_on(pieces[-1], piece):
            pieces[-1] += f" {piece}"
        else:
            pieces.append(piece)
    for piece in pieces:
        note = read_mark(piece)
        if note is not None:
            yield note


def _goes_on(before: str, piece: str) -> bool:
    """Tell whether ``piece`` carries on a list, or a count of N.B., that began before it."""
    if piece.startswith("N") and piece[1:5] in (".B.2", ".B. ") and not before.startswith("N.B"):
        number = (read_mark(piece) or PrintedNote(NoteKind.NOTE, "", "")).mark[-1]
        if number.isdecimal() and number != "1":
            return True
    labels = _LABEL.findall(piece)
    numbers = [label for label in labels if label.isdecimal()]
    letters = [label for label in labels if not label.isdecimal()]
    return (bool(numbers) and numbers[0] != "1") or (bool(letters) and letters[0] != "a")


def note_target(grammar: Grammar, printed: str, note: PrintedNote, known: set[str]) -> str:
    """Return the code of the entry that a note belongs to.

    It is the entry the note is printed at, unless the note's first words name another place of
    the same five-character entry.  A note that says what one listed code does or does not
    control belongs to that code; any other belongs to what the printed and the named place
    have in common.

    :param grammar: of the list's codes
    :param printed: the code at which the document prints the note
    :param note: with its kind and words
    :param known: the codes read so far
    :returns: a code in printed form
    """
    opening = _OPENING.match(note.text)
    if opening is None:
        return printed
    try:
        named = grammar.normalise(opening["code"])
    except CodeError:
        return printed
    if grammar.parts(named)[:3] != grammar.parts(printed)[:3]:
        return printed
    own_words = note.kind is NoteKind.NOTE and opening["more"] is None
    if own_words and opening.start("code") == 0 and named in known:
        return named
    return _common(grammar, printed, named)


def _common(grammar: Grammar, first: str, second: str) -> str:
    shared: list[str] = []
    for one, other in zip(grammar.parts(first), grammar.parts(second), strict=False):
        if one != other:
            break
        shared.append(one)
    return grammar.join(tuple(shared))
