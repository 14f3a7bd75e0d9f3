"""Which nodes of a Commerce Control List node file are no items, though they carry a code.

The file was made by reading labels, and labels also stand in what is not controlled: in the
exclusions of an entry, in its related controls and exceptions.  Such a node betrays itself by
the form's heading ``Items:``, which stands behind it, or by licence words in its heading.  To
list it would turn an exclusion into a control; so it is reported and not kept.
"""

import re
from collections.abc import Sequence
from typing import Final

from kgservice.codes import Grammar
from kgservice.codes.grammar import after
from kgservice.model import NoteKind
from kgservice.readers.ccl_nodes.text import CONTAINED, ITEMS, LABEL, Node, opens_note, spoken_lines
from kgservice.text import one_line

_LICENCE_HEADINGS: Final = (
    (re.compile(r"[A-Z]{2} applies to"), NoteKind.LICENCE_REQUIREMENT),
    (re.compile(r"STA: License Exception|N/A\b|Yes\b"), NoteKind.LICENCE_EXCEPTION),
    (re.compile(r"Also see|See also|The export of|No items currently"), NoteKind.RELATED_CONTROL),
    (re.compile(r"The list of items controlled"), NoteKind.REMARK),
)
_RESERVED_TO: Final = re.compile(
    r"(?:\w+ )?(?:through|to|and) \.?(?:[a-z]\.)*(\w{1,2})\.? \[reserved\]\W*", re.IGNORECASE
)
_MADE_UP: Final = re.compile(
    r"\b([0-9][A-E][0-9]{3}(?:\.a(?= (?:country|defense|license)\b)|\.(?:e\.g|i\.e|n\.e\.s)\b))"
)
LONGEST_RANGE: Final = 30
_LOST_DIGITS: Final = re.compile(r"\d[\d,]*(?: ?%| ×| [^\W\d_])")
ANNEXED: Final = {"1E998": ("1", "Annex to Category 1")}
"""ECCNs under which the file prints an annex; the list of explosives follows 1E998."""


def is_licence_text(heading: str) -> bool:
    """Tell whether a heading is a sentence of the licence part, not an item."""
    return licence_kind(heading) is not None


def licence_kind(heading: str) -> NoteKind | None:
    """Return the kind of note that a heading of the licence part is; None for an item."""
    kinds = (kind for pattern, kind in _LICENCE_HEADINGS if pattern.match(heading))
    return next(kinds, None)


def has_lost_digits(words: str) -> bool:
    """Tell whether words may lack the digits before a decimal point.

    The file's maker took ``26.`` of ``26.5 GHz`` for a label and printed ``5 GHz``.  A number in
    front of a unit or a word cannot be told from what is left of one.
    """
    return _LOST_DIGITS.match(words) is not None


def is_cut_short(heading: str) -> bool:
    """Tell whether a heading ends inside brackets, where the source lowers or raises a letter."""
    return heading.rstrip().endswith("(")


def reserved_parts(first: str, text: str) -> list[str]:
    """Return the places that a text keeps free: of ``through d. [Reserved]`` at b: b, c, d."""
    line = one_line(text)
    if re.match(r"\W*\d? ?\[reserved\]", line, re.IGNORECASE):
        return [first]
    until = _RESERVED_TO.fullmatch(line)
    if until is None:
        return []
    found, step = [first], after(first)
    while found[-1] != until.group(1).lower() and step is not None and len(found) < LONGEST_RANGE:
        found.append(step)
        step = after(step)
    return found if found[-1] == until.group(1).lower() else [first]


def find_non_items(nodes: Sequence[Node], grammar: Grammar) -> dict[str, str]:
    """Return the codes of one ECCN's nodes that are no items, each with the reason.

    :param nodes: all nodes of one ECCN in the order of their codes
    :param grammar: of the list's codes
    :returns: code to reason, a phrase that completes ``CODE …``
    """
    found: dict[str, str] = {}
    codes = {node.code for node in nodes}
    for position, node in enumerate(nodes):
        if node.path and node.entry in ANNEXED:
            found[node.code] = f"belongs to the {ANNEXED[node.entry][1]}, not to its ECCN"
        elif not grammar.is_code(node.code):
            found[node.code] = f"is no {grammar.name} code"
        elif node.heading is None:
            found[node.code] = "has no words of its own; the code was read from other words"
        elif is_licence_text(node.heading) and not _prints_own_item(node):
            found[node.code] = "begins with words of the licence part, not of an item"
        if node.path and _items_stand_behind(node, codes):
            for before in nodes[: position + 1]:
                top = before.code[:7]
                followed = before is node and _prints_own_item(node)
                if before.path and not followed and (before.code == top or top in found):
                    found.setdefault(before.code, "stands before the items of its ECCN")
    return found


def _prints_own_item(node: Node) -> bool:
    """Tell whether the node's own label opens a line, behind ``Items:`` where that stands."""
    lines = list(spoken_lines(node))
    return node.path in _labels(lines[lines.index(ITEMS) + 1 :] if ITEMS in lines else lines)


def _labels(lines: list[str]) -> list[str]:
    """Return the labels of lines, up to the first note, whose letters are its own."""
    until = next((index for index, line in enumerate(lines) if opens_note(line)), len(lines))
    return [label.group(1) for line in lines[:until] if (label := LABEL.match(line))]


def _items_stand_behind(node: Node, codes: set[str]) -> bool:
    """Tell whether the ECCN's items follow this node, so that it is not one itself.

    They do where the text says that the heading alone is the item, and where the first item
    follows ``Items:`` although a node has its code already.
    """
    statement = CONTAINED.search(node.rest)
    if statement and "except for" not in node.rest[statement.start() : statement.end() + 60]:
        return True
    lines = list(spoken_lines(node))
    labels = _labels(lines[lines.index(ITEMS) + 1 :]) if ITEMS in lines else []
    first = f"{node.entry}.a"
    return "a" in labels and (node.path == "b" or (first in codes and first != node.code))


def made_up_codes(text: str, grammar: Grammar) -> set[str]:
    """Return codes that the file's maker wrote into a text where the law has other words.

    Completing ``.a and .b``, it also took the article of ``a country`` and the letters of ``e.g.``
    for paragraphs: ``9X999.a country``, ``9X999.e.g.``.
    """
    return {
        grammar.normalise(match.group(1))
        for match in _MADE_UP.finditer(text)
        if grammar.is_code(match.group(1))
    }
