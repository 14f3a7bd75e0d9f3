"""Similarities that are kept beside the editions whose wordings they were measured on.

The bundled facts hold no texts, so what only texts can tell is kept as numbers:
``data/similarities/FIRST_DATE--SECOND_DATE.csv``, and in ``inputs.json`` a digest of the two
editions' codes and text digests.  Where a build reads other texts, it measures anew.  ``make
facts`` writes them; a test with documents measures again and compares.
"""

import csv
import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kgservice.errors import TableError
from kgservice.harmonization.families import pairs_of
from kgservice.harmonization.similarity import Progress, Similarity, measure_similarity
from kgservice.model import Edition, Extent
from kgservice.sources import find_sources

FOLDER: Final = "similarities"
INPUTS: Final = "inputs.json"
COLUMNS: Final = ("first", "second", "words", "path", "numbers")
_NUMBERS: Final = {"same": True, "other": False, "": None}


def kept_or_measured(
    first: Edition, second: Edition, folder: Path, progress: Progress = lambda done, of: None
) -> tuple[Similarity, ...]:
    """Return the similarities of two editions: as kept, or measured where none are kept of them.

    :param first: an edition
    :param second: an edition of another list
    :param folder: ``data/similarities``; it need not exist
    :param progress: called while wordings are measured
    :returns: what :func:`measure_similarity` gives; nothing where no texts are held either
    :raises TableError: if the kept table is not of its form
    """
    path = folder / file_name(first, second)
    if path.is_file():
        inputs = json.loads((folder / INPUTS).read_text(encoding="utf-8"))
        if inputs.get(path.stem) == digest_of(first, second):
            return read_similarities(path)
    return measure_similarity(first, second, progress)


def file_name(first: Edition, second: Edition) -> str:
    """Return the name of the table of two editions."""
    ends = (f"{edition.list_id}_{edition.date.isoformat()}" for edition in (first, second))
    return "--".join(ends) + ".csv"


def digest_of(first: Edition, second: Edition) -> str:
    """Return the SHA-256 of two editions' codes and text digests, in reading order."""
    found = hashlib.sha256()
    for edition in (first, second):
        for entry in edition.entries:
            digests = sorted(f"{text.lang} {text.digest}" for text in entry.texts)
            found.update(f"{entry.code} {' '.join(digests)}\n".encode())
    return found.hexdigest()


def read_similarities(path: Path) -> tuple[Similarity, ...]:
    """Return the similarities of a table.

    :param path: a table as :func:`write_similarities` writes it
    :returns: in the order of the table
    :raises TableError: if the header is another, or a cell cannot be read
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if tuple(next(reader, ())) != COLUMNS:
            raise TableError(f"{path.name}, row 1: expected the columns {', '.join(COLUMNS)}")
        found = []
        for number, row in enumerate(reader, 2):
            try:
                first, second, words, along, numbers = row
                found.append(Similarity(first, second, int(words), int(along), _NUMBERS[numbers]))
            except (ValueError, KeyError) as error:
                wanted = "expected two codes, two whole numbers, and same, other or nothing"
                raise TableError(f"{path.name}, row {number}: {row}; {wanted}") from error
    return tuple(found)


def write_similarities(found: Iterable[Similarity], path: Path) -> None:
    """Write similarities as a table."""
    said = {value: name for name, value in _NUMBERS.items()}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((s.first, s.second, s.words, s.path, said[s.numbers]) for s in found)


def present_editions(data: Path, imports: Path, documents: Path | None) -> dict[str, list[Edition]]:
    """Return the editions of each list, the present one first, then older ones, the newest first.

    :param data: the folder of bundled data
    :param imports: the folder of imported editions; it need not exist
    :param documents: a folder of official documents to read anew, or None
    :returns: editions by list, without excerpts
    :raises DocumentError: if an edition's source cannot be read
    """
    found: dict[str, list[Edition]] = {}
    for source in find_sources(data / "editions", imports, documents):
        edition = source.read()[0]
        if edition.extent is not Extent.EXCERPT:
            found.setdefault(source.list_id, []).insert(0, edition)
    return found


def keep(documents: Path, data: Path) -> None:
    """Measure all pairs of present editions anew and write what is kept."""
    editions = present_editions(data, data / "no-imports", documents)
    folder = data / FOLDER
    folder.mkdir(exist_ok=True)
    inputs: dict[str, str] = {}
    for stale in folder.glob("*.csv"):
        stale.unlink()
    for one, other in pairs_of(editions):
        first, second = editions[one][0], editions[other][0]
        path = folder / file_name(first, second)
        write_similarities(measure_similarity(first, second), path)
        inputs[path.stem] = digest_of(first, second)
    text = json.dumps(inputs, indent=1, sort_keys=True) + "\n"
    (folder / INPUTS).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    keep(Path(sys.argv[1]), Path(sys.argv[2]))
