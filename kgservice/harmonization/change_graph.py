"""What changed between two editions, as triples of the default graph.

Shape, for a change ``C`` of the change set ``S`` from edition ``D`` to edition ``E``::

    S a stc:ChangeSet ; stc:fromEdition D ; stc:toEdition E ; stc:changeCount n ;
      stc:silentCount n .
    C a stc:Change ; stc:fromEdition D ; stc:toEdition E ; stc:changeKind K ; stc:doubt Q ;
      stc:fromEntry F ; stc:toEntry T ; stc:fromNote N ; stc:toNote M ;
      stc:fromLimit "Frequency > 600 Hz" ; stc:toLimit "…" ; stc:affects P .
    T stc:continues F .

What has no counterpart in the graph, such as a change's entry in an edition that lacks it, has
no triple.  Entries continue one another whether they changed or not, unless that is in doubt.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode

from kgservice.graph.terms import TYPE, Triple, node, stc, whole_number, words
from kgservice.harmonization.change import Change, ChangeKind, Changes, Doubt, EditionName
from kgservice.model import Entry, Note
from kgservice.namespaces import (
    change_set_iri,
    edition_iri,
    entry_iri,
    note_iri,
    provision_iri,
    segment,
)
from kgservice.thresholds.compare import describe

KINDS: Final = {
    ChangeKind.ADDED: "Added",
    ChangeKind.REMOVED: "Removed",
    ChangeKind.FIRST_SEEN: "FirstSeen",
    ChangeKind.NOT_SEEN: "NotSeen",
    ChangeKind.RESERVED: "ReservedSince",
    ChangeKind.REFERENCE_ONLY: "ReferenceSince",
    ChangeKind.FILLED: "Filled",
    ChangeKind.RENUMBERED: "Renumbered",
    ChangeKind.MOVED: "Moved",
    ChangeKind.TEXT_CHANGED: "TextChanged",
    ChangeKind.REPRINTED: "Reprinted",
    ChangeKind.TIGHTENED: "ThresholdTightened",
    ChangeKind.RELAXED: "ThresholdRelaxed",
    ChangeKind.THRESHOLD_CHANGED: "ThresholdChanged",
    ChangeKind.NOTE_ADDED: "NoteAdded",
    ChangeKind.NOTE_REMOVED: "NoteRemoved",
    ChangeKind.NOTE_FIRST_SEEN: "NoteFirstSeen",
    ChangeKind.NOTE_NOT_SEEN: "NoteNotSeen",
    ChangeKind.NOTE_MOVED: "NoteMoved",
    ChangeKind.NOTE_CHANGED: "NoteChanged",
    ChangeKind.NOTE_REPRINTED: "NoteReprinted",
}
DOUBTS: Final = {
    Doubt.DIGEST_ALONE: "DigestAlone",
    Doubt.INCOMPLETE_SOURCE: "IncompleteSource",
    Doubt.NEAR_GAP: "NearGap",
    Doubt.OTHER_FORM: "OtherForm",
    Doubt.REPEATED_TEXT: "RepeatedText",
    Doubt.BY_PLACE: "ByPlace",
    Doubt.BY_ELIMINATION: "ByElimination",
}


def change_triples(found: Changes) -> Iterator[Triple]:
    """Yield what changed between two editions as triples.

    :param found: the changes from one edition to another
    :yields: the change set, each change, and which entry continues which
    """
    old, new = found.old, found.new
    own = change_set_iri(new.list_id, new.date, old.list_id, old.date)
    editions = _edition(old), _edition(new)
    yield node(own), TYPE, stc("ChangeSet")
    yield from _between(node(own), *editions)
    yield node(own), stc("changeCount"), whole_number(len(found.changes))
    yield node(own), stc("silentCount"), whole_number(found.silent)
    names: Counter[str] = Counter()
    for change in found.changes:
        name = "/".join(filter(None, (own, segment(change.code), change.kind.value)))
        names[name] += 1
        iri = NamedNode(name if names[name] == 1 else f"{name}-{names[name]}")
        yield from _between(iri, *editions)
        yield from _about(iri, change, old, new)
    for before, after in found.continued:
        entry = NamedNode(entry_iri(new.list_id, new.date, after))
        yield entry, stc("continues"), NamedNode(entry_iri(old.list_id, old.date, before))


def _edition(name: EditionName) -> NamedNode:
    return node(edition_iri(name.list_id, name.date))


def _between(iri: NamedNode, old: NamedNode, new: NamedNode) -> Iterator[Triple]:
    yield iri, stc("fromEdition"), old
    yield iri, stc("toEdition"), new


def _about(iri: NamedNode, change: Change, old: EditionName, new: EditionName) -> Iterator[Triple]:
    yield iri, TYPE, stc("Change")
    yield iri, stc("changeKind"), stc(KINDS[change.kind])
    for doubt in change.doubts:
        yield iri, stc("doubt"), stc(DOUBTS[doubt])
    yield from _place(iri, "from", old, change.old, change.old_note)
    yield from _place(iri, "to", new, change.new, change.new_note)
    if change.old_parameter is not None:
        yield iri, stc("fromLimit"), words(describe(change.old_parameter))
    if change.new_parameter is not None:
        yield iri, stc("toLimit"), words(describe(change.new_parameter))


def _place(
    iri: NamedNode, side: str, edition: EditionName, entry: Entry | None, note: Note | None
) -> Iterator[Triple]:
    """Yield where a change shows in one of the editions."""
    list_id, date = edition.list_id, edition.date
    if entry is not None:
        yield iri, stc(f"{side}Entry"), node(entry_iri(list_id, date, entry.code))
        yield iri, stc("affects"), node(provision_iri(list_id, entry.code))
    if note is not None:
        own = note_iri(list_id, date, note.target, note.number)
        yield iri, stc(f"{side}Note"), node(own)
