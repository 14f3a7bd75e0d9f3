"""``/compare`` and ``/coverage`` over two invented lists: each form, and what is refused."""

import csv
import io
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from kgservice.namespaces import STC
from kgservice.settings import Settings
from kgservice.store import Limits, open_dataset
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics
from tests.harmonization.compared import write_compared

COMPARE = "/compare?a=yy-list&b=zz-list"


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a client of the application over two lists that are compared."""
    path = write_compared(tmp_path_factory.mktemp("compared"))
    store = open_dataset(path, Limits(), 1)
    try:
        app = create_app(store, Settings(), Metrics(store, AnswerCache(0)))
        yield app.test_client()
    finally:
        store.close()


def test_json(compared: FlaskClient) -> None:
    report = compared.get(COMPARE).json
    assert report is not None
    assert report["counts"]["stricter"] == 1
    (one,) = (c for c in report["correspondences"] if c["deviation"] == "stricter")
    assert (one["code"], one["other_code"], one["relation"]) == (
        "9X999.a",
        "9X999.a",
        "narrowMatch",
    )
    assert one["limits"] == ["Power > 10 W against Power > 20 W"]


def test_other_forms(compared: FlaskClient) -> None:
    table = compared.get(COMPARE, headers={"Accept": "text/csv"}).text
    assert {row["deviation"] for row in csv.DictReader(io.StringIO(table))} >= {"stricter", "extra"}
    turtle = compared.get(COMPARE, headers={"Accept": "text/turtle"}).data
    kind = URIRef(STC + "Correspondence")
    assert list(Graph().parse(data=turtle, format="turtle").subjects(RDF.type, kind))
    sssom = compared.get(COMPARE, headers={"Accept": "text/tab-separated-values"}).text
    assert "skos:narrowMatch" in sssom


def test_page(compared: FlaskClient) -> None:
    page = compared.get(f"{COMPARE}&deviation=Stricter", headers={"Accept": "text/html"}).text
    assert "Power &gt; 10\xa0W against Power &gt; 20\xa0W" in page
    ends = "yy-list/2002-02-02/9X999.a/zz-list/2002-02-02/9X999.a"
    assert f'href="/id/correspondence/{ends}"' in page
    assert "9X999.c" not in page


def test_page_from_the_other_side(compared: FlaskClient) -> None:
    headers = {"Accept": "text/html"}
    page = compared.get("/compare?a=zz-list&b=yy-list", headers=headers).text
    assert "Power &gt; 20\xa0W against Power &gt; 10\xa0W" in page
    ends = "yy-list/2002-02-02/9X999.a/zz-list/2002-02-02/9X999.a"
    for address in (
        f"/id/correspondence/{ends}",
        "/id/absence/zz-list/2002-02-02/9X999.d/yy-list/2002-02-02",
        "/id/absence/yy-list/2002-02-02/9X999.c/zz-list/2002-02-02",
    ):
        assert f'href="{address}"' in page
        assert compared.get(address).status_code == 200
    beyond = compared.get("/compare?a=zz-list&b=yy-list&page=2", headers=headers)
    assert beyond.status_code == 400


def test_page_and_programs_are_told_the_same(compared: FlaskClient) -> None:
    report = compared.get(COMPARE).json
    assert report is not None
    page = compared.get(COMPARE, headers={"Accept": "text/html"}).text
    rows = page.count("<tr>") - 1
    assert rows == sum(report["counts"].values())


def test_the_same_answer_is_not_sent_twice(compared: FlaskClient) -> None:
    tag = compared.get(COMPARE).headers["ETag"]
    assert compared.get(COMPARE, headers={"If-None-Match": tag}).status_code == 304


def test_lists_that_are_not_compared(compared: FlaskClient) -> None:
    answer = compared.get("/compare?a=yy-list&b=aa-list")
    assert answer.status_code == 404
    assert "yy-list is compared with zz-list" in answer.text
    assert compared.get("/compare?a=yy-list").status_code == 400


def test_coverage(compared: FlaskClient) -> None:
    counts = compared.get("/coverage?list=yy-list").json
    assert counts is not None
    assert {one["list"] for one in counts["counts"]} == {"yy-list"}
    table = compared.get("/coverage", headers={"Accept": "text/csv"}).text
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["list"] for row in rows} == {"yy-list", "zz-list"}
    assert {row["coverage"] for row in rows if not row["part"]} == {"partly"}
