"""An edition's graph written as a package, in a process of its own that gives its memory back.

What comes in is the graph as N-Triples in any order, from the store, or for mappings what
:mod:`kgservice.web.mapping_packages` says; what goes out is one file.
Lines are sorted in runs on disk, so N-Quads and Turtle need no more memory than a run.  Tables
are what reading the graph back gives, in the form in which a list is imported.
"""

import csv
import gzip
import heapq
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, TextIO, cast

import openpyxl
from pyoxigraph import RdfFormat, parse, serialize

from kgservice.cells import text_cell, write_rows
from kgservice.correspondence import EditionKey
from kgservice.namespaces import PREFIXES, edition_iri
from kgservice.readers.reading import read_list_document
from kgservice.readers.table_writer import write_table
from kgservice.readers.template import workbook_bytes
from kgservice.web.jsonld import CONTEXT, write_document
from kgservice.web.mapping_packages import FORM as MAPPINGS
from kgservice.web.mapping_packages import write_mappings

RUN: Final = 50_000
END: Final = b" .\n"


@dataclass(frozen=True, slots=True)
class Package:
    """What is packed.

    :ivar list_id: of the list
    :ivar edition: the day from which the edition stands
    :ivar form: one of :data:`WRITERS`
    """

    list_id: str
    edition: date
    form: str

    @property
    def name(self) -> str:
        """Return the name of its file."""
        return f"{self.list_id}-{self.edition.isoformat()}.{self.form}"


def write_package(package: Package, source: Path, target: Path) -> None:
    """Write a package.

    :param package: what is packed, and in which form
    :param source: the graph of the edition as N-Triples, each statement once; or its mappings
    :param target: the file to write
    :raises KgServiceError: if the graph cannot be read as an edition
    """
    WRITERS[package.form](package, source, target)


def sort_lines(source: Path, folder: Path, run: int = RUN) -> Iterator[bytes]:
    """Yield the lines of a file in code point order, each once.

    :param source: lines that all end in a line feed
    :param folder: where runs are kept meanwhile
    :param run: lines that are held in memory at once
    :yields: lines with their ends
    """
    with ExitStack() as stack:
        lines = stack.enter_context(source.open("rb"))
        runs: list[BinaryIO] = []
        while piece := sorted(islice(lines, run)):
            kept = stack.enter_context(tempfile.TemporaryFile(dir=folder))
            kept.writelines(piece)
            kept.seek(0)
            runs.append(cast(BinaryIO, kept))
        former = b""
        for line in heapq.merge(*runs):
            if line != former:
                yield line
            former = line


def _quads(package: Package, source: Path, folder: Path) -> Iterator[bytes]:
    tail = f" <{edition_iri(package.list_id, package.edition)}>".encode() + END
    for line in sort_lines(source, folder):
        yield line.removesuffix(END) + tail


def _nq(package: Package, source: Path, target: Path) -> None:
    with target.open("wb") as out:
        out.writelines(_quads(package, source, target.parent))


def _nq_gz(package: Package, source: Path, target: Path) -> None:
    with target.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as out:
        out.writelines(_quads(package, source, target.parent))


def _ttl(package: Package, source: Path, target: Path) -> None:
    """Write Turtle; the engine's own order of prefixes changes, so they are written here."""
    with _sorted_file(source, target) as lines, target.open("wb") as out:
        for name, iri in PREFIXES.items():
            out.write(f"@prefix {name}: <{iri}> .\n".encode())
        body = _Headless(out, len(PREFIXES))
        serialize(
            parse(lines, RdfFormat.N_TRIPLES),
            cast(BinaryIO, body),
            RdfFormat.TURTLE,
            prefixes=PREFIXES,
        )


class _Headless:
    """A file to which all but the first lines of what is written go."""

    def __init__(self, out: BinaryIO, lines: int) -> None:
        self._out = out
        self._lines = lines

    def write(self, data: bytes) -> int:
        """Write what is left of a piece."""
        rest = data
        while self._lines and b"\n" in rest:
            rest = rest.partition(b"\n")[2]
            self._lines -= 1
        if not self._lines:
            self._out.write(rest)
        return len(data)

    def flush(self) -> None:
        """Do nothing: the file is flushed when it is closed."""


def _jsonld(package: Package, source: Path, target: Path) -> None:
    """Write JSON-LD that carries its context, so that it reads without a network."""
    with _sorted_file(source, target) as lines, target.open("w", encoding="utf-8") as out:
        out.writelines(write_document(parse(lines, RdfFormat.N_TRIPLES), CONTEXT))


def _sorted_file(source: Path, target: Path) -> BinaryIO:
    kept = tempfile.TemporaryFile(dir=target.parent)
    kept.writelines(sort_lines(source, target.parent))
    kept.seek(0)
    return cast(BinaryIO, kept)


def _table(package: Package, source: Path, out: TextIO) -> None:
    reading, _ = read_list_document(source, package.list_id, package.edition, "rdf")
    write_table(reading.edition, out, with_texts=True)


def _rows(package: Package, source: Path, target: Path) -> Iterator[list[str]]:
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="", dir=target.parent) as kept:
        _table(package, source, cast(TextIO, kept))
        kept.seek(0)
        yield from csv.reader(kept)


def _csv(package: Package, source: Path, target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as out:
        write_rows(_rows(package, source, target), out)


def _xlsx(package: Package, source: Path, target: Path) -> None:
    """Write a workbook whose cells are all text, so that codes stay codes."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(package.list_id)
    for row in _rows(package, source, target):
        sheet.append([text_cell(sheet, text) for text in row])
    book.properties.created = datetime.combine(package.edition, time())
    target.write_bytes(workbook_bytes(book))


def _sssom(package: Package, source: Path, target: Path) -> None:
    """Write the mappings of an edition; what comes in is no graph but a file of blocks."""
    write_mappings(EditionKey(package.list_id, package.edition), source, target)


Writer = Callable[[Package, Path, Path], None]
WRITERS: Final[dict[str, Writer]] = {
    "nq.gz": _nq_gz,
    "nq": _nq,
    "ttl": _ttl,
    "jsonld": _jsonld,
    "csv": _csv,
    "xlsx": _xlsx,
    MAPPINGS: _sssom,
}
MEDIA_TYPES: Final = {
    "nq.gz": "application/gzip",
    "nq": "application/n-quads",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    MAPPINGS: "text/tab-separated-values",
}


def copy_body(pieces: Iterable[bytes], target: Path) -> None:
    """Write the pieces of an answer into a file."""
    with target.open("wb") as out:
        out.writelines(pieces)
