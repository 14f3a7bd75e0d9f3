"""The code grammars of Canada's lists, as the regulations cite their own provisions.

A code is a head and then labels in brackets, each of the kind that comes next: in the nuclear
schedule letter, number, roman number (``A.2.4.1.2(a)(1)(i)``); in the export and import control
lists subitem, paragraph, subparagraph, clause, subclause (``5506(2)(c)(i)(A)(I)``).  So ``(i)``
is a letter where a letter comes next, and the number one where a roman number does.
Source: the Legislation Style of the Department of Justice, as SOR/2000-210, SOR/89-202 and
C.R.C., c. 604 print it.
"""

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar, Final

from kgservice.codes.grammar import Grammar, rank
from kgservice.model import Level

_ROMAN: Final = re.compile(r"(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_DIGITS: Final = {"i": 1, "v": 5, "x": 10, "l": 50}
_LABEL: Final = re.compile(r"\s*\(?\s*([0-9]+(?:\.[0-9]+)?|[A-Za-z]+(?:\.[0-9]+)?)\s*\)")
_DOTTED: Final = re.compile(r"\.\s*([0-9]+|[A-Za-z]+)(?![A-Za-z0-9])")
_LETTER: Final = re.compile(r"([a-z])\1*(?:\.[0-9]+)?", re.IGNORECASE)
NUMBER, LETTER, ROMAN, CLAUSE, SUBCLAUSE = "number", "letter", "roman", "clause", "subclause"


class _LabelGrammar(Grammar):
    """What the three share: labels behind a head, told by their place."""

    kinds: ClassVar[tuple[str, ...]]
    optional: ClassVar[frozenset[str]] = frozenset()

    def labels(self, text: str, whole: str) -> tuple[str, ...]:
        """Return the labels of the text behind a head; a roman number keeps its brackets.

        :param text: the labels alone, with or without brackets: ``(2)(c)(i)``
        :param whole: the code they stand in, which the error names
        :returns: the labels in the form that parts of a code have, outermost first
        :raises CodeError: if a label is not of a kind that may come next
        """
        tokens = list(_tokens(text))
        if tokens and tokens[-1] is None:
            raise self.refuse(whole)
        found: list[str] = []
        expected = list(self.kinds)
        for token in tokens:
            while expected and not _fits(token or "", expected[0]):
                if expected[0] not in self.optional:
                    raise self.refuse(whole)
                expected.pop(0)
            if not expected:
                raise self.refuse(whole)
            found.append(_stored(token or "", expected.pop(0)))
        return tuple(found)

    def sort_key(self, code: str) -> str:
        """Return the ranks of the parts; ``(e.1)`` follows all that stands below ``(e)``."""
        return ".".join(_rank(part) for part in self.parts(code))


class NuclearGrammar(_LabelGrammar):
    """Codes of the schedule to SOR/2000-210: ``A``, ``A.1``, ``A.2.4.1.2``, ``B.2.2.6(c)(1)(i)``.

    Accepted spellings: any case, ``Part A`` and ``Partie A``, a point behind the numbers, blanks,
    and the French ``B.2.2.6 c)(1)(i)``.
    """

    name: ClassVar[str] = "ca-nuclear"
    example: ClassVar[str] = "A.2.4.1.2(a)"
    kinds: ClassVar[tuple[str, ...]] = (LETTER, NUMBER, ROMAN, CLAUSE)
    _HEAD: ClassVar = re.compile(r"\s*(?:PART(?:IE)?\s+)?([AB])((?:\.[0-9]+)*)\.?", re.IGNORECASE)
    _MENTION: ClassVar = re.compile(
        r"(?<![A-Za-z0-9.])[AB](?:\.[0-9]+)+(?:\.?\s?\(?(?:[a-z]|[0-9]{1,2}|[ivx]{1,5})\))*"
    )

    def parts(self, text: str) -> tuple[str, ...]:
        """Return part, numbers, then labels: ``("A", "2", "1", "9", "a")``."""
        head = self._HEAD.match(text)
        if head is None:
            raise self.refuse(text)
        numbers = tuple(str(int(number)) for number in re.findall(r"[0-9]+", head.group(2)))
        rest = text[head.end() :]
        if rest.strip() and not numbers:
            raise self.refuse(text)
        return (head.group(1).upper(), *numbers, *self.labels(rest, text))

    def join(self, parts: tuple[str, ...]) -> str:
        """Return ``A.2.1.9(a)``: the numbers up to the first letter stand behind points."""
        dotted = 1
        while dotted < len(parts) and parts[dotted].isdecimal():
            dotted += 1
        return ".".join(parts[:dotted]) + _bracketed(parts[dotted:])

    def level(self, code: str) -> Level:
        """Return category for ``A``, product group for ``A.1``, entry for ``A.1.1``."""
        levels = (Level.CATEGORY, Level.PRODUCT_GROUP, Level.ENTRY, Level.PARAGRAPH)
        return levels[min(len(self.parts(code)), 4) - 1]

    def mentions(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield codes in running text, ``A.2.1.9`` and ``B.2.2.6.(g)``; ``A.2.1 to A.2.6``."""
        yield from _ranges(self, list(self._MENTION.finditer(text)), text)


class ExportListGrammar(_LabelGrammar):
    """Codes of SOR/89-202: ``Group 5``, ``5504(2)(d)(i)``, ``3-01(1)(a)``, ``Group 2(b)``.

    An item stands under the group of its first digit.  Accepted spellings: any case, ``Groupe 5``,
    blanks, and the points of the Guide (``5504.2.d.i``).
    """

    name: ClassVar[str] = "ca-ecl"
    example: ClassVar[str] = "5504(2)(d)(i)"
    kinds: ClassVar[tuple[str, ...]] = (NUMBER, LETTER, ROMAN, CLAUSE, SUBCLAUSE)
    optional: ClassVar[frozenset[str]] = frozenset({NUMBER})
    _HEAD: ClassVar = re.compile(
        r"\s*(?:GROUPE?\s*([1-9])|([1-9])([0-9]{3})(?![0-9])|([1-9])-([0-9]{1,2})(?![0-9]))\.?(?=\W|$)",
        re.IGNORECASE,
    )
    _MENTION: ClassVar = re.compile(
        r"\b(?:items?|paragraphs?|subitems?)"
        r" ([1-9](?:[0-9]{3}|-[0-9]{1,2})(?:\([A-Za-z0-9]{1,5}\))*)"
        r"(?: (?:to|and) ([1-9](?:[0-9]{3}|-[0-9]{1,2})(?:\([A-Za-z0-9]{1,5}\))*))?"
        r"(?![0-9-]|\.[A-Z0-9])"
    )
    _OF_THE_GUIDE: ClassVar = re.compile(r"[.A-Za-z0-9]* of the Guide")

    def parts(self, text: str) -> tuple[str, ...]:
        """Return group, item, then labels: ``("Group 5", "5504", "2", "d", "(i)")``."""
        head = self._HEAD.match(text)
        if head is None:
            raise self.refuse(text)
        group, first, number, dashed, tail = head.groups()
        item: tuple[str, ...] = ()
        if first:
            item = (first + number,)
        elif dashed:
            item = (f"{dashed}-{tail}",)
        above = f"Group {group or first or dashed}"
        rest = text[head.end() :]
        if head.group().endswith(".") and rest.strip():
            rest = f".{rest}"
        return (above, *item, *self.labels(rest, text))

    def join(self, parts: tuple[str, ...]) -> str:
        """Return the item with its labels; without an item, the group with them."""
        if len(parts) > 1 and re.fullmatch(r"[0-9]{4}|[0-9]-[0-9]+", parts[1]):
            return parts[1] + _bracketed(parts[2:])
        return parts[0] + _bracketed(parts[1:])

    def level(self, code: str) -> Level:
        """Return category for a group, entry for an item, else paragraph."""
        parts = self.parts(code)
        if len(parts) == 1:
            return Level.CATEGORY
        return Level.ENTRY if self.join(parts) == parts[1] else Level.PARAGRAPH

    def mentions(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield items that running text names as such; items of the Guide are not of the list."""
        for match in self._MENTION.finditer(text):
            if self._OF_THE_GUIDE.match(text, match.end()):
                continue
            codes = [code for code in match.groups() if code and self.is_code(code)]
            if len(codes) == 2 and " to " in match.group():
                yield self.normalise(codes[0]), self.normalise(codes[1])
            else:
                yield from ((self.normalise(code), None) for code in codes)


class ImportListGrammar(_LabelGrammar):
    """Codes of C.R.C., c. 604: ``74(1)(d)(iv)``, ``133.1``."""

    name: ClassVar[str] = "ca-import"
    example: ClassVar[str] = "74(1)(d)(iv)"
    kinds: ClassVar[tuple[str, ...]] = (NUMBER, LETTER, ROMAN, CLAUSE, SUBCLAUSE)
    optional: ClassVar[frozenset[str]] = frozenset({NUMBER})
    _HEAD: ClassVar = re.compile(r"\s*([0-9]{1,3}(?:\.[0-9]{1,2})?)(?![0-9.])")
    _MENTION: ClassVar = re.compile(
        r"(?<!tariff )\bitems? ([0-9]{1,3}(?:\.[0-9]{1,2})?(?:\([A-Za-z0-9]{1,5}\))*)"
        r"(?: (?:to|and) ([0-9]{1,3}(?:\.[0-9]{1,2})?))?(?![0-9.][0-9]| of (?!this List))"
    )

    def parts(self, text: str) -> tuple[str, ...]:
        """Return item, then labels: ``("74", "1", "d", "(iv)")``."""
        head = self._HEAD.match(text)
        if head is None:
            raise self.refuse(text)
        return (head.group(1), *self.labels(text[head.end() :], text))

    def join(self, parts: tuple[str, ...]) -> str:
        """Return ``74(1)(d)(iv)``."""
        return parts[0] + _bracketed(parts[1:])

    def level(self, code: str) -> Level:
        """Return entry for an item, else paragraph."""
        return Level.ENTRY if len(self.parts(code)) == 1 else Level.PARAGRAPH

    def mentions(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield items that running text names as such; tariff items are not of the list."""
        for match in self._MENTION.finditer(text):
            codes = [code for code in match.groups() if code and self.is_code(code)]
            if len(codes) == 2 and " to " in match.group():
                yield self.normalise(codes[0]), self.normalise(codes[1])
            else:
                yield from ((self.normalise(code), None) for code in codes)


def _tokens(text: str) -> Iterator[str | None]:
    """Yield the labels of a text, and None at its end where it holds anything else."""
    position = 0
    stripped = text.rstrip()
    while position < len(stripped):
        match = _LABEL.match(stripped, position) or _DOTTED.match(stripped, position)
        if match is None:
            yield None
            return
        yield match.group(1)
        position = match.end()
        if stripped[position:] == ".":
            return


def _fits(token: str, kind: str) -> bool:
    if kind == NUMBER:
        return re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", token) is not None
    if kind in (LETTER, CLAUSE):
        return _LETTER.fullmatch(token) is not None
    return bool(_ROMAN.fullmatch(token))


def _stored(token: str, kind: str) -> str:
    if kind in (ROMAN, SUBCLAUSE):
        return f"({token.lower() if kind == ROMAN else token.upper()})"
    return token.upper() if kind == CLAUSE else token.lower()


def _bracketed(parts: Iterable[str]) -> str:
    return "".join(f"({part.strip('()')})" for part in parts)


def _rank(part: str) -> str:
    group = part.removeprefix("Group ")
    if part.startswith("("):
        return f"{_value(part.strip('()')):05d}"
    if "-" in group:
        return rank(group.partition("-")[2])
    base, point, inserted = group.partition(".")
    return f"{rank(base)}/{int(inserted):03d}" if point else rank(base)


def _value(roman: str) -> int:
    """Return the number that a roman numeral means."""
    values = [_DIGITS[digit] for digit in roman.lower()]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )


def _ranges(
    grammar: Grammar, matches: list[re.Match[str]], text: str
) -> Iterator[tuple[str, str | None]]:
    """Yield the codes of matches; two with ``to`` or ``à`` between them are a range."""
    skip = False
    for index, match in enumerate(matches):
        if skip:
            skip = False
            continue
        if not grammar.is_code(match.group()):
            continue
        end: str | None = None
        if index + 1 < len(matches):
            following = matches[index + 1]
            between = text[match.end() : following.start()]
            if re.fullmatch(r"\.? (?:to|à) ", between) and grammar.is_code(following.group()):
                end = grammar.normalise(following.group())
                skip = True
        yield grammar.normalise(match.group()), end
