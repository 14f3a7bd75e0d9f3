"""The parser against paragraphs that people read: how much it finds, and how much is right."""

from pathlib import Path

import pytest

from tests.thresholds.gold import FOLDER, read_gold
from tests.thresholds.scoring import score_gold

PRECISION, RECALL, JOINS, TREES = 0.97, 0.90, 0.95, 0.95


@pytest.mark.parametrize("path", sorted(FOLDER.glob("gold-*.csv")), ids=lambda path: path.stem)
def test_the_gold_set_is_read(path: Path, documents: Path) -> None:
    result = score_gold(read_gold(path), documents)
    assert result.absent == []
    assert result.strict.precision >= PRECISION, "\n".join(result.strict.faults)
    assert result.strict.recall >= RECALL, "\n".join(result.strict.faults)
    assert result.joins.precision >= JOINS, "\n".join(result.joins.faults)
    assert result.tree.precision >= TREES, "\n".join(result.tree.faults)
