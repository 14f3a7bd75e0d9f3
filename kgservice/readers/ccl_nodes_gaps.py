"""What the making of a Commerce Control List node file lost, beyond what sequences show."""

from collections.abc import Iterable, Set
from dataclasses import replace

from kgservice.codes import Grammar
from kgservice.model import Edition, Gap, GapKind, Level, Reading, Status


def lost_places(edition: Edition, told: Set[str], restated: Set[str]) -> set[Gap]:
    """Return the ECCNs that have items but no licence table, and those that are missing whole.

    Every ECCN with items has a licence table in the law.  Where the ECCN has no node, and no
    node below it carries the table, the file lost it.

    :param told: codes that have a node or a licence table
    :param restated: ECCNs that Supplements No. 6 and 7 name
    """
    parents = {entry.parent for entry in edition.entries if entry.status is Status.LISTED}
    codes = {entry.code for entry in edition.entries}
    tables = {
        Gap(entry.code, GapKind.LOST_TABLE)
        for entry in edition.entries
        if entry.level is Level.ENTRY and entry.code in parents and entry.code not in told
    }
    return tables | {Gap(code, GapKind.NOT_IN_SOURCE) for code in restated - codes}


def with_gaps(reading: Reading, gaps: Iterable[Gap], grammar: Grammar) -> Reading:
    """Return the reading with further gaps, its entries and gaps in the order of the codes."""
    edition = reading.edition
    ordered = sorted(edition.entries, key=lambda entry: grammar.sort_key(entry.code))
    all_gaps = sorted(
        {*edition.gaps, *gaps}, key=lambda gap: (grammar.sort_key(gap.code), gap.kind)
    )
    return replace(reading, edition=replace(edition, entries=tuple(ordered), gaps=tuple(all_gaps)))
