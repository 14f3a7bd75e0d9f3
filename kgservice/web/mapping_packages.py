"""The mappings of an edition to all other lists as a package: an SSSOM set in TSV.

What is known of each comparison comes from the store as rows; between store and package it lies in
a file of blocks: a row with both editions, then the rows of :mod:`recalled_things`.
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from kgservice.correspondence import EditionKey, ListComparison
from kgservice.harmonization.recalled_comparison import ComparisonName, seen_from
from kgservice.harmonization.recalled_things import key_of, read_rows, read_things
from kgservice.harmonization.sssom import mapping_set
from kgservice.namespaces import BASE, ID

FORM: Final = "sssom.tsv"
_ENDS: Final = 2
"""Cells of the row that begins a block."""


def compared_with(names: Iterable[ComparisonName], edition: EditionKey) -> list[ComparisonName]:
    """Return the comparisons that an edition has a part in, by the other list."""
    found = [name for name in names if edition in (name.subject, name.object)]
    return sorted(
        found,
        key=lambda name: (name.object if name.subject == edition else name.subject).list_id,
    )


def write_block(name: ComparisonName, answer: Iterable[str], path: Path) -> None:
    """Add what the store says of a comparison to a file of blocks.

    :param name: of the comparison
    :param answer: lines of CSV, as :func:`recalled_things.things_query` asks for them
    :param path: of the file
    """
    with path.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow((str(name.subject), str(name.object)))
        writer.writerows(read_rows(answer))


def write_mappings(edition: EditionKey, blocks: Path, target: Path) -> None:
    """Write the mappings of an edition.

    :param edition: whose mappings they are
    :param blocks: a file of blocks
    :param target: the file to write
    """
    iri = f"{BASE}download/{edition}.{FORM}"
    found = (seen_from(each, edition.list_id) for each in _read_blocks(blocks))
    with target.open("w", encoding="utf-8", newline="") as out:
        out.writelines(mapping_set(iri, edition, found))


def _read_blocks(blocks: Path) -> Iterator[ListComparison]:
    """Yield the comparisons of a file of blocks."""
    with blocks.open(encoding="utf-8", newline="") as lines:
        block: tuple[EditionKey, EditionKey] | None = None
        rows: list[list[str]] = []
        for row in csv.reader(lines):
            if len(row) == _ENDS:
                if block is not None:
                    yield read_things(rows, *block)
                block, rows = (key_of(ID + row[0]), key_of(ID + row[1])), []
            else:
                rows.append(row)
        if block is not None:
            yield read_things(rows, *block)
