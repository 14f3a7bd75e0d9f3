"""``/changes`` over invented lists: each form, what is unknown, and what is refused."""

import csv
import io
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef

from kgservice.namespaces import ID, STC
from kgservice.settings import Settings
from kgservice.store import Limits, open_dataset
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics
from kgservice.web.problem_types import PROBLEMS
from tests.web.conftest import LISTS

EDITIONS = {"list": "us-ccl", "from": "2020-01-01", "to": "2022-01-01"}
TOLD = [("9A999", "note-first-seen"), ("9A999.a", "not-seen")]


def address(**changed: str) -> str:
    return f"/changes?{urlencode({**EDITIONS, **changed})}"


def test_json(client: FlaskClient) -> None:
    answer = client.get(address())
    assert answer.status_code == 200
    report = answer.json
    assert report is not None
    assert report["new"] == {
        "list": "us-ccl", "edition": "2022-01-01", "completeness": "incomplete",
    }  # fmt: skip
    found = [(c["new_code"] or c["old_code"], c["kind"]) for c in report["changes"]]
    assert found == TOLD
    assert report["counts"] == {"not-seen": 1, "note-first-seen": 1}


def test_csv(client: FlaskClient) -> None:
    answer = client.get(address(), headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["code"], row["kind"]) for row in rows] == TOLD
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_turtle(client: FlaskClient) -> None:
    answer = client.get(address(), headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.data, format="turtle")
    own = URIRef(f"{ID}us-ccl/2022-01-01/since-2020-01-01/9A999.a/not-seen")
    assert (own, URIRef(STC + "changeKind"), URIRef(STC + "NotSeen")) in graph


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown"])
def test_reports(client: FlaskClient, media_type: str) -> None:
    answer = client.get(address(), headers={"Accept": media_type})
    assert "Changes from us-ccl 2020-01-01 (incomplete)" in answer.text
    assert "neither added nor removed" in answer.text


def test_page(client: FlaskClient) -> None:
    page = client.get(address(), headers={"Accept": "text/html"}).text
    assert "us-ccl: 1 January 2020 → 1 January 2022" in page
    assert 'href="/id/us-ccl/2020-01-01/9A999.a"' in page
    assert "not whole" in page


def test_what_takes_too_long_is_ended() -> None:
    store = open_dataset(LISTS, Limits(), 1)
    try:
        hasty = Settings(timeout=0.01)
        client = create_app(store, hasty, Metrics(store, AnswerCache(0))).test_client()
        answer = client.get(address())
        assert (answer.status_code, answer.json and answer.json["limit"]) == (503, "seconds")
        assert answer.json is not None
        assert answer.json["type"] == f"{PROBLEMS}/deadline"
        assert "us-ccl 2020-01-01 against us-ccl 2022-01-01" in answer.json["detail"]
        assert answer.headers["Retry-After"]
    finally:
        store.close()


def test_an_excerpt_is_silent(client: FlaskClient) -> None:
    report = client.get(address(to="2023-01-01")).json
    assert report is not None
    assert report["changes"] == []
    assert report["silent"] == 1


def test_it_is_known_again(client: FlaskClient) -> None:
    first = client.get(address())
    tag = first.headers["ETag"]
    assert first.headers["X-Release"]
    again = client.get(address(), headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(address(to="2023-01-01")).headers["ETag"] != tag


@pytest.mark.parametrize(
    ("changed", "status", "says"),
    [
        ({"list": "us-cc"}, 404, "no list is named 'us-cc'; did you mean us-ccl?"),
        ({"to": "2022-01-02"}, 404, "there are 2020-01-01, 2022-01-01, 2023-01-01"),
        ({"to": "yesterday"}, 400, "'to' is 'yesterday'; expected a day"),
        ({"until": "2022-01-01"}, 400, "there is no parameter 'until'"),
    ],
)
def test_refusals(client: FlaskClient, changed: dict[str, str], status: int, says: str) -> None:
    answer = client.get(address(**changed))
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["type"].startswith(PROBLEMS)
    assert says in answer.json["detail"]
