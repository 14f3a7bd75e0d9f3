"""Where the tests find the official documents, which the repository does not carry."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def documents() -> Path:
    """Return the folder of official documents, or skip."""
    folder = Path(os.environ.get("KGSERVICE_DOCUMENTS", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no official documents at {folder}; set KGSERVICE_DOCUMENTS")
    return folder
