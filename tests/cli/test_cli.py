"""The command as a person runs it: what it prints, where, and how it ends."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kgservice.cli import main

TABLE = """\
code,parent,level,label,text,lang,note_kind,regime,status
9A999,,,,Invented things as follows:,en,,,
9A999.b,,,,Zorbs (CAS 7732-18-5);,en,,,
"""
DATASET = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/stc/id/zz-list/9A999> skos:notation "9A999" .
"""
QUERY = (
    "SELECT ?s ?code { ?s <http://www.w3.org/2004/02/skos/core#notation> ?code } ORDER BY ?code\n"
)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: ANN201 - a callable
    """Return a function that runs the command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "small.ttl").write_text(DATASET, encoding="utf-8")
    (tmp_path / "my.rq").write_text(QUERY, encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(main, arguments)


def refused(result: Result, *words: str) -> None:
    """Assert that a command ended with one sentence on standard error and nothing else."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("kgservice: ")
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


def test_an_unknown_verb_is_answered_with_the_nearest(run) -> None:  # noqa: ANN001 - a callable
    result = run("valdate")
    assert result.exit_code == 2
    assert "there is no verb 'valdate'; did you mean 'validate'?" in result.stderr


def test_every_verb_is_listed_with_what_it_does(run) -> None:  # noqa: ANN001 - a callable
    listed = run("--help").stdout.partition("Commands:")[2].split("\n")[1:-1]
    assert [line.split()[0] for line in listed] == sorted(line.split()[0] for line in listed)
    assert all(len(line.split()) > 3 for line in listed)
    assert len(listed) == 15


def test_import_says_what_was_read_and_what_is_missing(run, tmp_path: Path) -> None:  # noqa: ANN001
    result = run("import", "list.csv", "--list", "zz-list", "--edition", "2026-01-31")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "zz-list 2026-01-31 (incomplete)"
    assert "  entry                1" in lines
    assert "  cas                  1" in lines
    assert "placed 100.00 % of 44 characters" in lines
    assert "  gap: 9A999.a (first-sibling)" in lines
    assert (tmp_path / "imports" / "zz-list" / "2026-01-31.csv").is_file()


def test_import_reports_for_programs(run) -> None:  # noqa: ANN001
    arguments = ("import", "list.csv", "--list", "zz-list", "--edition", "2026-01-31")
    report = json.loads(run(*arguments, "--output", "json").stdout)
    assert report["counts"]["paragraph"] == 1
    assert report["gaps"] == [{"code": "9A999.a", "kind": "first-sibling"}]
    assert report["placed"] == 1.0


def test_import_refuses_and_leaves_nothing(run, tmp_path: Path) -> None:  # noqa: ANN001
    (tmp_path / "bad.csv").write_text(TABLE + "!!,,,,x,en,,,\n", encoding="utf-8")
    whole = ("--list", "eu-annex-i", "--edition", "2026-01-31")
    refused(run("import", "bad.csv", *whole), "bad.csv, row 4, column code", "3A001.a.7.b")
    refused(run("import", "gone.csv", *whole), "gone.csv", "cannot be read")
    refused(run("import", "list.csv", "--list", "zz-list", "--edition", "31.1.2026"), "2025-09-29")
    assert not (tmp_path / "imports").exists()


def test_query_a_dataset(run) -> None:  # noqa: ANN001
    table = run("query", "my.rq", "--dataset", "small.ttl")
    assert table.exit_code == 0, table.stderr
    assert "zz-list/9A999" in table.stdout
    assert "1 solution" in table.stdout
    text = run("query", "my.rq", "--dataset", "small.ttl", "--format", "csv")
    assert text.stdout.splitlines() == [
        "s,code",
        "https://w3id.org/stc/id/zz-list/9A999,9A999",
    ]


def test_query_refuses(run, tmp_path: Path) -> None:  # noqa: ANN001
    small = ("--dataset", "small.ttl")
    refused(run("query", "cq-999", *small), "cq-999", "near it are")
    refused(run("query", "cq-001", "--param", "colour=red", *small), "colour", "it takes code")
    refused(run("query", "gone.rq", *small), "gone.rq", "cannot be read")
    (tmp_path / "update.rq").write_text("CLEAR ALL", encoding="utf-8")
    refused(run("query", "update.rq", *small), "update")
    (tmp_path / "broken.rq").write_text("SELECT * {\n ?s ?p }", encoding="utf-8")
    refused(run("query", "broken.rq", *small), "line 2")


def test_rollback_and_releases_of_nothing(run) -> None:  # noqa: ANN001
    assert run("releases").stdout == ""
    result = run("rollback", "0000")
    assert result.exit_code == 3
    assert "no release '0000'" in result.stderr


def test_settings_are_refused_by_name(run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN001
    monkeypatch.setenv("KGSERVICE_TIMEOT", "3")
    refused(run("releases"), "KGSERVICE_TIMEOT", "did you mean KGSERVICE_TIMEOUT?")
