"""Things of the graph as values: what is said of one, and convergences."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pyoxigraph import Literal

from kgservice.client.answers import Solutions, Term
from kgservice.errors import IncompleteAnswerError
from kgservice.namespaces import DCTERMS, PROV, SKOS, STC, provision_iri

_ROLES: Final = {
    "item": (
        "{ ?entry stc:versionOf ?provision . ?entry a stc:Entry . ?entry stc:within? ?place ."
        " ?place stc:versionOf ?held }"
        " UNION { ?provision stc:inList ?list . BIND(?provision AS ?held) }"
        " ?c stc:controlledItem ?held"
    ),
    "caught": "?c stc:caughtBy ?provision",
}
_PROPERTIES: Final = {
    SKOS + "prefLabel": "label",
    STC + "status": "status",
    STC + "technique": "techniques",
    STC + "task": "tasks",
    STC + "atStage": "stages",
    STC + "atActivity": "activities",
    STC + "controlledItem": "items",
    STC + "caughtBy": "caught_by",
    STC + "proof": "sources",
    DCTERMS + "source": "sources",
    PROV + "wasQuotedFrom": "sources",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """What the graph says of a thing.

    :ivar iri: its own
    :ivar said: JSON-LD of it, by the context of the service
    :ivar about: JSON-LD of what stands below it and is told with it, such as notes
    :ivar release: id of the release
    """

    iri: str
    said: Mapping[str, Any]
    about: tuple[Mapping[str, Any], ...]
    release: str

    def texts(self, name: str) -> dict[str, str]:
        """Return the texts of a property by language, such as those of ``skos:prefLabel``."""
        values = self.said.get(name, [])
        found = values if isinstance(values, list) else [values]
        return {
            each["@language"]: each["@value"]
            for each in found
            if isinstance(each, dict) and "@language" in each
        }


@dataclass(frozen=True, slots=True)
class Convergence:
    """A technique or task that meets a listed item.

    :ivar status: local name; ``Candidate`` is derived, and nobody has stated it
    :ivar sources: IRIs or citations; of a candidate the IRI of its proof
    """

    iri: str
    label: str
    status: str
    techniques: tuple[str, ...]
    tasks: tuple[str, ...]
    stages: tuple[str, ...]
    activities: tuple[str, ...]
    items: tuple[str, ...]
    caught_by: tuple[str, ...]
    sources: tuple[str, ...]


def read_thing(iri: str, document: object, release: str) -> Thing:
    """Return a thing from the JSON-LD document of its IRI.

    :param iri: of the thing
    :param document: an object with ``@graph``
    :param release: that answered
    :returns: the thing
    :raises IncompleteAnswerError: if the document does not tell of it
    """
    nodes = document.get("@graph") if isinstance(document, dict) else None
    if not isinstance(nodes, list):
        raise IncompleteAnswerError(f"the answer about <{iri}> has no '@graph'")
    said = next((node for node in nodes if node.get("@id") == iri), None)
    if said is None:
        raise IncompleteAnswerError(f"the answer about <{iri}> says nothing of it")
    return Thing(iri, said, tuple(node for node in nodes if node is not said), release)


def convergence_query(list_id: str, code: str, role: str) -> str:
    """Return the query for the convergences of a provision.

    :param list_id: of its list
    :param code: as its list prints it
    :param role: ``item``: those whose controlled item holds it; ``caught``: those it catches
    :returns: a SELECT with a row for each value of each property
    """
    wanted = ", ".join(f"<{iri}>" for iri in _PROPERTIES)
    return f"""
SELECT ?c ?property ?value WHERE {{
  {{ SELECT DISTINCT ?c WHERE {{
    VALUES ?provision {{ <{provision_iri(list_id, code)}> }}
    {_ROLES[role]}
  }} }}
  ?c a stc:Convergence ; ?property ?value .
  FILTER(?property IN ({wanted}))
}} ORDER BY ?c ?property ?value"""


def read_convergences(found: Solutions) -> tuple[Convergence, ...]:
    """Return the convergences of a :func:`convergence_query`, the stated ones first."""
    facts: defaultdict[str, defaultdict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for row in found.terms:
        facts[row["c"].value][_PROPERTIES[row["property"].value]].append(row["value"])
    made = (_convergence(iri, values) for iri, values in facts.items())
    return tuple(sorted(made, key=lambda each: (each.status == "Candidate", each.iri)))


def _convergence(iri: str, facts: Mapping[str, list[Term]]) -> Convergence:
    labels = facts.get("label", [])
    english = [each for each in labels if isinstance(each, Literal) and each.language == "en"]
    many = ("techniques", "tasks", "stages", "activities", "items", "caught_by", "sources")
    return Convergence(
        iri=iri,
        label=next((each.value for each in (*english, *labels)), ""),
        status=next((each.value.rpartition("#")[2] for each in facts.get("status", [])), ""),
        **{name: tuple(each.value for each in facts.get(name, [])) for name in many},
    )
