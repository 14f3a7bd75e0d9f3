"""A client of the whole application over the invented release, in this process."""

from collections.abc import Iterator

import httpx
import pytest
from flask import Flask

from kgservice.client import Client
from tests.search.conftest import app

__all__ = ["app"]


@pytest.fixture
def client(app: Flask) -> Iterator[Client]:
    """Return a client that needs no network."""
    transport = httpx.WSGITransport(app, raise_app_exceptions=False)
    with Client("http://kg.example", transport=transport) as client:
        yield client
