"""The client over the invented release, for the tools."""

from tests.client.conftest import client
from tests.search.conftest import app

__all__ = ["app", "client"]
