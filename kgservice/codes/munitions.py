"""The numbering of munitions lists (``ML10.a``) and of the Australian list, which has both kinds.

The Wassenaar Arrangement's munitions list numbers its items ML1 to ML22; Australia adds items of
its own from ML901.  Below an item stand letters and numbers in turn, as in the dual-use lists.
Source: Defence and Strategic Goods List 2024 (F2024L01024), Part 1.
"""

import re
from collections.abc import Iterator
from typing import ClassVar, Final

from kgservice.codes.grammar import Grammar
from kgservice.codes.numbered import NumberedGrammar
from kgservice.errors import CodeError
from kgservice.model import Level

PART: Final = "ML"
_CODE: Final = re.compile(
    r"ML(?:[\s.]*([1-9][0-9]{0,2}(?![0-9]))((?:[.\s]*(?:[0-9]+|[a-z]+))*))?[.\s]*", re.IGNORECASE
)
_LABEL: Final = re.compile(r"[1-9][0-9]{0,2}(?![0-9])|([a-z])\1{0,2}(?![a-z])", re.IGNORECASE)
_RUN: Final = re.compile(r"[0-9]+|[a-z]+", re.IGNORECASE)
_LABELS: Final = r"(?:\.?[a-z](?![a-z])(?:\.?[0-9]{1,2}(?![0-9]))?)"
_MENTION: Final = re.compile(
    rf"(?<![A-Za-z0-9])(ML\s?\.?[1-9][0-9]{{0,2}}(?![0-9]){_LABELS}*)"
    rf"(?:\.?,? (?:to|through|thru) (?:and including )?"
    rf"(ML\s?\.?[1-9][0-9]{{0,2}}(?![0-9]){_LABELS}*))?"
)


class MunitionsGrammar(Grammar):
    """Codes such as ``ML10.a`` and ``ML4.b.2``; ``ML`` is the list as a whole.

    Accepted spellings: any case, with or without points and spaces (``ml10a``, ``ML 10.a``,
    ``ML.8.f.17.b``).
    """

    name: ClassVar[str] = "munitions"
    example: ClassVar[str] = "ML10.a"

    def parts(self, text: str) -> tuple[str, ...]:
        """Return ``ML``, the item's number, then its letters and numbers."""
        code = _CODE.fullmatch(text.strip())
        if code is None:
            raise self.refuse(text)
        number, rest = code.groups()
        if number is None:
            return (PART,)
        labels = _RUN.findall(rest)
        if not all(_LABEL.fullmatch(label) for label in labels):
            raise self.refuse(text)
        return (PART, number, *(label.lower() for label in labels))

    def join(self, parts: tuple[str, ...]) -> str:
        """Return ``ML4.b.2`` for its parts."""
        return ".".join(("".join(parts[:2]), *parts[2:]))

    def level(self, code: str) -> Level:
        """Return category for ``ML``, entry for ``ML4``, paragraph for what stands below."""
        depth = len(self.parts(code))
        return (Level.CATEGORY, Level.ENTRY)[depth - 1] if depth < 3 else Level.PARAGRAPH

    def mentions(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield codes in running text: ``ML1.a.``, ``ML901 to ML910``."""
        for match in _MENTION.finditer(text):
            yield self._mention(match)

    def _mention(self, match: re.Match[str]) -> tuple[str, str | None]:
        end = match.group(2)
        return self.normalise(match.group(1)), self.normalise(end) if end else None


class AustralianGrammar(Grammar):
    """Codes of the Defence and Strategic Goods List: munitions first, then five-character codes.

    A sort key starts with the part of the list, ``1.`` or ``2.``, so that its plain order is the
    order of the document.
    """

    name: ClassVar[str] = "au-dsgl"
    example: ClassVar[str] = "3A001.a.7.b"

    def __init__(self) -> None:
        self._munitions = MunitionsGrammar()
        self._dual_use = NumberedGrammar()

    def parts(self, text: str) -> tuple[str, ...]:
        """Return the parts as the grammar of the code's own kind gives them."""
        return self._kind(text).parts(text)

    def join(self, parts: tuple[str, ...]) -> str:
        """Return the code as the list prints it."""
        return (self._munitions if parts[0] == PART else self._dual_use).join(parts)

    def parent(self, code: str) -> str | None:
        """Return the code above; above ``5A002`` stands ``5A2``, above ``ML4`` stands ``ML``."""
        return self._kind(code).parent(code)

    def level(self, code: str) -> Level:
        """Return how deep the code stands in its part of the list."""
        return self._kind(code).level(code)

    def sort_key(self, code: str) -> str:
        """Return ``1.ML.00010.00001`` for ``ML10.a``, ``2.3A090.00001`` for ``3A090.a``."""
        kind = self._kind(code)
        return f"{1 if kind is self._munitions else 2}.{kind.sort_key(code)}"

    def product_group(self, code: str) -> str | None:
        """Return the group letter of a dual-use code; the munitions list has no groups."""
        return self._kind(code).product_group(code)

    def mentions(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield the codes of both kinds in the order in which the text names them."""
        start = 0
        for match in _MENTION.finditer(text):
            yield from self._dual_use.mentions(text[start : match.start()])
            yield from self._munitions.mentions(match.group())
            start = match.end()
        yield from self._dual_use.mentions(text[start:])

    def refuse(self, text: str) -> CodeError:
        """Return the error for a text that is no code of either kind."""
        munitions, dual_use = self._munitions.example, self._dual_use.example
        return CodeError(
            f"{text!r} is no {self.name} code; one looks like {munitions!r} or {dual_use!r}"
        )

    def _kind(self, text: str) -> Grammar:
        if self._munitions.is_code(text):
            return self._munitions
        if self._dual_use.is_code(text):
            return self._dual_use
        raise self.refuse(text)
