"""What the reconciliation service offers: its manifest, types and properties.

Source: Reconciliation Service API v0.2, sections 3 (service definition) and 6 (suggest services).
"""

from dataclasses import dataclass
from typing import Any, Final

import kgservice
from kgservice.namespaces import ID, SKOS

VERSION: Final = "0.2"
BATCH: Final = 100
WIDTH, HEIGHT = 430, 220


@dataclass(frozen=True, slots=True)
class EntityType:
    """A type of entities.

    :ivar kinds: of things that the search index knows
    """

    id: str
    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Property:
    """A property of entities.

    :ivar types: ids of the types that have it
    :ivar pattern: SPARQL from ``?s``, the entity, to ``?value``
    """

    id: str
    name: str
    types: tuple[str, ...]
    pattern: str


TYPES: Final = (
    EntityType("entry", "Entry of a control list", ("entry", "provision")),
    EntityType("chemical", "Chemical or agent with a CAS number", ("chemical",)),
    EntityType("list", "Control list", ("list",)),
    EntityType("regime", "Regime", ("regime",)),
)
_ENTRY: Final = "?e stc:versionOf ?s . ?e a stc:Entry . "
PROPERTIES: Final = (
    Property("code", "Code", ("entry",), "?s skos:notation ?value"),
    Property("list", "Id of the list", ("entry",), "?s stc:inList/dcterms:identifier ?value"),
    Property(
        "label", "Label in English", ("entry", "list", "regime"),
        "?s skos:prefLabel|dcterms:title ?value . FILTER(LANG(?value) = 'en')",
    ),
    Property(
        "label-fr", "Label in French", ("entry", "list", "regime"),
        "?s skos:prefLabel|dcterms:title ?value . FILTER(LANG(?value) = 'fr')",
    ),
    Property(
        "entry", "IRI of the entry in the present edition", ("entry",),
        _ENTRY + "BIND(?e AS ?value)",
    ),
    Property(
        "edition", "IRI of the present edition", ("entry",), _ENTRY + "?e skos:inScheme ?value"
    ),
    Property(
        "status", "Status in the present edition", ("entry",), _ENTRY + "?e stc:status ?value"
    ),
    Property(
        "regime", "Regime that it implements", ("entry",), _ENTRY + "?e stc:implements ?value"
    ),
    Property("reason", "Reason for control, as printed", ("entry",),
             _ENTRY + "?e stc:reasonForControl/skos:notation ?value"),
    Property("cas", "CAS number", ("entry", "chemical"),
             "{ ?s stc:casNumber ?value } UNION"
             " { ?e stc:versionOf ?s . ?e stc:namesChemical/stc:casNumber ?value }"),
    Property("name", "Name of the chemical", ("chemical",), "?s skos:altLabel ?value"),
    Property("named-by", "Provision that names the chemical", ("chemical",),
             "?e stc:namesChemical ?s . ?e stc:versionOf ?value"),
)  # fmt: skip


def manifest(endpoint: str, home: str) -> dict[str, Any]:
    """Return the service manifest.

    :param endpoint: address of the service
    :param home: address of the front page, without a slash at its end
    :returns: values for JSON
    """
    return {
        "versions": [VERSION],
        "name": "Strategic-trade control lists (kgservice)",
        "identifierSpace": ID,
        "schemaSpace": SKOS + "Concept",
        "defaultTypes": [{"id": each.id, "name": each.name} for each in TYPES],
        "documentation": f"{home}/openapi.json",
        "serviceVersion": kgservice.__version__,
        "view": {"url": endpoint + "/entity?id={{id}}"},
        "preview": {"url": endpoint + "/preview?id={{id}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            name: {"service_url": endpoint, "service_path": f"/suggest/{name}"}
            for name in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": endpoint, "service_path": "/properties"},
            "property_settings": [],
        },
        "batchSize": BATCH,
    }
