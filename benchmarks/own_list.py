"""How long 25,000 rows take to validate and compare: ``python -m benchmarks.own_list [ROWS]``.

An invented list of that many rows is validated, and held against an invented edition of as many
entries, once with the texts of that edition and once with their digests alone, in the process of
its own and with the progress bar of the verb.  One row in ten differs in its limit.
"""

import datetime
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from kgservice.cli.progress import progress_bar
from kgservice.graph.catalogue import EditionOutline, list_triples
from kgservice.graph.editions import edition_triples
from kgservice.graph.labels import read_labels
from kgservice.graph.terms import line
from kgservice.model import Edition
from kgservice.namespaces import edition_iri
from kgservice.own_list.running import compare_submission
from kgservice.readers.descriptors import own_list
from kgservice.settings import Settings
from kgservice.store import Limits, Store, open_dataset
from kgservice.submission import Submission
from kgservice.submission.checking import read_submission
from kgservice.submission.running import validate_submission

ROWS: Final = 25_000
PATIENCE: Final = 600.0
DAY: Final = datetime.date(2025, 1, 1)
LIST: Final = own_list("zz-list", "five-character")
SYLLABLES: Final = ("zor", "glim", "wib", "quel", "nad", "pru", "tes", "mok", "vil", "sark")


def main(rows: int) -> None:
    """Validate and compare, and print how long it took and what else the machine did."""
    own, other = table(rows, every=10), table(rows, every=0)
    _told(f"{rows:,} rows validated", lambda: validate(Submission("own.csv", own)))
    _, read = read_submission(Submission("other.csv", other), lambda step, done, of: None)
    edition = replace(read.edition, list_id=LIST.id, date=DAY)
    for kind, held in (("digests", without_texts(edition)), ("texts", edition)):
        with tempfile.TemporaryDirectory() as folder:
            store = open_dataset(write(held, Path(folder)), Limits(PATIENCE), 1)
            told = f"{rows:,} rows against {len(edition.entries):,} entries with {kind}"
            try:
                _told(told, partial(compare, Submission("own.csv", own), store))
            finally:
                store.close()


def _told(what: str, deed: Callable[[], None]) -> None:
    """Do something, and print how long it took."""
    begun, before = time.perf_counter(), _processor_seconds()
    deed()
    seconds, worked = time.perf_counter() - begun, _processor_seconds() - before
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    sys.stdout.write(
        f"{what}: {seconds:.1f} s, of them {worked:.1f} s of work (load averages {load})\n"
    )


def validate(submission: Submission) -> None:
    """Validate a list as the verb does."""
    with progress_bar() as report:
        validate_submission(submission, PATIENCE, Settings().max_memory, report)


def compare(submission: Submission, store: Store) -> None:
    """Compare a list with the invented one, as the verb does."""
    with progress_bar() as report:
        limits = PATIENCE, Settings().max_memory
        compare_submission(submission, store, LIST.id, "json", *limits, report)


def _processor_seconds() -> float:
    """Return the processor time of this process and of its children that have ended."""
    who = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, who))


def table(rows: int, every: int) -> bytes:
    """Return a list of so many rows; ``every`` how many of them another limit stands, 0 never."""
    return "".join(_lines(rows, every)).encode()


def _lines(rows: int, every: int) -> Iterator[str]:
    words = random.Random(7)  # noqa: S311 - the same words each time
    yield "code,text,lang\n"
    for number in range(rows):
        top, below = divmod(number, 26)
        code = f"{top // 500}{'ABCDE'[top // 100 % 5]}9{top % 100:02d}"
        code += f".{'abcdefghijklmnopqrstuvwxyz'[below]}" if below else ""
        name = " ".join("".join(words.choices(SYLLABLES, k=2)) for _ in range(8))
        limit = 100 + number + bool(every and number % every == 0)
        yield f"{code},Invented {name} having a frequency exceeding {limit} Hz;,en\n"


def without_texts(edition: Edition) -> Edition:
    """Return an edition with the digests of its texts alone."""
    entries = (
        replace(entry, texts=tuple(replace(text, value=None) for text in entry.texts))
        for entry in edition.entries
    )
    return replace(edition, entries=tuple(entries))


def write(edition: Edition, folder: Path) -> Path:
    """Write an edition as a build does, and return the file."""
    codes = tuple(entry.code for entry in edition.entries)
    outline = EditionOutline(edition.list_id, edition.date, edition.extent, codes)
    path = folder / "edition.nq"
    tail = f" <{edition_iri(edition.list_id, edition.date)}> .\n"
    with path.open("w", encoding="utf-8") as out:
        out.writelines(map(line, list_triples(LIST, [outline])))
        for triple in edition_triples(edition, LIST, read_labels(folder)):
            out.write(line(triple).removesuffix(" .\n") + tail)
    return path


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
