"""Which module reads which format, and how the format of a document is told."""

import datetime
import difflib
from importlib import import_module
from typing import Final, Protocol, cast

from kgservice.errors import DocumentError
from kgservice.model import Reading
from kgservice.readers.descriptors import ListDescriptor
from kgservice.readers.documents import Document

_MODULES: Final = {
    "ecfr-xml": "ecfr.reader",
    "justice-laws-xml": "justice_laws.reader",
    "legislation-au-xhtml": "legislation_au.reader",
    "eu-outline-json": "eu_outline.reader",
    "liste-ii-pdf": "liste_ii.reader",
    "ccl-nodes": "ccl_nodes.reader",
    "rdf": "rdf",
    "table": "table",
}
_HEAD: Final = 4096


class Reader(Protocol):
    """A reader module: ``FORMAT``, ``recognise`` and ``read``."""

    FORMAT: str

    def recognise(self, name: str, head: bytes) -> bool:
        """Tell by file name and first bytes whether a document is of this format."""

    def read(
        self, document: Document, descriptor: ListDescriptor, date: datetime.date, lang: str
    ) -> Reading:
        """Read a document; see :mod:`kgservice.readers.assembly`."""


def format_names() -> tuple[str, ...]:
    """Return the names of all formats."""
    return tuple(_MODULES)


def reader_of(name: str) -> Reader:
    """Return the reader of a format.

    :param name: of a format, as ``--format`` takes it
    :returns: the module that reads it, loaded on first use
    :raises DocumentError: if there is no such format; the message names the nearest
    """
    if name not in _MODULES:
        near = difflib.get_close_matches(name, _MODULES, 1, 0.0)[0]
        raise DocumentError(f"no format is named {name!r}; did you mean {near}?")
    return cast(Reader, import_module(f"kgservice.readers.{_MODULES[name]}"))


def recognise_format(document: Document) -> str:
    """Return the format of a document by its name and first bytes.

    :param document: of any format
    :returns: the name of the first format whose reader claims it
    :raises DocumentError: if no reader knows it; the message lists the formats
    """
    head = document.data[:_HEAD]
    for name in _MODULES:
        if reader_of(name).recognise(document.name, head):
            return name
    raise DocumentError(
        f"{document.name}: no reader recognises it; there are {', '.join(_MODULES)}"
    )
