"""``POST /compare``: each way to send, each form of the answer, and what is refused."""

import io
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kgservice.settings import Settings
from kgservice.store import Limits, open_dataset
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics
from kgservice.web.own_list import XLSX
from tests.own_list.served import TABLE, write_lists


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a client of the application over an invented list in two editions."""
    store = open_dataset(write_lists(tmp_path_factory.mktemp("lists")), Limits(), 1)
    app = create_app(store, Settings(), Metrics(store, AnswerCache(0)))
    yield app.test_client()
    store.close()


def test_document_as_body(lists: FlaskClient) -> None:
    answer = lists.post("/compare?to=zz-list", data=TABLE, content_type="text/csv")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["follows"] == ["2001-01-01"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("accept", ["text/csv", "text/html", "text/plain", "text/turtle", XLSX])
def test_form(lists: FlaskClient, accept: str) -> None:
    form = {"data": (io.BytesIO(TABLE), "own.csv"), "to": "zz-list"}
    answer = lists.post("/compare", data=form, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.mimetype == accept
    wanted = b"PK" if accept == XLSX else b"with no counterpart there"
    assert wanted in answer.data


@pytest.mark.parametrize(
    ("address", "body", "status", "says"),
    [
        ("/compare", TABLE, 400, "'to' is missing"),
        ("/compare?to=zz", TABLE, 404, "no list is named 'zz'"),
        ("/compare?to=zz-list", b"code,text\n9X999,X\n", 400, "column lang is missing"),
        ("/compare?to=zz-list&zorb=1", TABLE, 400, "there is no parameter 'zorb'"),
    ],
)
def test_refusals(lists: FlaskClient, address: str, body: bytes, status: int, says: str) -> None:
    answer = lists.post(address, data=body, content_type="text/csv")
    assert answer.status_code == status
    assert answer.json is not None
    assert says in answer.json["detail"]


def test_form_without_data(lists: FlaskClient) -> None:
    answer = lists.post("/compare", data={"to": (io.BytesIO(b"zz-list"), "to.txt")})
    assert answer.status_code == 400


def test_a_part_without_a_name_is_unknown(lists: FlaskClient) -> None:
    body = b"--b\r\nContent-Disposition: form-data\r\n\r\nzorb\r\n--b--\r\n"
    answer = lists.post("/compare", data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 400
    assert answer.json is not None
    assert "there is no parameter ''" in answer.json["detail"]


def test_the_page_has_the_form(lists: FlaskClient) -> None:
    page = lists.get("/compare", headers={"Accept": "text/html"}).text
    assert 'enctype="multipart/form-data"' in page
    assert 'name="data"' in page
