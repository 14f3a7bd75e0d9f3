"""Changes between two editions as lines of a page: those of the graph, and those found just now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import NamedNode

from kgservice.harmonization.change import ChangeKind, Doubt
from kgservice.harmonization.change_graph import DOUBTS, KINDS
from kgservice.harmonization.change_report import ChangeReport, ReportedChange, ReportedPassage
from kgservice.namespaces import entry_iri
from kgservice.web.kept import kept
from kgservice.web.rows import Term, rows
from kgservice.web.side_by_side import code_of
from kgservice.web.sorting import natural_key

CHANGES: Final = """
SELECT $from $to ?change ?kind ?old ?new {
  ?change stc:fromEdition $from ; stc:toEdition $to ; stc:changeKind ?kind .
  OPTIONAL { ?change stc:fromEntry ?old }
  OPTIONAL { ?change stc:toEntry ?new }
}"""
DETAILS: Final = "SELECT ?thing ?p ?o { VALUES ?thing { %s } ?thing ?p ?o } ORDER BY ?thing ?p ?o"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change.

    :ivar kind: local name of its kind
    :ivar old: IRI of the entry before, None where there was none
    :ivar new: IRI of the entry after, None where there is none
    :ivar change: IRI of the change, None where the graph does not hold it
    :ivar old_limit: of a changed threshold
    :ivar new_limit: of a changed threshold
    :ivar notes: IRIs of the notes that differ
    :ivar mark: the printed mark of the note that differs, where it has no IRI here
    :ivar words: what a changed text says otherwise
    :ivar doubts: local names
    """

    kind: str
    old: str | None
    new: str | None
    change: str | None = None
    old_limit: str | None = None
    new_limit: str | None = None
    notes: tuple[str, ...] = ()
    mark: str | None = None
    words: tuple[ReportedPassage, ...] = ()
    doubts: tuple[str, ...] = ()


def counts_of(lines: Sequence[ChangeLine]) -> dict[str, int]:
    """Return how many changes there are of each kind, the most frequent first."""
    return dict(Counter(line.kind for line in lines).most_common())


def change_lines(old: str, new: str) -> Sequence[ChangeLine]:
    """Return the changes that the build found between two editions; none for others.

    :param old: IRI of the earlier edition
    :param new: IRI of the later edition
    :returns: every change, in the order of the codes, without its details
    """
    return kept(f"changes {old} {new}", lambda: _lines(old, new))


def details_of(lines: Sequence[ChangeLine]) -> tuple[ChangeLine, ...]:
    """Return changes of the graph with all that it says of them."""
    if not lines:
        return ()
    named = " ".join(str(NamedNode(line.change or "")) for line in lines)
    said: dict[str, dict[str, list[Term]]] = {line.change or "": {} for line in lines}
    for row in rows(DETAILS % named):
        facts = said[row["thing"].value]
        facts.setdefault(row["p"].value.rpartition("#")[2], []).append(row["o"])
    return tuple(_detailed(line, said[line.change or ""]) for line in lines)


def lines_of(report: ChangeReport) -> tuple[ChangeLine, ...]:
    """Return the changes of a report as lines."""
    old, new = report.old, report.new

    def line(one: ReportedChange) -> ChangeLine:
        before, after = one.old_code, one.new_code
        return ChangeLine(
            KINDS[ChangeKind(one.kind)],
            entry_iri(old.list, old.edition, before) if before else None,
            entry_iri(new.list, new.edition, after) if after else None,
            None,
            one.old_limit,
            one.new_limit,
            (),
            one.note,
            one.words,
            tuple(DOUBTS[Doubt(doubt)] for doubt in one.doubts),
        )

    return tuple(map(line, report.changes))


def _lines(old: str, new: str) -> tuple[ChangeLine, ...]:
    found = [
        ChangeLine(
            row["kind"].value.rpartition("#")[2],
            row["old"].value if "old" in row else None,
            row["new"].value if "new" in row else None,
            row["change"].value,
        )
        for row in rows(CHANGES, **{"from": NamedNode(old), "to": NamedNode(new)})
    ]
    return tuple(sorted(found, key=lambda line: natural_key(code_of(line.new or line.old or ""))))


def _detailed(line: ChangeLine, facts: dict[str, list[Term]]) -> ChangeLine:
    def first(name: str) -> str | None:
        return next((term.value for term in facts.get(name, ())), None)

    return replace(
        line,
        old_limit=first("fromLimit"),
        new_limit=first("toLimit"),
        notes=tuple(term.value for term in facts.get("toNote") or facts.get("fromNote") or ()),
        doubts=tuple(term.value.rpartition("#")[2] for term in facts.get("doubt", ())),
    )
