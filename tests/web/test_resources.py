"""Things by their IRI: found, described in every form, or refused."""

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse

from kgservice.namespaces import BASE, STC
from kgservice.web.forms import FORMS

ENTRY = "/id/us-ccl/2022-01-01/9A999"
PAST = "/id/us-ccl/2020-01-01/9A999"


def triples(client: FlaskClient, path: str) -> set[tuple[str, str, str]]:
    """Return what a resource says of itself in N-Triples."""
    reply = client.get(path, headers={"Accept": "application/n-triples"})
    assert reply.status_code == 200, reply.text
    quads = parse(reply.data, RdfFormat.N_TRIPLES)
    return {(quad.subject.value, quad.predicate.value, str(quad.object)) for quad in quads}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("suffix", "media_type"), [(form.suffix, form.offer.media_type) for form in FORMS]
)
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
        "/id/us-ccl/9A998",
        "/id/zz",
        "/id/us-ccl/2022-01-01/9A999.a",
        "/id/us-ccl/2022-02-31",
    ):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("spelling", "right"),
    [
        ("/id/us-ccl/9a999", "/id/us-ccl/9A999"),
        ("/id/US-CCL/9A999.ttl", "/id/us-ccl/9A999.ttl"),
        ("/id/us-ccl/9A999a", "/id/us-ccl/9A999.a"),
        ("/id/us-ccl/2020-01-01/9a999A.nt?lang=fr", "/id/us-ccl/2020-01-01/9A999.a.nt?lang=fr"),
        ("/id/Ca-Nuclear", "/id/ca-nuclear"),
    ],
)
def test_another_spelling_leads_to_the_canonical_one(
    client: FlaskClient, spelling: str, right: str
) -> None:
    reply = client.get(spelling)
    assert (reply.status_code, reply.location) == (301, f"http://localhost{right}")


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/id/us-ccl/9A998", "us-ccl/9A999"),
        ("/id/us-ccl/2020-01-01/9A999.b", "us-ccl/2020-01-01/9A999.a"),
        ("/id/us-ccl/2022-01-01/9A999.a", "us-ccl/9A999.a"),
        ("/id/us-ccl/2021-01-01/9A999", "us-ccl/2020-01-01"),
        ("/id/us-cc", "us-ccl"),
    ],
)
def test_what_names_nothing_is_told_what_is_nearest(
    client: FlaskClient, path: str, nearest: str
) -> None:
    reply = client.get(path)
    assert reply.status_code == 404
    assert reply.mimetype == "application/problem+json"
    assert reply.get_json()["nearest"][0] == BASE + "id/" + nearest
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert f'href="/id/{nearest}"' in page.text


def test_links_name_the_canonical_iri_the_forms_and_the_versions(client: FlaskClient) -> None:
    links = client.get(PAST + ".ttl").headers.getlist("Link")
    assert f'<{BASE}{PAST[1:]}>; rel="canonical"' in links
    assert f'<http://localhost{PAST}.rdf>; rel="alternate"; type="application/rdf+xml"' in links
    assert f'<http://localhost{PAST}.ttl>; rel="describedby"; type="text/turtle"' in links
    assert '<http://localhost/id/us-ccl/9A999>; rel="original timegate"' in links
    timemap = "<http://localhost/id/us-ccl/9A999.timemap>"
    assert f'{timemap}; rel="timemap"; type="application/link-format"' in links


def test_what_a_whole_list_has_no_longer_is_gone_and_an_incomplete_one_only_lacks(
    client: FlaskClient,
) -> None:
    gone = client.get("/id/ca-nuclear/A.9.1.nt")
    for form in FORMS:
        reply = client.get("/id/ca-nuclear/A.9.1" + form.suffix)
        assert (reply.status_code, reply.mimetype) == (410, form.offer.media_type)
    replaced = f"<{BASE}id/ca-nuclear/A.9.2>"
    assert f"<http://purl.org/dc/terms/isReplacedBy> {replaced}" in gone.text
    assert '<http://localhost/id/ca-nuclear/A.9.2>; rel="successor-version"' in (
        gone.headers.getlist("Link")
    )
    assert 'href="/id/ca-nuclear/A.9.2"' in client.get("/id/ca-nuclear/A.9.1.html").text
    assert client.get("/id/ca-nuclear/A.9.2").status_code == 200
    assert client.get("/id/us-ccl/9A999.a").status_code == 200
    assert client.get("/id/ca-nuclear/2010-01-01/A.9.1").status_code == 200


HOSTILE = (
    "/id/us-ccl/<script>alert(1)</script>",
    "/id/us-ccl/%3Cscript%3E",
    '/id/us-ccl/"onload=',
    "/id/us-ccl/'",
    "/id/us-ccl/../../etc/passwd",
    "/id/..%2f..%2fetc%2fpasswd",
    "/id/us-ccl/2020-01-01/..",
    "/id/us-ccl/%00",
    "/id/us-ccl/%ff%fe",
    "/id/us-ccl/\u202e9A999",
    "/id/us-ccl/９A999",
    "/id/us-ccl/9A999>%20<urn:x:y",
    "/id/us-ccl/9A999}%20UNION%20{",
    "/id/" + "a" * 5000,
    "/id/us-ccl/" + "9A999." * 100 + "a",
    "/id/us-ccl/" + "(a)" * 300,
    "/id//",
    "/id/us-ccl//9A999",
)


@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_hostile_paths_are_refused_and_shown_as_text(
    client: FlaskClient, path: str, accept: str
) -> None:
    reply = client.get(path, headers={"Accept": accept})
    assert reply.status_code in (301, 308, 404, 414), reply.text
    assert "<script>" not in reply.text
    assert "\x00" not in reply.text


def test_a_path_may_be_encoded_more_than_it_needs(client: FlaskClient) -> None:
    assert client.get("/id/us-ccl/%39A999%2Ea.nt").data == client.get("/id/us-ccl/9A999.a.nt").data
