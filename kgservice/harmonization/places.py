"""Where one of two editions lost something that the other did not."""

from dataclasses import dataclass

from kgservice.model import Edition, Entry, GapKind


@dataclass(frozen=True, slots=True)
class LostPlaces:
    """The codes at which, or directly below which, the sources of two editions differ in loss."""

    codes: frozenset[str]

    @classmethod
    def of(cls, old: Edition, new: Edition) -> "LostPlaces":
        """Return the places of two editions; a loss that both share makes nothing doubtful.

        A reference that ends nowhere is no loss at the place where it ends.
        """
        lost = set(old.gaps) ^ set(new.gaps)
        known = {entry.code for edition in (old, new) for entry in edition.entries}
        codes = {gap.code for gap in lost if gap.kind is not GapKind.RANGE_END}
        return cls(frozenset(codes | {_above(code, known) for code in codes}))

    def touch(self, *entries: Entry | None) -> bool:
        """Tell whether one of the entries, or its parent, is such a place."""
        return any(
            entry.code in self.codes or (entry.parent or "") in self.codes
            for entry in entries
            if entry is not None
        )


def _above(code: str, known: set[str]) -> str:
    """Return the nearest code above that has an entry; the code itself where none has."""
    starts = (code[:length] for length in range(len(code) - 1, 0, -1))
    return next((start for start in starts if start in known), code)
