"""What of an index matches a question, and how well."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from kgservice.search.codes import codes_of, stands_below
from kgservice.search.model import Matched, Question
from kgservice.search.words import squeeze

IS_CODE, NAMES_CAS, BELOW_CODE, HAS_WORDS = range(4)
"""Tiers: what the code is of; what the CAS number is of or names; what stands below; words."""
_WEIGHTS: Final = "4.0, 8.0, 6.0, 1.0"
_CAS: Final = re.compile(r"(?<!\d)[1-9]\d{1,6}-\d{2}-\d(?!\d)", re.ASCII)
_LAST: Final = "\U0010ffff"
_FILTER: Final = (
    " AND (:list IS NULL OR item.list = :list)"
    " AND (:kinds = '[]' OR item.kind IN (SELECT value FROM json_each(:kinds)))"
)
_CODES: Final = f"""
SELECT id, list, code FROM item WHERE squeezed >= :first AND squeezed < :last {_FILTER}
"""  # noqa: S608 - no value is pasted
_NUMBERS: Final = f"""
SELECT item.id, item.kind FROM cas JOIN item ON item.id = cas.item
WHERE cas.number = :number {_FILTER}
"""  # noqa: S608 - no value is pasted
_WORDS: Final = f"""
SELECT segment.item, segment.id, bm25(words, {_WEIGHTS}) FROM words
JOIN segment ON segment.id = words.rowid JOIN item ON item.id = segment.item
WHERE words MATCH :expression AND (:lang IS NULL OR segment.lang IN ('', :lang)) {_FILTER}
"""  # noqa: S608 - no value is pasted


class Match(NamedTuple):
    """An item that matches; the better one is the smaller one.

    :ivar tier: one of the tiers above
    :ivar score: within the tier; a code that is typed as it is printed goes before other spellings
    :ivar item: its row
    :ivar segment: the row of the words that matched, 0 where they are of no matter
    :ivar by: ``label`` stands for any words of the segment
    """

    tier: int
    score: float
    item: int
    segment: int
    by: Matched


def match_codes(
    connection: sqlite3.Connection, question: Question, lists: Iterable[str]
) -> Iterator[Match]:
    """Yield the items whose code a question is in their list, and those below them.

    :param connection: to an index
    :param question: its whole text is read as a code
    :param lists: ids of the lists whose grammars are tried
    :yields: matches in no order
    """
    text = question.text.strip()
    codes = codes_of(text, lists)
    for short in {squeeze(code) for code in (text, *codes.values())}:
        values = _values(question) | {"first": short, "last": short + _LAST}
        for item, list_id, printed in connection.execute(_CODES, values):
            code = codes.get(list_id, text)
            if printed.casefold() == text.casefold():
                yield Match(IS_CODE, 0.0, item, 0, "code")
            elif printed == code:
                yield Match(IS_CODE, 1.0, item, 0, "code")
            elif list_id in codes and stands_below(printed, code):
                yield Match(BELOW_CODE, 0.0, item, 0, "code")


def match_numbers(connection: sqlite3.Connection, question: Question) -> Iterator[Match]:
    """Yield the chemicals of the CAS numbers of a question, and the entries that name them."""
    for number in dict.fromkeys(_CAS.findall(question.text)):
        values = _values(question) | {"number": number}
        for item, kind in connection.execute(_NUMBERS, values):
            yield Match(IS_CODE if kind == "chemical" else NAMES_CAS, 0.0, item, 0, "cas")


def match_words(
    connection: sqlite3.Connection, question: Question, expression: str
) -> Iterator[Match]:
    """Yield the segments that an FTS5 expression matches, in the question's language."""
    if expression:
        values = _values(question) | {"expression": expression, "lang": question.lang}
        for item, segment, score in connection.execute(_WORDS, values):
            yield Match(HAS_WORDS, score, item, segment, "label")


def expression_of(readings: Mapping[str, tuple[str, ...]], joined: str) -> str:
    """Return the FTS5 expression of words.

    :param readings: for each word of a question what it may stand for; words without are left out
    :param joined: `` AND `` or `` OR ``
    :returns: each reading as the beginning of a word, one of a letter as a whole word
    """
    terms = (
        " OR ".join(f'"{each}"' + (" *" if len(each) > 1 else "") for each in read)
        for read in readings.values()
        if read
    )
    return joined.join(f"({term})" for term in terms)


def best_by_item(matches: Iterable[Match]) -> list[Match]:
    """Return the best match of each item, the best first; every order is decided."""
    best: dict[int, Match] = {}
    for match in matches:
        if match.item not in best or match < best[match.item]:
            best[match.item] = match
    return sorted(best.values())


def _values(question: Question) -> dict[str, str | None]:
    return {"list": question.list, "kinds": json.dumps(question.kinds)}
