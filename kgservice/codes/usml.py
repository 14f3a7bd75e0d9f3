"""The numbering of the United States Munitions List: ``XI(a)(3)(xxii)``.

A category in Roman capitals, then paragraphs: a letter, a number, a small Roman numeral, a
capital letter, each in parentheses.  A level may be left out (``XIII(f)(i)``).  Sources:
22 CFR 120.10(b), 121.1.
"""

import re
from collections.abc import Iterator
from typing import ClassVar, Final

from kgservice.codes.grammar import Grammar
from kgservice.codes.roman import from_roman, to_roman
from kgservice.codes.usml_mentions import find_mentions
from kgservice.model import Level

_CODE: Final = re.compile(
    r"(?:USML\s*)?(?:Cat(?:egory|\.)?\s*)?"
    r"(?P<category>[IVXL]+(?![IVXL])|[ivxl]+(?![A-Za-z]))(?P<rest>.*)",
    re.DOTALL,
)
_TOKEN: Final = re.compile(r"[.\s-]*(?:\(\s*([0-9]+|[A-Za-z]+)\s*\)|([0-9]+|[A-Za-z]+))")
LETTER, NUMBER, ROMAN, CAPITAL = 1, 2, 3, 4


class UsmlGrammar(Grammar):
    """Codes such as ``XI(a)(3)(xxii)``; the highest are the categories, ``I`` to ``XXI``.

    In :meth:`parts` Roman numerals stand as decimal numbers and a level that is left out as an
    empty part, so that siblings can be counted: ``XIII(f)(i)`` is ``13``, ``f``, ````, ``1``.
    Accepted spellings: any case, ``USML`` or ``Category`` before it, points or nothing in place
    of parentheses (``xi.a.3.xxii``, ``XIa3xxii``).
    """

    name: ClassVar[str] = "usml"
    example: ClassVar[str] = "XI(a)(3)(xxii)"

    def parts(self, text: str) -> tuple[str, ...]:
        """Return category and paragraphs."""
        match = _CODE.fullmatch(text.strip())
        category = from_roman(match["category"]) if match else None
        if match is None or category is None:
            raise self.refuse(text)
        parts = [str(category)]
        rest = match["rest"].rstrip()
        place = 0
        while place < len(rest):
            token = _TOKEN.match(rest, place)
            if token is None:
                raise self.refuse(text)
            self._add(parts, token.group(1) or token.group(2), text)
            place = token.end()
        return tuple(parts)

    def _add(self, parts: list[str], token: str, text: str) -> None:
        level = len(parts)
        if level == LETTER and len(token) == 1 and token.isalpha():
            parts.append(token.lower())
        elif level == NUMBER and token.isdecimal() and not token.startswith("0"):
            parts.append(token)
        elif level in (NUMBER, ROMAN) and (number := from_roman(token)):
            parts += [""] * (ROMAN - level) + [str(number)]
        elif level == CAPITAL and len(token) == 1 and token.isalpha():
            parts.append(token.upper())
        else:
            raise self.refuse(text)

    def join(self, parts: tuple[str, ...]) -> str:
        """Return ``XI(a)(3)(xxii)`` for ``11``, ``a``, ``3``, ``22``."""
        printed = to_roman(int(parts[0])).upper()
        for level, part in enumerate(parts[1:], LETTER):
            if part:
                printed += f"({to_roman(int(part)) if level == ROMAN else part})"
        return printed

    def parent(self, code: str) -> str | None:
        """Return the code above: ``XIII(f)`` above ``XIII(f)(i)``."""
        above = self.parts(code)[:-1]
        while above and not above[-1]:
            above = above[:-1]
        return self.join(above) if above else None

    def level(self, code: str) -> Level:
        """Return category for ``XI``, else paragraph, as the law calls them."""
        return Level.CATEGORY if len(self.parts(code)) == 1 else Level.PARAGRAPH

    def mentions(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield codes named with their category: ``USML Category XIII(m)(1)-(4)``."""
        return self.mentions_within(text, None)

    def mentions_within(self, text: str, code: str | None) -> Iterator[tuple[str, str | None]]:
        """Yield also ``paragraphs (a)(1) through (a)(4) of this category``, read from ``code``."""
        category = None if code is None else to_roman(int(self.parts(code)[0])).upper()
        for first, last in find_mentions(text, category):
            if self.is_code(first) and (last is None or self.is_code(last)):
                yield self.normalise(first), None if last is None else self.normalise(last)
