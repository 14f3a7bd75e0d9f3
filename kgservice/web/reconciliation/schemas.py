"""JSON schemas of what the reconciliation service answers, for the OpenAPI document.

Written from the text of the protocol (v0.2, sections 3 to 7), and no wider than its own schemas.
"""

from typing import Final

from kgservice.web.schemas import Schema, array_of, object_of

_TEXT: Final[Schema] = {"type": "string"}
_NAME: Final[Schema] = object_of({"id": _TEXT, "name": _TEXT})
NAMED: Final = object_of({"result": array_of(_NAME)})
ENTITIES: Final = object_of(
    {
        "result": array_of(
            object_of(
                {"id": _TEXT, "name": _TEXT, "description": _TEXT, "notable": array_of(_NAME)}
            )
        )
    }
)
_FEATURE: Final = object_of(
    {"id": _TEXT, "value": {"anyOf": [{"type": "boolean"}, {"type": "number"}]}}
)
_CANDIDATE: Final = object_of(
    {
        "id": _TEXT,
        "name": _TEXT,
        "description": _TEXT,
        "type": array_of(_NAME),
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "features": array_of(_FEATURE),
        "match": {"type": "boolean"},
    }
)
CANDIDATES: Final[Schema] = {
    "type": "object",
    "additionalProperties": object_of({"result": array_of(_CANDIDATE)}),
}
EXTENSION: Final = object_of(
    {
        "meta": array_of(_NAME),
        "rows": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": array_of(object_of({"str": _TEXT})),
            },
        },
    }
)
PROPOSAL: Final = object_of(
    {"type": _TEXT, "properties": array_of(_NAME), "limit": {"type": "integer"}}, ("limit",)
)
_SUGGEST: Final = object_of({"service_url": _TEXT, "service_path": _TEXT})
_URL: Final[Schema] = {"type": "string", "pattern": r"\{\{id\}\}"}
MANIFEST: Final = object_of(
    {
        "versions": {"type": "array", "items": _TEXT, "contains": {"const": "0.2"}},
        "name": _TEXT,
        "identifierSpace": {"type": "string", "format": "uri"},
        "schemaSpace": {"type": "string", "format": "uri"},
        "defaultTypes": array_of(_NAME),
        "documentation": _TEXT,
        "serviceVersion": _TEXT,
        "view": object_of({"url": _URL}),
        "preview": object_of(
            {"url": _URL, "width": {"type": "integer"}, "height": {"type": "integer"}}
        ),
        "suggest": object_of(dict.fromkeys(("entity", "type", "property"), _SUGGEST)),
        "extend": object_of(
            {"propose_properties": _SUGGEST, "property_settings": {"type": "array"}}
        ),
        "batchSize": {"type": "integer"},
    }
)
SERVICE: Final[Schema] = {"anyOf": [MANIFEST, EXTENSION, CANDIDATES]}
