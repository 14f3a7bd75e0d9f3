"""Codes of a list that no grammar of ours knows: anything short and printable, split at points."""

from typing import ClassVar, Final

from kgservice.codes.grammar import Grammar
from kgservice.model import Level
from kgservice.text import one_line

LONGEST: Final = 60


class FreeGrammar(Grammar):
    """Codes as an authority writes them; parents come from the table or from the points."""

    name: ClassVar[str] = "free"
    example: ClassVar[str] = "12.a.3"

    def parts(self, text: str) -> tuple[str, ...]:
        """Return the code's parts between points, in the case they are written in."""
        code = one_line(text).strip(".")
        if not code or len(code) > LONGEST or not code.isprintable() or "_" in code:
            raise self.refuse(text)
        parts = tuple(code.split("."))
        if any(not part or part != part.strip() for part in parts):
            raise self.refuse(text)
        return parts

    def join(self, parts: tuple[str, ...]) -> str:
        """Return the parts with points between them."""
        return ".".join(parts)

    def level(self, code: str) -> Level:
        """Return entry for a code of one part, else paragraph."""
        return Level.ENTRY if len(self.parts(code)) == 1 else Level.PARAGRAPH
