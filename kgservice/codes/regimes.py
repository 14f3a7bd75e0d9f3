"""The numbering of the regimes' own lists: NSG trigger list and dual-use list, MTCR Annex.

The dual-use list (INFCIRC/254 Part 2) and the MTCR Annex number alike: section or item, a letter
for the kind of product, then numbers and letters in turn, ``3.A.2.c.1.a`` and ``10.A.1``.  The
trigger list (INFCIRC/254 Part 1) numbers the paragraphs of its Annex B, ``5.1.2.a.1``; those of
its Annex A, which names material before Annex B clarifies it, are written ``A.1.1`` here.
A licensing system writes the same codes ``N3A2c1a``, ``M10A1``, ``T5.1.2a1`` and ``TA1.1``.
"""

import re
from typing import ClassVar, Final

from kgservice.codes.grammar import Grammar
from kgservice.model import Level

_PART: Final = re.compile(r"[0-9]+|[a-z]", re.IGNORECASE)
_PARTS: Final = r"(?:[\s.()]*(?:[1-9][0-9]?(?![0-9])|[a-z](?![a-z])))*[\s.()]*"
_LETTERED: Final = rf"([1-9][0-9]?)(?:[\s.]*([A-E])(?![A-Za-z])({_PARTS}))?[\s.]*"
_TRIGGER: Final = re.compile(
    rf"(?:NSG[\s-]*1\s+|T\s*)?(A[\s.]*)?([1-9])((?:\.[1-9][0-9]?(?![0-9]))*)({_PARTS})",
    re.IGNORECASE,
)


class _LetteredGrammar(Grammar):
    """What Part 2 and the MTCR Annex share; ``lead`` is what may stand before a code."""

    lead: ClassVar[str]
    highest: ClassVar[int]

    def parts(self, text: str) -> tuple[str, ...]:
        """Return section, letter of the product group in capitals, then numbers and letters."""
        code = re.fullmatch(rf"(?:{self.lead})?{_LETTERED}", text.strip(), re.IGNORECASE)
        if code is None or int(code.group(1)) > self.highest:
            raise self.refuse(text)
        section, group, rest = code.groups()
        if group is None:
            return (section,)
        below = tuple(part.lower() for part in _PART.findall(rest))
        if any(part.isdecimal() == bool(n % 2) for n, part in enumerate(below)):
            raise self.refuse(text)
        return (section, group.upper(), *below)

    def join(self, parts: tuple[str, ...]) -> str:
        """Return the parts with points between them."""
        return ".".join(parts)

    def level(self, code: str) -> Level:
        """Return category for ``3``, product group for ``3.A``, entry for ``3.A.2``."""
        levels = (Level.CATEGORY, Level.PRODUCT_GROUP, Level.ENTRY)
        depth = len(self.parts(code))
        return levels[depth - 1] if depth <= len(levels) else Level.PARAGRAPH

    def product_group(self, code: str) -> str | None:
        """Return the letter after the section, A to E."""
        return dict(enumerate(self.parts(code))).get(1)


class NsgPart2Grammar(_LetteredGrammar):
    """Codes of the NSG dual-use list, ``3.A.2.c.1``; its sections run from 1 to 6.

    Accepted spellings: ``3.A.2.c.1``, ``3A2c1``, ``3.A.2.c.(1)``, ``N3A2c1``.
    """

    name: ClassVar[str] = "nsg-part-2"
    example: ClassVar[str] = "3.A.2.c.1"
    lead: ClassVar[str] = r"(?:N|NSG[\s-]*2)\s*"
    highest: ClassVar[int] = 6


class MtcrGrammar(_LetteredGrammar):
    """Codes of the MTCR Annex, ``10.A.1``; its items run from 1 to 20.

    Accepted spellings: ``10.A.1``, ``10A1``, ``M10A1``, ``MTCR 10.A.1.``, ``Item 10``.
    """

    name: ClassVar[str] = "mtcr"
    example: ClassVar[str] = "10.A.1"
    lead: ClassVar[str] = r"(?:M|MTCR)?\s*(?:Item\s+)?"
    highest: ClassVar[int] = 20


class NsgPart1Grammar(Grammar):
    """Codes of the NSG trigger list, ``5.1.2.a.1``; its Annex B has sections 1 to 7.

    Accepted spellings: ``5.1.2.a.1``, ``5.1.2(a)(1)``, ``T5.1.2a1``; ``TA1.1`` for Annex A.
    """

    name: ClassVar[str] = "nsg-part-1"
    example: ClassVar[str] = "5.1.2.a.1"
    highest: ClassVar[int] = 7

    def parts(self, text: str) -> tuple[str, ...]:
        """Return the numbers, then letters and numbers in turn; ``A`` first for Annex A."""
        code = _TRIGGER.fullmatch(text.strip())
        if code is None or int(code.group(2)) > self.highest:
            raise self.refuse(text)
        annex, section, numbers, rest = code.groups()
        below = tuple(part.lower() for part in _PART.findall(rest))
        if any(part.isdecimal() != bool(n % 2) for n, part in enumerate(below)):
            raise self.refuse(text)
        lead = ("A",) if annex else ()
        return (*lead, section, *_PART.findall(numbers), *below)

    def join(self, parts: tuple[str, ...]) -> str:
        """Return the parts with points between them."""
        return ".".join(parts)

    def parent(self, code: str) -> str | None:
        """Return the code above; sections, in Annex A too, are the highest."""
        parts = self.parts(code)
        depth = len(parts) - (parts[0] == "A")
        return self.join(parts[:-1]) if depth > 1 else None

    def level(self, code: str) -> Level:
        """Return category for ``5``, entry for ``5.1``, paragraph for what stands below."""
        parts = self.parts(code)
        depth = len(parts) - (parts[0] == "A")
        return {1: Level.CATEGORY, 2: Level.ENTRY}.get(depth, Level.PARAGRAPH)

    def sort_key(self, code: str) -> str:
        """Return a string whose order is the reading order: Annex A, then Annex B."""
        key = super().sort_key(code)
        return key if self.parts(code)[0] == "A" else f"B.{key}"
