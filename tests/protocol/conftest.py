"""One service for the whole folder, over a small dataset."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import Served, serving

DATA = """
@prefix t: <https://w3id.org/stc/test#> .
t:a t:code "9X001" ; t:label "Überprüfung" .
t:b t:code "9X002" .
t:old { t:a t:code "9X001-old" . }
t:older { t:a t:code "9X001-older" . }
"""


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a running service."""
    path: Path = tmp_path_factory.mktemp("served") / "data.trig"
    path.write_text(DATA, encoding="utf-8")
    settings = {"max_query": 100_000, "max_body": 1_000_000, "cache_bytes": 1_000_000}
    with serving(path, settings=settings, seconds=2.0, memory=400_000_000, rows=5000) as running:
        yield running
