"""Words as the index keeps them, and the words that stand near a mistyped one."""

import bisect
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

MOST_WORDS: Final = 24
SHORTEST_CORRECTED: Final = 4
LONG: Final = 8
NEAR: Final = 5
_WORD: Final = re.compile(r"[^\W_]+")
_PLURALS: Final = ("s", "x")


def fold(text: str) -> str:
    """Return a text in lower case and without diacritics, as SQLite's ``unicode61`` folds it."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a question, each once, in order."""
    return tuple(dict.fromkeys(_WORD.findall(fold(text))))


def squeeze(code: str) -> str:
    """Return the letters and digits of a code alone: ``3a001a7b`` for ``3A001.a.7.b``."""
    return "".join(_WORD.findall(fold(code)))


class Vocabulary:
    """Every word of an index, sorted.

    :param words: sorted by code point
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words

    def has(self, word: str) -> bool:
        """Tell whether a word, or one that begins with it, stands in the index."""
        at = bisect.bisect_left(self._words, word)
        return at < len(self._words) and self._words[at].startswith(word)

    def readings(self, word: str) -> tuple[str, ...]:
        """Return the words for which a word of a question may stand.

        :param word: folded
        :returns: the word itself and its singular; near words where neither stands in the
            index, best first; empty where none is near
        """
        return self._own(word) or self._near(word)

    def corrects(self, word: str) -> bool:
        """Tell whether other words are searched in place of a word."""
        return not self._own(word) and bool(self._near(word))

    def _own(self, word: str) -> tuple[str, ...]:
        plural = word.endswith(_PLURALS) and len(word) > SHORTEST_CORRECTED
        forms = (word, word[:-1]) if plural else (word,)
        return tuple(form for form in forms if self.has(form))

    def _near(self, word: str) -> tuple[str, ...]:
        """Return words at one edit from a word, or two from a long one; digits never differ."""
        if len(word) < SHORTEST_CORRECTED or any(char.isdecimal() for char in word):
            return ()
        most = 2 if len(word) >= LONG else 1
        found = process.extract(
            word, self._words, scorer=OSA.distance, score_cutoff=most, limit=NEAR
        )
        best = min((distance for _, distance, _ in found), default=0)
        return tuple(near for near, distance, _ in found if distance == best)
