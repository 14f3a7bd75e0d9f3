"""A client of the application over invented lists, in this process."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, parse

from kgservice.namespaces import edition_iri
from kgservice.settings import Settings
from kgservice.store import Limits, open_dataset
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics

LISTS = Path(__file__).parent / "data" / "lists.trig"
PLACES = LISTS.with_name("places.trig")
PRESENT = NamedNode(edition_iri("us-ccl", datetime.date(2022, 1, 1)))


def write_places(folder: Path) -> Path:
    """Write the lists of ``data/places.trig`` into a folder, their present edition twice.

    :param folder: takes the file
    :returns: N-Quads, with the present edition in the default graph too
    """
    data = folder / "data.nq"
    with data.open("w", encoding="utf-8") as file:
        for quad in parse(path=PLACES, format=RdfFormat.TRIG):
            file.write(f"{quad} .\n")
            if quad.graph_name == PRESENT:
                file.write(f"{quad.triple} .\n")
    return data


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    """Return a client of the application over the lists of ``data/lists.trig``."""
    store = open_dataset(LISTS, Limits(), 1)
    try:
        app = create_app(store, Settings(), Metrics(store, AnswerCache(0)))
        yield app.test_client()
    finally:
        store.close()
