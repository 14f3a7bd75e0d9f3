"""The hand-checked pairs name entries that there are, and say one thing each."""

import csv
import datetime
from functools import cache
from pathlib import Path

import pytest

from kgservice.sources import find_sources

FOLDER = Path(__file__).parent
BUNDLED = Path(__file__).parents[2] / "data" / "editions"
DEVIATIONS = {
    "identical",
    "identical-in-effect",
    "stricter",
    "looser",
    "overlapping",
    "incomparable",
    "extra",
    "missing",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@cache
def codes(list_id: str, date: str) -> frozenset[str]:
    for source in find_sources(BUNDLED, FOLDER / "no-imports", None):
        if (source.list_id, source.date) == (list_id, datetime.date.fromisoformat(date)):
            edition, _ = source.read()
            return frozenset(entry.code for entry in edition.entries)
    raise AssertionError(f"no bundled edition {list_id} {date}")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("pairs-*.csv")), ids=lambda path: path.stem)
def test_pairs_name_entries(path: Path) -> None:
    found = rows(path)
    assert len(found) == 75
    assert len({(row["list_a"], row["code_a"], row["list_b"]) for row in found}) == 75
    for row in found:
        assert row["code_a"] in codes(row["list_a"], row["edition_a"]), row
        for code in row["codes_b"].split():
            assert code in codes(row["list_b"], row["edition_b"]), row


@pytest.mark.parametrize("path", sorted(FOLDER.glob("pairs-*.csv")), ids=lambda path: path.stem)
def test_pairs_say_one_thing(path: Path) -> None:
    for row in rows(path):
        assert set(row["deviation"].split("/")) <= DEVIATIONS, row
        assert set(row["whole"].split("/")) <= DEVIATIONS | {"unknown"}, row
        assert set(row["same_item"].split("/")) <= {"yes", "partly", "no"}, row
        assert ("extra" in row["deviation"]) == ("no" in row["same_item"]), row
        assert bool(row["codes_b"]) or row["same_item"] == "no", row
