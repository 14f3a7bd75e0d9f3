"""A document of the Federal Register of Legislation as a flat run of paragraphs and tables.

The Register's XHTML is a word processor's export: nothing is nested, labels stand before tab
stops (spans set as ``inline-block``), raised and lowered characters are spans with a vertical
alignment, and Greek letters may be characters of the Symbol font.  Here markup ends: what leaves
this module is text with tabs, positions and rows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from kgservice.readers.legislation_au.styles import NOWHERE, POSITIONS, Position
from kgservice.text import count_characters, lower_text, one_line, raise_text

XHTML: Final = "{http://www.w3.org/1999/xhtml}"
_SYMBOLS: Final = str.maketrans(
    {
        "\uf061": "α", "\uf063": "χ", "\uf06d": "µ", "\uf073": "σ", "\uf077": "ω",
        "\uf0a2": "′", "\uf0b4": "×", "\uf0b7": "•", "\uf0f2": "∫",
    }
)  # fmt: skip
_DECLARATION: Final = re.compile(r"\s*([\w-]+)\s*:\s*([^;]*?)\s*(?:;|$)")
_POINTS: Final = re.compile(r"(-?[0-9.]+)pt")
_DEGREE: Final = frozenset({"o", "0", "º", "°"})


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list item or table.

    :ivar style: the CSS class; ``""`` where there is none
    :ivar cells: the text between tab stops; the last cell is the paragraph's own words
    :ivar left: where its words start, in points
    :ivar first: where its first line starts
    :ivar italic: most of its characters are
    :ivar counter: of a list item: how its list counts (``a`` or ``1``) and its place, else None
    :ivar rows: of a table: rows of cells of paragraphs, else empty
    """

    style: str
    cells: tuple[str, ...]
    left: float = 0.0
    first: float = 0.0
    italic: bool = False
    counter: tuple[str, int] | None = None
    rows: tuple[tuple[tuple[str, ...], ...], ...] = ()

    @property
    def text(self) -> str:
        """All its cells on one line."""
        return one_line(" ".join(self.cells))


def body_of(root: etree._Element) -> etree._Element | None:
    """Return the body of an XHTML document, or None."""
    return root.find(f"{XHTML}body")


def blocks(parent: etree._Element) -> Iterator[Block]:
    """Yield the paragraphs, list items and tables under ``parent``, in order."""
    for child in parent.iterchildren(tag=etree.Element):
        match child.tag.removeprefix(XHTML):
            case "div":
                yield from blocks(child)
            case "p":
                yield _paragraph(child)
            case "ol" | "ul":
                yield from _items(child)
            case "table":
                yield _table(child)


def _declarations(element: etree._Element) -> dict[str, str]:
    return dict(_DECLARATION.findall(element.get("style", "")))


def _points(value: str | None, otherwise: float) -> float:
    found = _POINTS.fullmatch(value) if value is not None else None
    return float(found.group(1)) if found else otherwise


def _paragraph(element: etree._Element, within: Position = NOWHERE) -> Block:
    position = POSITIONS.get(element.get("class", ""), within._replace(left=0.0))
    style = _declarations(element)
    left = _points(style.get("margin-left"), position.left) + _points(style.get("padding-left"), 0)
    left += within.left
    indent = _points(style.get("text-indent"), position.indent)
    runs = _Runs(_slant(style, position.italic))
    runs.read(element)
    return Block(
        element.get("class", ""),
        tuple(cell.strip() for cell in runs.text().split("\t")),
        left,
        left + indent,
        runs.italic,
    )


def _items(ordered: etree._Element, within: Position = NOWHERE) -> Iterator[Block]:
    """Yield a list's items; a list in an item takes over its slant and stands further right."""
    kind = _declarations(ordered).get("list-style-type", ordered.get("type", "decimal"))
    counts = "a" if kind in ("lower-latin", "lower-alpha", "a") else "1"
    number = int(ordered.get("start", "1"))
    for item in ordered.iterchildren(f"{XHTML}li"):
        number = int(item.get("value", str(number)))
        block = replace(_paragraph(item, within), counter=(counts, number))
        yield block
        for inner in item.iterchildren(f"{XHTML}ol", f"{XHTML}ul"):
            yield from _items(inner, Position(block.left, 0.0, block.italic))
        yield from map(_table, item.iterchildren(f"{XHTML}table"))
        number += 1


def _table(table: etree._Element) -> Block:
    rows = []
    for row in table.iter(f"{XHTML}tr"):
        cells = []
        for cell in row.iterchildren(f"{XHTML}td", f"{XHTML}th"):
            cells.append(tuple(one_line(" ".join(block.cells)) for block in blocks(cell)))
        rows.append(tuple(cells))
    return Block("", (), rows=tuple(rows))


class _Runs:
    """The character runs of a paragraph: raised, lowered or level, and how much is italic."""

    def __init__(self, italic: bool) -> None:
        self._default = italic
        self._runs: list[tuple[int, str]] = []
        self._balance = 0

    @property
    def italic(self) -> bool:
        """More than half of the characters are italic."""
        return self._balance > 0

    def read(self, element: etree._Element) -> None:
        """Read an element's own text, not that of lists nested in it."""
        self._read(element, 0, self._default)

    def text(self) -> str:
        """Return the runs as one text; ``10`` and raised ``6`` become ``10⁶``."""
        merged: list[tuple[int, str]] = []
        for shift, text in self._runs:
            if merged and merged[-1][0] == shift:
                merged[-1] = (shift, merged[-1][1] + text)
            else:
                merged.append((shift, text))
        return "".join(_shifted(shift, text) for shift, text in merged)

    def _add(self, text: str | None, shift: int, italic: bool) -> None:
        if text:
            self._runs.append((shift, text.translate(_SYMBOLS)))
            self._balance += count_characters(text) * (1 if italic else -1)

    def _read(self, element: etree._Element, shift: int, italic: bool) -> None:
        self._add(element.text, shift, italic)
        for child in element:
            if isinstance(child.tag, str):
                self._read_child(child, shift, italic)
            self._add(child.tail, shift, italic)

    def _read_child(self, child: etree._Element, shift: int, italic: bool) -> None:
        match child.tag.removeprefix(XHTML):
            case "br":
                self._add("\n", 0, italic)
            case "img":
                self._add(f"[{child.get('alt', '')}]" if child.get("alt") else None, 0, italic)
            case "ol" | "ul" | "table":
                return
            case _:
                style = _declarations(child)
                if style.get("display") == "inline-block":
                    self._add("\t", 0, italic)
                self._read(child, _shift(style, shift), _slant(style, italic))


def _slant(style: dict[str, str], otherwise: bool) -> bool:
    value = style.get("font-style")
    return otherwise if value is None else value == "italic"


def _shift(style: dict[str, str], otherwise: int) -> int:
    """Return 1 for raised, -1 for lowered; the Register also raises by points (``3pt``)."""
    value = style.get("vertical-align")
    if value is None:
        return otherwise
    points = _points(value, 0.0)
    return {"super": 1, "sub": -1}.get(value, (points > 0) - (points < 0))


def _shifted(shift: int, text: str) -> str:
    inner = text.strip()
    if shift == 0 or not inner or inner == "*":
        return text
    plain = inner.replace("\u2011", "-")
    if shift > 0:
        raised = "°" if plain in _DEGREE else raise_text(plain)
    else:
        raised = lower_text(plain)
    return text.replace(inner, raised)
