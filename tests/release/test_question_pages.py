"""Each question has an answer in the bundled release, and its page shows it."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from kgservice.queries import CatalogueQuery, read_catalogue
from kgservice.settings import Settings
from kgservice.store import Store
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics
from kgservice.web.questions import ROWS


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    """Return a client of the service over the bundled release."""
    return create_app(store, Settings(), Metrics(store, AnswerCache(1000))).test_client()


@pytest.mark.parametrize("query", read_catalogue(), ids=lambda query: query.id)
def test_the_sample_has_an_answer_and_the_page_shows_it(
    client: FlaskClient, query: CatalogueQuery
) -> None:
    path = f"/queries/{query.id.lower()}"
    rows = client.get(path, headers={"Accept": "text/csv"})
    assert rows.status_code == 200
    answers = list(csv.reader(io.StringIO(rows.get_data(as_text=True))))[1:]
    assert answers
    page = client.get(path, headers={"Accept": "text/html"}).get_data(as_text=True)
    shown = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert shown.count("<tr>") == min(len(answers), ROWS)
    assert shown.count("<td></td>") < shown.count("<td>")
