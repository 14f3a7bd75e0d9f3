"""Where a query text stops being SPARQL, said so that its writer understands it.

The engine reports the farthest character that any alternative looked at, and it looks at as many
characters as the keyword it tries is long: up to nine behind the mistake.  So the text is asked
again with its tokens that far apart; then the place it reports lies at the token that is wrong
or in the space behind it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kgservice.store.inspection import Token, place, read_tokens

SPACE = " " * 16
BRACKETS = frozenset("{}()[],;")
PLACE = re.compile(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", re.DOTALL)
REASON = re.compile(r"(?:The )?[A-Z][A-Za-z]*(?: \*)? [a-z][A-Za-z ,']+")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A place in a query, and one sentence about it; line 0 where no place is known."""

    line: int
    column: int
    sentence: str


def find_mistake(text: str, message: str, parse: Callable[[str], str]) -> Mistake:
    """Return the place and reason of a syntax error.

    :param text: the query
    :param message: the engine's message about it
    :param parse: returns the engine's message about another text, empty if it has none
    :returns: the place and a sentence about it
    """
    tokens = list(read_tokens(text))
    apart, starts = _apart(text, tokens)
    found = PLACE.fullmatch(parse(apart)) or PLACE.fullmatch(message)
    if found is None:
        return Mistake(0, 0, f"the query cannot be read: {message}")
    offset = _offset(apart, int(found[1]), int(found[2]))
    index = max((i for i, start in enumerate(starts) if start <= offset), default=0)
    behind = starts and offset > starts[index] + len(tokens[index].text) + len(SPACE) - 1
    reasons = REASON.findall(found[3])
    reason = f" ({reasons[0].strip(', ')})" if reasons else ""
    if not tokens or offset >= len(apart) or behind:
        line, column = place(text, len(text.rstrip()))
        end = f"the query is not valid{reason}" if reason else _end(text, tokens)
        return Mistake(line, column, f"line {line}, column {column}: {end}")
    line, column = place(text, tokens[index].start)
    shown = tokens[index].text[:40]
    return Mistake(
        line, column, f"line {line}, column {column}: {shown!r} cannot stand here{reason}"
    )


def _apart(text: str, tokens: list[Token]) -> tuple[str, list[int]]:
    """Return the text with its tokens far apart, and where each of them begins."""
    pieces: list[str] = []
    starts: list[int] = []
    length = end = 0
    for token in tokens:
        between = text[end : token.start]
        if not between.strip() and (between or _separable(text, token.start)):
            between = SPACE
        elif "#" in between:
            between = SPACE
        pieces += (between, token.text)
        length += len(between)
        starts.append(length)
        length += len(token.text)
        end = token.start + len(token.text)
    return "".join(pieces) + text[end:].rstrip() + SPACE, starts


def _separable(text: str, offset: int) -> bool:
    """Return whether a space may stand before an offset: beside brackets and separators."""
    return offset > 0 and (text[offset] in BRACKETS or text[offset - 1] in BRACKETS)


def _offset(text: str, line: int, column: int) -> int:
    """Return the offset of a line and column, both from 1."""
    lines = text.split("\n")
    return sum(len(before) + 1 for before in lines[: line - 1]) + column - 1


def _end(text: str, tokens: list[Token]) -> str:
    """Say what is wrong with a query whose mistake shows only at its end."""
    end = 0
    for token in tokens:
        if any(quote in text[end : token.start] for quote in "\"'"):
            return "a string is not closed"
        end = token.start + len(token.text)
    marks = [token.text for token in tokens if token.kind == "mark"]
    depth = sum(mark in "([{" for mark in marks) - sum(mark in ")]}" for mark in marks)
    if depth > 0:
        return f"the query ends too early; brackets that are still open: {depth}"
    return "the query ends here and is not complete"
