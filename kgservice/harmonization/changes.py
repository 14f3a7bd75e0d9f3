"""What changed between two editions of a list: a pure function over two editions.

Digests, statuses, parameters and notes are enough; where both editions have their texts, a text
that differs in its printing alone is told from one that says something else.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from kgservice.harmonization.change import Change, ChangeKind, Changes, EditionName
from kgservice.harmonization.doubting import Doubting
from kgservice.harmonization.note_changes import note_changes
from kgservice.harmonization.pairing import (
    Pair,
    Pairing,
    common_languages,
    digest_of,
    pair_entries,
)
from kgservice.harmonization.threshold_changes import threshold_changes
from kgservice.harmonization.wording import is_reprint
from kgservice.model import Edition, Entry, Extent, Status

_STATUS_KINDS: Final = {
    Status.RESERVED: ChangeKind.RESERVED,
    Status.REFERENCE: ChangeKind.REFERENCE_ONLY,
    Status.LISTED: ChangeKind.FILLED,
}


def compare_editions(old: Edition, new: Edition) -> Changes:
    """Return what changed from one edition to another.

    :param old: the earlier edition
    :param new: the later edition of the same list, or an edition of a list of the same codes
    :returns: the changes in the reading order of the later edition, for one entry from its place
        to its notes; what only the earlier edition has stands at the end
    """
    pairing = pair_entries(old, new)
    languages = common_languages(old, new)
    entries = chain(_pair_changes(pairing, languages), _new_changes(old, pairing.come))
    notes = note_changes(old, new, pairing, languages)
    order = {entry.code: number for number, entry in enumerate(new.entries, 1)}
    found = sorted(chain(entries, notes), key=lambda change: order.get(change.code, 0))
    found += _lost_changes(new, pairing.gone)
    doubting = Doubting.of(old, new, pairing)
    changes = tuple(replace(change, doubts=doubting.doubts(change)) for change in found)
    return Changes(
        EditionName.of(old),
        EditionName.of(new),
        changes,
        _continued(pairing, changes),
        _count_silent(old, new, pairing),
    )


def _continued(pairing: Pairing, changes: tuple[Change, ...]) -> tuple[tuple[str, str], ...]:
    places = (ChangeKind.RENUMBERED, ChangeKind.MOVED)
    doubtful = {change.code for change in changes if change.kind in places and change.doubts}
    pairs = ((pair.old.code, pair.new.code) for pair in pairing.pairs)
    return tuple(pair for pair in pairs if pair[1] not in doubtful)


def _count_silent(old: Edition, new: Edition, pairing: Pairing) -> int:
    """Count what an excerpt says nothing of: no change is claimed, not even that it is unseen."""
    lost = len(pairing.gone) if new.extent is Extent.EXCERPT else 0
    return lost + (len(pairing.come) if old.extent is Extent.EXCERPT else 0)


def _new_changes(old: Edition, come: tuple[Entry, ...]) -> Iterator[Change]:
    """Yield what the earlier edition lacks; a place that is kept free adds nothing."""
    kind = ChangeKind.ADDED if old.extent is Extent.WHOLE else ChangeKind.FIRST_SEEN
    if old.extent is not Extent.EXCERPT:
        items = (entry for entry in come if entry.status is not Status.RESERVED)
        yield from (Change(kind, new=entry) for entry in items)


def _lost_changes(new: Edition, gone: tuple[Entry, ...]) -> Iterator[Change]:
    """Yield what the later edition lacks; a place that was free already loses nothing."""
    kind = ChangeKind.REMOVED if new.extent is Extent.WHOLE else ChangeKind.NOT_SEEN
    if new.extent is not Extent.EXCERPT:
        lost = (entry for entry in gone if entry.status is not Status.RESERVED)
        yield from (Change(kind, entry) for entry in lost)


def _pair_changes(pairing: Pairing, languages: frozenset[str]) -> Iterator[Change]:
    partners = {pair.old.code: pair.new.code for pair in pairing.pairs}
    for pair in pairing.pairs:
        yield from _place_changes(pair, partners)
        if pair.old.status is not pair.new.status:
            yield Change(_STATUS_KINDS[pair.new.status], pair.old, pair.new)
        elif pair.new.status is not Status.RESERVED:
            yield from _text_changes(pair, languages)
            yield from threshold_changes(pair.old, pair.new)


def _place_changes(pair: Pair, partners: dict[str, str]) -> Iterator[Change]:
    above = (pair.old.parent, partners.get(pair.old.parent or ""))
    if pair.new.parent not in (above if pair.old.code == pair.new.code else above[1:]):
        yield Change(ChangeKind.MOVED, pair.old, pair.new)
    elif pair.old.code != pair.new.code:
        yield Change(ChangeKind.RENUMBERED, pair.old, pair.new)


def _text_changes(pair: Pair, languages: frozenset[str]) -> Iterator[Change]:
    """Yield how a text differs; a text that one edition lacks is a loss of its source."""
    before, after = digest_of(pair.old, languages), digest_of(pair.new, languages)
    if before and after and before != after:
        reprint = is_reprint(pair.old.texts, pair.new.texts)
        kind = ChangeKind.REPRINTED if reprint else ChangeKind.TEXT_CHANGED
        yield Change(kind, pair.old, pair.new)
