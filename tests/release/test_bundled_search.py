"""The bundled release carries its search index, and the index finds what the lists hold."""

from pathlib import Path

import pytest

from kgservice.release import Release
from kgservice.search import INDEX, IndexKeeper, Question, SearchIndex
from kgservice.store import Store

LISTS = ["au-dsgl", "eu-annex-i", "no-list-ii", "us-ccl"]


@pytest.fixture(scope="module")
def index(release: Release, store: Store, releases: Path) -> SearchIndex:
    """Return the index that the build made."""
    before = (release.path / INDEX).stat().st_mtime_ns
    found = IndexKeeper(store, releases).index()
    assert (release.path / INDEX).stat().st_mtime_ns == before
    assert found.release == release.id
    return found


@pytest.mark.parametrize("typed", ["3A001.a.7.b", "3a001a7b", "3A001 a 7 b"])
def test_codes(index: SearchIndex, typed: str) -> None:
    found = index.search(Question(typed))
    assert [(hit.list, hit.code) for hit in found.hits[:4]] == [(i, "3A001.a.7.b") for i in LISTS]


@pytest.mark.parametrize(
    ("text", "lists", "code"),
    [
        ("XI(a)(3)", ["us-usml"], "XI(a)(3)"),
        ("2.b.1", ["nsg-part-2"], "2.B.1"),
        ("0d521 no 1", ["us-ccl"], "0D521 No. 1"),
    ],
)
def test_each_list_reads_its_own_codes(
    index: SearchIndex, text: str, lists: list[str], code: str
) -> None:
    found = index.search(Question(text))
    exact = [hit for hit in found.hits if hit.code == code]
    assert [hit.list for hit in exact if hit.list in lists] == lists


@pytest.mark.parametrize("text", ["saxitoxin", "35523-89-8", "saxitoxine"])
def test_chemicals(index: SearchIndex, text: str) -> None:
    found = index.search(Question(text))
    assert found.hits[0].kind == "chemical"
    assert {"au-dsgl", "ca-import"} <= {hit.list for hit in found.hits}


def test_a_mistyped_technique(index: SearchIndex) -> None:
    found = index.search(Question("anomaly detecton"))
    assert found.hits[0].iri.endswith("#AnomalyDetection")
    assert list(found.corrected) == ["detecton"]
