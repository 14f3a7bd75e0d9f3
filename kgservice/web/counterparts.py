"""An entry beside the entries of other lists: counterparts, deviations, and where there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.correspondence import turn_reason
from kgservice.namespaces import ID
from kgservice.web.catalogue import ListOf, by_language, lists
from kgservice.web.rows import Row, Term, rows

SIDES: Final = (("subjectEntry", "objectEntry", ""), ("objectEntry", "subjectEntry", "inverse"))
FOUND: Final = """
SELECT $entry ?statement ?p ?o {
  { ?statement stc:subjectEntry $entry . ?statement ?p ?o }
  UNION { ?statement stc:objectEntry $entry . ?statement ?p ?o }
  UNION { ?statement stc:absentEntry $entry . ?statement ?p ?o }
}"""
LABELS: Final = "SELECT ?entry ?label { VALUES ?entry { %s } ?entry skos:prefLabel ?label }"
COLLISION: Final = "CodeCollision"


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What stands in another list beside an entry.

    :ivar statement: IRI of the correspondence or absence
    :ivar listing: the other list
    :ivar entry: IRI of the counterpart; of the nearest entry where there is none, or ``None``
    :ivar labels: of that entry, by language
    :ivar absent: whether the other list has no counterpart
    :ivar facts: terms by name: ``deviation`` (of this entry from the other), ``mappingRelation``,
        ``confidence``, ``uncertainty``, ``comparedLimits``, ``followsEdition``, ``coverage``,
        ``absenceReason``
    """

    statement: str
    listing: ListOf
    entry: str | None
    labels: Mapping[str, Literal]
    absent: bool
    facts: Mapping[str, list[Term]]


def counterparts_of(entry: str) -> list[Counterpart]:
    """Return what other lists have beside an entry of a present edition, by list.

    :param entry: IRI
    :returns: counterparts; same codes with other content; absences with their reasons.  Mere
        candidates are left out: the comparison itself has them
    """
    said: dict[str, dict[str, list[Term]]] = {}
    for row in rows(FOUND, entry=NamedNode(entry)):
        facts = said.setdefault(row["statement"].value, {})
        facts.setdefault(_local(row["p"].value), []).append(row["o"])
    found = [one for iri, facts in said.items() if (one := _counterpart(entry, iri, facts))]
    labels = _labels([one.entry for one in found if one.entry])
    return sorted(
        (
            Counterpart(
                one.statement, one.listing, one.entry, by_language(labels.get(one.entry or "", []),
                "label"), one.absent, one.facts,
            )
            for one in found
        ),
        key=lambda one: (one.listing.id, one.absent, one.entry or ""),
    )  # fmt: skip


def _counterpart(entry: str, iri: str, facts: dict[str, list[Term]]) -> Counterpart | None:
    """Return a statement as seen from one entry, ``None`` for a mere candidate."""
    if "absentFrom" in facts:
        nearest = facts.get("nearestCandidate")
        listing = _list_of(facts["absentFrom"][0].value)
        near = nearest[0].value if nearest else None
        return Counterpart(iri, listing, near, {}, True, facts) if listing else None
    for own, other, prefix in SIDES:
        if entry in (term.value for term in facts.get(own, ())) and other in facts:
            limits = sorted(term.value for term in facts.get("comparedLimits", ()))
            seen = dict(facts)
            seen["comparedLimits"] = [Literal(clause) for clause in limits]
            if prefix:
                for name in ("deviation", "coverage", "followsEdition", "rank"):
                    turned = facts.get(prefix + name[0].upper() + name[1:], [])
                    seen[name] = turned
                seen["comparedLimits"] = [Literal(turn_reason(clause)) for clause in limits]
            counterpart = facts[other][0].value
            listing = _list_of(counterpart)
            told = {_local(term.value) for term in seen.get("deviation", ())}
            if listing and ("mappingRelation" in seen or COLLISION in told):
                return Counterpart(iri, listing, counterpart, {}, False, seen)
    return None


def _labels(entries: list[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    if entries:
        for row in rows(LABELS % " ".join(f"<{iri}>" for iri in sorted(set(entries)))):
            found.setdefault(row["entry"].value, []).append(row)
    return found


def _list_of(iri: str) -> ListOf | None:
    """Return the list that an entry, provision, edition or list belongs to."""
    return lists().get(ID + iri.removeprefix(ID).partition("/")[0])


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]
