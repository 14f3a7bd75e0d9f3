"""Words in a cell of a table that are of another language than its row says.

Told are English and French alone, the languages of the lists that we read, and only where
function words of the other language stand in the cell and none of its own does.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kgservice.readers.table_rows import Row
from kgservice.submission.model import Found

FEWEST: Final = 2
"""How many different function words are needed: one may be part of a name."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_FUNCTION_WORDS: Final = {
    "en": frozenset(
        "the of and or for with than having other by from which as any not to in an be is are "
        "at on that following specially designed their its".split()
    ),
    "fr": frozenset(
        "le la les du des de et ou pour avec dans par sur une un aux au qui ayant ainsi que "
        "suit suivants suivantes autres est sont conçu conçus conçue conçues leur leurs".split()
    ),
}


def other_language(text: str, lang: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the language in which a text reads, and the words that tell it.

    :param text: of a cell
    :param lang: BCP 47 tag that its row states
    :returns: None where it reads as what is stated, or nothing can be told
    """
    own = lang.partition("-")[0].lower()
    if own not in _FUNCTION_WORDS:
        return None
    words = dict.fromkeys(_WORD.findall(text.lower()))
    if any(word in _FUNCTION_WORDS[own] for word in words):
        return None
    for other, known in _FUNCTION_WORDS.items():
        telling = tuple(word for word in words if word in known)
        if other != own and len(telling) >= FEWEST:
            return other, telling
    return None


def language_findings(rows: Iterable[Row]) -> Iterator[Found]:
    """Yield the labels and texts that read as another language than their row states."""
    for row in rows:
        for column in ("label", "text"):
            cell = row.cells.get(column, "")
            found = other_language(cell, row.cells.get("lang", "") or "en")
            if found is not None:
                lang, words = found
                said = row.cells.get("lang", "") or "en"
                message = (
                    f"reads as {lang} ({', '.join(words)}), but the row is {said}; "
                    f"expected the {column} in {said}, and the other in a row of its own"
                )
                place = row.sheet, row.number, column
                yield Found("Warning", message, "language", *place, value=cell)
