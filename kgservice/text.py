"""How a text of a list is normalised, compared and set on one line.

A text in the graph is plain Unicode.  What the source raises or lowers stays raised or
lowered: ``10<sup>6</sup>`` becomes ``10⁶``, and what Unicode cannot raise becomes ``^(n/2)``.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

_RAISED: Final = str.maketrans("0123456789+-−=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁱⁿ")
_LOWERED: Final = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_SPACES: Final = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]+")
_PLAIN: Final = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u00ad": None, "‘": "'", "’": "'", "“": '"', "”": '"'}
)


def one_line(text: str) -> str:
    """Return ``text`` with every run of white space, thin and hard spaces too, as one space."""
    return _SPACES.sub(" ", text).strip()


@lru_cache(maxsize=16)  # each of those who look for something in a text asks again
def normalise_text(text: str) -> str:
    """Return the form by which two printings are compared.

    Unicode NFC, one line, hyphens and quotation marks straight; letters and case stay, and so
    do superscripts (NFKC would turn ``10⁶`` into ``106``).
    """
    return one_line(unicodedata.normalize("NFC", text).translate(_PLAIN))


def digest_text(text: str) -> str:
    """Return the SHA-256 of the normalised text, 64 hexadecimal digits in lower case."""
    return hashlib.sha256(normalise_text(text).encode()).hexdigest()


def count_characters(text: str) -> int:
    """Return how many characters of ``text`` are not white space: the measure of placement."""
    return len(_SPACES.sub("", text))


def raise_text(text: str) -> str:
    """Return ``text`` as superscript: Unicode where it has the characters, else ``^(…)``."""
    return _shift(text, _RAISED, "^")


def lower_text(text: str) -> str:
    """Return ``text`` as subscript: Unicode where it has the characters, else ``_(…)``."""
    return _shift(text, _LOWERED, "_")


def _shift(text: str, table: dict[int, int], mark: str) -> str:
    inner = one_line(text)
    if not inner:
        return text
    if all(ord(character) in table for character in inner):
        return text.replace(inner, inner.translate(table))
    return f"{mark}({inner})"
