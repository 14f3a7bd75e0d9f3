"""``/openapi.json``: every route as an OpenAPI 3.1 document, from what the routes check."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app
from werkzeug.routing import Rule

import kgservice
from kgservice.web.kinds import Parameter
from kgservice.web.operations import (
    FORMS,
    JSON,
    Answer,
    Body,
    Operation,
    Values,
    json_response,
    operation_of,
    takes,
)
from kgservice.web.problems import PROBLEM_SCHEMA
from kgservice.web.schemas import OBJECT, Schema
from kgservice.web.service import endpoint, store

blueprint = Blueprint("openapi", __name__)

VERSION: Final = "3.1.0"
DESCRIPTION: Final = (
    "The knowledge graph of strategic-trade control lists. An answer with status 200 is complete;"
    " anything else is a problem document (RFC 9457) that names the limit or the fault."
    " The service never gives a verdict."
)
_VARIABLE: Final = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
DOCUMENT: Final = Operation(
    "Describe this interface", answers=(Answer(JSON, "An OpenAPI 3.1 document.", OBJECT),)
)


@blueprint.get("/openapi.json")
@takes(DOCUMENT)
def openapi(_: Values) -> Response:
    """Return the description of every route."""
    home = endpoint("home.home").rstrip("/")
    return json_response(openapi_document(current_app, home), store().release())


def openapi_document(app: Flask, address: str) -> dict[str, Any]:
    """Return the OpenAPI document of an application.

    :param app: whose routes are described where their views declare an operation
    :param address: under which clients reach it, without a slash at the end
    :returns: a document of JSON values
    """
    paths: dict[str, dict[str, Any]] = {}
    uses: Counter[str] = Counter()
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            operation = operation_of(app.view_functions[rule.endpoint], method)
            if operation is not None:
                item = paths.setdefault(_VARIABLE.sub(r"{\1}", rule.rule), {})
                described = _operation(operation, method, rule)
                uses[described["operationId"]] += 1
                if (use := uses[described["operationId"]]) > 1:  # one view under several rules
                    described["operationId"] += f"_{use}"
                item[method.lower()] = described
    return {
        "openapi": VERSION,
        "info": {
            "title": "kgservice",
            "version": kgservice.__version__,
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": address or "/"}],
        "paths": paths,
        "components": {"schemas": {"Problem": PROBLEM_SCHEMA}},
    }


def _operation(operation: Operation, method: str, rule: Rule) -> dict[str, Any]:
    concern, _, name = rule.endpoint.partition(".")
    described: dict[str, Any] = {
        "operationId": f"{concern}_{name}_{method.lower()}",
        "tags": [concern],
        "summary": operation.summary,
        "parameters": [
            _parameter(each)
            for each in operation.all_parameters()
            if each.place == "query" or (each.place == "path" and each.name in rule.arguments)
        ],
        "responses": _responses(operation.answers),
    }
    if operation.description:
        described["description"] = operation.description
    if method == "POST" and operation.body is not None:
        fields = [each for each in operation.parameters if each.place == "form"]
        described["requestBody"] = _body(operation.body, fields)
    return described


def _parameter(parameter: Parameter[Any]) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.description,
        "required": parameter.required,
        "schema": _schema(parameter),
        "example": [parameter.example] if parameter.repeated else parameter.example,
    }


def _schema(parameter: Parameter[Any]) -> Schema:
    if parameter.repeated:
        return {"type": "array", "items": dict(parameter.schema)}
    default = parameter.default
    if isinstance(default, str | int | float):
        return {**parameter.schema, "default": default}
    return dict(parameter.schema)


def _responses(answers: tuple[Answer, ...]) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for answer in answers:
        response = responses.setdefault(
            str(answer.status), {"description": answer.description, "content": {}}
        )
        media: Mapping[str, Any] = {} if answer.schema is None else {"schema": answer.schema}
        response["content"][answer.media_type] = media
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    responses["default"] = {
        "description": "A problem document (RFC 9457), or a page that says the same.",
        "content": {"application/problem+json": problem, "text/html": {}},
    }
    return responses


def _body(body: Body, fields: list[Parameter[Any]]) -> dict[str, Any]:
    return {
        "required": True,
        "description": body.description,
        "content": dict(_media(body, fields)),
    }


def _media(body: Body, fields: list[Parameter[Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each media type of a body with its schema."""
    for media_type in body.media_types:
        if media_type in FORMS:
            properties: Schema = {each.name: _schema(each) for each in fields}
            properties |= {name: {"type": "string", "format": "binary"} for name in body.files}
            required = [each.name for each in fields if each.required]
            form = {"type": "object", "properties": properties, "required": required}
            yield media_type, {"schema": form}
        elif body.schema is not None:
            yield media_type, {"schema": body.schema}
        else:
            yield media_type, {}
