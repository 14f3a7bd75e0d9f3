"""Questions as resources: the form that is asked for, checked parameters, sorted pages of rows."""

import csv
import io
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from kgservice.namespaces import BASE, SH
from kgservice.queries import read_catalogue
from kgservice.web.question_forms import SPARQL
from kgservice.web.questions import NUMBER, ROWS, SORT, SUBJECTS
from kgservice.web.sorting import sorted_rows

CODES = "/queries/cq-001?code=9X001"


def test_the_list_has_every_question(client: FlaskClient) -> None:
    listed = client.get("/queries", headers={"Accept": "application/json"}).get_json()
    assert [each["id"] for each in listed] == [query.id for query in read_catalogue()]
    page = client.get("/queries", headers={"Accept": "text/html"}).get_data(as_text=True)
    for query in read_catalogue():
        assert f"/queries/{query.id.lower()}" in page


@pytest.mark.parametrize("query", read_catalogue(), ids=lambda query: query.id)
def test_each_question_answers_in_each_form(client: FlaskClient, query: object) -> None:
    path = f"/queries/{query.id.lower()}?{urlencode(query.example)}"  # type: ignore[attr-defined]
    rows = client.get(path, headers={"Accept": "text/csv"})
    assert rows.status_code == 200
    names, *answers = csv.reader(io.StringIO(rows.get_data(as_text=True)))
    bound = [each.name for each in query.parameters]  # type: ignore[attr-defined]
    assert names[: len(bound)] == bound
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 200
    shown = page.get_data(as_text=True)
    assert "<h1>" in shown
    lines = shown.partition("<tbody>")[2].partition("</tbody>")[0].count("<tr>")
    assert lines == min(len(answers), ROWS)
    assert ("No row answers this" in shown) is not bool(answers)
    text = client.get(path, headers={"Accept": SPARQL}).get_data(as_text=True)
    assert text == query.text  # type: ignore[attr-defined]
    described = client.get(path, headers={"Accept": "application/n-triples"}).get_data()
    about = {str(quad.predicate.value): quad for quad in parse(described, RdfFormat.N_TRIPLES)}
    named = path.partition("?")[0]
    assert about[SH + "select"].subject == NamedNode(BASE + named[1:])


def test_parameters_collide_with_none_of_the_route() -> None:
    own = {each.name for query in read_catalogue() for each in query.parameters}
    assert own.isdisjoint({NUMBER.name, SORT.name, "lang", "asOf", "timeout"})


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/queries/cq-003?list=us-ccl", "'code' is missing beside list"),
        ("/queries/cq-003?list=us-ccl&code=a&date=yesterday", "'date' is 'yesterday'"),
        ("/queries/cq-001?cod=a", "did you mean 'code'?"),
        ("/queries/cq-001?sort=%3Cscript%3E", "'sort' is '&lt;script&gt;'"),
        ("/queries/cq-001?page=7", "'page' is 7; there are 1"),
        ("/queries/cq-004?cas=7440-61-2", "whose check digit holds"),
    ],
)
def test_what_is_wrong_is_named(client: FlaskClient, path: str, names: str) -> None:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 400
    assert names in response.get_data(as_text=True).replace("&#39;", "'")


def test_another_spelling_leads_to_the_question(client: FlaskClient) -> None:
    moved = client.get("/queries/CQ-001?code=9X001")
    assert moved.status_code == 301
    assert moved.headers["Location"].endswith(CODES)
    lost = client.get("/queries/cq-999", headers={"Accept": "application/json"})
    assert lost.status_code == 404
    assert "no question is named" in lost.get_json()["detail"]


def test_rows_are_sorted_by_value() -> None:
    from pyoxigraph import Literal

    rows = [{"code": Literal(code)} for code in ("a.10", "a.2", "10", "9")] + [{}]
    codes = [row["code"].value for row in sorted_rows(rows, "code", ["code"]) if row]
    assert codes == ["9", "10", "a.2", "a.10"]
    backward = sorted_rows(rows, "-code", ["code"])
    assert [row["code"].value for row in backward if row] == ["a.10", "a.2", "10", "9"]
    assert backward[-1] == {}


def test_each_question_is_about_something_known() -> None:
    assert {query.tags[0] for query in read_catalogue()} <= set(SUBJECTS)
