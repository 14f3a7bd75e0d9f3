"""Official documents from their publishers, into the documents folder.

What is fetched is compared with the digests that the list's descriptor states.  Only a document
that has one of them takes its place in the folder; another is kept beside, under its own day.
"""

import contextlib
import datetime
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final
from urllib.parse import urlsplit

import httpx

from kgservice.errors import DocumentError, InputError, UnreachableError
from kgservice.readers.descriptors import DocumentDescriptor, EditionDescriptor, ListDescriptor
from kgservice.readers.documents import MAX_BYTES

DAY: Final = "{date}"
TIMEOUT: Final = httpx.Timeout(60.0, connect=20.0)
PIECE: Final = 65_536
Progress = Callable[[int, int | None], None]
"""Called with the bytes that came, and how many there will be where the publisher says so."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document that was fetched.

    :ivar path: where it lies now
    :ivar edition: the described edition whose document it is, ``None`` where it is none
    """

    path: Path
    address: str
    size: int
    sha256: str
    edition: datetime.date | None


def fetch_document(
    descriptor: ListDescriptor,
    date: datetime.date | None,
    folder: Path,
    progress: Progress,
    most: int = MAX_BYTES,
) -> Fetched:
    """Fetch a list's document from its publisher.

    :param descriptor: of the list, with the publisher's address of the document
    :param date: the day from which the edition stands; ``None`` for the text of today
    :param folder: of documents; made where it is missing
    :param progress: is told what came
    :param most: bytes that a document may have
    :returns: where the document lies, and which edition's it is
    :raises InputError: if no address is known, or the publisher's gives no text of that day
    :raises DocumentError: if it is too long, cut, empty, or not what the descriptor says
    :raises UnreachableError: if the publisher does not answer, or refuses
    """
    address = _address(descriptor, date)
    described = [edition for edition in descriptor.editions if date in (None, edition.date)]
    part = folder / f".{descriptor.id}-{os.getpid()}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            size, sha256 = _download(address, file, progress, most)
            file.flush()
            os.fsync(file.fileno())
        found = _find(described, sha256)
        if found is None and date is not None and described:
            raise DocumentError(
                f"{address}: its SHA-256 is {sha256}, which no document of {descriptor.id} {date}"
                " has; the publisher's text is another than the one described; nothing was kept"
            )
        path = folder / (found[1].file if found else _name(descriptor, date, address))
        path.parent.mkdir(parents=True, exist_ok=True)
        part.replace(path)
    except OSError as error:
        raise DocumentError(f"{folder}: cannot be written: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return Fetched(path, address, size, sha256, found[0].date if found else None)


def _address(descriptor: ListDescriptor, date: datetime.date | None) -> str:
    if descriptor.fetch_url is None:
        raise InputError(
            f"no address is known from which {descriptor.id} can be fetched; its publisher is"
            f" {descriptor.publisher_url}: download it there, then run 'kgservice import'"
        )
    if DAY not in descriptor.fetch_url:
        return descriptor.fetch_url
    day = date or max((each.date for each in descriptor.editions), default=None)
    if day is None:
        raise InputError(f"{descriptor.id} is fetched by its day; expected --edition DATE")
    return descriptor.fetch_url.replace(DAY, day.isoformat())


def _find(
    editions: list[EditionDescriptor], sha256: str
) -> tuple[EditionDescriptor, DocumentDescriptor] | None:
    """Return the described document of a digest, of the newest edition that has one."""
    for edition in sorted(editions, key=lambda each: each.date, reverse=True):
        for document in edition.documents:
            if document.sha256 == sha256:
                return edition, document
    return None


def _name(descriptor: ListDescriptor, date: datetime.date | None, address: str) -> str:
    """Return the name of a document that no descriptor knows."""
    day = date or datetime.datetime.now(datetime.UTC).date()
    suffix = PurePosixPath(urlsplit(address).path).suffix
    return f"fetched/{descriptor.id}.{day.isoformat()}{suffix}"


def _download(address: str, file: IO[bytes], progress: Progress, most: int) -> tuple[int, str]:
    """Write what stands at an address into a file; return its size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    try:
        with (
            httpx.Client(follow_redirects=True, max_redirects=5, timeout=TIMEOUT) as client,
            client.stream("GET", address) as reply,
        ):
            if reply.status_code != 200:
                raise UnreachableError(
                    f"{address} answers {reply.status_code} {reply.reason_phrase}; expected 200"
                )
            stated = reply.headers.get("Content-Length", "")
            whole = int(stated) if stated.isdecimal() else None
            for piece in reply.iter_bytes(PIECE):
                size += len(piece)
                if size > most:
                    raise DocumentError(f"{address}: more than {most:,} bytes; nothing was kept")
                digest.update(piece)
                file.write(piece)
                progress(size, whole)
    except httpx.RemoteProtocolError as error:
        raise DocumentError(f"{address}: was cut after {size:,} bytes: {error}") from error
    except httpx.HTTPError as error:
        raise UnreachableError(f"{address}: {error or type(error).__name__}") from error
    if not size:
        raise DocumentError(f"{address}: is empty; expected an official document")
    return size, digest.hexdigest()
