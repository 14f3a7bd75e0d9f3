"""A match as what is shown of it: labels in the right language, and where the words stand."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Final

from kgservice.search.matching import Match
from kgservice.search.model import Hit, Matched, Words

OPEN, CLOSE = "\x02", "\x03"
FALLBACK: Final = "en"
_ITEM: Final = "SELECT iri, kind, list, code, edition, status, labels, above FROM item WHERE id = ?"
_MARKED: Final = f"""
SELECT segment.lang,
  highlight(words, 1, '{OPEN}', '{CLOSE}'), highlight(words, 2, '{OPEN}', '{CLOSE}'),
  snippet(words, 3, '{OPEN}', '{CLOSE}', '…', 24)
FROM words JOIN segment ON segment.id = words.rowid WHERE words MATCH ? AND words.rowid = ?
"""  # noqa: S608 - the marks are constants


def show_match(
    connection: sqlite3.Connection, match: Match, expression: str, lang: str | None
) -> Hit:
    """Return what is shown of a match.

    :param connection: to an index
    :param match: found there
    :param expression: what its words were matched by
    :param lang: the language in which labels are wanted; ``None`` for the one that matched
    :returns: the item, with its label, or the label of a place above where it has none
    """
    ((iri, kind, list_id, code, edition, status, labels, above),) = connection.execute(
        _ITEM, (match.item,)
    )
    found_lang, label, names, text = "", "", "", ""
    if match.segment:
        ((found_lang, label, names, text),) = connection.execute(
            _MARKED, (expression, match.segment)
        )
    wanted = lang or (found_lang if OPEN in label else "")
    chosen = _choose(json.loads(labels), wanted)
    if chosen is not None and chosen.lang == found_lang and OPEN in label:
        chosen = _marked(label, found_lang)
    by, extract = _told(match.by, label, names, text)
    return Hit(
        iri=iri,
        kind=kind,
        list=list_id,
        code=code,
        edition=edition,
        status=status,
        label=chosen,
        above=_choose(json.loads(above), wanted),
        matched=by,
        extract=_marked(extract, found_lang if by == "text" else "") if extract else None,
    )


def _told(by: Matched, label: str, names: str, text: str) -> tuple[Matched, str]:
    """Return by what a match was found best, and the words to show beside the label."""
    if by != "label" or OPEN in label:
        return by, ""
    if OPEN in names:
        return "name", "; ".join(line for line in names.splitlines() if OPEN in line)
    return ("text", text) if OPEN in text else ("code", "")


def _choose(texts: Mapping[str, str], wanted: str) -> Words | None:
    """Return the text in the language wanted; in English, or the first, where there is none."""
    for lang in (wanted, FALLBACK, *texts):
        if lang in texts:
            return Words(texts[lang], lang)
    return None


def _marked(text: str, lang: str) -> Words:
    """Return a text without its marks, and where they stood."""
    plain, spans, start = "", [], 0
    for piece in text.split(OPEN):
        inside, closed, after = piece.partition(CLOSE)
        if closed:
            start = len(plain)
            spans.append((start, start + len(inside)))
        plain += inside + after
    return Words(plain, lang, tuple(spans))
