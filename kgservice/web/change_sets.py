"""Changes between two editions that the build compared, read page by page."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kgservice.web.kept import kept
from kgservice.web.rows import rows
from kgservice.web.side_by_side import code_of
from kgservice.web.sorting import natural_key

CHANGES: Final = """
SELECT $from $to ?change ?kind ?old ?new {
  ?change stc:fromEdition $from ; stc:toEdition $to ; stc:changeKind ?kind .
  OPTIONAL { ?change stc:fromEntry ?old }
  OPTIONAL { ?change stc:toEntry ?new }
}"""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change: its kind by local name, and the IRIs of the entry before and after."""

    change: str
    kind: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class ChangeLines:
    """All changes between two editions, in the order of the codes."""

    old: str
    new: str
    lines: Sequence[ChangeLine]

    @property
    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind, the most frequent first."""
        return dict(Counter(line.kind for line in self.lines).most_common())


def change_lines(old: str, new: str) -> ChangeLines:
    """Return the changes between two editions that follow each other; none for others.

    :param old: IRI of the earlier edition
    :param new: IRI of the later edition
    :returns: every change that the build found
    """
    return ChangeLines(old, new, kept(f"changes {old} {new}", lambda: _lines(old, new)))


def _lines(old: str, new: str) -> tuple[ChangeLine, ...]:
    found = [
        ChangeLine(
            row["change"].value,
            row["kind"].value.rpartition("#")[2],
            row["old"].value if "old" in row else None,
            row["new"].value if "new" in row else None,
        )
        for row in rows(CHANGES, **{"from": NamedNode(old), "to": NamedNode(new)})
    ]
    return tuple(sorted(found, key=lambda line: natural_key(code_of(line.new or line.old or ""))))
