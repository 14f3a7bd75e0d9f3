"""The bundled release, built once for all tests of this folder."""

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgservice.build import build_release
from kgservice.release import Release, current_release
from kgservice.store import Limits, Store, open_release


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose current release is the bundled one; all test processes share it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "bundled"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if current_release(folder) is None:
            build_release(folder, folder / "no-imports")
    return folder


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
