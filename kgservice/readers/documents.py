"""How a document is opened: bytes with a digest, text in a stated encoding, XML kept shut.

No reader opens a file in another way, so a damaged, empty or foreign file fails alike in all.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from kgservice.errors import DocumentError

MAX_BYTES: Final = 200_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of a file as stored, and their SHA-256."""

    path: Path
    data: bytes
    sha256: str

    @property
    def name(self) -> str:
        """The file's name, as errors and sources print it."""
        return self.path.name


def read_document(path: Path) -> Document:
    """Read a file whole.

    :param path: of a file of any format
    :returns: the bytes as they are, with their SHA-256
    :raises DocumentError: if it is missing, a folder, empty, or over 200 MB
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise DocumentError(
                f"{path.name}: {size:,} bytes; a document has at most {MAX_BYTES:,}"
            )
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read: {error.strerror or error}") from error
    if not data.strip():
        raise DocumentError(f"{path.name}: is empty; expected an official document")
    return Document(path, data, hashlib.sha256(data).hexdigest())


def decode(document: Document, encoding: str = "utf-8-sig") -> str:
    """Return the document as text.

    :param document: as read
    :param encoding: a Python codec; the default passes over a byte order mark
    :returns: the text, line ends as they are
    :raises DocumentError: if a byte is not of that encoding; the message names its line
    """
    try:
        return document.data.decode(encoding)
    except UnicodeDecodeError as error:
        line = document.data.count(b"\n", 0, error.start) + 1
        wanted = "UTF-8" if encoding.startswith("utf-8") else encoding
        raise DocumentError(
            f"{document.name}, line {line}: byte {error.start} is not {wanted}; "
            f"save the document as {wanted}"
        ) from error


def parse_xml(document: Document) -> etree._Element:
    """Return the root of an XML document, read without DTD, entities or network.

    :param document: XML or XHTML, in the encoding that it declares
    :returns: the root element; elements know their line, processing instructions are gone
    :raises DocumentError: if it is not well-formed or brings entities of its own; the message
        names the line
    """
    if b"<!ENTITY" in document.data:
        line = document.data.count(b"\n", 0, document.data.index(b"<!ENTITY")) + 1
        raise DocumentError(
            f"{document.name}, line {line}: declares an XML entity; "
            "expected a document without entity declarations"
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_pis=True
    )
    try:
        return etree.fromstring(document.data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise DocumentError(
            f"{document.name}, line {line}: not well-formed XML: {error.msg}; "
            "the file may be cut short or damaged, download it again"
        ) from error
