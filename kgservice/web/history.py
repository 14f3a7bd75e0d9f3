"""A provision through the editions: what each prints at its code, and what changed there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.web.catalogue import EditionOf, by_language, editions
from kgservice.web.rows import Row, Term, rows

VERSIONS: Final = """
SELECT $provision ?edition ?entry ?status ?digest ?label {
  GRAPH ?edition {
    ?entry stc:versionOf $provision ; stc:status ?status .
    OPTIONAL { ?entry stc:textDigest ?digest }
    OPTIONAL { ?entry skos:prefLabel ?label }
  }
}"""
CHANGES: Final = """
SELECT $provision ?edition ?change ?kind ?from ?to ?fromLimit ?toLimit ?doubt {
  ?change stc:affects $provision ; stc:changeKind ?kind ; stc:toEdition ?edition .
  OPTIONAL { ?change stc:fromEntry ?from }
  OPTIONAL { ?change stc:toEntry ?to }
  OPTIONAL { ?change stc:fromLimit ?fromLimit }
  OPTIONAL { ?change stc:toLimit ?toLimit }
  OPTIONAL { ?change stc:doubt ?doubt }
} ORDER BY ?kind ?change ?doubt"""


@dataclass(frozen=True, slots=True)
class Step:
    """A provision at one edition.

    :ivar edition: the edition
    :ivar entry: IRI of its entry, ``None`` where the edition has none
    :ivar status: IRI, ``None`` where there is no entry
    :ivar differs: whether its text differs from that of the version before; ``None`` where
        either text is not known, or in another language
    :ivar labels: our words by language
    :ivar changes: since the edition before, with ``change``, ``kind``, where there are ``from``,
        ``to``, ``fromLimit`` and ``toLimit``, and with ``doubts``
    """

    edition: EditionOf
    entry: str | None
    status: Term | None
    differs: bool | None
    labels: Mapping[str, Literal]
    changes: list[tuple[Row, list[Term]]]


def history_of(provision: str) -> list[Step]:
    """Return a provision through the editions, the newest first.

    :param provision: IRI
    :returns: one step for each edition that has the code, or in which something changed there
    """
    node = NamedNode(provision)
    printed = _by_edition(rows(VERSIONS, provision=node))
    changed = _by_edition(rows(CHANGES, provision=node))
    touched = [each for iri, each in editions().items() if iri in printed or iri in changed]
    steps: list[Step] = []
    before: Term | None = None
    for edition in sorted(touched, key=lambda each: each.day):
        each = printed.get(edition.iri, [])
        first: Row = each[0] if each else {}
        digest = first.get("digest")
        steps.append(
            Step(
                edition,
                first["entry"].value if first else None,
                first.get("status"),
                _differs(before, digest),
                by_language(each, "label"),
                _changes(changed.get(edition.iri, [])),
            )
        )
        before = digest
    return steps[::-1]


def _by_edition(found: list[Row]) -> dict[str, list[Row]]:
    parted: dict[str, list[Row]] = {}
    for row in found:
        parted.setdefault(row["edition"].value, []).append(row)
    return parted


def _changes(found: list[Row]) -> list[tuple[Row, list[Term]]]:
    """Return each change once, with its doubts."""
    changes: dict[str, tuple[Row, list[Term]]] = {}
    for row in found:
        doubts = changes.setdefault(row["change"].value, (row, []))[1]
        if "doubt" in row:
            doubts.append(row["doubt"])
    return list(changes.values())


def _differs(before: Term | None, now: Term | None) -> bool | None:
    if not (isinstance(before, Literal) and isinstance(now, Literal)):
        return None
    return before != now if before.language == now.language else None
