"""How deep the brackets of RDF are nested, before a parser falls over them."""

import re
from typing import Final

from kgservice.errors import DocumentError
from kgservice.readers.documents import Document

MOST_NESTED: Final = 200
_PIECE: Final = re.compile(
    rb'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|<[^<>\s"{}|^`\\]*>|[\[({]|[\])}]',
    re.DOTALL,
)


def refuse_deep(document: Document) -> None:
    """Refuse RDF whose brackets are nested more deeply than a parser survives.

    :param document: RDF in any syntax
    :raises DocumentError: naming the line
    """
    depth = 0
    for piece in _PIECE.finditer(document.data):
        sign = piece.group()
        if sign in (b"[", b"(", b"{"):
            depth += 1
        elif sign in (b"]", b")", b"}"):
            depth -= 1
        if depth > MOST_NESTED:
            line = document.data.count(b"\n", 0, piece.start()) + 1
            raise DocumentError(
                f"{document.name}, line {line}: brackets are nested more than {MOST_NESTED} deep; "
                "write what is inside under a name of its own"
            )
