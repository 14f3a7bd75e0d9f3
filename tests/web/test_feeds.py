"""Feeds of editions and changes: what RFC 4287 asks for, stable ids and dates."""

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from lxml import etree

from kgservice.namespaces import BASE

ATOM = "{http://www.w3.org/2005/Atom}"
KNOWN = {"id", "title", "updated", "link", "author", "generator", "entry", "summary", "name"}


def read(client: FlaskClient, path: str) -> etree._Element:
    """Return a feed, checked against the rules of RFC 4287, section 4."""
    reply = client.get(path)
    assert (reply.status_code, reply.mimetype) == (200, "application/atom+xml"), reply.text
    root = etree.fromstring(reply.data)
    assert root.tag == f"{ATOM}feed"
    assert {each.tag.removeprefix(ATOM) for each in root.iterdescendants()} <= KNOWN
    entries = root.findall(f"{ATOM}entry")
    for each in (root, *entries):
        for name in ("id", "title", "updated"):  # exactly one of each
            assert len(each.findall(ATOM + name)) == 1
        assert re.match(r"[a-z][a-z0-9+.-]*:", each.findtext(f"{ATOM}id") or "")
        datetime.strptime(each.findtext(f"{ATOM}updated") or "", "%Y-%m-%dT%H:%M:%SZ")
        links = each.findall(f"{ATOM}link")
        pairs = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in links]
        assert len(pairs) == len(set(pairs)), "two alternates of one type and language"
        assert all(link.get("href") for link in links)
    assert len(root.findall(f"{ATOM}author")) == 1
    assert [
        link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"
    ] == [f"http://localhost{path}"]
    ids = [each.findtext(f"{ATOM}id") for each in entries]
    assert len(ids) == len(set(ids))
    moments = [each.findtext(f"{ATOM}updated") or "" for each in (root, *entries)]
    assert moments == sorted(moments, reverse=True)
    return root


def test_the_feed_tells_of_the_release_every_edition_and_what_changed(client: FlaskClient) -> None:
    root = read(client, "/feed.atom")
    ids = [each.findtext(f"{ATOM}id") for each in root.findall(f"{ATOM}entry")]
    assert str(ids[0]).startswith("tag:w3id.org,2026:stc/release/dataset-")
    assert ids[1:] == [
        f"{BASE}id/{name}"
        for name in (
            "us-ccl/2023-01-01",
            "us-ccl/2022-01-01",
            "us-ccl/2020-01-01",
            "ca-nuclear/2020-01-01/since-2010-01-01",
            "ca-nuclear/2020-01-01",
            "ca-nuclear/2010-01-01",
        )
    ]


def test_a_list_has_its_own_feed_whose_links_answer(client: FlaskClient) -> None:
    root = read(client, "/feed/ca-nuclear.atom")
    assert root.findtext(f"{ATOM}id") == f"{BASE}id/ca-nuclear"
    entries = root.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}updated") for each in entries] == [
        "2020-01-01T00:00:00Z",
        "2020-01-01T00:00:00Z",
        "2010-01-01T00:00:00Z",
    ]
    assert "1 changes" in (entries[0].findtext(f"{ATOM}summary") or "")
    for link in entries[0].findall(f"{ATOM}link"):
        reply = client.get(link.get("href") or "", headers={"Accept": link.get("type") or ""})
        assert (reply.status_code, reply.mimetype) == (200, link.get("type"))


@pytest.mark.parametrize("name", ["zz", "<script>", "us-ccl.atom", "a" * 3000])
def test_a_list_that_is_not_held_has_no_feed(client: FlaskClient, name: str) -> None:
    reply = client.get(f"/feed/{name}.atom")
    assert reply.status_code == 404
    assert f"{BASE}id/us-ccl" in reply.get_json()["nearest"]
