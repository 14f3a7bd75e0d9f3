"""What the making of a Commerce Control List node file lost, beyond what sequences show."""

from collections.abc import Iterable, Set
from dataclasses import replace
from typing import TypeVar

from kgservice.codes import Grammar
from kgservice.model import Edition, Entry, Gap, GapKind, Level, Note, Reading, Status
from kgservice.readers.ccl_nodes.doubt import made_up_codes

_Item = TypeVar("_Item", Entry, Note)


def lost_places(edition: Edition, told: Set[str], restated: Set[str]) -> set[Gap]:
    """Return the ECCNs that have items but no licence table, and those that are missing whole.

    Every ECCN with items has a licence table in the law.  Where the ECCN has no node, and no
    node below it carries the table, the file lost it.

    :param edition: as read from the file, before its gaps are known
    :param told: codes that have a node or a licence table
    :param restated: ECCNs that Supplements No. 6 and 7 name
    :returns: gaps of the kinds *lost table* and *not in source*, which codes alone do not show
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
    """Return the reading in code order, with further gaps and without made-up references."""
    edition = reading.edition
    entries = [_with_true_references(entry, grammar) for entry in edition.entries]
    notes = tuple(_with_true_references(note, grammar) for note in edition.notes)
    ordered = sorted(entries, key=lambda entry: grammar.sort_key(entry.code))
    all_gaps = sorted(
        {*edition.gaps, *gaps}, key=lambda gap: (grammar.sort_key(gap.code), gap.kind)
    )
    whole = replace(edition, entries=tuple(ordered), notes=notes, gaps=tuple(all_gaps))
    return replace(reading, edition=whole)


def _with_true_references(item: _Item, grammar: Grammar) -> _Item:
    made_up = {code for text in item.texts for code in made_up_codes(text.value or "", grammar)}
    kept = tuple(code for code in item.refers_to if code not in made_up)
    return replace(item, refers_to=kept)
