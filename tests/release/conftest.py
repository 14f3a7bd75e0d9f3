"""The bundled release, opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kgservice.release import Release, current_release
from kgservice.store import Limits, Store, open_release


@pytest.fixture(scope="session")
def release(releases: Path) -> Release:
    """Return the bundled release."""
    found = current_release(releases)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def store(releases: Path) -> Iterator[Store]:
    """Return the bundled release, opened."""
    opened = open_release(releases, Limits(), 1)
    yield opened
    opened.close()
