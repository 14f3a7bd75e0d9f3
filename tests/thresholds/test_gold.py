"""The parser against paragraphs that people read: how much it finds, and how much is right."""

from pathlib import Path

import pytest

from tests.thresholds.gold import FOLDER, read_gold
from tests.thresholds.scoring import score_gold

JOINS = 0.95
LEAST = {"gold-open": (0.97, 0.90), "gold-held": (0.97, 0.90)}  # precision and recall
TREES = {"gold-open": 0.95, "gold-held": 0.93}  # of the held part 16 paragraphs have one


def test_both_parts_are_there() -> None:
    sizes = {path.stem: len(read_gold(path)) for path in FOLDER.glob("gold-*.csv")}
    assert sizes == {"gold-open": 409, "gold-held": 211}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("gold-*.csv")), ids=lambda path: path.stem)
def test_the_gold_set_is_read(path: Path, documents: Path) -> None:
    result = score_gold(read_gold(path), documents)
    assert result.absent == []
    precision, recall = LEAST[path.stem]
    shown = f"{result.strict.precision:.3f}, {result.strict.recall:.3f}"
    assert result.strict.precision >= precision, shown
    assert result.strict.recall >= recall, shown
    assert result.joins.precision >= JOINS, "\n".join(result.joins.faults)
    assert result.tree.precision >= TREES[path.stem], "\n".join(result.tree.faults)
