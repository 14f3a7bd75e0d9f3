"""Which quantity the words around a number name.

``quantities.csv`` has one row a quantity: the local name of its concept, the kinds of unit that
it is measured in (column ``kind`` of ``units.csv``), and the phrases that name it in each
language.  A phrase counts only for a number of one of its kinds.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

_TOKEN: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Named:
    """A phrase in a text that names quantities.

    :ivar quantities: each with the kinds of unit that it is measured in
    :ivar start: the place of its first letter
    :ivar end: the place after its last
    """

    quantities: tuple[tuple[str, frozenset[str]], ...]
    start: int
    end: int

    def of_kind(self, kind: str) -> str | None:
        """Return the quantity that is measured in units of a kind."""
        return next((name for name, kinds in self.quantities if kind in kinds), None)


@cache
def quantity_kinds() -> Mapping[str, frozenset[str]]:
    """Return all quantities by local name, with the kinds of unit they are measured in."""
    return {row["quantity"]: frozenset(row["kinds"].split()) for row in _rows()}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    table = resources.files("kgservice.thresholds") / "quantities.csv"
    return tuple(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))


@cache
def _phrases(lang: str) -> Mapping[tuple[str, ...], tuple[tuple[str, frozenset[str]], ...]]:
    found: dict[tuple[str, ...], tuple[tuple[str, frozenset[str]], ...]] = {}
    for row in _rows():
        for phrase in filter(None, row[lang].split(";")):
            key = tuple(_stem(word) for word in _TOKEN.findall(phrase.lower()))
            own = (row["quantity"], frozenset(row["kinds"].split()))
            found[key] = (*found.get(key, ()), own)
    return found


@cache
def _lengths(lang: str) -> Mapping[str, tuple[int, ...]]:
    """Return how long the phrases are that begin with a word, the longest first."""
    found: dict[str, set[int]] = {}
    for phrase in _phrases(lang):
        found.setdefault(phrase[0], set()).add(len(phrase))
    return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}


@cache
def _stem(word: str) -> str:
    if word in ("axes", "axis", "axe"):
        return "axis"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def find_named(text: str, lang: str) -> Iterator[Named]:
    """Yield the phrases of a text that name quantities.

    :param text: as :func:`kgservice.thresholds.numbers.plain` returns it
    :param lang: ``en`` or ``fr``
    :yields: the longest at each place, in order
    """
    phrases, lengths = _phrases(lang), _lengths(lang)
    tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    words = [_stem(token[0].lower()) for token in tokens]
    place = 0
    while place < len(words):
        for length in lengths.get(words[place], ()):
            found = phrases.get(tuple(words[place : place + length]))
            if found and place + length <= len(words):
                yield Named(found, tokens[place][1], tokens[place + length - 1][2])
                place += length - 1
                break
        place += 1
