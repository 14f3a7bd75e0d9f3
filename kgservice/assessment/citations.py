"""The sources that rules cite, by the id under which they do."""

from pathlib import Path
from typing import Final

from kgservice.assessment.model import Citation
from kgservice.graph.facts import read_facts
from kgservice.namespaces import ID

_COLUMNS: Final = ("id", "citation", "source")


def read_citations(folder: Path) -> dict[str, Citation]:
    """Return the citations of ``assessment-sources.csv`` in a folder, by id.

    :param folder: holds the table
    :returns: citations by id
    :raises TableError: if the header is another, or a row names no source
    """
    return {
        row["id"]: _citation(row.cells)
        for row in read_facts(folder / "assessment-sources.csv", _COLUMNS)
    }


def _citation(cells: dict[str, str]) -> Citation:
    address = cells["source"] if cells["source"].startswith("https://") else None
    return Citation(cells["citation"], address, f"{ID}source/{cells['id']}")
