"""The reconciliation service: manifest, batches, suggestions, previews, data extension.

Every answer is held to the schema that the service declares for it.  The protocol's own schemas
are not kept here; where ``RECONCILIATION_SCHEMAS`` names a folder with those of version 0.2, the
same answers are held to them too.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from kgservice.web.reconciliation import schemas
from kgservice.web.schemas import Schema

PUBLISHED = os.environ.get("RECONCILIATION_SCHEMAS", "")
FILES = {
    "manifest": schemas.MANIFEST,
    "reconciliation-result-batch": schemas.CANDIDATES,
    "data-extension-response": schemas.EXTENSION,
    "suggest-entities-response": schemas.ENTITIES,
    "suggest-types-response": schemas.NAMED,
    "suggest-properties-response": schemas.NAMED,
}


def held(document: Any, name: str) -> Any:  # noqa: ANN401
    """Return an answer that fits our schema of it, and the published one where that is at hand."""
    own: Schema = FILES[name]
    Draft202012Validator(own).validate(document)
    if PUBLISHED:
        folder = Path(PUBLISHED)
        registry: Registry[Any] = Registry()
        for path in folder.glob("*.json"):
            schema = json.loads(path.read_text(encoding="utf-8"))
            schema.pop("$schema", None)
            resource = Resource.from_contents(schema, DRAFT202012)
            registry = registry.with_resource(path.name, resource)
            registry = registry.with_resource(schema["$id"], resource)
        contents = registry[f"{name}.json"].contents
        Draft202012Validator(contents, registry=registry).validate(document)
    return document


def ask(client: FlaskClient, queries: object, method: str = "POST") -> dict[str, Any]:
    """Return the results of a batch."""
    sent = {"queries": json.dumps(queries)}
    if method == "POST":
        reply = client.post("/reconcile", data=sent)
    else:
        reply = client.get("/reconcile", query_string=sent)
    assert reply.status_code == 200, reply.text
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    return dict(held(reply.json, "reconciliation-result-batch"))


def test_manifest(client: FlaskClient) -> None:
    document = held(client.get("/reconcile").json, "manifest")
    assert document["identifierSpace"] == "https://w3id.org/stc/id/"
    for name in ("entity", "type", "property"):
        service = document["suggest"][name]
        address = service["service_url"] + service["service_path"]
        assert client.get(address, query_string={"prefix": "e"}).status_code == 200
    shown = document["view"]["url"].replace("{{id}}", "us-ccl%2F9A999")
    assert client.get(shown, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_batch(client: FlaskClient, method: str) -> None:
    found = ask(
        client,
        {
            "q0": {"query": "9a999a1", "type": "entry", "limit": 3, "type_strict": "should"},
            "q1": {"query": "Spinnig zorbs with bearings, model 12", "type": ["entry"]},
            "q2": {"query": "xylquist vorpalic"},
            "q3": {"query": "Oxidane"},
            "q4": {"query": "us-ccl/9A999"},
            "q5": {"query": "—"},
        },
        method,
    )
    best = found["q0"]["result"][0]
    assert (best["id"], best["match"], best["score"]) == ("us-ccl/9A999.a.1", True, 100)
    assert best["name"] == "9A999.a.1 (Spinning zorbs and their bearings)"
    assert len(found["q0"]["result"]) <= 3
    best = found["q1"]["result"][0]
    assert (best["id"], best["match"]) == ("us-ccl/9A999", False)
    assert found["q2"]["result"] == found["q5"]["result"] == []
    best = found["q3"]["result"][0]
    assert (best["id"], best["match"]) == ("chemical/7732-18-5", True)
    assert best["type"] == [{"id": "chemical", "name": "Chemical or agent with a CAS number"}]
    best = found["q4"]["result"][0]
    assert (best["id"], best["match"]) == ("us-ccl/9A999", True)
    for result in found.values():
        scores = [candidate["score"] for candidate in result["result"]]
        assert scores == sorted(scores, reverse=True)
        assert sum(candidate["match"] for candidate in result["result"]) <= 1


def test_properties_decide(client: FlaskClient) -> None:
    found = ask(
        client,
        {
            "code": {"query": "zorb", "properties": [{"pid": "code", "v": "9A999a"}]},
            "list": {"query": "zorbs", "properties": [{"pid": "list", "v": {"id": "zz-list"}}]},
            "cas": {"properties": [{"pid": "cas", "v": ["7732-18-5"]}]},
            "none": {"query": "zorbs", "properties": [{"pid": "list", "v": "no-such-list"}]},
        },
    )
    best = found["code"]["result"][0]
    assert (best["id"], best["match"]) == ("us-ccl/9A999.a", True)
    assert {"id": "code", "value": True} in best["features"]
    assert [each["id"] for each in found["list"]["result"]] == ["zz-list/9X999"]
    assert [each["id"] for each in found["cas"]["result"]] == [
        "chemical/7732-18-5",
        "zz-list/9X999",
    ]
    assert found["none"]["result"] == []


def test_what_an_entry_names_is_not_its_name(client: FlaskClient) -> None:
    found = ask(client, {"q": {"query": "dihydrogen oxide"}})["q"]["result"]
    assert [(each["id"], each["match"]) for each in found] == [
        ("chemical/7732-18-5", True),
        ("zz-list/9X999", False),
    ]
    assert [each["score"] for each in found] == [100, 80]
    assert {"id": "names-chemical", "value": True} in found[1]["features"]
    held = ask(client, {"q": {"query": "bearings"}})["q"]["result"][0]
    assert (held["id"], held["score"], held["match"]) == ("us-ccl/9A999", 70, False)


def test_the_same_name_twice_is_no_match(client: FlaskClient) -> None:
    found = ask(client, {"q": {"properties": [{"pid": "code", "v": ["9A999", "9A999.a"]}]}})
    certain = [each for each in found["q"]["result"] if each["score"] == 100]
    assert len(certain) == 2
    assert not any(each["match"] for each in certain)


@pytest.mark.parametrize(
    ("queries", "status", "words"),
    [
        ("{", 400, "'queries' is no JSON"),
        ("[]", 400, "'queries' is no object"),
        ('{"q": 1}', 400, "'queries.q' is no object"),
        ('{"q": {}}', 400, "neither 'query' nor 'properties'"),
        ('{"q": {"query": "a", "qeury": "b"}}', 400, "has 'qeury'"),
        ('{"q": {"query": "a", "limit": 0}}', 400, "'queries.q.limit' is 0"),
        ('{"q": {"query": "a", "properties": [{"pid": "code"}]}}', 400, "lacks 'pid' or 'v'"),
        ("[" * 50_000, 400, "is no JSON"),
        (json.dumps({str(n): {"query": "a"} for n in range(101)}), 413, "expected 100 at most"),
    ],
)
def test_bad_batches_are_named(client: FlaskClient, queries: str, status: int, words: str) -> None:
    reply = client.post("/reconcile", data={"queries": queries})
    assert reply.status_code == status
    assert words in reply.get_json(force=True)["detail"]


def test_suggestions(client: FlaskClient) -> None:
    def suggest(what: str, prefix: str, **more: str) -> list[str]:
        reply = client.get(f"/reconcile/suggest/{what}", query_string={"prefix": prefix, **more})
        kinds = {"entity": "entities", "type": "types", "property": "properties"}
        document = held(reply.json, f"suggest-{kinds[what]}-response")
        return [each["id"] for each in document["result"]]

    assert suggest("entity", "9A999")[0] == "us-ccl/9A999"
    assert suggest("entity", "us-ccl/9A999.a")[0] == "us-ccl/9A999.a"
    assert suggest("entity", "spinn", type="entry") == ["us-ccl/9A999"]
    assert suggest("entity", "zorb", cursor="1") == suggest("entity", "zorb")[1:]
    assert suggest("entity", "!") == []
    assert suggest("type", "chem") == ["chemical"]
    assert "label-fr" in suggest("property", "french")
    proposed = client.get("/reconcile/properties?type=chemical&limit=2").json
    Draft202012Validator(schemas.PROPOSAL).validate(proposed)
    assert proposed == {
        "type": "chemical",
        "properties": [
            {"id": "cas", "name": "CAS number"},
            {"id": "name", "name": "Name of the chemical"},
        ],
        "limit": 2,
    }


def test_extension(client: FlaskClient) -> None:
    names = ("code", "label-fr", "status", "entry", "cas")
    asked = {
        "ids": ["us-ccl/9A999", "us-ccl/9A999.a.11", "zz-list/9X999", "no/such"],
        "properties": [{"id": name} for name in names],
    }
    reply = client.post("/reconcile", data={"extend": json.dumps(asked)})
    document = held(reply.json, "data-extension-response")
    assert [each["id"] for each in document["meta"]] == list(names)
    rows = document["rows"]
    assert rows["us-ccl/9A999"]["label-fr"] == [{"str": "Zorbes tournés et leurs paliers"}]
    assert rows["us-ccl/9A999"]["status"] == [{"str": "Listed"}]
    assert rows["us-ccl/9A999.a.11"]["code"] == [{"str": "9A999.a.11"}]
    assert rows["us-ccl/9A999.a.11"]["entry"] == []
    assert rows["zz-list/9X999"]["cas"] == [{"str": "7732-18-5"}]
    assert not any(rows["no/such"].values())
    bad = {"ids": ["a"], "properties": [{"id": "colour"}]}
    reply = client.post("/reconcile", data={"extend": json.dumps(bad)})
    assert "there are code, list" in reply.get_json(force=True)["detail"]
    bad = {"ids": ["> } INSERT"], "properties": [{"id": "code"}]}
    assert client.post("/reconcile", data={"extend": json.dumps(bad)}).status_code == 400


def test_preview_may_be_framed_and_nothing_else(client: FlaskClient) -> None:
    reply = client.get("/reconcile/preview?id=us-ccl/9A999")
    assert reply.status_code == 200
    assert "Spinning zorbs and their bearings" in reply.text
    assert "frame-ancestors *" in reply.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in reply.headers
    assert client.get("/reconcile/preview?id=us-ccl/none").status_code == 404
    assert client.get("/reconcile/preview?id=us-ccl/%C2%98%F2%B5%90%BF").status_code == 400
    reply = client.get("/reconcile")
    assert reply.headers["X-Frame-Options"] == "DENY"
    hostile = client.get("/reconcile/preview", query_string={"id": "<script>alert(1)</script>"})
    assert hostile.status_code == 400
    assert "<script>" not in hostile.text or hostile.mimetype != "text/html"


def test_jsonp(client: FlaskClient) -> None:
    reply = client.get("/reconcile?callback=a.b$1")
    assert reply.mimetype == "application/javascript"
    assert reply.text.startswith("/**/a.b$1({")
    assert reply.text.endswith("});\n")
    assert client.get("/reconcile?callback=alert(1)//").status_code == 400
