"""How the entries below a paragraph are joined, by its words and by how those entries end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kgservice.criteria import Connective
from kgservice.thresholds.numbers import plain

_COUNTS: Final = {"two": 2, "three": 3, "four": 4, "five": 5, "deux": 2, "trois": 3, "quatre": 4}
_NUMBER: Final = "(?P<count>two|three|four|five|deux|trois|quatre|[2-5])"
_WORDS: Final = {
    "en": re.compile(
        rf"(?P<none>\bnone of the following\b|\bnot (?:having|meeting) any of the following\b)"
        rf"|(?P<least>\b(?:at least {_NUMBER}"
        rf"|{_NUMBER.replace('count', 'more')} or more)(?: or more)? of the following\b)"
        r"|(?P<any>\b(?:any(?: one)?(?: or more)?|one or more|one|either|at least one"
        r"|any combination) of the following\b"
        r"|\bany of the following\b)"
        r"|(?P<all>\b(?:all|each|both)(?: of)? the following\b)",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        rf"(?P<none>\baucune? des [^:]{{0,40}}suivante?s\b)"
        rf"|(?P<least>\b(?:au moins {_NUMBER}"
        rf"|{_NUMBER.replace('count', 'more')} ou plus) des [^:]{{0,40}}suivante?s\b)"
        r"|(?P<any>\b(?:l'une? (?:ou l'autre )?|une? ou plusieurs |au moins une? "
        r"|une? )(?:quelconque )?des [^:]{0,60}suivante?s\b)"
        r"|(?P<all>\b(?:toutes les|tous les|chacune? des|l'ensemble des"
        r"|les deux)[^:]{0,60}suivante?s\b)",
        re.IGNORECASE,
    ),
}
_ENDS: Final = {
    lang: tuple(re.compile(rf"[;,]?\s*\b{word}\s*$", re.IGNORECASE) for word in words)
    for lang, words in (("en", ("or", "and")), ("fr", ("ou", "et")))
}
_LEADS: Final = re.compile(
    r"\b(?:having|that|which|with|if|when|where|meeting|characteristics|properties|ayant|qui"
    r"|dont|si|caractéristiques)"
    r"\b[^.;]{0,60}:?\s*$",
    re.IGNORECASE,
)
_LISTS: Final = re.compile(
    r"\b(?:as follows|follows|including|comme suit|ci-après)\s*:?\s*$", re.IGNORECASE
)
_NEAR: Final = 160


@dataclass(frozen=True, slots=True)
class Joins:
    """How entries below are joined; ``least`` counts them for AT_LEAST alone."""

    connective: Connective | None = None
    least: int | None = None


def read_joins(text: str, below: Sequence[str], lang: str) -> Joins:
    """Return how the entries below a paragraph are joined.

    :param text: of the paragraph
    :param below: the texts of the entries right below it, in order; none, and nothing is joined
    :param lang: a BCP 47 tag
    :returns: what the paragraph's last words say; where they say nothing, what the entries' own
        ends say; nothing where the two contradict each other or the ends differ
    """
    own = lang.partition("-")[0].lower()
    if len(below) < 2 or own not in _WORDS:
        return Joins()
    told = _told(plain(text), own)
    ends = _ends(below, own)
    if told.connective is None:
        return _by_ends(plain(text), ends)
    contrary = {Connective.ALL: Connective.ANY, Connective.ANY: Connective.ALL}
    if ends is not None and contrary.get(told.connective) is ends:
        return Joins()
    return told


def _told(text: str, lang: str) -> Joins:
    matches = [m for m in _WORDS[lang].finditer(text) if len(text) - m.end() < _NEAR]
    if not matches or ". " in text[matches[-1].end() :]:
        return Joins()
    match = matches[-1]
    if match["least"]:
        count = match["count"] or match["more"]
        return Joins(Connective.AT_LEAST, _COUNTS.get(count.lower()) or int(count))
    return Joins(Connective(str(match.lastgroup)))


def _ends(below: Sequence[str], lang: str) -> Connective | None:
    """Return how the entries but the last end; None where they say nothing or differ."""
    either, both = _ENDS[lang]
    ends = [plain(text)[-12:] for text in below[:-1]]
    found = {
        Connective.ANY if either.search(end) else Connective.ALL if both.search(end) else None
        for end in ends
    }
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _by_ends(text: str, ends: Connective | None) -> Joins:
    if ends is Connective.ALL and (_LISTS.search(text) or not _LEADS.search(text)):
        return Joins()
    return Joins(ends)
