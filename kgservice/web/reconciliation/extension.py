"""Property values of entities: the data extension of the reconciliation protocol."""

from typing import Any

from pyoxigraph import NamedNode

from kgservice.assessment.asking import Ask, iri_of, rows, values
from kgservice.namespaces import ID, STC
from kgservice.web.problems import RequestError
from kgservice.web.reconciliation.manifest import PROPERTIES
from kgservice.web.reconciliation.reading import ExtensionQuery
from kgservice.web.service import IRI


def extend_entities(ask: Ask, query: ExtensionQuery) -> dict[str, Any]:
    """Return the values of properties of entities.

    :param ask: evaluates a SELECT over the release's present
    :param query: ids and properties
    :returns: the protocol's answer; an entity without a value has an empty array
    :raises RequestError: for an id that makes no IRI
    """
    found: dict[str, dict[str, list[dict[str, str]]]] = {
        entity: {name: [] for name in query.properties} for entity in query.ids
    }
    subjects = {_node(entity): entity for entity in query.ids}
    listed = values("s", subjects)
    for each in PROPERTIES:
        if each.id not in query.properties or not subjects:
            continue
        for row in rows(ask, "s value", f"{listed} {each.pattern}"):
            entity = subjects[iri_of(row, "s")]
            value = row["value"].value.removeprefix(STC)
            found[entity][each.id].append({"str": value})
    known = {each.id: each.name for each in PROPERTIES}
    meta = [{"id": name, "name": known[name]} for name in query.properties]
    return {"meta": meta, "rows": found}


def _node(entity: str) -> NamedNode:
    try:
        if entity and IRI.fullmatch(ID + entity):
            return NamedNode(ID + entity)
    except ValueError:
        pass
    raise RequestError(f"{entity[:80]!r} is no id of an entity; one looks like us-ccl/3A001")
