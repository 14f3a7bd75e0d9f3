"""Things of the graph as values: what is said of one, and convergences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kgservice.client.answers import Row
from kgservice.errors import IncompleteAnswerError
from kgservice.namespaces import provision_iri

_ROLES: Final = {
    "item": (
        "{ ?entry stc:versionOf ?provision . ?entry a stc:Entry . ?entry stc:within? ?place ."
        " ?place stc:versionOf ?held }"
        " UNION { ?provision stc:inList ?list . BIND(?provision AS ?held) }"
        " ?c stc:controlledItem ?held"
    ),
    "caught": "?c stc:caughtBy ?provision",
}
_COLUMNS: Final = (
    ("technique", "stc:technique"),
    ("task", "stc:task"),
    ("stage", "stc:atStage"),
    ("activity", "stc:atActivity"),
    ("item", "stc:controlledItem"),
    ("caughtBy", "stc:caughtBy"),
    ("source", "dcterms:source|prov:wasQuotedFrom|stc:proof"),
)


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
    columns = "".join(
        f' UNION {{ ?c {path} ?value . BIND("{name}" AS ?name) }}' for name, path in _COLUMNS
    )
    return f"""
SELECT DISTINCT ?c ?label ?status ?name ?value WHERE {{
  {{ SELECT DISTINCT ?c WHERE {{
    VALUES ?provision {{ <{provision_iri(list_id, code)}> }}
    {_ROLES[role]}
  }} }}
  ?c stc:status ?status .
  OPTIONAL {{ ?c skos:prefLabel ?label . FILTER(LANG(?label) = "en") }}
  {{ BIND("none" AS ?name) }}{columns}
}} ORDER BY ?c ?name ?value"""


def read_convergences(rows: Iterable[Row]) -> tuple[Convergence, ...]:
    """Return the convergences of a :func:`convergence_query`, the stated ones first."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        facts = found.setdefault(
            str(row["c"]), {"label": row["label"] or "", "status": _local(row["status"])}
        )
        facts.setdefault(str(row["name"]), []).append(str(row["value"]))
    made = (
        Convergence(
            iri=iri,
            label=facts["label"],
            status=facts["status"],
            techniques=tuple(facts.get("technique", ())),
            tasks=tuple(facts.get("task", ())),
            stages=tuple(facts.get("stage", ())),
            activities=tuple(facts.get("activity", ())),
            items=tuple(facts.get("item", ())),
            caught_by=tuple(facts.get("caughtBy", ())),
            sources=tuple(facts.get("source", ())),
        )
        for iri, facts in found.items()
    )
    return tuple(sorted(made, key=lambda each: (each.status == "Candidate", each.iri)))


def _local(iri: object) -> str:
    return str(iri).rpartition("#")[2]
