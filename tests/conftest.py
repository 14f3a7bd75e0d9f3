"""What tests share: the official documents, which the repository does not carry, and a release."""

import fcntl
import os
from pathlib import Path

import pytest

from kgservice.build import build_release
from kgservice.release import current_release

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def documents() -> Path:
    """Return the folder of official documents, or skip."""
    folder = Path(os.environ.get("KGSERVICE_DOCUMENTS", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no official documents at {folder}; set KGSERVICE_DOCUMENTS")
    return folder


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose current release is the bundled one; all test processes share it.

    ``RELEASES_UNDER_TEST`` names a folder in which it was built before.
    """
    if built := os.environ.get("RELEASES_UNDER_TEST"):
        return Path(built).absolute()
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "bundled"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if current_release(folder) is None:
            build_release(folder, folder / "no-imports")
    return folder
