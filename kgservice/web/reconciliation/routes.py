"""The routes of the reconciliation service; JSONP where a ``callback`` is named."""

from typing import Any, Final
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request

from kgservice.assessment import ask_store
from kgservice.namespaces import ID
from kgservice.search import Question, SearchIndex
from kgservice.search.words import squeeze
from kgservice.web.addresses import place
from kgservice.web.asking import accounted
from kgservice.web.kinds import pattern, text, whole
from kgservice.web.operations import (
    FORMS,
    HTML,
    JSON,
    Answer,
    Body,
    Operation,
    Values,
    json_response,
    takes,
)
from kgservice.web.problems import ParameterError, RequestError
from kgservice.web.reconciliation import schemas
from kgservice.web.reconciliation.candidates import (
    entity_description,
    entity_id,
    entity_name,
    entity_types,
    find_candidates,
)
from kgservice.web.reconciliation.extension import extend_entities
from kgservice.web.reconciliation.manifest import PROPERTIES, TYPES, manifest
from kgservice.web.reconciliation.reading import (
    ExtensionQuery,
    ReconciliationQuery,
    read_batch,
    read_extension,
)
from kgservice.web.search import keeper
from kgservice.web.service import endpoint, store

blueprint = Blueprint("reconciliation", __name__, url_prefix="/reconcile")

LONGEST: Final = 1_000_000
SUGGESTED: Final = 20
SCRIPT: Final = "application/javascript"
BATCH = text(
    "queries", "A batch of queries, in JSON.", '{"q0": {"query": "3A001"}}', LONGEST
).optional()
EXTENSION = text(
    "extend",
    "Ids and properties, in JSON.",
    '{"ids": ["us-ccl/3A001"], "properties": [{"id": "label"}]}',
    LONGEST,
).optional()
CALLBACK = pattern(
    "callback", "Name of a function that is called with the answer (JSONP).", "found",
    r"[A-Za-z_$][A-Za-z0-9_$.]{0,99}", "the name of a JavaScript function",
).optional()  # fmt: skip
CALLED = Answer(SCRIPT, "The same as the call of the function that callback names.")
ASK = Operation(
    "Describe the service, reconcile a batch of names, or give values of entities",
    (BATCH, EXTENSION, CALLBACK),
    (Answer(JSON, "Manifest, candidates or values.", schemas.SERVICE), CALLED),
    description="Reconciliation Service API v0.2. Without queries or extend it is the manifest.",
    lenient=True,
)
SEND = Operation(
    "Reconcile a batch of names, or give values of entities",
    (BATCH.within("form"), EXTENSION.within("form"), CALLBACK),
    (Answer(JSON, "Candidates or values.", schemas.SERVICE), CALLED),
    Body(FORMS[:1], "A form with queries or extend."),
    lenient=True,
)
PREFIX = text("prefix", "The beginning of a name, code or id.", "3A0", 400).otherwise("")
CURSOR = whole("cursor", "How many suggestions are passed over.", 0, 10_000).otherwise(0)
TYPE = text("type", "Id of a type.", "entry").otherwise("")
LIMIT = whole("limit", "How many properties at most.", 1, 100).optional()
ENTITY = text("id", "Id of an entity.", "us-ccl/3A001")


def _suggests(what: str, schema: dict[str, Any]) -> Operation:
    return Operation(
        f"Suggest {what} by the beginning of its name",
        (PREFIX, CURSOR, CALLBACK),
        (Answer(JSON, "Suggestions, the best first.", schema), CALLED),
        lenient=True,
    )


@blueprint.get("")
@takes(ASK)
def ask(values: Values) -> Response:
    """Answer the service's queries by GET, and describe it without any."""
    if values[BATCH] is None and values[EXTENSION] is None:
        home = endpoint("home.home").rstrip("/")
        return _answer(values, manifest(endpoint("reconciliation.ask"), home))
    return _asked(values)


@blueprint.post("")
@takes(SEND)
def send(values: Values) -> Response:
    """Answer the service's queries by POST."""
    if values[BATCH] is None and values[EXTENSION] is None:
        raise ParameterError("the form has neither 'queries' nor 'extend'; expected one", "queries")
    return _asked(values)


@blueprint.get("/suggest/entity")
@takes(_suggests("an entity", schemas.ENTITIES))
def suggest_entity(values: Values) -> Response:
    """Suggest entities whose code, name or id begins as a text does."""
    prefix, kinds = values[PREFIX].removeprefix(ID), [k for t in TYPES for k in t.kinds]
    head, _, rest = prefix.partition("/")
    index = keeper().index()
    listed = head if rest and head in index.lists else None
    found = _suggested(index, rest if listed else prefix, listed, tuple(kinds), values[CURSOR])
    return _answer(values, {"result": found})


