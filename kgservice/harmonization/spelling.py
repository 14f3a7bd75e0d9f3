"""The wording of entries in the forms in which two lists are compared.

Lists write the same words in their own manner: quotation marks, decimal commas, British and
American spelling, ``specified in`` and ``controlled by``.  The *plain* form undoes what changes
nothing; the *bare* form also drops words that lists use as each pleases.  Numbers stand apart,
because they decide and words do not.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kgservice.text import one_line

_CODE_WORD: Final = "codex"
_NUMBER_WORD: Final = "#"
_SHIFTED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺₀₁₂₃₄₅₆₇₈₉", "0123456789-+0123456789")
_QUOTES: Final = re.compile("[\"'‘’“”„«»`´]")
_DASHES: Final = re.compile("[‐‑‒–—−\u00ad]")
_ASIDE: Final = re.compile(
    r"\(see (?:the )?list of items controlled\)|\bsee list of items controlled\b|"
    r"\(see also[^()]*\)|"
    r"[(,]? ?c\.?a\.?s\.? (?:no\.? |number |#)?\d+-\d\d-\d(?:,? (?:or )?\d+-\d\d-\d)*\)?"
)
_POWER: Final = re.compile(r"(?<=\d) ?[x×·] ?10 ?(?=-?\d)")
_GROUPED: Final = re.compile(r"(?<![\d.,])(\d{1,3})((?:[ ,]\d{3})+)(?![\d])")
_COMMA: Final = re.compile(r"(?<=\d),(?=\d)")
_CODE: Final = re.compile(r"\b\d[a-e]\d{3}(?:\.?[a-z0-9]{1,3}\b)*\.?", re.IGNORECASE)
_TOKEN: Final = re.compile(r"\d+(?:\.\d+)?(?:e-?\d+)?|[^\W\d_]+(?:\d+[^\W_]*)?")
_DIGITS: Final = re.compile(r"\d+")
_BETTER: Final = re.compile(r"less \(better\)|better \(less\)|less/better|less or better")
_COUNTS: Final = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10",
}  # fmt: skip
_ENDINGS: Final = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|able)$)"), "iz"),
    (re.compile(r"^(fib|met|lit|cent|calib)re(s?)$"), r"\1er\2"),
    (re.compile(r"(?<=[a-z])metre(s?)$"), r"meter\1"),
    (re.compile(r"^(analog|catalog)ue(s?)$"), r"\1\2"),
    (re.compile(r"(?<=[a-z]{2})ys(?=(?:e|ed|er|ers|ing)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|ation)?$)"), "or"),
    (re.compile(r"(?<=[a-z]{2})ll(?=(?:ed|ing|er|ers)$)"), "l"),
    (re.compile(r"^sulph"), "sulf"),
    (re.compile(r"^alumini"), "alumin"),
)
_SAME: Final = {
    "controled": "specified", "listed": "specified", "enumerated": "specified",
    "described": "specified",
    "exceeding": "greater", "more": "greater", "above": "greater", "over": "greater",
    "below": "less", "under": "less", "both": "all", "either": "any", "programme": "program",
    "programmes": "program", "especially": "specially", "gray": "grey", "hours": "hour",
}  # fmt: skip
_DROPPED: Final = frozenset(
    "a an the of in on at for to by with from into having have has being is are be that which "
    "thereof therefor therefore their its it following follow as than characteristic specified "
    "this entry such".split()
)
_PARTS: Final = re.compile(r"\b(?:and |or )?(?:parts (?:and |or )?)?components\b")
_SPECIFIED: Final = re.compile(
    rf"\b(?:specified|controled|enumerated|described|listed)(?: elsewhere)? (?:in|by|under)"
    rf"(?: eccns?)?(?: (?:or |and |to |in |by )*{_CODE_WORD}s?)*"
)
_SHORT: Final = 3
_KNOWN_WORDS: Final = 50_000
"""Words whose spelling is kept: lists say the same few thousand words again and again."""
_TAIL: Final = re.compile(r"(?:[\s;,.:]|\b(?:and|or|an)\b)+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in comparable form.

    :ivar plain: words in lower case and one spelling, each number and each code as one word
    :ivar bare: the words of ``plain`` without those that lists use as each pleases
    :ivar numbers: as decimals in a fixed form, in the order of the text, those of formulas too
    """

    plain: tuple[str, ...]
    bare: tuple[str, ...]
    numbers: tuple[str, ...]


def word(text: str) -> Wording:
    """Return a text in comparable form; words of any language, in lower case."""
    flat = _flatten(text)
    numbers: list[str] = []
    plain: list[str] = []
    for found in _TOKEN.findall(flat):
        token = _COUNTS.get(found, found)
        if token[0].isdigit():
            numbers.append(_number(token))
            plain.append(_NUMBER_WORD)
        else:
            numbers += _DIGITS.findall(token)
            plain.append(_spell(_DIGITS.sub(_NUMBER_WORD, token)))
    joined = _SPECIFIED.sub(_CODE_WORD, _PARTS.sub("components", " ".join(plain)))
    words = tuple(joined.split())
    bare = (_singular(_SAME.get(w, w)) for w in words)
    return Wording(words, tuple(w for w in bare if w not in _DROPPED), tuple(numbers))


def _flatten(text: str) -> str:
    flat = unicodedata.normalize("NFC", one_line(text)).translate(_SHIFTED).casefold()
    flat = _QUOTES.sub("", _DASHES.sub("-", flat))
    flat = _ASIDE.sub(" ", flat)
    flat = _CODE.sub(f" {_CODE_WORD} ", flat)
    flat = flat.replace("%", " percent ")
    flat = _GROUPED.sub(lambda found: found[1] + re.sub("[ ,]", "", found[2]), flat)
    flat = _COMMA.sub(".", flat)
    flat = _BETTER.sub("less", _POWER.sub("e", flat))
    return _TAIL.sub("", flat)


def _number(token: str) -> str:
    mantissa, mark, power = token.partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa.lstrip("0") + mark + power or "0"


def _singular(token: str) -> str:
    plural = len(token) > _SHORT and token.endswith("s") and not token.endswith("ss")
    return token[:-1] if plural else token


@lru_cache(_KNOWN_WORDS)
def _spell(token: str) -> str:
    for pattern, replacement in _ENDINGS:
        token = pattern.sub(replacement, token)
    return token
