"""What is kept of reasoning is what the ontology entails now."""

import json
from pathlib import Path

import pytest

from kgservice.bundled import bundled
from kgservice.reasoning import kept
from kgservice.reasoning.examination import InferredLines, inferred_lines
from kgservice.reasoning.kept import digest_of, kept_or_inferred

DATA = bundled("data")


def test_kept_inferences_are_those_of_the_ontology() -> None:
    stored = json.loads((DATA / kept.FILE).read_text(encoding="utf-8"))
    folders = (bundled("ontology"), DATA / "criteria")
    assert stored["inputs"] == digest_of(*folders), "the ontology changed; run 'make facts'"
    assert inferred_lines(*folders) == kept_or_inferred(DATA)


def test_a_changed_criterion_is_reasoned_about_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "criteria").mkdir()
    stored = {"inputs": digest_of(tmp_path), "inferred": ["old"], "present": []}
    (tmp_path / kept.FILE).write_text(json.dumps(stored), encoding="utf-8")
    fresh = InferredLines(("new",), ())
    monkeypatch.setattr(kept, "inferred_lines", lambda ontology, criteria: fresh)
    assert kept_or_inferred(tmp_path) == fresh
