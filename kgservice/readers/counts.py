"""What an edition holds, in numbers: as ``kgservice import`` prints and descriptors expect them."""

from collections import Counter

from kgservice.model import Edition, Level, NoteKind, Status


def count_edition(edition: Edition) -> dict[str, int]:
    """Return counts by name.

    ``category``, ``product-group``, ``entry`` and ``paragraph`` count the places the source
    prints, ``implied`` those that only their descendants show; ``reserved`` are among them.
    ``notes`` leaves out ``definitions``; ``cas`` counts distinct CAS numbers on entries and notes;
    ``references`` codes named by texts; ``gaps`` what the source lost.
    """
    levels = Counter(entry.level for entry in edition.entries if not entry.implied)
    chemicals = [entry.chemicals for entry in edition.entries]
    chemicals += [note.chemicals for note in edition.notes]
    references = [entry.refers_to for entry in edition.entries]
    references += [note.refers_to for note in edition.notes]
    definitions = sum(note.kind is NoteKind.DEFINITION for note in edition.notes)
    return {
        **{str(level): levels[level] for level in Level},
        "implied": sum(entry.implied for entry in edition.entries),
        "reserved": sum(entry.status is Status.RESERVED for entry in edition.entries),
        "notes": len(edition.notes) - definitions,
        "definitions": definitions,
        "cas": len({chemical.cas for found in chemicals for chemical in found if chemical.cas}),
        "references": sum(map(len, references)),
        "gaps": len(edition.gaps),
    }
