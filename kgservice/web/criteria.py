"""What entries and notes ask for in numbers, as trees that a page shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.namespaces import RDF
from kgservice.web.rows import Row, Term, rows

CRITERIA: Final = """
SELECT $edition ?thing ?part ?p ?o {
  GRAPH $edition {
    VALUES ?thing { %(iris)s }
    ?thing stc:criterion/(stc:operand|stc:atCondition)* ?part . ?part ?p ?o
  }
}"""
ASKED: Final = """
SELECT $edition ?thing ?p ?o {
  GRAPH $edition {
    { VALUES ?thing { %(iris)s } ?thing stc:criterion ?o . BIND(stc:criterion AS ?p) }
    UNION { VALUES ?thing { %(iris)s } ?thing stc:joinsBelow ?o . BIND(stc:joinsBelow AS ?p) }
    UNION { VALUES ?thing { %(iris)s } ?thing stc:joinsAtLeast ?o . BIND(stc:joinsAtLeast AS ?p) }
    UNION { VALUES ?thing { %(iris)s } ?thing stc:unparsedQuantity ?o
      BIND(stc:unparsedQuantity AS ?p) }
  }
}"""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A parameter, or a group of criteria.

    :ivar iri: of the parameter or group
    :ivar kind: local name of its class
    :ivar facts: ``quantity``, ``comparator``, ``value``, ``asWritten`` and so on, by local name
    :ivar members: of a group: what it joins; of a parameter: under which conditions it holds
    """

    iri: str
    kind: str
    facts: Mapping[str, Term]
    members: list["Criterion"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words of an entry or a note ask for.

    :ivar criteria: trees; several where the words do not join them
    :ivar joins: IRI of how the entries right below are joined, ``None`` where that is not said
    :ivar least: how many of them must be met, where a number must
    :ivar unparsed: number phrases that could not be read with certainty
    """

    criteria: list[Criterion]
    joins: Term | None
    least: Term | None
    unparsed: list[str]


def read_asked(edition: str, things: Iterable[str]) -> dict[str, Asked]:
    """Return what entries and notes of one edition ask for; without those that ask for nothing.

    :param edition: IRI, also of its graph
    :param things: IRIs of entries and notes
    :returns: by IRI
    """
    iris = " ".join(f"<{iri}>" for iri in things)
    if not iris:
        return {}
    asked: dict[str, list[Row]] = {}
    node = NamedNode(edition)
    for row in rows(ASKED % {"iris": iris}, edition=node):
        asked.setdefault(row["thing"].value, []).append(row)
    roots = [iri for iri, each in asked.items() if _objects(each, "criterion")]
    parts: dict[str, list[Row]] = {}
    if roots:
        query = CRITERIA % {"iris": " ".join(f"<{iri}>" for iri in roots)}
        for row in rows(query, edition=node):
            parts.setdefault(row["part"].value, []).append(row)
    return {iri: _asked(each, parts) for iri, each in asked.items()}


def _asked(found: list[Row], parts: Mapping[str, list[Row]]) -> Asked:
    joins, least = _objects(found, "joinsBelow"), _objects(found, "joinsAtLeast")
    roots = sorted((term.value for term in _objects(found, "criterion")), key=_place)
    return Asked(
        [_criterion(iri, parts) for iri in roots],
        joins[0] if joins else None,
        least[0] if least else None,
        sorted(term.value for term in _objects(found, "unparsedQuantity")),
    )


def _criterion(iri: str, parts: Mapping[str, list[Row]]) -> Criterion:
    found = parts[iri]
    below = {term.value for name in ("operand", "atCondition") for term in _objects(found, name)}
    (kind,) = {row["o"].value.rpartition("#")[2] for row in found if row["p"].value == RDF + "type"}
    facts = {_name(row): row["o"] for row in found if isinstance(row["o"], Literal | NamedNode)}
    return Criterion(
        iri, kind, facts, [_criterion(each, parts) for each in sorted(below, key=_place)]
    )


def _objects(found: Iterable[Row], name: str) -> list[Term]:
    return [row["o"] for row in found if _name(row) == name]


def _name(row: Row) -> str:
    return row["p"].value.rpartition("#")[2]


def _place(iri: str) -> tuple[str, int]:
    """Return the reading order of ``…#p2`` and ``…#g10``."""
    thing, _, fragment = iri.rpartition("#")
    number = fragment[1:]
    return thing, int(number) if number.isdigit() else 0
