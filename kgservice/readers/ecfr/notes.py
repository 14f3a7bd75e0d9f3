"""The notes of the eCFR's lists: their mark, kind and words, and what they do to their entry."""

import re
from typing import Final

from lxml import etree

from kgservice.model import NoteKind, Polarity
from kgservice.readers.ecfr.text import flatten, tag_of
from kgservice.text import one_line

_SUBJECT: Final = (
    r"(?:This (?:paragraph|category|entry|ECCN)(?: \([a-z]\))?(?:\([0-9]+\))*"
    r"|Paragraph \([a-z]\)(?:\([0-9]+\))* of this category|(?:USML )?Category [IVX]+"
    r"|(?:ECCN )?[0-9][A-E][0-9]{3}(?:\.[a-z0-9]+)*\.?)"
)
_EXCLUDES: Final = re.compile(
    rf"{_SUBJECT} (?:does|do) not (?:control|include|apply)"
    r"|The [a-z ]{1,40} control of this paragraph does not apply to"
    r"|[^.;:]+ are not (?:controlled by this paragraph|included)\.$"
)
_EXTENDS: Final = re.compile(rf"{_SUBJECT} (?:also )?(?:includes|controls)")
_LIMITS: Final = re.compile(
    r"Use of this paragraph is limited to"
    r"|[A-Z][a-z ]{1,40} controlled by this paragraph are limited to"
    rf"|{_SUBJECT} (?:appl(?:ies|y)|controls?) only"
    r"|This (?:provision|paragraph(?: \([a-z0-9]\))*) (?:is applicable|applies) (?:only )?to those"
    r"|This paragraph(?:\s?\([a-z0-9]\))* is applicable (?:only )?to those"
)


def read_note(block: etree._Element) -> tuple[str, str]:
    """Return a note's printed mark without its colon, and its words, a paragraph a line."""
    mark = " ".join(flatten(head) for head in block.iterchildren("HED")).rstrip(": ")
    body = (flatten(child) for child in block if tag_of(child) not in ("", "HED"))
    return mark, "\n".join(body)


def kind_of(mark: str) -> NoteKind:
    """Return what a note is by its mark, ``Technical Note to 9X999.a`` a technical note."""
    if mark.startswith("License Requirement"):
        return NoteKind.LICENCE_REQUIREMENT
    if mark.lower().startswith("technical note"):
        return NoteKind.TECHNICAL_NOTE
    if mark.upper().startswith(("N.B", "NOTA BENE")):
        return NoteKind.NOTA_BENE
    return NoteKind.NOTE


def reach_of(kind: NoteKind, words: str) -> Polarity:
    """Return what a note does to its entry's reach, told from how it begins.

    Only a note that speaks of its paragraph, category or entry changes it: ``This paragraph
    does not control …`` excludes, ``Use of this paragraph is limited to …`` limits, ``This
    paragraph includes …`` extends.  One that speaks of another note, of a term or of other
    controls explains.
    """
    opening = one_line(words)
    if kind is not NoteKind.NOTE:
        return Polarity.EXPLAINS
    if _LIMITS.match(opening):
        return Polarity.LIMITS
    if _EXCLUDES.match(opening):
        return Polarity.EXCLUDES
    return Polarity.EXTENDS if _EXTENDS.match(opening) else Polarity.EXPLAINS
