"""``/search`` over HTTP: its answer is what it declares, and what is wrong is named."""

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from kgservice.web.search import SEARCH


def test_an_answer_is_of_its_schema(client: FlaskClient) -> None:
    reply = client.get("/search?q=zorb&limit=3&kind=entry&kind=regime&lang=en")
    assert reply.status_code == 200
    assert reply.json is not None
    schema = SEARCH.answers[0].schema
    assert schema is not None
    Draft202012Validator(schema).validate(reply.json)
    assert reply.json["total"] == 4
    assert [hit["kind"] for hit in reply.json["hits"]].count("entry") >= 1
    assert reply.json["release"] == reply.headers["X-Release"]
    again = client.get(
        "/search?q=zorb&limit=3&kind=entry&kind=regime&lang=en",
        headers={"If-None-Match": reply.headers["ETag"]},
    )
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "'q' is missing"),
        ("q=%20%20", "no letter or digit"),
        ("q=zorb&list=us-cll", "did you mean 'us-ccl'?"),
        ("q=zorb&lang=de", "there are en, fr"),
        ("q=zorb&limit=101", "a whole number from 1 to 100"),
        ("q=zorb&kind=chemcal", "did you mean 'chemical'?"),
        ("q=zorb&lst=us-ccl", "did you mean 'list'?"),
        ("q=" + "+".join(map(str, range(25))), "has 25 words; expected 24 at most"),
    ],
)
def test_what_is_refused(client: FlaskClient, query: str, words: str) -> None:
    reply = client.get(f"/search?{query}")
    assert reply.status_code == 400
    assert words in reply.get_json(force=True)["detail"]
