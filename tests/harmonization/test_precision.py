"""How often a claim is right, on pairs that were checked by hand (see ``PAIRS.md``)."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from kgservice.correspondence import Deviation
from tests.harmonization.bundled import counterparts, present

FOLDER = Path(__file__).parent
UNTOLD = (Deviation.INCOMPARABLE, Deviation.OUTDATED)
"""What claims nothing of the reach of two entries."""


@dataclass(slots=True)
class Score:
    """Claims, and how many of them are right; ``there`` counts the counterparts there are."""

    claimed: int = 0
    right: int = 0
    there: int = 0
    told: int = 0
    told_right: int = 0


def score(path: Path) -> Score:
    """Count what is claimed of the pairs of a table."""
    found = Score()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert present(row["list_a"]).date.isoformat() == row["edition_a"]
            same = counterparts(row["list_a"], row["code_a"], row["list_b"])
            found.there += bool(row["codes_b"])
            if not same:
                continue
            found.claimed += 1
            if same[0].object in row["codes_b"].split():
                found.right += 1
                if same[0].deviation not in UNTOLD:
                    found.told += 1
                    found.told_right += same[0].deviation.value in row["deviation"].split("/")
    return found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("pairs-*.csv")), ids=lambda path: path.stem)
def test_claims_are_right(path: Path) -> None:
    found = score(path)
    assert found.claimed >= 50
    assert found.told >= 40
    assert found.right / found.claimed >= 0.95, found
    assert found.told_right / found.told >= 0.9, found
    assert found.right / found.there >= 0.9, found
