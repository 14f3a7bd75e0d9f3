"""The vocabulary and the questions as documents: what they hold, and what they refuse."""

import pytest
from flask.testing import FlaskClient

from kgservice.namespaces import BASE
from kgservice.queries import find_query


def test_the_vocabulary_holds_every_term_and_names_its_modules(client: FlaskClient) -> None:
    said = client.get("/ontology.nt").text
    assert f"<{BASE}ontology#Listed>" in said
    assert f"<{BASE}ontology> <http://purl.org/dc/terms/hasPart> <{BASE}ontology/zz>" in said


def test_a_version_of_a_module_tells_of_the_module(client: FlaskClient) -> None:
    assert client.get("/ontology/zz/0.1.0.nt").data == client.get("/ontology/zz.nt").data
    links = client.get("/ontology/zz/0.1.0").headers.getlist("Link")
    assert f'<{BASE}ontology/zz/0.1.0>; rel="canonical"' in links


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/ontology/none", "ontology/zz"),
        ("/ontology/zz/0.0.9", "ontology/zz"),
        ("/ontologyx.ttl", "ontology"),
        ("/shapes-of-it", "shapes"),
        ("/queries.csv", "queries"),
        ("/queries/cq-998", "queries"),
    ],
)
def test_what_is_no_document_is_refused(client: FlaskClient, path: str, nearest: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert reply.get_json()["nearest"][-1] == BASE + nearest


def test_a_question_carries_its_text_and_its_parameters(client: FlaskClient) -> None:
    query = find_query("cq-001")
    page = client.get("/queries/cq-001.html").text
    assert query.question in page
    assert 'id="code"' in page
    said = client.get("/queries/CQ-001.nt").text
    assert f'<{BASE}queries/cq-001#code> <http://www.w3.org/ns/shacl#name> "code"' in said
