"""An operation declared once: what it refuses, and that the OpenAPI document says the same."""

import datetime
import io
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask, Response
from jsonschema import Draft202012Validator

from kgservice.web import problems
from kgservice.web.kinds import choice, day, iri, list_id, pattern, seconds, text, whole
from kgservice.web.openapi import openapi_document
from kgservice.web.operations import (
    JSON,
    Answer,
    Body,
    Operation,
    Values,
    json_response,
    operation_of,
    takes,
)
from kgservice.web.schemas import object_of, schema_of

LIST = list_id("list", "Id of the list.")
FROM = day("from", "The first day.", "2024-09-06").optional()
LIMIT = whole("limit", "How many rows.", 1, 100).otherwise(20)
LANG = choice("lang", "The language of labels.", ("en", "fr")).optional()
ABOUT = iri("about", "What it is about.", "urn:x:y").many()
WAIT = seconds("wait", "How long.").optional()
CODE = pattern("code", "A code.", "9X999", "[0-9]X[0-9]{3}", "a code such as 9X999").within("path")
NAME = text("name", "Its name.", "Zorb", longest=5).within("form")
ANSWERS = (
    Answer(JSON, "The rows.", object_of({"values": {"type": "object"}})),
    Answer("text/csv", "A table."),
)
READ = Operation("Read", (LIST, FROM, LIMIT, LANG, ABOUT, WAIT), ANSWERS)
PLACE = Operation("Place", (CODE,), ANSWERS[:1])
FORM = "application/x-www-form-urlencoded"
SEND = Operation(
    "Send", (NAME,), ANSWERS[:1], Body((FORM, "multipart/form-data"), "A form.", files=("file",))
)


@pytest.fixture
def app() -> Flask:
    """Return an application of three invented routes."""
    app = Flask(__name__)
    problems.register(app)

    @app.get("/rows")
    @takes(READ)
    def rows(values: Values) -> Response:
        found = {each.name: str(values[each]) for each in READ.parameters}
        return json_response({"values": found, "type": values.media_type})

    @app.get("/places/<code>")
    @takes(PLACE)
    def places(values: Values) -> Response:
        return json_response({"values": values[CODE]})

    @app.post("/send")
    @takes(SEND)
    def send(values: Values) -> Response:
        return json_response({"values": values[NAME]})

    return app


def test_values_have_their_kinds(app: Flask) -> None:
    address = "/rows?list=us-ccl&from=2024-09-06&about=urn:x:a&about=urn:x:b&lang=&wait=.5"
    reply = app.test_client().get(address, headers={"Accept": "text/csv"})
    assert reply.status_code == 200
    assert reply.vary.to_header() == "Accept, Accept-Encoding"
    assert reply.json == {
        "values": {
            "list": "us-ccl",
            "from": str(datetime.date(2024, 9, 6)),
            "limit": "20",
            "lang": "None",
            "about": "('urn:x:a', 'urn:x:b')",
            "wait": "0.5",
        },
        "type": "text/csv",
    }


@pytest.mark.parametrize(
    ("address", "parameter", "words"),
    [
        ("/rows", "list", "'list' is missing; expected the id of a list, such as us-ccl"),
        ("/rows?list=", "list", "'list' is ''; expected the id of a list"),
        ("/rows?list=a%0A", "list", "'list' is 'a\\n'; expected the id"),
        ("/rows?list=a&list=b", "list", "'list' is given 2 times; expected once"),
        ("/rows?list=a&lsit=b", "lsit", "no parameter 'lsit'; did you mean 'list'?"),
        ("/rows?list=a&zzz=b", "zzz", "no parameter 'zzz'; expected list, from, limit, lang"),
        ("/rows?list=a&from=2024-02-30", "from", "'2024-02-30'; expected a day such as"),
        ("/rows?list=a&from=20240230", "from", "'20240230'; expected a day such as"),
        ("/rows?list=a&limit=0", "limit", "'0'; expected a whole number from 1 to 100"),
        ("/rows?list=a&limit=1e1", "limit", "'1e1'; expected a whole number from 1 to 100"),
        ("/rows?list=a&limit=%D9%A3", "limit", "'٣'; expected a whole number"),
        ("/rows?list=a&lang=eng", "lang", "expected one of en, fr; did you mean 'en'?"),
        ("/rows?list=a&about=x", "about", "'x'; expected an absolute IRI"),
        ("/rows?list=a&about=urn:" + "x" * 1000, "about", "it has more than 1,000 characters"),
        ("/rows?list=a&about=urn:%C2%98", "about", "expected an absolute IRI"),
        ("/rows?list=a&wait=nan", "wait", "'nan'; expected a number of seconds above 0"),
        ("/rows?list=a&wait=soon", "wait", "'soon'; expected a number of seconds above 0"),
        ("/places/nine", "code", "'nine'; expected a code such as 9X999"),
    ],
)
def test_what_is_refused_is_named(app: Flask, address: str, parameter: str, words: str) -> None:
    reply = app.test_client().get(address)
    assert reply.status_code == 400
    assert reply.mimetype == "application/problem+json"
    problem: Any = reply.get_json(force=True)
    assert problem["parameter"] == parameter
    assert words in problem["detail"]


