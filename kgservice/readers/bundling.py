"""The bundled facts anew: ``python -m kgservice.readers.bundling DOCUMENTS FOLDER``.

Reads every described edition whose documents are in DOCUMENTS and keeps it in FOLDER without
official wording.  ``make facts`` runs it; a test compares what it makes with what is bundled.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from kgservice.model import Reading
from kgservice.readers.descriptors import (
    EditionDescriptor,
    ListDescriptor,
    list_ids,
    read_descriptor,
)
from kgservice.readers.edition_files import write_edition
from kgservice.readers.reading import read_described_edition


def described_readings(
    documents: Path,
) -> Iterator[tuple[ListDescriptor, EditionDescriptor, Reading]]:
    """Yield a reading of every described edition whose documents are there, by list and date.

    :param documents: the folder that the descriptors' paths start from
    :yields: the list, the edition as described, and what was read
    :raises DocumentError: if one cannot be read
    """
    for list_id in list_ids():
        descriptor = read_descriptor(list_id)
        for edition in descriptor.editions:
            reading = read_described_edition(descriptor, edition, documents)
            if reading is not None:
                yield descriptor, edition, reading


def main(documents: Path, folder: Path) -> None:
    """Write the facts of every edition, and say what each holds."""
    for descriptor, _, reading in described_readings(documents):
        file = write_edition(reading, descriptor, folder, with_texts=False)
        share = f"placed {100 * reading.placed_share:.2f} %"
        entries, gaps = len(reading.edition.entries), len(reading.edition.gaps)
        sys.stdout.write(f"{file.path}: {entries:,} entries, {gaps} gaps, {share}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
