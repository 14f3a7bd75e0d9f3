"""Where an edition shows that its source lost something.

A gap is a fault of a source, never a decontrol: a place that the sequence of codes asks for and
the source does not print.  Free places (``[Reserved]``) are printed, and so are no gaps.
"""

from collections.abc import Iterator
from typing import Final

from kgservice.codes import Grammar
from kgservice.codes.grammar import after
from kgservice.model import Edition, Gap, GapKind, Level

HIGHEST_NUMBER: Final = 199
"""A higher number is taken for a name: no list counts its paragraphs further."""


def find_gaps(edition: Edition, grammar: Grammar) -> tuple[Gap, ...]:
    """Return the gaps of an edition, sorted by place, each once.

    Found are: paragraphs without a first or a middle sibling (b and c but no a), entries and
    paragraphs that the source prints no node for though their descendants stand there, and
    references whose range ends nowhere.  Headings may be left out, and entry numbers are not
    expected to follow one another.
    """
    codes = {entry.code for entry in edition.entries}
    found: set[Gap] = {
        Gap(entry.code, GapKind.NO_NODE)
        for entry in edition.entries
        if entry.implied and entry.level in (Level.ENTRY, Level.PARAGRAPH)
    }
    found.update(_missing_siblings(edition, grammar, codes))
    found.update(_lost_ends(edition, codes))
    return tuple(sorted(found, key=lambda gap: (_key(grammar, gap.code), gap.kind)))


def _missing_siblings(edition: Edition, grammar: Grammar, codes: set[str]) -> Iterator[Gap]:
    families: dict[tuple[str, ...], set[str]] = {}
    for entry in edition.entries:
        if entry.level is Level.PARAGRAPH:
            *head, last = grammar.parts(entry.code)
            families.setdefault(tuple(head), set()).add(last)
    for family, last_parts in families.items():
        for expected in _expected(last_parts) if family else ():
            code = grammar.join((*family, expected))
            if code not in codes:
                first = expected in ("a", "A", "1")
                yield Gap(code, GapKind.FIRST_SIBLING if first else GapKind.MIDDLE_SIBLING)


def _expected(present: set[str]) -> Iterator[str]:
    """Yield every part from the first possible to the last present: of b, d yield a, b, c, d."""
    for first in ("a", "A", "1"):
        left = {part for part in present if _same_kind(part, first)}
        step: str | None = first
        while left and step is not None:
            yield step
            left.discard(step)
            step = after(step)


def _same_kind(part: str, first: str) -> bool:
    """Tell whether a part counts on from ``first``; ``0``, ``07`` and ``2024`` are names."""
    if not (part.isascii() and part.isalnum()):
        return False
    if first.isdecimal():
        return part.isdecimal() and part[0] != "0" and int(part) <= HIGHEST_NUMBER
    return part.isalpha() and len(set(part)) == 1 and part.islower() == first.islower()


def _lost_ends(edition: Edition, codes: set[str]) -> Iterator[Gap]:
    named = [entry.refers_to for entry in edition.entries]
    named += [note.refers_to for note in edition.notes]
    for reference in (reference for references in named for reference in references):
        if " to " in reference:
            ends = reference.split(" to ")
            yield from (Gap(end, GapKind.RANGE_END) for end in ends if end not in codes)


def _key(grammar: Grammar, code: str) -> str:
    return grammar.sort_key(code) if grammar.is_code(code) else code
