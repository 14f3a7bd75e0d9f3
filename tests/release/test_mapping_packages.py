"""The SSSOM packages of the bundled release: named where they are, and whole."""

import csv
import re

import pytest
from flask.testing import FlaskClient

from kgservice.harmonization.recalled_comparison import comparisons, read_comparison, seen_from
from kgservice.namespaces import BASE, code_of_segment
from kgservice.settings import Settings
from kgservice.store import Store
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics

SMALL = "us-nrc-110"


@pytest.fixture(scope="module")
def client(store: Store) -> FlaskClient:
    """Return a client of the application over the bundled release."""
    return create_app(store, Settings(), Metrics(store, AnswerCache(0))).test_client()


def test_packages_are_named_for_each_edition_that_was_compared(
    client: FlaskClient, store: Store
) -> None:
    keys = {key for name in comparisons(store) for key in (name.subject, name.object) if key.date}
    own = re.escape(f"{BASE}download/")
    named = set(re.findall(rf"^<{own}([^>]+)\.sssom\.tsv> ", client.get("/void.nt").text, re.M))
    assert named == set(map(str, keys))
    assert len(named) > 5


def test_a_package_has_every_mapping(client: FlaskClient, store: Store) -> None:
    names = comparisons(store)
    keys = {key for name in names for key in (name.subject, name.object)}
    (edition,) = (key for key in keys if key.list_id == SMALL)
    wanted = {
        (f"stcid:{found.object}", f"skos:{one.relation}", one.deviation.value, one.subject)
        for name in names
        if edition in (name.subject, name.object)
        for found in (seen_from(read_comparison(store, name), SMALL),)
        for one in found.correspondences
        if one.relation is not None
    }
    with client.get(f"/download/{edition}.sssom.tsv") as reply:
        assert reply.status_code == 200
        table = [line for line in reply.text.splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(table, delimiter="\t"))
    assert len(rows) > 100
    assert {
        (
            row["object_source"],
            row["predicate_id"],
            row["deviation"],
            code_of_segment(row["subject_id"].rpartition("/")[2]),
        )
        for row in rows
    } == wanted
