"""The table of Supplement No. 5 to 15 CFR part 774: items of the 0Y521 series.

A node of it is one row group as running text: ``9D521. Software No. 1 Some item January 6, 2020
(ID) January 6, 2023 License Exception …``.  Cut apart are the item, the date of its
classification, the date from which it is EAR99 unless extended, and its licence exception.
"""

import re
from dataclasses import dataclass
from typing import Final

from kgservice.text import one_line

_SERIES: Final = re.compile(r"\bNo\. ([0-9]+) (?!to part)")
_DATE: Final = r"[A-Z][a-z]+ \d{1,2}, \d{4}"
_ROW: Final = re.compile(
    rf"(?P<item>.*?)\s*(?:Technical Note: (?P<note>.*?)\s*)?"
    rf"(?P<classified>{_DATE} \((?:ID|SD)\).*?)\s*(?P<released>{_DATE})"
    rf"(?P<more>.*?)\s*(?P<exception>License Exception.*)"
)


@dataclass(frozen=True, slots=True)
class SeriesItem:
    """One numbered item; what the table does not give is empty.

    :ivar code: ``9D521 No. 1``
    :ivar classified: date of the classification with its kind, ``January 6, 2020 (ID)``
    :ivar released: date from which the item is EAR99 unless the classification is renewed
    """

    code: str
    text: str
    note: str = ""
    classified: str = ""
    released: str = ""
    exception: str = ""


def read_series(text: str, entry: str) -> tuple[str, list[SeriesItem]]:
    """Return the words before the first numbered item, and the items.

    :param text: the node's whole text; its first line, the heading, is repeated before the
        items and is left out once
    :param entry: the five characters, ``9D521``
    :returns: the words before; the items, coded ``9D521 No. 1``
    """
    heading, _, rest = one_line_pair(text)
    before, *numbered = _SERIES.split(rest)
    items = [
        _item(f"{entry} No. {number}", words)
        for number, words in zip(numbered[::2], numbered[1::2], strict=True)
    ]
    return before.replace(heading, "", 1).strip() or heading, items


def one_line_pair(text: str) -> tuple[str, str, str]:
    """Return the first line, a line break, and the rest on one line."""
    heading, separator, rest = text.partition("\n")
    return one_line(heading), separator, one_line(rest)


def _item(code: str, words: str) -> SeriesItem:
    if re.fullmatch(r"(?:\[Reserved\]\s*)+", words.strip(), re.IGNORECASE):
        return SeriesItem(code, words.strip())
    row = _ROW.fullmatch(words.strip())
    if row is None:
        return SeriesItem(code, words.strip())
    return SeriesItem(
        code,
        row["item"],
        row["note"] or "",
        row["classified"],
        row["released"] + row["more"],
        row["exception"],
    )
