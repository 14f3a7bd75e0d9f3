"""The codes behind ``of equipment specified in``: lists, ranges, shortened codes, exceptions."""

import re
from dataclasses import dataclass, field
from typing import Final

from kgservice.codes.numbered import NumberedGrammar

_LETTERS: Final = "aa|bb|cc|dd|ee|ff|gg|hh|[a-z]"
_ENTRY: Final = r"[0-9][A-E][0-9]{3}"
_TAIL: Final = rf"(?:\.(?:{_LETTERS}|[0-9]{{1,3}})(?![A-Za-z0-9]))"
_CODE: Final = re.compile(rf"({_ENTRY}{_TAIL}*)\.*(?![A-Za-z0-9])")
_HEADING: Final = re.compile(r"([0-9][A-E])\.?(?![A-Za-z0-9])")
_SHORT: Final = re.compile(
    rf"\.?((?:{_LETTERS}|[0-9]{{1,2}})(?![A-Za-z0-9]){_TAIL}*)\.*(?=\s*(?:[,;.)]|$|or\b|and\b|to\b|"
    r"through\b|for\b|3B))"
)
_TO: Final = re.compile(r"\s*,?\s*(?:to|through|thru)\s+(?:and including\s+)?")
_SKIPPED: Final = re.compile(
    r"[\s,;]+|(?:or|and|and/or|of)\b|(?:ECCNs?|paragraphs?)\b", re.IGNORECASE
)
_VERB: Final = re.compile(
    r"(?:specified|controlled|described|enumerated|classified)(?: or otherwise described)?"
    r"(?: for (?P<words>[^.;]*?) reasons)?,? (?:in|by|under) |"
    rf"(?<=[a-z\"] )in (?=(?:ECCNs? )?{_ENTRY})",
    re.IGNORECASE,
)
_REFUSED: Final = re.compile(
    r"\b(?:not|levels?|using|which|that|whose|other than|incorporating|employing|having|following|"
    r"for|except)\b",
    re.IGNORECASE,
)
_EXCEPT: Final = re.compile(r"\((?:except(?:ing)?|other than|excluding)\b", re.IGNORECASE)
_ONLY_STAGE: Final = re.compile(r'\bonly\b.*"(?:development|production|use)"', re.IGNORECASE)
"""A bracket that takes one stage alone for the code before it; that code is not claimed."""
_REASONS: Final = re.compile(
    r"for (?P<reasons>[A-Z]{2}(?:(?:,| or| and)* [A-Z]{2})*) reasons(?: only)?"
)
_CATEGORY: Final = re.compile(r"this category", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
HEADS_A_LIST: Final = re.compile(r"\bas follows\b|\(see list of items controlled\)", re.IGNORECASE)
_GRAMMAR: Final = NumberedGrammar()
_GOODS: Final = ("A", "B", "C")
_ENTRY_PARTS: Final = 3


@dataclass(slots=True)
class CoveredCodes:
    """What a list of codes holds; ranges stand as ``FIRST to LAST``, headings as ``2A``.

    :ivar qualified: the text says more of the items than their codes
    """

    items: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    qualified: bool = False


@dataclass(slots=True)
class _Cursor:
    """Reads a run of codes; a shortened code is completed from the one before it."""

    text: str
    place: int = 0
    last: str | None = None
    found: list[str] = field(default_factory=list)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.place)
        if match:
            self.place = match.end()
        return match

    def take_code(self) -> bool:
        first = self._one()
        if first is None:
            return False
        before = self.place
        if self.take(_TO):
            end = self._one()
            if end is None:
                self.place = before
            else:
                first = f"{first} to {end}"
        self.found.append(first)
        return True

    def _one(self) -> str | None:
        if match := self.take(_CODE):
            self.last = _GRAMMAR.normalise(match.group(1))
            return self.last
        if match := self.take(_HEADING):
            self.last = None
            return match.group(1).upper()
        if self.last is not None and (match := self.take(_SHORT)):
            self.last = _completed(self.last, match.group(1))
            return self.last
        return None


