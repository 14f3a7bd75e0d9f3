"""The file of an index: what stands in it, and writing it whole or not at all.

::

    about       key, value: format, release
    item        one row a thing that can be found
    cas         CAS numbers of items
    segment     one row an item and language; its id is the row of ``words``
    words       full text (FTS5) of a segment: code, label, names, text
    vocabulary  every word of ``words``, for mistyped ones
"""

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from kgservice.errors import IndexBuildError
from kgservice.search.model import Item
from kgservice.search.words import squeeze

INDEX: Final = "search.sqlite"
FORMAT: Final = "1"
_SCHEMA: Final = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE item (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL, list TEXT NOT NULL,
  code TEXT NOT NULL, squeezed TEXT NOT NULL, edition TEXT NOT NULL, status TEXT NOT NULL,
  labels TEXT NOT NULL, above TEXT NOT NULL
);
CREATE TABLE cas (number TEXT NOT NULL, item INTEGER NOT NULL);
CREATE TABLE segment (id INTEGER PRIMARY KEY, item INTEGER NOT NULL, lang TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(
  code, label, names, text, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4'
);
CREATE VIRTUAL TABLE terms USING fts5vocab(words, row);
"""
_INDEXES: Final = """
CREATE TABLE vocabulary (word TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO vocabulary SELECT term FROM terms;
DROP TABLE terms;
CREATE INDEX item_squeezed ON item (squeezed);
CREATE INDEX item_iri ON item (iri);
CREATE INDEX cas_number ON cas (number);
INSERT INTO words (words) VALUES ('optimize');
ANALYZE;
"""


def write_index(path: Path, items: Iterable[Item], release: str) -> None:
    """Write an index of a release; it stands whole at its path, or not at all.

    :param path: of the file, whose folder is made where it is missing
    :param items: in the order in which equal hits are shown
    :param release: id of the release that they are of
    :raises IndexBuildError: if the file cannot be written
    """
    unfinished = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            _fill(connection, items, release)
        unfinished.replace(path)
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise IndexBuildError(f"the search index cannot be written to {path}: {error}") from error


def _fill(connection: sqlite3.Connection, items: Iterable[Item], release: str) -> None:
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
    connection.execute("BEGIN")
    about = (("format", FORMAT), ("release", release))
    connection.executemany("INSERT INTO about VALUES (?, ?)", about)
    segment = 0
    for number, item in enumerate(items, 1):
        connection.execute("INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (
            number, item.iri, item.kind, item.list, item.code, squeeze(item.code), item.edition,
            item.status, json.dumps(dict(item.labels)), json.dumps(dict(item.above)),
        ))  # fmt: skip
        connection.executemany("INSERT INTO cas VALUES (?, ?)", ((cas, number) for cas in item.cas))
        for lang, label, text in _segments(item):
            segment += 1
            row = (segment, item.code, label, "\n".join(item.names), text)
            connection.execute("INSERT INTO segment VALUES (?, ?, ?)", (segment, number, lang))
            connection.execute(
                "INSERT INTO words (rowid, code, label, names, text) VALUES (?, ?, ?, ?, ?)", row
            )
    connection.execute("COMMIT")
    connection.executescript(_INDEXES)


def _segments(item: Item) -> Iterator[tuple[str, str, str]]:
    """Yield language, label and text of each language of an item; one of none where it has none."""
    languages = dict.fromkeys(lang for lang, _ in (*item.labels, *item.texts)) or {"": None}
    labels = dict(item.labels)
    for language in languages:
        texts = (text for lang, text in item.texts if lang == language)
        yield language, labels.get(language, ""), "\n".join(texts)
