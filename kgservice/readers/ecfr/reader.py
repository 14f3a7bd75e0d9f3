"""Read a part of the Code of Federal Regulations as the eCFR publishes it in XML.

Three parts hold lists: 22 CFR 121 (United States Munitions List), 10 CFR 110 (appendices of
the NRC) and 15 CFR 774 (Commerce Control List).  What of each part is the list, and what its
paragraphs mean, is told in the module that reads it.  Authority, source, titles of sections and
the notes on amendments are no part of any list.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from kgservice.errors import DocumentError
from kgservice.model import Extent, Reading, Source
from kgservice.readers.assembly import Assembly
from kgservice.readers.descriptors import ListDescriptor
from kgservice.readers.documents import Document, parse_xml
from kgservice.readers.ecfr.ccl import read_ccl
from kgservice.readers.ecfr.nrc import read_nrc
from kgservice.readers.ecfr.usml import read_usml

FORMAT: Final = "ecfr-xml"
_HEAD: Final = re.compile(rb"<DIV[1-9] N=\"[^\"]*\"[^>]*\bTYPE=\"")


@dataclass(frozen=True, slots=True)
class _Part:
    """Where a list stands in the Code, and what reads it and counts its characters."""

    number: str
    citation: str
    read: Callable[[etree._Element, Assembly], int]


_PARTS: Final = {
    "us-usml": _Part("121", "22 CFR part 121", read_usml),
    "us-nrc-110": _Part("110", "10 CFR part 110", read_nrc),
    "us-ccl": _Part("774", "15 CFR part 774", read_ccl),
}


def recognise(name: str, head: bytes) -> bool:
    """Tell whether a file is XML of the eCFR, by its name and its first 4 KB."""
    return name.endswith(".xml") and _HEAD.search(head) is not None


def read(document: Document, descriptor: ListDescriptor, date: datetime.date, lang: str) -> Reading:
    """Read the list that the descriptor names from its part of the Code.

    :param document: one part of the Code, or a file that holds the part
    :param descriptor: of one of the three lists
    :param date: the edition's
    :param lang: the language of the document, a BCP 47 tag
    :returns: the reading; its extent is excerpt where a comment of the document says so
    :raises DocumentError: if the document is no XML of the eCFR, holds another part, or none
        of its paragraphs is an entry
    """
    root = parse_xml(document)
    part = _PARTS.get(descriptor.id)
    if part is None:
        raise DocumentError(
            f"{document.name}: list {descriptor.id} is not published in the eCFR; "
            f"its XML holds {', '.join(known.citation for known in _PARTS.values())}"
        )
    found = root.tag if root.tag != "DIV5" else f"part {root.get('N')}"
    element = next((div for div in root.iter("DIV5") if div.get("N") == part.number), None)
    if element is None:
        raise DocumentError(
            f"{document.name}, line {root.sourceline}: holds {found}; "
            f"list {descriptor.id} needs {part.citation} as XML of the eCFR (DIV5)"
        )
    assembly = Assembly(descriptor, date, lang)
    characters = part.read(element, assembly)
    extent = Extent.EXCERPT if _is_excerpt(root) else Extent.WHOLE
    return assembly.reading(characters, _source(document, descriptor, lang), extent=extent)


def _is_excerpt(root: etree._Element) -> bool:
    """Tell whether a comment of the document says that it is an excerpt."""
    before = root.itersiblings(etree.Comment, preceding=True)
    return any("EXCERPT" in (comment.text or "") for comment in before)


def _source(document: Document, descriptor: ListDescriptor, lang: str) -> Source:
    for edition in descriptor.editions:
        for known in edition.documents:
            if known.sha256 == document.sha256:
                return Source(known.file, FORMAT, lang, document.sha256, known.url)
    return Source(document.name, FORMAT, lang, document.sha256)