def read_covered_codes(text: str, own_code: str) -> CoveredCodes | None:
    """Return the codes that a text names as its items; None where it names none in this form.

    :param text: from the noun of the items on, e.g. ``equipment specified in 9B999``
    :param own_code: of the entry, whose category ``this Category`` is
    :returns: items, exceptions, reasons, and whether further words narrow them
    """
    verb = _VERB.search(text)
    if verb is None or _REFUSED.search(text[: verb.start()]):
        return _this_category(text, own_code)
    if _CATEGORY.match(text, verb.end()):
        return _this_category(text, own_code)
    return _Codes(text, verb).read()


def _this_category(text: str, own_code: str) -> CoveredCodes | None:
    noun, _, rest = text.partition("this Category")
    if not rest.strip(" .;") and re.fullmatch(r"goods specified in ", noun):
        return CoveredCodes(tuple(own_code[0] + group for group in _GOODS))
    return None


class _Codes:
    def __init__(self, text: str, verb: re.Match[str]) -> None:
        self._cursor = _Cursor(text, verb.end())
        self._codes = CoveredCodes()
        if verb["words"]:
            self._reasons(re.findall(r"\b[A-Z]{2}\b", verb["words"]))

    def read(self) -> CoveredCodes | None:
        cursor, codes = self._cursor, self._codes
        while cursor.place < len(cursor.text):
            if cursor.take_code() or cursor.take(_SKIPPED):
                continue
            if match := cursor.take(_REASONS):
                self._reasons(re.findall(r"[A-Z]{2}", match["reasons"]))
            elif cursor.text[cursor.place] == "(":
                if not self._brackets():
                    return None
            elif not self._next_noun():
                codes.qualified |= bool(cursor.text[cursor.place :].strip(" .;:"))
                break
        codes.items = tuple(dict.fromkeys(cursor.found))
        return codes if codes.items else None

    def _reasons(self, found: list[str]) -> None:
        self._codes.reasons += tuple(found)

    def _brackets(self) -> bool:
        """Read a bracket: an exception, or words that narrow; False where it has no end."""
        cursor = self._cursor
        match = _BRACKETS.match(cursor.text, cursor.place)
        if match is None:
            return False
        if _EXCEPT.match(match.group()):
            self._codes.excepted += _codes_in(match.group(), cursor.last)
        else:
            self._codes.qualified = True
            if cursor.found and _ONLY_STAGE.search(match.group()):
                cursor.found.pop()
        cursor.place = match.end()
        return True

    def _next_noun(self) -> bool:
        """Step over ``software specified in`` between two runs of codes."""
        cursor = self._cursor
        verb = _VERB.search(cursor.text, cursor.place)
        if verb is None:
            return False
        noun = cursor.text[cursor.place : verb.start()]
        if _REFUSED.search(noun) or re.search(r"[.;:()]|\d[A-E]\d{3}", noun):
            return False
        cursor.place, cursor.last = verb.end(), None
        if verb["words"]:
            self._codes.qualified = True
        return True


def _codes_in(text: str, last: str | None) -> tuple[str, ...]:
    """Return every code of a bracketed exception, whatever stands between them."""
    cursor = _Cursor(text, last=last)
    cursor.place = _end_of_word(text)
    while cursor.place < len(text):
        at_start = text[cursor.place - 1] in " ,(."
        if not (at_start and cursor.take_code()):
            cursor.place += 1
    return tuple(dict.fromkeys(cursor.found))


def _end_of_word(text: str) -> int:
    match = _EXCEPT.match(text)
    return match.end() if match else 0


def _completed(last: str, tail: str) -> str:
    """Return a shortened code in full: ``c`` after ``9B999.a.4`` is ``9B999.c``."""
    parts, added = _GRAMMAR.parts(last), tuple(tail.split("."))
    number = added[0].isdecimal()
    places = [n for n in range(_ENTRY_PARTS, len(parts)) if parts[n].isdecimal() == number]
    place = places[-1] if places else len(parts)
    return _GRAMMAR.join((*parts[:place], *added))
