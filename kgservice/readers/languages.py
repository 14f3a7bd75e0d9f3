"""Two language versions of one edition, put together.

Canada's laws are made in two languages, both of equal force: one edition, each entry with a text
in each.  A code that stands in one version only is a fault of a document or of its reading, so
it stops the merge.  A note that only one version prints is kept as it is, with one text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, TypeVar

from kgservice.errors import DocumentError
from kgservice.model import Edition, Entry, Extent, Interval, Note, NoteKind

_SHOWN: Final = 10
_Item = TypeVar("_Item")


def merge_languages(first: Edition, second: Edition) -> Edition:
    """Return one edition with the texts of both, in the order and with the labels of the first.

    Entries are matched by code.  Notes are matched in reading order where an entry has as many
    of a kind in both versions; where the versions nest a note differently, each keeps its own.
    Definitions are matched by the other language's term, which each gives in brackets, because
    their order is alphabetical.  An entry's text is in force from the day on which the later of
    its two texts is.  Its numbers are read from the first version, and from the second where the
    first states none.

    :param first: the version that gives order and labels
    :param second: the same edition in another language
    :returns: incomplete where the versions are not equally complete
    :raises DocumentError: if list or date differ, or a code stands in one version only
    """
    if (first.list_id, first.date) != (second.list_id, second.date):
        raise DocumentError(
            f"{second.list_id} {second.date} is no other language of {first.list_id} {first.date}; "
            "expected the same list and date"
        )
    _refuse_lone_codes(first, second)
    others = {entry.code: entry for entry in second.entries}
    extents = {first.extent, second.extent}
    return replace(
        first,
        entries=tuple(_merged_entry(entry, others[entry.code]) for entry in first.entries),
        notes=tuple(_numbered(_merged_notes(first.notes, second.notes))),
        sources=(*first.sources, *second.sources),
        extent=first.extent if len(extents) == 1 else Extent.INCOMPLETE,
        gaps=tuple(dict.fromkeys((*first.gaps, *second.gaps))),
    )


def _refuse_lone_codes(first: Edition, second: Edition) -> None:
    for own, other in ((first, second), (second, first)):
        lone = sorted({entry.code for entry in own.entries} - {one.code for one in other.entries})
        if lone:
            more = f" and {len(lone) - _SHOWN} more" if len(lone) > _SHOWN else ""
            files = ", ".join(source.file for source in own.sources)
            raise DocumentError(
                f"{files}: {', '.join(lone[:_SHOWN])}{more} stand in this language only; "
                "expected the same codes in both"
            )


def _merged_entry(first: Entry, second: Entry) -> Entry:
    joined = second if first.joins is None else first
    return replace(
        first,
        texts=(*first.texts, *second.texts),
        regimes=_union(first.regimes, second.regimes),
        reasons=_union(first.reasons, second.reasons),
        refers_to=_union(first.refers_to, second.refers_to),
        stages=_union(first.stages, second.stages),
        excepts=_union(first.excepts, second.excepts),
        covers=first.covers or second.covers,
        criterion=first.criterion or second.criterion,
        unparsed=first.unparsed if first.criterion else second.unparsed or first.unparsed,
        standards=_union(first.standards, second.standards),
        joins=joined.joins,
        joins_least=joined.joins_least,
        chemicals=_union(first.chemicals, second.chemicals),
        text_in_force=_later(first.text_in_force, second.text_in_force),
        implied=first.implied and second.implied,
    )


def _later(first: Interval | None, second: Interval | None) -> Interval | None:
    """Return the interval that starts later; an unknown start leaves the other one."""
    known = [one for one in (first, second) if one is not None and one.start is not None]
    return max(known, key=lambda one: str(one.start)) if known else first or second


def _merged_notes(first: tuple[Note, ...], second: tuple[Note, ...]) -> Iterator[Note]:
    left = list(second)
    pairs = _pairs(first, second)
    for note in first:
        other = pairs.get(id(note))
        if other is None:
            yield note
            continue
        left.remove(other)
        yield replace(
            note,
            texts=(*note.texts, *other.texts),
            refers_to=_union(note.refers_to, other.refers_to),
            chemicals=_union(note.chemicals, other.chemicals),
            criterion=note.criterion or other.criterion,
            unparsed=note.unparsed if note.criterion else other.unparsed or note.unparsed,
            standards=_union(note.standards, other.standards),
        )
    yield from left


def _pairs(first: tuple[Note, ...], second: tuple[Note, ...]) -> dict[int, Note]:
    """Return for each note of the first version, by identity, the same note of the second."""
    found: dict[int, Note] = {}
    for note in first:
        for other in second:
            if note.kind is other.kind is NoteKind.DEFINITION and (
                _names(note, other.label) or _names(other, note.label)
            ):
                found[id(note)] = other
    own, others = (
        [note for note in notes if note.kind is not NoteKind.DEFINITION]
        for notes in (first, second)
    )
    for place in {(note.target, note.kind) for note in own}:
        alike = [
            [note for note in notes if (note.target, note.kind) == place] for notes in (own, others)
        ]
        if len(alike[0]) == len(alike[1]):
            found |= {id(note): other for note, other in zip(*alike, strict=True)}
    return found


def _names(definition: Note, term: str) -> bool:
    """Tell whether a definition ends with a term of the other language in brackets."""
    ending = f"({term})".casefold()
    return any((text.value or "").casefold().endswith(ending) for text in definition.texts)


def _numbered(notes: Iterable[Note]) -> Iterator[Note]:
    counts: dict[str | None, int] = {}
    for note in notes:
        counts[note.target] = counts.get(note.target, 0) + 1
        yield replace(note, number=counts[note.target])


def _union(first: tuple[_Item, ...], second: tuple[_Item, ...]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys((*first, *second)))
