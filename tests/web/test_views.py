"""The pages of the vocabulary and of lineages: what they show, as text."""

import pytest
from flask.testing import FlaskClient


def test_the_vocabulary_is_documented_module_by_module(client: FlaskClient) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    assert "Modules" in page
    module = client.get("/ontology/zz", headers={"Accept": "text/html"}).text
    assert 'id="Listed"' in module


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_lineages_are_listed_where_there_are_none(client: FlaskClient, accept: str) -> None:
    reply = client.get("/lineage", headers={"Accept": accept})
    assert (reply.status_code, reply.mimetype) == (200, accept)
