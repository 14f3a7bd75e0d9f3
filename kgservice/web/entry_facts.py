"""What the graph says of one entry, gathered for its page in few questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.web.resource import Resource
from kgservice.web.rows import Row, Term, rows

Facts = Mapping[str, list[Term]]
"""What is said of a thing: objects by the local name of the property."""
OWN: Final = """
SELECT DISTINCT $edition $entry ?p ?o {
  { GRAPH $edition { $entry ?p ?o } } UNION { $entry ?p ?o }
}"""
WAYS: Final = ", ".join(
    f"stc:{name}"
    for name in (
        "within", "refersTo", "reasonForControl", "covers", "textInForce", "legalEffect",
        "enforcement", "namesChemical",
    )
)  # fmt: skip
SHOWN: Final = ", ".join(
    (
        *("skos:notation", "skos:prefLabel", "skos:altLabel", "rdfs:label"),
        *(
            f"stc:{name}"
            for name in (
                "position", "noteOf", "noteNumber", "noteKind", "polarity", "officialText",
                "chartColumn", "appliesTo", "appliesToCode", "exceptFor", "exceptForCode",
                "coversItem", "coversStage", "namesStage", "linkage", "start", "end", "casNumber",
                "missingCode", "gapKind",
            )
        ),
    )
)  # fmt: skip
NEAR: Final = f"""
SELECT $edition $entry ?way ?thing ?p ?o {{
  {{ GRAPH $edition {{ $entry ?way ?thing . ?thing ?p ?o
      FILTER(?way IN ({WAYS}) && ?p IN ({SHOWN})) }} }}
  UNION {{ GRAPH $edition {{ ?thing stc:noteOf $entry ; ?p ?o FILTER(?p IN ({SHOWN})) }}
    BIND(stc:noteOf AS ?way) }}
  UNION {{ GRAPH $edition {{ ?thing stc:refersTo $entry ; ?p ?o
      FILTER(?p IN ({SHOWN})) FILTER NOT EXISTS {{ ?thing stc:noteOf $entry }} }}
    BIND(stc:namedBy AS ?way) }}
  UNION {{ GRAPH $edition {{ ?thing stc:atEntry $entry ; ?p ?o }} BIND(stc:gap AS ?way) }}
}}"""
MEETINGS: Final = """
SELECT $item ?convergence ?task ?stage ?activity ?status ?by {
  ?convergence stc:controlledItem $item ; stc:status ?status .
  OPTIONAL { ?convergence stc:task ?task }
  OPTIONAL { ?convergence stc:atStage ?stage }
  OPTIONAL { ?convergence stc:atActivity ?activity }
  OPTIONAL { ?convergence stc:caughtBy ?by }
} ORDER BY DESC(?status) ?stage ?by ?task ?activity ?convergence"""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing near an entry.

    :ivar iri: IRI of it
    :ivar facts: what its graph says of it
    """

    iri: str
    facts: Facts

    def first(self, name: str) -> Term | None:
        """Return one object of a property, ``None`` where there is none."""
        return next(iter(self.facts.get(name, ())), None)

    def texts(self, name: str) -> Mapping[str, Literal]:
        """Return the texts of a property by language."""
        return texts_of(self.facts, name)


def entry_facts(resource: Resource) -> Facts:
    """Return what is said of an entry."""
    found: dict[str, list[Term]] = {}
    for row in rows(OWN, edition=NamedNode(resource.graph), entry=NamedNode(resource.iri)):
        found.setdefault(local_name(row["p"]), []).append(row["o"])
    return found


def things_near(resource: Resource) -> Mapping[str, list[Thing]]:
    """Return what an entry leads to and what leads to it, in reading order.

    :param resource: the entry
    :returns: things by the local name of the property that leads to them; ``noteOf``, ``namedBy``
        and ``gap`` lead from them to the entry
    """
    found: dict[str, dict[str, dict[str, list[Term]]]] = {}
    for row in rows(NEAR, edition=NamedNode(resource.graph), entry=NamedNode(resource.iri)):
        things = found.setdefault(local_name(row["way"]), {})
        facts = things.setdefault(row["thing"].value, {})
        facts.setdefault(local_name(row["p"]), []).append(row["o"])
    return {
        way: sorted((Thing(iri, facts) for iri, facts in things.items()), key=_place)
        for way, things in found.items()
    }


def meetings(provision: str) -> list[Row]:
    """Return the convergences whose controlled item is a provision."""
    return rows(MEETINGS, item=NamedNode(provision))


def texts_of(facts: Facts, name: str) -> Mapping[str, Literal]:
    """Return the texts of a property by language."""
    literals = (term for term in facts.get(name, ()) if isinstance(term, Literal))
    return {literal.language or "": literal for literal in literals}


def local_name(term: Term) -> str:
    """Return what stands behind the last ``#`` or ``/`` of an IRI."""
    return term.value.rpartition("#")[2].rpartition("/")[2]


def _place(thing: Thing) -> tuple[int, int, str]:
    position, number = thing.first("position"), thing.first("noteNumber")
    return _number(position), _number(number), thing.iri


def _number(term: Term | None) -> int:
    return int(term.value) if isinstance(term, Literal) and term.value.isdigit() else 0
