"""The EPUB in which the Register delivers a document: which of its files is the document.

An EPUB is a ZIP archive whose ``META-INF/container.xml`` names a package, whose spine names the
files to be read.  Nothing is unpacked to disk, and the sizes that the archive declares are not
believed.
"""

import io
import posixpath
import zipfile
import zlib
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from lxml import etree

from kgservice.errors import DocumentError
from kgservice.readers.documents import MAX_BYTES, Document, parse_xml

_CONTAINER: Final = "META-INF/container.xml"
_MIMETYPE: Final = b"application/epub+zip"
_CHUNK: Final = 1 << 16
_RATIO: Final = 200
_FREE: Final = 1_000_000


def is_epub(head: bytes) -> bool:
    """Tell whether a file starts as a ZIP archive that says or may say to be an EPUB."""
    return head[:4] == b"PK\x03\x04" and (_MIMETYPE in head[:200] or b"OEBPS/" in head[:200])


def document_in(document: Document) -> Document:
    """Return the one XHTML document of an EPUB's spine; name and digest stay the EPUB's.

    :param document: the EPUB archive
    :returns: the same document with the XHTML's bytes in place of the archive's
    :raises DocumentError: if the archive is damaged, holds no or several documents, points out
        of itself, or unpacks to more than its size can explain
    """
    try:
        with zipfile.ZipFile(io.BytesIO(document.data)) as archive:
            package = _package(document, archive)
            return replace(document, data=_member(document, archive, package))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DocumentError(
            f"{document.name}: a damaged EPUB: {error}; download it again"
        ) from error


def _package(document: Document, archive: zipfile.ZipFile) -> str:
    """Return the path of the one document that the spine names."""
    container = _xml(document, archive, _CONTAINER)
    packages = [str(root.get("full-path")) for root in container.iter("{*}rootfile")]
    if len(packages) != 1:
        raise DocumentError(
            f"{document.name}, {_CONTAINER}: names {len(packages)} packages; expected one"
        )
    package = _xml(document, archive, packages[0])
    items = {
        str(item.get("id")): str(item.get("href"))
        for item in package.iter("{*}item")
        if item.get("media-type") == "application/xhtml+xml"
    }
    spine = [str(reference.get("idref")) for reference in package.iter("{*}itemref")]
    documents = [items[identifier] for identifier in spine if identifier in items]
    if len(documents) != 1:
        raise DocumentError(
            f"{document.name}, {packages[0]}: its spine names {len(documents)} XHTML documents; "
            "expected one"
        )
    return posixpath.join(posixpath.dirname(packages[0]), unquote(documents[0]))


def _xml(document: Document, archive: zipfile.ZipFile, path: str) -> etree._Element:
    return parse_xml(replace(document, data=_member(document, archive, path)))


def _member(document: Document, archive: zipfile.ZipFile, path: str) -> bytes:
    """Return a file of the archive, read in pieces so that a bomb is noticed while it grows."""
    if path.startswith(("/", "\\")) or ".." in path.split("/") or "\\" in path or ":" in path:
        raise DocumentError(
            f"{document.name}: names the file {path!r}; expected a path inside the EPUB"
        )
    names = [info for info in archive.infolist() if info.filename == path]
    if len(names) != 1:
        raise DocumentError(
            f"{document.name}: holds {len(names)} files named {path!r}; expected one"
        )
    limit = min(MAX_BYTES, max(_FREE, names[0].compress_size * _RATIO))
    data = bytearray()
    with archive.open(names[0]) as stream:
        while piece := stream.read(_CHUNK):
            data += piece
            if len(data) > limit:
                raise DocumentError(
                    f"{document.name}, {path}: unpacks to more than {limit:,} bytes; "
                    f"expected at most {_RATIO} times its packed size"
                )
    return bytes(data)
