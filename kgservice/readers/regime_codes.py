"""The codes of the regimes' own lists, off the code trees of a licensing system.

``python -m kgservice.readers.regime_codes DOCUMENTS FOLDER`` writes one table a list: code,
parent, source.  A tree's root is the list itself and no code of it.  A code that the tree shows
only by those below it is added, and its source says so.  What the lists cannot number is left
out: see :data:`LEFT_OUT`.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgservice.codes import Grammar
from kgservice.errors import TableError
from kgservice.readers.descriptors import read_descriptor
from kgservice.readers.documents import decode, read_document

COLUMNS: Final = ("code", "parent", "source")
TREES: Final = {
    "mtcr-annex": (
        "united-kingdom/regimes_MTCR_Cat_1_regimes.csv",
        "united-kingdom/regimes_MTCR_Cat_2_regimes.csv",
    ),
    "nsg-part-1": ("united-kingdom/regimes_NSG_Potential_trigger_list.csv",),
    "nsg-part-2": ("united-kingdom/regimes_NSG_Dual_use.csv",),
}
"""The trees of each list, as paths below the documents folder."""
RESERVED: Final = {"mtcr-annex": ("5", "7", "8")}
"""Items that a tree has no code of because its list keeps them free."""
LEFT_OUT: Final = {
    "nsg-part-1": {
        "T2.4": "its section 2 has the two paragraphs 2.1 and 2.2",
        "T7.7": "its section 7 has the two paragraphs 7.1 and 7.2",
        "T7.7.6": "stands where 7.1.6 is missing; which of the two is meant is not told",
    }
}
"""Codes of a tree that its list does not have, and why they are not taken for its own."""
_ROOTS: Final = frozenset({"N", "T"})
_IMPLIED: Final = "shown by the codes below it in"
_FACTS: Final = "facts/regimes.csv"


@dataclass(frozen=True, slots=True)
class RegimeCode:
    """A code of a regime's list, the code above it, and where it was read."""

    code: str
    parent: str | None
    source: str


def read_code_trees(documents: Path, list_id: str) -> tuple[RegimeCode, ...]:
    """Return the codes of a list in its order, from the trees below the documents folder.

    :param documents: the folder of official documents; the trees lie below it
    :param list_id: a list that has no edition here, such as ``mtcr-annex``
    :returns: each code with its parent and the tree it was read in, parents before children
    :raises CodeError: if a tree holds a code that the list's grammar does not know
    :raises DocumentError: if a tree cannot be read
    """
    grammar = read_descriptor(list_id).grammar
    found: dict[str, str] = {}
    for tree in TREES[list_id]:
        for text in _codes_of(documents / tree):
            if text not in _ROOTS and text not in LEFT_OUT.get(list_id, {}):
                found[grammar.normalise(text)] = tree
    for code, tree in tuple(found.items()):
        for above in grammar.ancestors(code):
            found.setdefault(above, f"{_IMPLIED} {tree}")
    for code in RESERVED.get(list_id, ()):
        found.setdefault(code, _FACTS)
    return tuple(_sorted(found, grammar))


def _sorted(found: dict[str, str], grammar: Grammar) -> Iterator[RegimeCode]:
    for code in sorted(found, key=grammar.sort_key):
        yield RegimeCode(code, grammar.parent(code), found[code])


def _codes_of(path: Path) -> Iterator[str]:
    for row in csv.reader(decode(read_document(path)).splitlines()):
        if row:
            yield row[0].strip()


def write_codes(codes: Iterable[RegimeCode], path: Path) -> None:
    """Write a list's codes as a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((code.code, code.parent or "", code.source) for code in codes)


def read_codes(path: Path) -> tuple[RegimeCode, ...]:
    """Return the codes of a table that is named by its list, each below one that stands before it.

    :param path: ``data/regime-codes/LIST.csv``
    :returns: the codes in the order of the table
    :raises TableError: if the header is another, a cell is empty, or a code or parent is wrong
    """
    grammar = read_descriptor(path.stem).grammar
    found: dict[str, RegimeCode] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise TableError(f"{path.name}, row 1: expected the columns {', '.join(COLUMNS)}")
        for number, row in enumerate(reader, 2):
            code, parent, source = (row[name] or "" for name in COLUMNS)
            place = f"{path.name}, row {number}"
            if not grammar.is_code(code) or grammar.normalise(code) != code or code in found:
                wanted = f"expected each {grammar.name} code once, as {grammar.example}"
                raise TableError(f"{place}: {code!r}; {wanted}")
            if (parent or None) != grammar.parent(code) or (parent and parent not in found):
                raise TableError(
                    f"{place}: {code} under {parent!r}; expected {grammar.parent(code)!r}, above it"
                )
            if not source:
                raise TableError(f"{place}: source is empty; every code needs one")
            found[code] = RegimeCode(code, parent or None, source)
    return tuple(found.values())


def main(documents: Path, folder: Path) -> None:
    """Write the table of every list, and say what each holds."""
    folder.mkdir(parents=True, exist_ok=True)
    for list_id in TREES:
        codes = read_code_trees(documents, list_id)
        write_codes(codes, folder / f"{list_id}.csv")
        sys.stdout.write(f"{list_id}: {len(codes)} codes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
