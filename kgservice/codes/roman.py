"""Small Roman numerals, as legal paragraphs are counted by."""

from typing import Final

_SIGNS: Final = (
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50}
HIGHEST: Final = 89
"""No list counts further; above it c, d and m would be numerals, which are plain letters here."""


def to_roman(number: int) -> str:
    """Return ``xxii`` for 22, in lower case; numbers run from 1 to 89."""
    written = ""
    for value, sign in _SIGNS:
        count, number = divmod(number, value)
        written += sign * count
    return written


def from_roman(text: str) -> int | None:
    """Return 22 for ``xxii`` or ``XXII``, None for a text that is no well-formed numeral."""
    values = [_VALUES.get(sign, 0) for sign in text.lower()]
    if not values or 0 in values:
        return None
    following = (*values[1:], 0)
    total = sum(-v if v < after else v for v, after in zip(values, following, strict=True))
    return total if 0 < total <= HIGHEST and to_roman(total) == text.lower() else None
