"""What every code grammar can do, and the arithmetic they share."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from kgservice.errors import CodeError
from kgservice.model import Level


class Grammar(ABC):
    """The grammar of one family of codes.

    A code is a tuple of parts; the tuple without its last part is its parent, unless the
    grammar says otherwise.  All methods take a code in any accepted spelling.
    """

    name: ClassVar[str]
    example: ClassVar[str]

    @abstractmethod
    def parts(self, text: str) -> tuple[str, ...]:
        """Return the parts of a code in any accepted spelling.

        :param text: a code as printed or typed
        :returns: the parts, outermost first
        :raises CodeError: if ``text`` is no code of this grammar
        """

    @abstractmethod
    def join(self, parts: tuple[str, ...]) -> str:
        """Return the code as its list prints it; ``parts(join(p)) == p``."""

    @abstractmethod
    def level(self, code: str) -> Level:
        """Return how deep the code stands."""

    def normalise(self, text: str) -> str:
        """Return the printed form: ``3a001a7b`` becomes ``3A001.a.7.b``.

        :param text: a code as printed or typed
        :returns: the one spelling under which entries are kept
        :raises CodeError: if ``text`` is no code of this grammar
        """
        return self.join(self.parts(text))

    def is_code(self, text: str) -> bool:
        """Tell whether ``text`` is a code of this grammar in any accepted spelling."""
        try:
            self.parts(text)
        except CodeError:
            return False
        return True

    def parent(self, code: str) -> str | None:
        """Return the code above, None for the highest."""
        above = self.parts(code)[:-1]
        return self.join(above) if above else None

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return all codes above, the nearest first."""
        found: list[str] = []
        above = self.parent(code)
        while above is not None:
            found.append(above)
            above = self.parent(above)
        return tuple(found)

    def sort_key(self, code: str) -> str:
        """Return a string whose plain order is the reading order of the list."""
        return ".".join(rank(part) for part in self.parts(code))

    def product_group(self, code: str) -> str | None:
        """Return the letter of the product group (A equipment … E technology), if it has one."""
        return None

    def mentions(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Yield each code that running text names, with the end of its range or None.

        A grammar whose codes cannot be told from other words in running text yields nothing.
        """
        return iter(())

    def mentions_within(self, text: str, code: str | None) -> Iterator[tuple[str, str | None]]:
        """Yield what :meth:`mentions` yields of a text that stands at ``code``.

        A grammar whose lists refer to their paragraphs by what stands around them
        (``paragraph (a)(1) of this category``) completes such references from ``code``.
        """
        return self.mentions(text)

    def refuse(self, text: str) -> CodeError:
        """Return the error for a text that is no code, naming the grammar and an example."""
        return CodeError(f"{text!r} is no {self.name} code; one looks like {self.example!r}")


def rank(part: str) -> str:
    """Return a part's place among its siblings, five digits: ``2`` and ``b`` are ``00002``.

    Doubled letters follow the alphabet: ``z`` is ``00026``, ``aa`` ``00027``, ``bb`` ``00028``.
    A part that is neither stands as it is.
    """
    if part.isdecimal():
        return f"{int(part):05d}"
    if part.isascii() and part.isalpha() and len(set(part.lower())) == 1:
        return f"{ord(part[0].lower()) - 96 + 26 * (len(part) - 1):05d}"
    return part


def after(part: str) -> str | None:
    """Return the sibling that should come next: ``b`` after ``a``, ``aa`` after ``z``."""
    if part.isdecimal():
        return str(int(part) + 1)
    if not (part.isascii() and part.isalpha() and len(set(part)) == 1):
        return None
    if part[0] in "zZ":
        return ("a" if part[0] == "z" else "A") * (len(part) + 1)
    return chr(ord(part[0]) + 1) * len(part)
