"""A client of the application over invented lists, in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kgservice.settings import Settings
from kgservice.store import Limits, open_dataset
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics

LISTS = Path(__file__).parent / "data" / "lists.trig"


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    """Return a client of the application over the lists of ``data/lists.trig``."""
    store = open_dataset(LISTS, Limits(), 1)
    try:
        app = create_app(store, Settings(), Metrics(store, AnswerCache(0)))
        yield app.test_client()
    finally:
        store.close()
