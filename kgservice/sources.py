"""Where a build finds its editions: official documents, imported editions, bundled facts.

For an edition that stands in more than one place the richest wins, in that order.
"""

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kgservice.errors import DocumentError
from kgservice.model import Edition
from kgservice.readers.descriptors import ListDescriptor, list_ids, read_descriptor
from kgservice.readers.edition_files import EditionFile, edition_files, read_edition
from kgservice.readers.reading import find_documents, read_described_edition


@dataclass(frozen=True, slots=True)
class EditionSource:
    """An edition that a build can read: from its documents, or from where it is kept."""

    list_id: str
    date: datetime.date
    kept: EditionFile | None
    documents: Path | None

    def read(self) -> tuple[Edition, ListDescriptor]:
        """Read the edition.

        :returns: the edition, and the descriptor it was read by
        :raises DocumentError: if its documents or its table cannot be read
        """
        if self.documents is not None:
            descriptor = read_descriptor(self.list_id)
            described = descriptor.edition(self.date)
            reading = read_described_edition(descriptor, described, self.documents)
            if reading is None:
                raise DocumentError(f"{self.list_id} {self.date}: its documents are gone")
            return reading.edition, descriptor
        if self.kept is None:
            raise DocumentError(f"{self.list_id} {self.date}: has neither documents nor a table")
        return read_edition(self.kept)

    def inputs(self) -> Iterator[tuple[str, str]]:
        """Yield the files read, as pairs of a name and a SHA-256."""
        if self.documents is not None:
            edition = read_descriptor(self.list_id).edition(self.date)
            found = find_documents(edition, self.documents)
            yield from ((document.file, document.sha256) for document, _ in found)
        elif self.kept is not None:
            for path in (self.kept.path, self.kept.sheet):
                name = f"{self.list_id}/{path.name}"
                yield name, hashlib.sha256(path.read_bytes()).hexdigest()


def find_sources(bundled: Path, imports: Path, documents: Path | None) -> tuple[EditionSource, ...]:
    """Return the editions there are, one source each, sorted by list and date.

    :param bundled: the folder of bundled facts, ``data/editions``
    :param imports: the folder of imported editions; it need not exist
    :param documents: the folder of official documents to read anew, or None
    :returns: of an edition in several places, the documents before the import, the import before
        the bundled facts
    """
    found: dict[tuple[str, datetime.date], EditionSource] = {}
    for folder in (bundled, imports):
        for file in edition_files(folder):
            key = (file.list_id, file.date)
            found[key] = EditionSource(file.list_id, file.date, file, None)
    for list_id in list_ids():
        for edition in read_descriptor(list_id).editions:
            if documents is not None and find_documents(edition, documents):
                key = (list_id, edition.date)
                found[key] = EditionSource(list_id, edition.date, None, documents)
    return tuple(source for _, source in sorted(found.items()))
