"""How the United States Munitions List refers to itself in running text.

``Category VIII(h)(1)(i), (ii), or (iii)`` · ``Categories III, IV, or XV`` ·
``paragraphs (a)(1) through (a)(4) of this category`` ·
``paragraph (a)(5) or (a)(6) of USML Category VIII`` · ``Category VI paragraphs (a) and (b)``.
"""

import re
from collections.abc import Iterator
from typing import Final

from kgservice.codes.roman import from_roman

_LABEL: Final = r"\((?:[a-z]|[ivxl]{1,8}|[0-9]{1,2}|[A-Z])\)"
_LABELS: Final = rf"(?:{_LABEL})+"
_CATEGORY: Final = r"[IVX]{1,6}(?![A-Za-z])"
_ITEM: Final = rf"(?:(?:USML )?Category )?{_CATEGORY}(?:{_LABELS})?|(?:paragraphs? )?{_LABELS}"
_JOINT: Final = r"(?: \([A-Z][a-z]+(?: [A-Z][a-z]+)*\))?(?:, and |, or |, | and | or | through |-)"
_CHAIN: Final = re.compile(
    r"(?:(?P<foreign>(?:MTCR|Regime) )?(?P<usml>USML )?\bCategor(?:y|ies) (?=[IVX])"
    r"|\bparagraphs? ?(?=\())"
    rf"(?P<items>(?:{_ITEM})(?:{_JOINT}(?:{_ITEM}))*)"
    rf"(?P<list> items?\b)?"
    rf"(?: of (?:(?P<here>this)|(?:USML )?Category (?P<of>{_CATEGORY})|(?P<elsewhere>§|part)))?"
)
_PIECE: Final = re.compile(rf"(?P<joint>{_JOINT})?(?P<item>{_ITEM})")
_TOKEN: Final = re.compile(r"\(([A-Za-z0-9]+)\)")
_HEAD: Final = re.compile(rf"(?:(?:USML )?Category )?(?P<category>{_CATEGORY})")


def find_mentions(text: str, category: str | None) -> Iterator[tuple[str, str | None]]:
    """Yield each code that ``text`` names with the end of its range or None.

    ``category`` is the one that bare paragraphs are of; None leaves them out.  A category named
    before or behind them goes first.  ``Category I item`` of the MTCR is no mention.  Whether
    the grammar takes a code is for it to say.
    """
    chains = list(_CHAIN.finditer(text))
    named: str | None = None
    for place, chain in enumerate(chains):
        if chain["elsewhere"] or chain["foreign"] or (chain["list"] and not chain["usml"]):
            named = None
            continue
        yields = _codes(chain["items"], chain["of"] or named or category)
        named = _carried(chain, chains[place + 1] if place + 1 < len(chains) else None)
        if not (named and len(yields) == 1):
            yield from yields


def _carried(chain: re.Match[str], following: re.Match[str] | None) -> str | None:
    """Return the category of ``Category VI`` that stands right before its paragraphs."""
    head = _HEAD.fullmatch(chain["items"])
    if head and following and following.start() - chain.end() == 1:
        return head["category"]
    return None


def _codes(items: str, category: str | None) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    before: list[str] = []
    current = category
    for piece in _PIECE.finditer(items):
        head = _HEAD.match(piece["item"])
        bare = piece["item"].startswith("paragraph")
        if head or bare:
            current, before = (head["category"] if head else category), []
        if current is None:
            continue
        before = _completed(before, _TOKEN.findall(piece["item"]))
        code = current + "".join(f"({label})" for label in before)
        if found and piece["joint"] in (" through ", "-"):
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, None))
    return found


def _completed(before: list[str], tokens: list[str]) -> list[str]:
    """Complete a shortened label from the one before it: ``(5)`` after ``(h)(3)``.

    What starts with a letter of the first level starts anew; a Roman numeral does so only
    where no Roman numeral stands before it.
    """
    for level in range(len(before) - 1, 0, -1):
        if tokens and _kind(before[level], level) == _kind(tokens[0], level):
            return [*before[:level], *tokens]
    return tokens


def _kind(token: str, level: int) -> str:
    if token.isdecimal():
        return "number"
    if level >= 1 and token.islower() and from_roman(token):
        return "roman"
    return "capital" if token.isupper() else "letter"
