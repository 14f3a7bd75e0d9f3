"""Where an index lies, when it is made, and that a release's own one is taken as it is."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgservice.errors import IndexBuildError
from kgservice.search import INDEX, IndexKeeper, Question
from kgservice.store import Limits, Store, open_dataset

DATA = Path(__file__).parent / "present.trig"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """Return a store over the invented dataset, which no folder of releases knows."""
    opened = open_dataset(DATA, Limits(), 1)
    yield opened
    opened.close()


def test_a_missing_index_is_made_once_for_all(store: Store, tmp_path: Path) -> None:
    keeper = IndexKeeper(store, tmp_path)
    stale = tmp_path / ".search" / f"0123456789abcdef-{INDEX}"
    stale.parent.mkdir()
    stale.write_bytes(b"")
    found: list[int] = []
    ask = [
        threading.Thread(target=lambda: found.append(keeper.index().search(Question("zorb")).total))
        for _ in range(3)
    ]
    for thread in ask:
        thread.start()
    for thread in ask:
        thread.join()
    assert found == [6, 6, 6]
    (made,) = (tmp_path / ".search").iterdir()
    assert made != stale
    assert keeper.index() is keeper.index()
    before = made.stat().st_mtime_ns
    assert IndexKeeper(store, tmp_path).index().release == store.release()
    assert made.stat().st_mtime_ns == before


def test_a_damaged_index_is_made_anew(store: Store, tmp_path: Path) -> None:
    IndexKeeper(store, tmp_path).index()
    (made,) = (tmp_path / ".search").iterdir()
    made.write_bytes(b"damaged")
    assert IndexKeeper(store, tmp_path).index().search(Question("zorb")).total == 6


def test_an_index_that_cannot_be_made_says_so(store: Store, tmp_path: Path) -> None:
    (tmp_path / ".search").write_bytes(b"")
    with pytest.raises(IndexBuildError, match="cannot be written"):
        IndexKeeper(store, tmp_path).index()
