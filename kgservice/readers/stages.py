"""What the words of a software or technology entry say of stages, groups and exceptions.

Stages are told by the defined terms alone, which lists print in double quotation marks:
``"development"``, ``"production"``, ``"use"`` (EU Annex I, DSGL, CCL) and ``« utilisation »`` in
French.  Single activities (operation, repair …) are no stage: "use" is all of them together
(Regulation (EU) 2021/821, Annex I, definitions).
"""

import re
from collections.abc import Iterator
from typing import Final

from kgservice.codes import Grammar
from kgservice.readers.mentions import find_references
from kgservice.text import normalise_text

SOFTWARE_AND_TECHNOLOGY: Final = ("D", "E")
"""The product groups whose entries speak of other entries' stages."""
STAGES: Final = ("development", "production", "use")
_FRENCH: Final = {"développement": "development", "utilisation": "use"}
_STAGE: Final = re.compile(
    r"[\"«]\s*(development|production|use|développement|utilisation)\s*,?\s*[\"»]", re.IGNORECASE
)
_EXCEPT: Final = (
    r"\b(?:except(?:ing)?(?: for)?|other than|excluding|not (?:specified|controlled|described)|"
    r"autres? que|à l'exc(?:eption|lusion) d[eu]s?|sauf)\b"
)
_BRACKETED: Final = re.compile(rf"\(\s*(?:and\s+)?{_EXCEPT}", re.IGNORECASE)
_OPEN: Final = re.compile(_EXCEPT, re.IGNORECASE)
_LEAD_IN: Final = re.compile(
    r"(?:\s+(?:that|those|ce(?:ux|lles?)|goods|items|equipment|commodities|materials|software|"
    r"technology|\"software\"|\"technology\"|specified|controlled|described|visée?s?|"
    r"in|by|under|for|dans|à|par|ECCNs?|l'article|les articles))*\s+",
    re.IGNORECASE,
)
_CODE: Final = r"[0-9][A-E][0-9]{3}(?:\.[a-z0-9]{1,3})*\.?"
_CODES: Final = re.compile(
    rf"{_CODE}(?:(?:\s*,)?\s*(?:\b(?:or|and|to|through|ou|et|à)\b)?\s*(?:ECCNs?\s+)?"
    rf"(?:{_CODE}|\.[a-z](?:\.[a-z0-9]{{1,3}})*\.?(?![a-z])))*"
)

_NAMING: Final = re.compile(
    r"\b(?:specified|controlled|described|visée?s?)\s+(?:in|by|under|dans|à|par)\s+", re.IGNORECASE
)
_GROUP: Final = re.compile(r"([0-9][A-E])\.?(?![0-9A-Za-z])")
_SEPARATOR: Final = re.compile(r"[\s,.;]+|(?:or|and|to|through|ou|et|ECCNs?)\b", re.IGNORECASE)
_OWN_CATEGORY: Final = re.compile(
    r"this Category\b(?! [0-9])|la présente catégorie\b", re.IGNORECASE
)


def find_stages(text: str) -> tuple[str, ...]:
    """Return which of the three stages a text names as defined terms, in the order of life.

    A term inside a bracketed exception does not count: ``(except … "use" of …)`` takes a stage
    away.

    :param text: an entry's own words
    :returns: of ``development``, ``production`` and ``use`` those named
    """
    line = normalise_text(text)
    for start, end in _brackets(line):
        line = line[:start] + " " * (end - start) + line[end:]
    found = {word.lower() for word in _STAGE.findall(line)}
    named = {_FRENCH.get(word, word) for word in found}
    return tuple(stage for stage in STAGES if stage in named)


def find_exceptions(text: str, grammar: Grammar) -> tuple[str, ...]:
    """Return the codes that a text names only to leave them out, wholly or in part.

    They have the form of :func:`kgservice.readers.mentions.find_references`, of whose answer
    they are a part.  ``0A617 (except 0A617.y)``, ``other than that specified in 2D002`` and
    ``not specified in 9D003 or 9D004`` leave out; a code that the text also names elsewhere
    does not count.

    :param text: an entry's own words
    :param grammar: of the entry's list
    :returns: codes and ranges, in order of their exception
    """
    line = normalise_text(text)
    left, rest = [], line
    for start, end in (*_brackets(line), *_phrases(line)):
        left.append(line[start:end])
        rest = rest[:start] + "|" * (end - start) + rest[end:]
    kept = set(find_references(rest, grammar))
    named = (code for stretch in left for code in find_references(stretch, grammar))
    return tuple(dict.fromkeys(code for code in named if code not in kept))


def find_groups(text: str, grammar: Grammar, own_code: str) -> tuple[str, ...]:
    """Return the product groups and the category whose whole content a text names.

    ``equipment specified in 2A (except 2A991), 2B or 2D`` names three groups, ``goods specified
    in this Category`` the category of ``own_code``.  A group counts only in a run of codes
    behind *specified in*, *controlled by* or the like, so that *3D* stays a word elsewhere.
    Category 5 is left out: its groups are two of one name.

    :param text: an entry's own words
    :param grammar: of the entry's list, whose codes are numbered as ``3A001``
    :param own_code: the entry's
    :returns: codes such as ``2A`` and ``0``, each once
    """
    line = normalise_text(text)
    found: list[str] = []
    for naming in _NAMING.finditer(line):
        if _OWN_CATEGORY.match(line, naming.end()):
            found.append(own_code[0])
        found += _groups_in_run(line, naming.end())
    usable = (code for code in found if not code.startswith("5") and grammar.is_code(code))
    return tuple(dict.fromkeys(usable))


def _groups_in_run(line: str, place: int) -> Iterator[str]:
    """Yield the groups of a run of codes, groups and brackets; it ends at any other word."""
    while place < len(line):
        group = _GROUP.match(line, place)
        other = _CODES.match(line, place) or _SEPARATOR.match(line, place)
        if group:
            yield group.group(1)
            place = group.end()
        elif other:
            place = other.end()
        elif line[place] == "(":
            place = _closing(line, place)
        else:
            return


def _brackets(line: str) -> Iterator[tuple[int, int]]:
    for match in _BRACKETED.finditer(line):
        yield match.start(), _closing(line, match.start())


def _phrases(line: str) -> Iterator[tuple[int, int]]:
    """Yield where a phrase of exception runs without brackets: its words and its codes."""
    for match in _OPEN.finditer(line):
        lead_in = _LEAD_IN.match(line, match.end())
        codes = _CODES.match(line, lead_in.end()) if lead_in else None
        if codes:
            bracket = re.compile(r"\s*\(").match(line, codes.end())
            yield match.start(), _closing(line, bracket.end() - 1) if bracket else codes.end()


def _closing(line: str, start: int) -> int:
    """Return the end of the bracket that opens at ``start``; the line's end where it is lost."""
    depth = 0
    for place in range(start, len(line)):
        depth += {"(": 1, ")": -1}.get(line[place], 0)
        if depth == 0:
            return place + 1
    return len(line)
