"""``/openapi.json``: every route of the application stands in it, as valid OpenAPI."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi.definitions import OPENAPI_31

from kgservice.settings import Settings
from kgservice.store import Limits, open_dataset
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics
from kgservice.web.openapi import openapi_document
from kgservice.web.operations import operation_of

# Pages for people only, and files: what no program reads.
WITHOUT_OPERATION = {"static", "home.home"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the whole application over a dataset of one triple."""
    path: Path = tmp_path_factory.mktemp("openapi") / "data.ttl"
    path.write_text("<urn:x:s> <urn:x:p> <urn:x:o> .", encoding="utf-8")
    store = open_dataset(path, Limits(), 1)
    yield create_app(store, Settings(), Metrics(store, AnswerCache(0)))
    store.close()


def test_every_route_is_described(app: Flask) -> None:
    paths = openapi_document(app, "https://kg.example")["paths"]
    seen = 0
    for rule in app.url_map.iter_rules():
        for method in {"GET", "POST"} & (rule.methods or set()):
            described = operation_of(app.view_functions[rule.endpoint], method) is not None
            assert described or rule.endpoint in WITHOUT_OPERATION, f"{rule} declares no operation"
            seen += described
    assert seen == sum(len(item) for item in paths.values()) > 7


def test_the_document_is_openapi(app: Flask) -> None:
    document = openapi_document(app, "https://kg.example")
    Draft202012Validator(OPENAPI_31).validate(document)
    operations = [each for item in document["paths"].values() for each in item.values()]
    ids = [each["operationId"] for each in operations]
    assert sorted(set(ids)) == sorted(ids)


def test_every_path_variable_and_schema_is_sound(app: Flask) -> None:
    for path, item in openapi_document(app, "")["paths"].items():
        for operation in item.values():
            variables = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
            assert variables == set(re.findall(r"{([^{}]+)}", path))
            for each in operation["parameters"]:
                Draft202012Validator.check_schema(each["schema"])
            for answer in operation["responses"].values():
                for media in answer["content"].values():
                    Draft202012Validator.check_schema(media.get("schema", {}))


def test_the_document_is_served(app: Flask) -> None:
    reply = app.test_client().get("/openapi.json", headers={"Host": "kg.example"})
    assert reply.status_code == 200
    assert reply.mimetype == "application/json"
    assert reply.json is not None
    assert reply.json["openapi"] == "3.1.0"
    assert reply.json["servers"] == [{"url": "http://kg.example"}]
    assert "/sparql" in reply.json["paths"]
    refused = app.test_client().get("/openapi.json?lang=en")
    assert refused.status_code == 400
    assert refused.get_json(force=True)["parameter"] == "lang"
