"""Every route that ``/openapi.json`` describes answers as described, over the bundled release."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import schemathesis
from flask import Flask
from schemathesis import GenerationMode

from kgservice.settings import Settings
from kgservice.store import Limits, open_release
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics
from tests.contract import probe

EXAMPLES: Final = 5
ASKED_ELSEWHERE: Final = "/queries/cq-"
"""The questions are many and asked alike; over invented lists each of them is asked."""


@pytest.fixture(scope="module")
def app(releases: Path) -> Iterator[Flask]:
    """Return the application over the bundled release, patient with a busy machine."""
    store = open_release(releases, Limits(seconds=120), 2)
    chosen = Settings(releases=releases, timeout=120.0)
    yield create_app(store, chosen, Metrics(store, AnswerCache(0)))
    store.close()


# The library leaves the files of packages open, and closes them when it is collected.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_route_answers_as_described(app: Flask) -> None:
    described = schemathesis.openapi.from_wsgi("/openapi.json", app)
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()
        if not operation.path.startswith(ASKED_ELSEWHERE):
            asked += probe(operation, GenerationMode.POSITIVE, EXAMPLES, known=True)
    assert asked > 40
