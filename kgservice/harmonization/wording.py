"""What two wordings of one place say differently, where the texts are known."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kgservice.model import Text

_WORD: Final = re.compile(r"\w+|[^\w\s]")
_MEANT: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[<>=≤≥±+%°/−-]")
_SAME_SIGN: Final = str.maketrans({"−": "-", "–": "-", "×": "x", "μ": "µ"})


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that one text has in place of those of the other; empty where it has none there."""

    old: str
    new: str


def pairs_of_texts(old: Iterable[Text], new: Iterable[Text]) -> Iterator[tuple[Text, Text]]:
    """Yield the texts of two entries or notes that are of one language, sorted by language."""
    earlier, later = ({text.lang: text for text in texts} for texts in (old, new))
    for lang in sorted(earlier.keys() & later.keys()):
        yield earlier[lang], later[lang]


def is_reprint(old: Iterable[Text], new: Iterable[Text]) -> bool | None:
    """Tell whether texts differ in their printing alone: punctuation, spaces, capitals.

    :param old: texts of the earlier edition
    :param new: texts of the later edition
    :returns: whether all differing texts do; None where one of them is not known
    """
    differing = [pair for pair in pairs_of_texts(old, new) if pair[0].digest != pair[1].digest]
    if any(text.value is None for pair in differing for text in pair):
        return None
    return all(_meant(one.value or "") == _meant(other.value or "") for one, other in differing)


def _meant(text: str) -> list[str]:
    """Return the words, numbers and signs of a text, without marks that only part them."""
    return _MEANT.findall(text.casefold().translate(_SAME_SIGN))


def passages(old: str, new: str) -> tuple[Passage, ...]:
    """Return where a text differs from another, word by word, in the order of the later text."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return tuple(
        Passage(" ".join(before[a:b]), " ".join(after[c:d]))
        for step, a, b, c, d in matcher.get_opcodes()
        if step != "equal"
    )
