"""Reasons for control as the Commerce Control List's licence tables print them.

A row says which reason covers what of an entry, and by which column of the Country Chart:
``NS applies to 9X999.a and .b`` beside ``NS Column 2``.  Source: 15 CFR 738.3 and 738.4.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kgservice.codes import Grammar
from kgservice.model import ReasonForControl
from kgservice.text import normalise_text

_SUBJECT: Final = re.compile(
    r"\d?([A-Z]{2}(?:(?:, | and |, and )[A-Z]{2})*) appl(?:y|ies)(?: only)? to:? (.+)", re.DOTALL
)
_ENTIRE: Final = re.compile(
    r"(?:the )?entire entry(?: \([^)]*\))?(?:,? except(?: for)? (.+?))?(?:\.(?: .*)?)?", re.DOTALL
)
_THROUGH: Final = re.compile(
    r"[^.;]*?\b(?:controlled|specified) (?:by|under|in) (?:ECCNs? )?", re.DOTALL
)
_CONDITION: Final = re.compile(
    r",? (?:for [A-Z]{2} reasons?|for (?:items|commodities|those)|that|when|if|which)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_PATH: Final = r"(?:[a-z]|[0-9]{1,3})(?:\.(?:[a-z]|[0-9]{1,3}))*(?![A-Za-z0-9])"
_CODE: Final = re.compile(rf"[0-9][A-E][0-9]{{3}}(?:\.{_PATH})?|\.{_PATH}|[a-z]\.{_PATH}")
_BETWEEN: Final = re.compile(r"(?:,? ?(?:and|or|to|through)|,) (?:ECCNs? )?")
_COLUMN: Final = re.compile(r"[A-Z]{2} column [0-9]", re.IGNORECASE)


def read_reasons(
    rows: Iterable[tuple[str, str]], entry: str, grammar: Grammar
) -> tuple[ReasonForControl, ...]:
    """Return the reasons that a licence table states with codes, or for the entire entry.

    A row whose reach is told in words (a barrel length, a destination) gives no reason here:
    the codes alone would claim too much.  It stays readable in the note of kind table.

    :param rows: left and right cell; the right one is empty where the table has none
    :param entry: the ECCN that the table belongs to; ``.b`` is completed by it
    :param grammar: of the list's codes
    :returns: one reason a symbol and row, in the order of the table
    """
    return tuple(reason for row in rows for reason in _reasons(row, entry, grammar))


def _reasons(row: tuple[str, str], entry: str, grammar: Grammar) -> Iterator[ReasonForControl]:
    subject = _SUBJECT.fullmatch(normalise_text(row[0]))
    if subject is None:
        return
    reach = _reach(subject.group(2), entry, grammar)
    if reach is None:
        return
    column = _COLUMN.match(row[1])
    for reason in re.findall(r"[A-Z]{2}", subject.group(1)):
        yield ReasonForControl(reason, *reach, column.group() if column else None)


def _reach(
    words: str, entry: str, grammar: Grammar
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return the codes covered and excepted; None where words beyond codes decide."""
    entire = _ENTIRE.fullmatch(words)
    if entire:
        if entire.group(1) is None:
            return (), ()
        excepted = _codes(entire.group(1), entry, grammar)
        return ((), excepted) if excepted else None
    through = _THROUGH.match(words)
    codes = _codes(words[through.end() :] if through else words, entry, grammar)
    return (codes, ()) if codes else None


def _codes(words: str, entry: str, grammar: Grammar) -> tuple[str, ...]:
    """Return the codes of a text that holds nothing else but a condition; else none."""
    rest = _CONDITION.sub("", words.strip()).rstrip(". ")
    found: list[str] = []
    last, ranged = entry, False
    position = len("ECCN ") if rest.startswith("ECCN ") else 0
    while position < len(rest):
        match = _CODE.match(rest, position)
        if match is None:
            return ()
        code = _completed(match.group(), last, grammar)
        if code is None:
            return ()
        found[-1:] = [f"{found[-1]} to {code}"] if ranged else [*found[-1:], code]
        last, position = code, match.end()
        between = _BETWEEN.match(rest, position)
        if between is None:
            return tuple(found) if position == len(rest) else ()
        ranged = " to " in between.group() or "through" in between.group()
        position = between.end()
    return ()


def _completed(code: str, last: str, grammar: Grammar) -> str | None:
    if code[0].isdecimal() and len(code) >= 5:
        return grammar.normalise(code) if grammar.is_code(code) else None
    whole = f"{last[:5]}.{code.removeprefix('.')}"
    return grammar.normalise(whole) if grammar.is_code(whole) else None


def table_rows(lines: list[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return a licence table's head, and its rows as left and right cell."""
    head: list[str] = []
    rows: list[tuple[str, str]] = []
    for line in lines:
        if re.match(r"\d?[A-Z]{2}\b.*\bappl(?:y|ies)\b|Russian industry sector", line):
            rows.append((line, ""))
        elif not rows:
            head.append(line)
        elif not rows[-1][1] and re.match(r"[a-z,;.(]", line):
            rows[-1] = (f"{rows[-1][0]} {line}", "")
        else:
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {line}".strip())
    return head, rows
