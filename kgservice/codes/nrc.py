"""The numbering of the NRC's lists, Appendices A to P of 10 CFR part 110: ``B.1.2(a).2(i)``.

The appendices number their paragraphs each in its own manner.  A code is the appendix's letter
and then the labels as that appendix prints them, from the highest down; what it prints with a
point behind it (``1.``, ``A.``, ``C.2.``) follows a point, what it prints in parentheses stands
in parentheses.  That is how the appendices cite themselves (``§ 1.1(c) of this appendix``),
with the appendix's letter before it.
"""

import re
from collections.abc import Iterator
from typing import ClassVar, Final

from kgservice.codes.grammar import Grammar
from kgservice.codes.roman import from_roman, to_roman
from kgservice.model import Level

_PLAIN: Final = ("(1)", "(i)")
_SLOTS: Final[dict[str, tuple[str, ...]]] = {
    "B": (".1", ".1", "(a)", ".1", "(i)"),
    "C": (".1", ".1", "(a1)"),
    "E": (".A", "(1)", "(i)"),
    "J": ("(a)", "(1)", "(i)"),
    "K": (".A", ".1", "(i)"),
    "N": (".a", "(1)", "(i)"),
    "O": ("(a)", "(1)", "(i)"),
}
_CODE: Final = re.compile(
    r"(?:10\s?CFR\s?(?:part\s)?110,?\s*)?(?:App(?:endix|\.)?\s*)?([A-Z])(?![a-z])(.*)",
    re.IGNORECASE | re.DOTALL,
)
_TOKEN: Final = re.compile(r"[.,;§\s-]*(?:\(\s*([0-9]+|[A-Za-z]+)\s*\)|([0-9]+|[A-Za-z]+))\.?")
_APPENDIX: Final = re.compile(r"\b[Aa]ppendix ([A-P])\b(?= (?:to|of) this part)")
_SECTION: Final = re.compile(
    r"§ ?([0-9](?:\.[0-9])?)((?:\([a-z]\))?)((?:,? and \([a-z]\))*) (?:of|to) this appendix"
)


class NrcGrammar(Grammar):
    """Codes such as ``A(1)``, ``B.1.2(a).2(i)``, ``E.A(3)(i)``, ``K.C.2(iv)``, ``N.b(1)``.

    In :meth:`parts` Roman numerals stand as decimal numbers and a level that is left out as an
    empty part, so that siblings can be counted: ``B.2(a)`` is ``B``, ``2``, ````, ``a``.
    Accepted spellings: any case, ``Appendix B, § 1.2(a)``, points or blanks between labels.
    """

    name: ClassVar[str] = "nrc-110"
    example: ClassVar[str] = "B.1.1(a)"

    @staticmethod
    def slots(appendix: str) -> tuple[str, ...]:
        """Return how an appendix prints its labels, from the highest level down.

        ``.1`` is a number with a point, ``(a)`` a letter in parentheses, ``(i)`` a Roman
        numeral, ``(a1)`` a letter or a number.  Appendices L, M and P print none.
        """
        return _SLOTS.get(appendix, _PLAIN)

    def parts(self, text: str) -> tuple[str, ...]:
        """Return the appendix's letter and the labels below it."""
        match = _CODE.fullmatch(text.strip())
        if match is None:
            raise self.refuse(text)
        appendix, rest = match.group(1).upper(), match.group(2).rstrip(" .")
        slots = self.slots(appendix)
        parts = [appendix]
        place = 0
        while place < len(rest):
            token = _TOKEN.match(rest, place)
            if token is None:
                raise self.refuse(text)
            enclosed, bare = token.groups()
            for level in range(len(parts), len(slots) + 1):
                value = fit(slots[level - 1], enclosed or bare, enclosed=enclosed is not None)
                if value is not None:
                    parts += [""] * (level - len(parts)) + [value]
                    break
            else:
                raise self.refuse(text)
            place = token.end()
        return tuple(parts)

    def join(self, parts: tuple[str, ...]) -> str:
        """Return ``B.1.2(a).2(i)`` for ``B``, ``1``, ``2``, ``a``, ``2``, ``1``."""
        printed = parts[0]
        for slot, part in zip(self.slots(parts[0]), parts[1:], strict=False):
            label = to_roman(int(part)) if part and slot == "(i)" else part
            if part:
                printed += f"({label})" if slot.startswith("(") else f".{label}"
        return printed

    def parent(self, code: str) -> str | None:
        """Return the code above: ``B.2`` above ``B.2(a)``."""
        above = self.parts(code)[:-1]
        while above and not above[-1]:
            above = above[:-1]
        return self.join(above) if above else None

    def level(self, code: str) -> Level:
        """Return category for an appendix, else paragraph."""
        return Level.CATEGORY if len(self.parts(code)) == 1 else Level.PARAGRAPH

    def mentions(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield the appendices named: ``appendix P to this part``."""
        for match in _APPENDIX.finditer(text):
            yield match.group(1), None

    def mentions_within(self, text: str, code: str | None) -> Iterator[tuple[str, str | None]]:
        """Yield also ``§ 1.1(d) and (e) of this appendix``, the appendix read from ``code``."""
        yield from self.mentions(text)
        if code is None:
            return
        appendix = self.parts(code)[0]
        for match in _SECTION.finditer(text):
            section, first, further = match.groups()
            for label in (first, *re.findall(r"\([a-z]\)", further)):
                named = f"{appendix}.{section}{label}"
                if self.is_code(named):
                    yield self.normalise(named), None


def fit(slot: str, label: str, *, enclosed: bool) -> str | None:
    """Return the part that a label makes in a slot, None where it does not belong there.

    :param slot: as :meth:`NrcGrammar.slots` names it
    :param label: without its parentheses or point
    :param enclosed: whether the label stands in parentheses; a bare one may fit either way
    :returns: the part, a Roman numeral as a decimal number
    """
    if enclosed and slot.startswith("."):
        return None
    kind = slot.strip(".()")
    if label.isdecimal():
        return label if kind in ("1", "a1") and not label.startswith("0") else None
    if kind == "i":
        number = from_roman(label)
        return None if number is None else str(number)
    if len(label) != 1 or kind == "1":
        return None
    return label.upper() if kind == "A" else label.lower()
