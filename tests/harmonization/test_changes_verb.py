"""``kgservice changes`` over invented editions."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kgservice.cli import changes, main
from kgservice.store import Limits, open_dataset
from tests.harmonization.invented import NEW, OLD, edition
from tests.harmonization.test_recalling import write_dataset


@pytest.fixture
def dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a dataset of two editions, which the verb asks in place of a release."""
    path = write_dataset(tmp_path, edition(OLD, a="Zorbs;"), edition(NEW, a="Glims;", b="Wibs."))
    monkeypatch.setattr(changes, "open_store", lambda *_: open_dataset(path, Limits(), 1))
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["changes", *arguments])


def test_text(dataset: Path) -> None:
    found = run("zz-list", "2001-01-01", "2002-02-02")
    assert found.exit_code == 0
    assert "9X999.a  text changed" in found.stdout
    assert "9X999.b  added" in found.stdout


def test_json_and_turtle(dataset: Path) -> None:
    report = json.loads(run("zz-list", "2001-01-01", "2002-02-02", "--format", "json").stdout)
    assert report["counts"] == {"added": 1, "text-changed": 1}
    turtle = run("zz-list", "2001-01-01", "2002-02-02", "--format", "turtle").stdout
    assert "stc:changeKind stc:Added" in turtle


def test_unknown_edition(dataset: Path) -> None:
    found = run("zz-list", "2001-01-01", "2002-02-03")
    assert found.exit_code == 2
    assert "zz-list has no edition 2002-02-03; there are 2001-01-01, 2002-02-02" in found.stderr