def test_requests_that_are_no_utf8_or_too_many_are_refused(app: Flask) -> None:
    client = app.test_client()
    assert "not UTF-8" in client.get("/rows?list=%FF").get_json(force=True)["detail"]
    many = "&".join("about=urn:x" for _ in range(1001))
    assert "more than 1000" in client.get(f"/rows?{many}").get_json(force=True)["detail"]


def test_forms_and_media_types(app: Flask) -> None:
    client = app.test_client()
    assert client.post("/send", data={"name": "Zorb"}).json == {"values": "Zorb"}
    sent = {"name": "Zorb", "file": (io.BytesIO(b"x"), "a.csv")}
    assert client.post("/send", data=sent).json == {"values": "Zorb"}
    assert client.post("/send", data={"name": "Zorbing"}).status_code == 400
    assert "'nmae'" in client.post("/send", data={"nmae": "a"}).get_json(force=True)["detail"]
    assert client.post("/send?name=Zorb", data={"name": "Zorb"}).status_code == 400
    reply = client.post("/send", data="{}", content_type=JSON)
    assert (reply.status_code, reply.get_json(force=True)["detail"][:36]) == (
        415,
        "the body is sent as application/json",
    )
    reply = client.get("/rows?list=a", headers={"Accept": "image/png"})
    assert reply.status_code == 406
    assert "application/json, text/csv" in reply.get_json(force=True)["detail"]


def test_the_document_says_what_is_checked(app: Flask) -> None:
    document = openapi_document(app, "")
    paths = document["paths"]
    assert set(paths) == {"/rows", "/places/{code}", "/send"}
    described = {each["name"]: each for each in paths["/rows"]["get"]["parameters"]}
    assert list(described) == ["list", "from", "limit", "lang", "about", "wait"]
    for each in READ.parameters:
        about = described[each.name]
        assert about["required"] is each.required
        validator = Draft202012Validator(about["schema"])
        Draft202012Validator.check_schema(about["schema"])
        example = about["example"]
        value = float(example) if each.name in ("limit", "wait") else example
        validator.validate(int(value) if each.name == "limit" else value)
        assert each.value([each.example]) is not None
    assert described["limit"]["schema"]["default"] == 20
    assert paths["/places/{code}"]["get"]["parameters"][0]["in"] == "path"
    form = paths["/send"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert set(form["properties"]) == {"name", "file"}
    assert form["required"] == ["name"]
    assert set(paths["/rows"]["get"]["responses"]) == {"200", "default"}
    assert operation_of(app.view_functions["rows"], "GET") is READ


@dataclass(frozen=True)
class Row:
    """An invented row."""

    code: str
    when: datetime.date | None
    parts: tuple[int, ...]
    by_name: dict[str, float]


def test_schemas_of_dataclasses() -> None:
    schema = schema_of(list[Row])
    good = {"code": "9X999", "when": None, "parts": [1], "by_name": {"a": 1.5}}
    validator = Draft202012Validator(schema)
    assert validator.is_valid([good])
    for bad in ({"code": 1}, {"parts": ["1"]}, {"by_name": {"a": "b"}}, {"more": 1}):
        assert not validator.is_valid([good | bad])
    assert not validator.is_valid([{"code": "9X999"}])
    with pytest.raises(TypeError, match="no JSON schema"):
        schema_of(Flask)


def test_pages_take_a_language(app: Flask) -> None:
    shown = Operation("Show", (LIST,), (*ANSWERS, Answer("text/html", "A page.")))

    @app.get("/page")
    @takes(shown)
    def page(values: Values) -> Response:
        return Response(values.media_type)

    assert app.test_client().get("/page?list=a&lang=fr").text == JSON
    assert app.test_client().get("/page?list=a&lnag=fr").status_code == 400
    described = openapi_document(app, "")["paths"]["/page"]["get"]["parameters"]
    assert [each["name"] for each in described] == ["list", "lang"]
