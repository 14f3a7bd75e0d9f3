"""The verb ``assess``: three formats over a dataset, and one sentence for what is wrong."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, parse

from kgservice.cli.assessing import assess_case
from kgservice.errors import CaseError, ReleaseError
from kgservice.graph.assessment import assessment_triples
from kgservice.graph.regimes import regime_triples
from kgservice.graph.terms import line
from kgservice.settings import Settings
from tests.assessment.release import ROOT

CASE = ROOT / "data" / "cases" / "daytime-to-infrared.ttl"


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of curated facts, of which the case needs no more."""
    path = tmp_path_factory.mktemp("facts") / "facts.nt"
    triples = [*regime_triples(ROOT / "data"), *assessment_triples(ROOT / "data")]
    path.write_text("".join(map(line, triples)), encoding="utf-8")
    return path


def run(tmp_path: Path, *arguments: str) -> Result:
    settings = Settings(releases=tmp_path / "releases")
    return CliRunner().invoke(assess_case, arguments, obj=settings)


def test_every_format_is_printed(tmp_path: Path, facts: Path) -> None:
    said = run(tmp_path, str(CASE), "--dataset", str(facts))
    assert said.exit_code == 0
    assert "End use: Watching the gates of a harbour by day\n  degraded reliability" in said.stdout
    shown = run(tmp_path, str(CASE), "--dataset", str(facts), "--format", "json")
    assert json.loads(shown.stdout)["factors"]["end user"]["weight"] == "raised weight"
    turtle = run(tmp_path, str(CASE), "--dataset", str(facts), "--format", "turtle")
    assert len(list(parse(turtle.stdout_bytes, format=RdfFormat.TURTLE))) > 100


def test_missing_file_and_missing_release_are_clear(tmp_path: Path) -> None:
    absent = run(tmp_path, str(tmp_path / "none.ttl"))
    assert isinstance(absent.exception, CaseError)
    assert "cannot be read" in str(absent.exception)
    unbuilt = run(tmp_path, str(CASE))
    assert isinstance(unbuilt.exception, ReleaseError)
    assert "holds no release; expected one of kgservice build" in str(unbuilt.exception)
