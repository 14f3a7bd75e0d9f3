"""The numbering that the EU, US, Australian and Norwegian lists share: ``3A001.a.7.b``.

First character the category, second the product group, then the entry's number, then
paragraphs, letters and numbers in turn.  Category 5 has two parts, told by the number.
Source: 15 CFR 738.2; Regulation (EU) 2021/821, Annex I, introduction.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase
from typing import ClassVar, Final

from kgservice.codes.grammar import Grammar, rank
from kgservice.model import Level

_HEADING: Final = re.compile(r"([0-9])(?:P([12])|([A-E])([12])?)?", re.IGNORECASE)
_ENTRY: Final = re.compile(
    r"([0-9])\s?\.?\s?([A-E])\s?\.?\s?([0-9]{3,4}|(?<=\.)[0-9]{1,2})(.*)", re.IGNORECASE | re.DOTALL
)
_SERIES: Final = re.compile(r"\s*No\.?\s*([0-9]+)\s*", re.IGNORECASE)
_PARAGRAPH: Final = re.compile(r"[0-9]+|([a-z])\1{0,2}(?![a-z])", re.IGNORECASE)
_PARAGRAPHS: Final = re.compile(rf"(?:[.\s]*(?:{_PARAGRAPH.pattern}))*[.\s]*", re.IGNORECASE)
_LETTER: Final = "|".join([*(2 * letter for letter in ascii_lowercase), "[a-z]"])
_MENTION: Final = re.compile(
    rf"(?<![A-Za-z0-9.])([0-9][A-E][0-9]{{3}}(?:\.?(?:[0-9]{{1,3}}|{_LETTER})(?![A-Za-z0-9]))*"
    r"(?: No\. ?[0-9]+)?)"
    r"(?:\.?,? (?:to|through|thru) (?:and including )?"
    rf"((?:[0-9][A-E][0-9]{{3}})?(?:\.?(?:[0-9]{{1,3}}|{_LETTER})(?![A-Za-z0-9]))+"
    r"|[0-9][A-E][0-9]{3}))?"
)
INFORMATION_SECURITY: Final = frozenset({"002", "003", "004", "992"})
"""Entry numbers of Category 5 that stand in its Part 2; all others stand in Part 1."""


@lru_cache(maxsize=65536)
def _parts(text: str) -> tuple[str, ...] | None:
    heading = _HEADING.fullmatch(text)
    if heading:
        return _heading_parts(*heading.groups())
    entry = _ENTRY.fullmatch(text)
    if entry is None:
        return None
    category, group, number, rest = entry.groups()
    head = (category, group.upper(), number.zfill(3))
    series = _SERIES.fullmatch(rest)
    if series:
        return (*head, f"No. {int(series.group(1))}")
    if not _PARAGRAPHS.fullmatch(rest):
        return None
    return (*head, *(match.group().lower() for match in _PARAGRAPH.finditer(rest)))


def _heading_parts(
    category: str, part: str | None, group: str | None, group_part: str | None
) -> tuple[str, ...] | None:
    if (part or group_part) and category != "5":
        return None
    if part:
        return (category, f"P{part}")
    if group is None:
        return (category,)
    if category == "5" and not group_part:
        return None
    return (category, group.upper() + (group_part or ""))


class NumberedGrammar(Grammar):
    """Codes such as ``3A001.a.7.b``; ``5P2`` is Category 5 Part 2, ``5A2`` its group A.

    Accepted spellings: any case, with or without points (``3a001a7b``), the dotted
    form of the regime (``3.A.1.a.7.b``), and ``0D521 No. 1`` of the US 0Y521 series.
    """

    name: ClassVar[str] = "five-character"
    example: ClassVar[str] = "3A001.a.7.b"

    def parts(self, text: str) -> tuple[str, ...]:
        """Return category, group, number and paragraphs; of ``5P2`` just ``5``, ``P2``."""
        parts = _parts(text.strip())
        if parts is None:
            raise self.refuse(text)
        return parts

    def join(self, parts: tuple[str, ...]) -> str:
        """Return ``3A001.a.7.b`` for its parts."""
        head, paragraphs = "".join(parts[:3]), parts[3:]
        if paragraphs and paragraphs[0].startswith("No."):
            return f"{head} {paragraphs[0]}"
        return ".".join((head, *paragraphs))

    def parent(self, code: str) -> str | None:
        """Return the code above; above ``5A002`` stands ``5A2``, above that ``5P2``, then ``5``."""
        parts = self.parts(code)
        if len(parts) == 1:
            return None
        if len(parts) == 2 and parts[0] == "5" and not parts[1].startswith("P"):
            return f"5P{parts[1][1]}"
        if len(parts) == 3 and parts[0] == "5":
            return f"5{parts[1]}{part_of_category_5(parts[2])}"
        return self.join(parts[:-1])

    def level(self, code: str) -> Level:
        """Return category for ``3`` and ``5P2``, product group for ``3A`` and ``5A2``."""
        parts = self.parts(code)
        if len(parts) == 1 or (len(parts) == 2 and parts[1].startswith("P")):
            return Level.CATEGORY
        if len(parts) == 2:
            return Level.PRODUCT_GROUP
        return Level.ENTRY if len(parts) == 3 else Level.PARAGRAPH

    def sort_key(self, code: str) -> str:
        """Return ``3A090.00001.00001`` for ``3A090.a.1``; in Category 5 the part comes first."""
        parts = self.parts(code)
        category, rest = parts[0], parts[1:]
        if not rest:
            return category
        if category == "5":
            if rest[0].startswith("P"):
                return f"5.{rest[0][1]}"
            part = rest[0][1:] or part_of_category_5(rest[1])
            category = f"5.{part}"
        key = category + rest[0][0] + "".join(rest[1:2])
        return ".".join((key, *(rank(part.removeprefix("No. ")) for part in rest[2:])))

    def product_group(self, code: str) -> str | None:
        """Return the group letter, A to E."""
        parts = self.parts(code)
        if len(parts) == 1 or (len(parts) == 2 and parts[1].startswith("P")):
            return None
        return parts[1][0]

    def mentions(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield codes in running text: ``3A001.a.1``, ``1C350.a through .d``."""
        for match in _MENTION.finditer(text):
            first = self.normalise(match.group(1))
            yield first, self._range_end(first, match.group(2))

    def _range_end(self, first: str, end: str | None) -> str | None:
        """Complete a range's end: ``.d`` after ``1C350.a`` is ``1C350.d``, and ``a.12`` too."""
        if end is None:
            return None
        if not end.isdecimal() and self.is_code(end):
            return self.normalise(end)
        tail = tuple(match.group() for match in _PARAGRAPH.finditer(end))
        parts = self.parts(first)
        shared = len(parts) - len(tail)
        if shared < 3:
            return None
        ends = zip(parts[shared:], tail, strict=True)
        if any(start.isdecimal() != end.isdecimal() for start, end in ends):
            return None
        return self.join((*parts[:shared], *tail))


def part_of_category_5(number: str) -> str:
    """Return ``2`` for the entry numbers of information security, else ``1``."""
    return "2" if number in INFORMATION_SECURITY else "1"
