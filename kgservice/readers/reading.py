"""Reading documents: one by path, or all that a list's descriptor knows of."""

import datetime
from dataclasses import replace
from functools import reduce
from pathlib import Path

from kgservice.codes import grammar_named
from kgservice.errors import DocumentError
from kgservice.model import Reading
from kgservice.readers.descriptors import (
    DocumentDescriptor,
    EditionDescriptor,
    ListDescriptor,
    list_ids,
    own_list,
    read_descriptor,
)
from kgservice.readers.documents import Document, read_document
from kgservice.readers.formats import reader_of, recognise_format
from kgservice.readers.languages import merge_languages


def read_list_document(
    path: Path, list_id: str, date: datetime.date, format_name: str | None = None
) -> tuple[Reading, ListDescriptor]:
    """Read one document as an edition of a list.

    A list that no descriptor knows is an authority's own; its codes are read as five-character
    codes where they are such, else freely.

    :param path: of the document
    :param list_id: of a described list, or an authority's own id
    :param date: from which the edition stands
    :param format_name: recognised from the document where None
    :returns: what was read, and the descriptor it was read by
    :raises DocumentError: if the document cannot be read
    """
    document = read_document(path)
    reader = reader_of(format_name or recognise_format(document))
    known = _described(list_id, document)
    lang = known.lang if known else "en"
    if list_id in list_ids():
        descriptor = read_descriptor(list_id)
        reading = reader.read(document, descriptor, date, lang)
    else:
        descriptor, reading = _read_own_list(document, list_id, date, reader.FORMAT)
    if known and known.url:
        sources = tuple(replace(source, url=known.url) for source in reading.edition.sources)
        reading = replace(reading, edition=replace(reading.edition, sources=sources))
    return reading, descriptor


def _described(list_id: str, document: Document) -> DocumentDescriptor | None:
    if list_id not in list_ids():
        return None
    for edition in read_descriptor(list_id).editions:
        for known in edition.documents:
            if known.sha256 == document.sha256:
                return known
    return None


def _read_own_list(
    document: Document, list_id: str, date: datetime.date, format_name: str
) -> tuple[ListDescriptor, Reading]:
    reader = reader_of(format_name)
    free = own_list(list_id, "free")
    reading = reader.read(document, free, date, "en")
    numbered = grammar_named("five-character")
    if all(numbered.is_code(entry.code) for entry in reading.edition.entries):
        descriptor = own_list(list_id, numbered.name)
        return descriptor, reader.read(document, descriptor, date, "en")
    return free, reading


def find_documents(
    edition: EditionDescriptor, folder: Path
) -> tuple[tuple[DocumentDescriptor, Path], ...]:
    """Return the documents of an edition that a folder holds, one a language.

    Several documents in one language are the same text in other containers: the first counts.
    Empty where a language is missing, for half an edition is none.
    """
    found: dict[str, tuple[DocumentDescriptor, Path]] = {}
    for document in edition.documents:
        path = folder / document.file
        if document.lang not in found and path.is_file():
            found[document.lang] = (document, path)
    languages = {document.lang for document in edition.documents}
    return tuple(found.values()) if set(found) == languages else ()


def read_described_edition(
    descriptor: ListDescriptor, edition: EditionDescriptor, folder: Path
) -> Reading | None:
    """Read an edition from its documents in a folder; None where they are not all there.

    Documents in several languages become one edition with texts in each.

    :param descriptor: of the list
    :param edition: as the descriptor describes it: its documents and their SHA-256
    :param folder: that the documents' paths start from
    :returns: one reading for all languages; None where a document is missing
    :raises DocumentError: if a document cannot be read, or its bytes are not those described
    """
    documents = find_documents(edition, folder)
    readings = [_read_described(descriptor, edition, *found) for found in documents]
    return reduce(_merge, readings) if readings else None


def _merge(first: Reading, second: Reading) -> Reading:
    return Reading(
        merge_languages(first.edition, second.edition),
        first.unplaced + second.unplaced,
        first.characters + second.characters,
        first.placed + second.placed,
    )


def _read_described(
    descriptor: ListDescriptor,
    edition: EditionDescriptor,
    known: DocumentDescriptor,
    path: Path,
) -> Reading:
    document = read_document(path)
    if document.sha256 != known.sha256:
        raise DocumentError(
            f"{path}: has SHA-256 {document.sha256}, but {descriptor.id} {edition.date} was "
            f"described from {known.sha256}; import it with its own edition date"
        )
    reading = reader_of(known.format).read(document, descriptor, edition.date, known.lang)
    sources = tuple(replace(source, url=known.url) for source in reading.edition.sources)
    return replace(reading, edition=replace(reading.edition, sources=sources))
