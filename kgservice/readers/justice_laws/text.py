"""Words, labels and dates of elements of a Justice Laws document."""

import datetime
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from kgservice.text import count_characters, lower_text, one_line, raise_text

LABELLED: Final = frozenset(
    {
        "Provision", "Section", "Subsection", "Paragraph", "Subparagraph", "Clause", "Subclause",
        "Subsubclause", "ContinuedSectionSubsection", "ContinuedParagraph",
    }
)  # fmt: skip
_LINES: Final = LABELLED | {
    "Definition", "FormulaGroup", "Formula", "ScheduleFormHeading", "Footnote", "Repealed",
}  # fmt: skip
_PIECES: Final = frozenset(
    {
        "Text", "TitleText", "OriginatingRef", "FormulaText", "FormulaConnector", "FormulaTerm",
        "FormulaDefinition", "LongTitle",
    }
)  # fmt: skip
_IN_FORCE: Final = "{http://justice.gc.ca/lims}inforce-start-date"
_RANGE: Final = re.compile(r"(.+?)\.?\s+(to|and|à|et)\s+(.+?)\.?")


def words_of(element: etree._Element | None) -> str:
    """Return the words of an element on one line, raised and lowered letters kept."""
    return "" if element is None else one_line("".join(_inline(element)))


def _inline(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        inner = "".join(_inline(child))
        if child.tag == "Sup":
            inner = raise_text(inner)
        elif child.tag == "Sub":
            inner = lower_text(inner)
        elif child.tag == "LineBreak":
            inner = " "
        yield inner
        yield child.tail or ""


def lines_of(element: etree._Element) -> list[str]:
    """Return an element's words, one line for each provision in it, with its label."""
    if element.tag in _PIECES or not any(child.tag in _LINES | _PIECES for child in element):
        words = words_of(element)
        return [words] if words else []
    lines: list[str] = []
    label = ""
    for child in element:
        if child.tag == "Label":
            label = words_of(child)
            if element.tag == "ScheduleFormHeading":
                lines.append(label)
                label = ""
        elif child.tag != "HistoricalNote":
            found = lines_of(child)
            if label and found:
                found[0] = f"{label} {found[0]}"
                label = ""
            lines += found
    return [*lines, label] if label else lines


def characters_of(element: etree._Element) -> int:
    """Count the characters of all text nodes of an element, historical notes left out."""
    if not isinstance(element.tag, str) or element.tag == "HistoricalNote":
        return 0
    total = count_characters(element.text or "")
    for child in element:
        total += characters_of(child) + count_characters(child.tail or "")
    return total


def date_of(element: etree._Element) -> datetime.date | None:
    """Return the day from which an element's words are in force, if it says so."""
    printed = element.get(_IN_FORCE)
    return datetime.date.fromisoformat(printed) if printed else None


def term_of(definition: etree._Element) -> str:
    """Return the term that a definition begins with, in the language of its document."""
    for child in definition.iterfind("Text/*"):
        if child.tag in ("DefinedTermEn", "DefinedTermFr"):
            return words_of(child)
    return ""


def labels_of(label: str) -> list[str]:
    """Return the labels that a label stands for: ``6 to 9`` is 6, 7, 8, 9."""
    match = _RANGE.fullmatch(label)
    if match is None:
        return [label]
    first, word, last = match.groups()
    if word in ("to", "à") and first.isdecimal() and last.isdecimal():
        return [str(number) for number in range(int(first), int(last) + 1)]
    return [first, last]
