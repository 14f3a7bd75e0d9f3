"""Things by their IRI: found, described in every form, or refused."""

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from kgservice.namespaces import BASE, STC
from kgservice.web.resources import SUFFIXES

ENTRY = "/id/us-ccl/2022-01-01/9X999"
PAST = "/id/us-ccl/2020-01-01/9X999"


def triples(client: FlaskClient, path: str) -> set[tuple[str, str, str]]:
    """Return what a resource says of itself in N-Triples."""
    reply = client.get(path, headers={"Accept": "application/n-triples"})
    assert reply.status_code == 200, reply.text
    quads = parse(reply.data, RdfFormat.N_TRIPLES)
    return {(quad.subject.value, quad.predicate.value, str(quad.object)) for quad in quads}  # type: ignore[union-attr]


@pytest.mark.parametrize(("suffix", "media_type"), SUFFIXES.items())
@pytest.mark.parametrize("path", [ENTRY, PAST, "/id/us-ccl", "/id/us-ccl/2020-01-01"])
def test_every_form_by_suffix_and_by_accept(
    client: FlaskClient, path: str, suffix: str, media_type: str
) -> None:
    by_suffix = client.get(path + suffix)
    by_accept = client.get(path, headers={"Accept": media_type})
    assert (by_suffix.status_code, by_accept.status_code) == (200, 200)
    assert by_suffix.mimetype == by_accept.mimetype == media_type
    assert by_suffix.headers["X-Release"]
    assert by_suffix.headers["ETag"]
    assert by_suffix.headers["Cache-Control"] == "public, no-cache"


def test_a_note_is_told_with_its_entry(client: FlaskClient) -> None:
    iri = BASE + ENTRY[1:]
    assert (f"{iri}/note-1", STC + "noteOf", f"<{iri}>") in triples(client, ENTRY)


def test_an_entry_of_the_past_is_read_from_its_own_graph_with_its_parts(
    client: FlaskClient,
) -> None:
    found = triples(client, PAST)
    iri = BASE + PAST[1:]
    assert (iri, STC + "status", f"<{STC}Listed>") in found
    starts = {o for s, p, o in found if (s, p) == (f"{iri}/text-in-force", STC + "start")}
    assert starts == {'"2019-05-01"^^<http://www.w3.org/2001/XMLSchema#date>'}


def test_a_page_shows_labels_as_text_in_the_language_of_the_request(client: FlaskClient) -> None:
    reply = client.get(ENTRY, headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert "Invented &lt;b&gt;item&lt;/b&gt;" in reply.text
    assert "<b>" not in reply.text
    assert ">inscrit</a>" in reply.text
    assert 'href="/ontology#Listed"' in reply.text


def test_what_no_graph_names_is_not_found(client: FlaskClient) -> None:
    for path in (
        "/id/us-ccl/9X998",
        "/id/zz",
        "/id/us-ccl/2022-01-01/9X999.a",
        "/id/us-ccl/2022-02-31",
    ):
        assert client.get(path).status_code == 404
