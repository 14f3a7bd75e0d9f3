"""``POST /validate``: each way to send, each form of the answer, and what is refused."""

import csv
import io

import pytest
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.namespace import RDF, SH

from kgservice.settings import Settings
from kgservice.web.sending import PLACES

TABLE = b"code,text,lang\n9A991,Invented zorbs;,en\n9A992,Glims;,zorbish\n"
SHAPES = (
    b"@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:x:> .\n"
    b"ex:S a sh:NodeShape ; sh:targetClass ex:Zorb ; sh:nodeKind sh:Literal .\n"
)
DATA = b"@prefix ex: <urn:x:> . ex:a a ex:Zorb .\n"


def test_table_as_body(client: FlaskClient) -> None:
    answer = client.post("/validate", data=TABLE, content_type="text/csv")
    assert answer.status_code == 200
    report = answer.json
    assert report is not None
    assert (report["conforms"], report["entries"], report["format"]) == (False, 4, "table")
    (found,) = report["findings"]
    assert (found["row"], found["column"], found["value"]) == (3, "lang", "zorbish")
    assert answer.headers["Cache-Control"] == "no-store"


def test_form_with_data_and_shapes(client: FlaskClient) -> None:
    form = {"data": (io.BytesIO(DATA), "d.ttl"), "shapes": (io.BytesIO(SHAPES), "s.ttl")}
    answer = client.post("/validate", data=form, headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.data, format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert len(list(graph.objects(report, SH.result))) == 1


def test_form_with_fields(client: FlaskClient) -> None:
    form = {"data": DATA.decode(), "shapes": SHAPES.decode()}
    answer = client.post("/validate", data=form, content_type="multipart/form-data")
    assert answer.json is not None
    assert answer.json["findings"][0]["focus_node"] == "<urn:x:a>"


@pytest.mark.parametrize("accept", ["text/csv", "text/html", "text/plain", "text/turtle"])
def test_forms_of_the_answer(client: FlaskClient, accept: str) -> None:
    headers = {"Accept": accept}
    answer = client.post("/validate", data=TABLE, content_type="text/csv", headers=headers)
    assert answer.headers["Content-Type"] == f"{accept}; charset=utf-8"
    assert "no language tag" in answer.text
    if accept == "text/csv":
        (row,) = csv.DictReader(io.StringIO(answer.text))
        assert (row["row"], row["column"]) == ("3", "lang")


@pytest.mark.parametrize(
    ("body", "media_type", "status", "says"),
    [
        (TABLE, "application/zorb", 415, "the body is sent as application/zorb"),
        (b"code,text\n9A991,X\n", "text/csv", 400, "column lang is missing"),
        (b"zorb", "text/turtle", 400, "not well-formed"),
        (b"", "text/csv", 400, "is empty"),
    ],
)
def test_refusals(
    client: FlaskClient, body: bytes, media_type: str, status: int, says: str
) -> None:
    answer = client.post("/validate", data=body, content_type=media_type)
    assert answer.status_code == status
    assert answer.json is not None
    assert says in answer.json["detail"]


def test_form_without_data(client: FlaskClient) -> None:
    form = {"shapes": (io.BytesIO(SHAPES), "s.ttl")}
    answer = client.post("/validate", data=form)
    assert answer.status_code == 400
    assert answer.json is not None
    assert "the form has no data" in answer.json["detail"]


def test_no_more_at_once_than_there_are_places(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = client.application.extensions[PLACES]
    monkeypatch.setattr("kgservice.web.sending.LONGEST_WAIT", 0)
    taken = 0
    while places.acquire(blocking=False):
        taken += 1
    try:
        answer = client.post("/validate", data=TABLE, content_type="text/csv")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    finally:
        for _ in range(taken):
            places.release()
    assert taken == Settings().workers
    assert client.post("/validate", data=TABLE, content_type="text/csv").status_code == 200
