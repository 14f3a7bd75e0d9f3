"""Editions kept on disk: a table and, beside it, a sheet of what a table cannot say.

``FOLDER/<list>/<date>.csv`` is the table, ``<date>.json`` the sheet: sources with digests,
extent, gaps, counts, placement.  Bundled facts and imported documents are kept alike; only
imported ones carry official wording.
"""

import datetime
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kgservice.errors import DocumentError, TableError
from kgservice.model import Edition, Extent, Gap, GapKind, Reading, Source
from kgservice.readers import table
from kgservice.readers.counts import count_edition
from kgservice.readers.descriptors import ListDescriptor, list_ids, own_list, read_descriptor
from kgservice.readers.documents import read_document
from kgservice.readers.table_writer import write_table

_LIST_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class EditionFile:
    """Where an edition is kept; ``path`` is its table."""

    list_id: str
    date: datetime.date
    path: Path

    @property
    def sheet(self) -> Path:
        """The sheet beside the table."""
        return self.path.with_suffix(".json")


def edition_files(folder: Path) -> Iterator[EditionFile]:
    """Yield the editions kept in a folder, sorted by list and date.

    :param folder: ``data/editions`` or the folder of imports: a folder a list in it; it need not
        exist
    :yields: the edition's table, whose sheet is sure to stand beside it
    :raises DocumentError: if a table is not named by a date, or has no sheet
    """
    for path in sorted(folder.glob("*/*.csv")):
        try:
            date = datetime.date.fromisoformat(path.stem)
        except ValueError as error:
            wanted = "expected a name such as 2025-09-29.csv"
            raise DocumentError(f"{path}: is not named by a date; {wanted}") from error
        file = EditionFile(path.parent.name, date, path)
        if not file.sheet.is_file():
            raise DocumentError(f"{path}: has no sheet {file.sheet.name} beside it")
        yield file


def read_edition(file: EditionFile) -> tuple[Edition, ListDescriptor]:
    """Read an edition back from its table and sheet, with its list's descriptor.

    :param file: the table, named by list and date
    :returns: the edition with the sources, completeness and gaps of its sheet; the descriptor of
        the list, or one made for an authority's own list
    :raises TableError: if the table cannot be used, the sheet is not of its form, or the two
        are not of one edition
    """
    sheet = _read_sheet(file)
    descriptor = _descriptor_of(file.list_id, sheet.grammar)
    edition = table.read(read_document(file.path), descriptor, file.date, "en").edition
    whole = replace(edition, sources=sheet.sources, extent=sheet.extent, gaps=sheet.gaps)
    for name, count in count_edition(whole).items():
        if sheet.counts.get(name) != count:
            raise TableError(
                f"{file.path}: holds {count} {name}, but {file.sheet.name} says "
                f"{sheet.counts.get(name)}; import the edition anew"
            )
    return whole, descriptor


def _descriptor_of(list_id: str, grammar: str) -> ListDescriptor:
    """Return the descriptor of a list, or a bare one for an authority's own list."""
    return read_descriptor(list_id) if list_id in list_ids() else own_list(list_id, grammar)


@dataclass(frozen=True, slots=True)
class _Sheet:
    grammar: str
    sources: tuple[Source, ...]
    extent: Extent
    gaps: tuple[Gap, ...]
    counts: dict[str, int]


def _read_sheet(file: EditionFile) -> _Sheet:
    try:
        sheet = json.loads(file.sheet.read_text(encoding="utf-8"))
        return _Sheet(
            sheet["grammar"],
            tuple(Source(**source) for source in sheet["sources"]),
            Extent(sheet["extent"]),
            tuple(Gap(code, GapKind(kind)) for code, kind in sheet["gaps"]),
            dict(sheet["counts"]),
        )
    except KeyError as error:
        raise TableError(f"{file.sheet}: lacks the key {error}; import the edition anew") from error
    except (OSError, ValueError, TypeError) as error:
        raise TableError(
            f"{file.sheet}: is no edition's sheet: {error}; import the edition anew"
        ) from error


def write_edition(
    reading: Reading, descriptor: ListDescriptor, folder: Path, *, with_texts: bool
) -> EditionFile:
    """Keep an edition; what stood there before stays until the new one is whole.

    :param reading: its edition names list and date; what was placed and lost goes into the sheet
    :param descriptor: of the list; its grammar is named in the sheet
    :param folder: a folder for the list is made in it
    :param with_texts: False leaves official wording out: the form of the bundled facts
    :returns: the table that was written; the sheet stands beside it
    :raises DocumentError: if the list's id is no name of a folder
    """
    edition = reading.edition
    if not _LIST_ID.fullmatch(edition.list_id):
        raise DocumentError(
            f"{edition.list_id!r} cannot name a list; expected lower-case words such as xx-dual-use"
        )
    home = folder / edition.list_id
    home.mkdir(parents=True, exist_ok=True)
    file = EditionFile(edition.list_id, edition.date, home / f"{edition.date.isoformat()}.csv")
    table_part = home / f".{file.path.name}-{os.getpid()}"
    sheet_part = home / f".{file.sheet.name}-{os.getpid()}"
    try:
        with table_part.open("w", encoding="utf-8", newline="") as out:
            write_table(edition, out, with_texts=with_texts)
        sheet = json.dumps(_sheet(reading, descriptor), indent=1, ensure_ascii=False)
        sheet_part.write_text(sheet + "\n", encoding="utf-8")
        sheet_part.replace(file.sheet)
        table_part.replace(file.path)
    finally:
        table_part.unlink(missing_ok=True)
        sheet_part.unlink(missing_ok=True)
    return file


def _sheet(reading: Reading, descriptor: ListDescriptor) -> dict[str, object]:
    edition = reading.edition
    return {
        "list": edition.list_id,
        "date": edition.date.isoformat(),
        "extent": edition.extent,
        "grammar": descriptor.grammar_name,
        "sources": [
            {
                "file": source.file,
                "format": source.format,
                "lang": source.lang,
                "sha256": source.sha256,
                "url": source.url,
            }
            for source in edition.sources
        ],
        "counts": count_edition(edition),
        "characters": reading.characters,
        "placed": reading.placed,
        "unplaced": len(reading.unplaced),
        "gaps": [[gap.code, gap.kind] for gap in edition.gaps],
    }
