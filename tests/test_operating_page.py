"""``docs/operating.md`` and the container's files say what the program does."""

import dataclasses
import re
from pathlib import Path

import yaml

from kgservice.settings import Settings
from kgservice.store.base import PLACES
from kgservice.store.embedded import PATIENCE
from kgservice.web.gateway import BODY_SECONDS
from kgservice.web.problem_types import PROBLEM_TYPES

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "operating.md"
START, END = "<!-- settings -->\n", "<!-- end -->"


def settings_table() -> str:
    """Return the rows of the settings, from the class and its docstring."""
    said = dict(re.findall(r":ivar (\w+): (.+?)(?=\n\s+:ivar|\Z)", Settings.__doc__ or "", re.S))
    rows = ""
    for field in dataclasses.fields(Settings):
        text = " ".join(said[field.name].split()).replace("``", "`")
        default = f"`{field.default}`" if str(field.default) else ""
        rows += f"| `{field.name}` | {default} | {text} |\n"
    return rows


def test_the_table_of_settings_is_that_of_the_class() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.split(START)[1].split(END)[0] == settings_table()


def test_the_limits_are_those_of_the_program() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert f"within {BODY_SECONDS:g} seconds" in text
    assert f"within {PATIENCE:g} seconds, or {PLACES} requests" in text
    rows = dict(re.findall(r"^\| (\d{3}) \| (.+?) \|", text, re.MULTILINE))
    assert len(rows) >= 9
    for status, words in re.findall(r"^\| (\d{3}) \| (.+?) \|", text, re.MULTILINE):
        for slug in re.findall(r"`([\w-]+)`", words):
            known = {PROBLEM_TYPES[slug].status} if slug in PROBLEM_TYPES else set()
            assert known <= {int(status)}


def test_the_metrics_are_those_of_the_program() -> None:
    program = (ROOT / "kgservice" / "web" / "metrics.py").read_text(encoding="utf-8")
    named = set(re.findall(r"`kgservice_(\w+)`", PAGE.read_text(encoding="utf-8")))
    made = set(re.findall(r'^\s+\(?"(?:kgservice_)?([a-z]+(?:_[a-z]+)*)",', program, re.MULTILINE))
    made |= set(re.findall(r'"kgservice_(\w+)"', program)) | set(
        re.findall(r'\("(\w+)", "', program)
    )
    assert {name.removesuffix("_total") for name in named} == made - {"route", "status", "release"}


def test_the_container_is_as_it_is_described() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    service = compose["services"]["kgservice"]
    assert service["read_only"] is True
    assert service["user"] == "10001:10001"
    assert service["cap_drop"] == ["ALL"]
    known = {f"KGSERVICE_{field.name.upper()}" for field in dataclasses.fields(Settings)}
    assert set(service["environment"]) <= known
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    assert set(re.findall(r"KGSERVICE_\w+", text)) <= known
    assert "USER 10001:10001" in text
    assert "/readyz" in text
    for source in re.findall(r"^COPY (?!--)(.+) \S+$", text, re.MULTILINE):
        assert all((ROOT / name).exists() for name in source.split())
