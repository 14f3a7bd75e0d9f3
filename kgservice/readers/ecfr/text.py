"""What the eCFR's XML says as plain text: words, raised and lowered signs, tables, footnotes.

The eCFR breaks the line before ``<SU>`` and ``<FR>`` whether or not a blank stands there; a
raised sign belongs to the word before it, unless letters follow it at once (``²³⁵U``).
Sources: the eCFR's GPO typesetting codes (``E T="51"`` raises, ``E T="52"`` lowers).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from kgservice.text import count_characters, lower_text, one_line, raise_text

_RAISED: Final = frozenset({"SU", "sup"})
_RAISING: Final = frozenset({"51", "53"})
_LOWERING: Final = frozenset({"52", "54"})
AMENDMENTS: Final = frozenset({"CITA", "SECAUTH", "EDNOTE", "EFFDNOT"})
"""Elements that tell how a section came about; they are no part of a list."""


def tag_of(node: etree._Element) -> str:
    """Return an element's name, an empty text for a comment."""
    return node.tag if isinstance(node.tag, str) else ""


def place_of(node: etree._Element) -> str:
    """Return where a node stands, as fragments name it: ``line 12, P``."""
    return f"line {node.sourceline}, {tag_of(node)}"


def flatten(node: etree._Element) -> str:
    """Return the words of an element on one line, signs raised and lowered as printed."""
    return one_line(_words(node))


def _words(node: etree._Element) -> str:
    words = node.text or ""
    for child in node:
        tail = child.tail or ""
        tag = tag_of(child)
        if tag in _RAISED:
            glued = words if tail[:1].isalpha() else words.rstrip()
            words = glued + raise_text(one_line(_words(child)))
        elif tag == "E" and child.get("T") in _RAISING:
            sign = _words(child)
            words += sign if sign == "^" else raise_text(sign)
        elif tag == "E" and child.get("T") in _LOWERING:
            words += lower_text(_words(child))
        elif tag == "FR":
            words = (words.rstrip() if words.rstrip().endswith("(") else words) + _words(child)
        elif tag == "br":
            words += " "
        elif tag:
            words += _words(child)
        words += tail
    return words


def count_part(nodes: Iterable[etree._Element], leave_out: frozenset[str] = AMENDMENTS) -> int:
    """Count the characters of the text nodes below ``nodes``, whatever they are.

    :param nodes: elements of the list part, none below another
    :param leave_out: names of elements that are no part of the list
    :returns: the number of characters that are not white space
    """
    return sum(count_characters(text) for node in nodes for text in _texts(node, leave_out))


def _texts(node: etree._Element, leave_out: frozenset[str]) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if tag_of(child) and tag_of(child) not in leave_out:
            yield from _texts(child, leave_out)
        yield child.tail or ""


def table_lines(table: etree._Element) -> list[str]:
    """Return a table's caption and rows, one a line, cells joined by `` | ``.

    A cell that spans rows or columns stands once, in the first place; the others stay empty.
    The foot, which holds the footnotes, is left out.
    """
    lines = [flatten(caption) for caption in table.iter("CAPTION")]
    taken: dict[int, int] = {}
    for row in table.iter("TR"):
        parent = row.getparent()
        if parent is not None and parent.tag == "TFOOT":
            continue
        cells = _row(row, taken)
        if any(cells):
            lines.append(" | ".join(cells).strip())
    return [line for line in lines if line]


def _row(row: etree._Element, taken: dict[int, int]) -> list[str]:
    """Return a row's cells; ``taken`` counts for each column the rows a cell above still spans."""
    cells: list[str] = []
    for cell in row.iter("TH", "TD"):
        while taken.get(len(cells)):
            taken[len(cells)] -= 1
            cells.append("")
        columns, rows = int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))
        for column in range(len(cells), len(cells) + columns):
            taken[column] = rows - 1
        cells += [flatten(cell), *[""] * (columns - 1)]
    return cells


def table_notes(table: etree._Element) -> list[tuple[str, str]]:
    """Return the footnotes in a table's foot as pairs of mark and words."""
    return [footnote(cell) for foot in table.iter("TFOOT") for cell in foot.iter("TD")]


def footnote(node: etree._Element) -> tuple[str, str]:
    """Return a footnote's raised mark and its words."""
    words = flatten(node)
    for sign in node.iter(*_RAISED):
        mark = flatten(sign)
        raised = raise_text(mark)
        if words.startswith(raised):
            return mark, words.removeprefix(raised).strip()
    return "", words


LABEL: Final = re.compile(r"\(([a-z]{1,8}|[0-9]{1,3}|[A-Z])\)")
"""A paragraph's label in parentheses: a letter, a number, a small Roman numeral."""