@blueprint.get("/suggest/type")
@takes(_suggests("a type", schemas.NAMED))
def suggest_type(values: Values) -> Response:
    """Suggest types whose name or id holds a text."""
    found = [{"id": each.id, "name": each.name} for each in TYPES]
    return _answer(values, {"result": _holding(found, values)})


@blueprint.get("/suggest/property")
@takes(_suggests("a property", schemas.NAMED))
def suggest_property(values: Values) -> Response:
    """Suggest properties whose name or id holds a text."""
    found = [{"id": each.id, "name": each.name} for each in PROPERTIES]
    return _answer(values, {"result": _holding(found, values)})


@blueprint.get("/properties")
@takes(
    Operation(
        "Propose properties of a type",
        (TYPE, LIMIT, CALLBACK),
        (Answer(JSON, "Properties that entities of the type have.", schemas.PROPOSAL), CALLED),
        lenient=True,
    )
)
def propose_properties(values: Values) -> Response:
    """Propose the properties of a type; of all types where none is named."""
    asked, limit = values[TYPE], values[LIMIT]
    found = [
        {"id": each.id, "name": each.name}
        for each in PROPERTIES
        if not asked or asked in each.types
    ]
    answer: dict[str, Any] = {"type": asked, "properties": found[:limit]}
    return _answer(values, answer if limit is None else {**answer, "limit": limit})


@blueprint.get("/entity")
@takes(Operation("Lead to an entity", (ENTITY,), (Answer(HTML, "See the entity.", status=303),)))
def entity(values: Values) -> Response:
    """Lead from an id, which clients encode as one piece, to what the IRI names."""
    address = place(ID + quote(values[ENTITY], safe="/()._-~"))
    return Response(status=303, headers={"Location": address or "/"})


@blueprint.get("/preview")
@takes(Operation("Show an entity in a frame", (ENTITY,), (Answer(HTML, "A small page."),)))
def preview(values: Values) -> Response:
    """Return a small page about an entity, which other sites may show in a frame."""
    entity = values[ENTITY]
    asked = tuple(each.id for each in PROPERTIES)
    with accounted(request.remote_addr or ""):
        answer = extend_entities(_ask(), ExtensionQuery((entity,), asked))
    known = {key: [each["str"] for each in cells] for key, cells in answer["rows"][entity].items()}
    if not any(known.values()):
        raise RequestError(f"the graph says nothing of {entity[:80]!r}", "not-found")
    names = {each["id"]: each["name"] for each in answer["meta"]}
    body = render_template("preview.html", entity=entity, iri=ID + entity, known=known, names=names)
    return Response(body, content_type="text/html; charset=utf-8")


def _asked(values: Values) -> Response:
    batch, extension = values[BATCH], values[EXTENSION]
    if batch is not None and extension is not None:
        raise ParameterError("both 'queries' and 'extend' are given; expected one", "extend")
    if extension is not None:
        with accounted(request.remote_addr or ""):
            return _answer(values, extend_entities(_ask(), read_extension(extension)))
    queries: dict[str, ReconciliationQuery] = read_batch(batch or "")
    index = keeper().index()
    found = {key: {"result": find_candidates(index, query)} for key, query in queries.items()}
    return _answer(values, found)


def _suggested(
    index: SearchIndex, prefix: str, list_id: str | None, kinds: tuple[str, ...], skipped: int
) -> list[dict[str, Any]]:
    if not squeeze(prefix):
        return []
    question = Question(prefix, None, list_id, kinds, SUGGESTED, skipped)
    return [
        {
            "id": entity_id(hit),
            "name": entity_name(hit),
            "description": entity_description(hit),
            "notable": entity_types(hit),
        }
        for hit in index.search(question).hits
    ]


def _holding(found: list[dict[str, str]], values: Values) -> list[dict[str, str]]:
    part = values[PREFIX].casefold()
    held = [each for each in found if part in each["name"].casefold() or part in each["id"]]
    return held[values[CURSOR] :]


def _ask() -> Any:  # noqa: ANN401 - what asks, as the assessment names it
    return ask_store(store(), request.remote_addr or "")


def _answer(values: Values, value: object) -> Response:
    """Return a value as JSON, or as the call of a function with it."""
    response = json_response(value)
    name = values[CALLBACK]
    if name is not None:
        called = b"/**/" + name.encode() + b"(" + response.get_data().rstrip() + b");\n"
        response = Response(called, content_type=f"{SCRIPT}; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
