"""The invented release behind the whole application, in this process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kgservice.settings import Settings
from kgservice.store import Limits, open_dataset
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics

DATA = Path(__file__).parent / "present.trig"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Return the application over the invented release."""
    store = open_dataset(DATA, Limits(), 1)
    settings = Settings(releases=tmp_path_factory.mktemp("releases"))
    yield create_app(store, settings, Metrics(store, AnswerCache(0)))
    store.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a client of the application."""
    return app.test_client()
