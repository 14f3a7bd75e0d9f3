"""Reports of changes: the same facts in every form, and no cell that becomes a formula."""

import csv
import io
import json
from decimal import Decimal

import pytest
from rdflib import Graph

from kgservice.cells import plain_cell
from kgservice.criteria import Comparator, Parameter
from kgservice.harmonization.change import Changes
from kgservice.harmonization.change_output import (
    as_csv,
    as_html,
    as_json,
    as_markdown,
    as_text,
    as_turtle,
)
from kgservice.harmonization.change_report import report_changes
from kgservice.harmonization.changes import compare_editions
from kgservice.model import Extent
from tests.harmonization.invented import NEW, OLD, edition, entry, note


def mass(value: str) -> Parameter:
    """Return a limit of a mass."""
    return Parameter("Mass", Comparator.GREATER, Decimal(value), "kg", f"over {value} kg")


def changes() -> Changes:
    """Return changes of a text, a threshold, a note and of what is not seen."""
    old = edition(
        OLD,
        entry("9X999", "Invented <b>zorbs</b> of 5 kg", mass("5")),
        a="Glims",
        notes=(note("9X999", 1, "Old words.", "=1+1|Note"),),
    )
    new = edition(
        NEW,
        entry("9X999", "Invented <b>zorbs</b> of 6 kg or more", mass("6")),
        extent=Extent.INCOMPLETE,
        notes=(note("9X999", 1, "New words.", "=1+1|Note"),),
    )
    return compare_editions(old, new)


def test_text() -> None:
    lines = as_text(report_changes(changes())).splitlines()
    assert lines[0] == "Changes from zz-list 2001-01-01 (whole) to zz-list 2002-02-02 (incomplete)"
    assert any(line.startswith("9X999  text changed") for line in lines)
    assert "    - 5" in lines
    assert "    + 6" in lines
    assert "9X999  threshold relaxed  Mass > 5 kg → Mass > 6 kg" in lines
    assert "9X999.a  not seen" in lines
    assert any("neither added nor removed" in line for line in lines)


def test_json() -> None:
    report = json.loads(as_json(report_changes(changes())))
    assert report["old"]["edition"] == "2001-01-01"
    text = report["changes"][0]
    assert text["words"] == [
        {"lang": "en", "old": "5", "new": "6"},
        {"lang": "en", "old": "", "new": "or more"},
    ]
    assert report["counts"]["not-seen"] == 1


def test_csv_has_no_formula() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(report_changes(changes())))))
    assert {len(row) for row in rows} == {9}
    assert "'=1+1|Note" in {cell for row in rows for cell in row}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_becomes_a_formula(cell: str) -> None:
    assert plain_cell(cell) == f"'{cell}"
    assert plain_cell(f"x{cell}") == f"x{cell}"


def test_html_and_markdown_escape_what_they_show() -> None:
    report = report_changes(changes())
    page = as_html(report)
    assert "<del>5</del> <ins>6</ins>" in page
    assert "<b>" not in page
    markdown = as_markdown(report)
    assert "\\|Note" in markdown
    table = [line for line in markdown.splitlines() if line.startswith("| ")]
    assert len(table) == 1 + len(report.changes)


def test_turtle() -> None:
    graph = Graph().parse(data=as_turtle(changes()), format="turtle")
    assert len(graph) > 20
    assert as_turtle(changes()) == as_turtle(changes())


def test_digests_tell_no_words() -> None:
    old, new = edition(OLD, a="Zorbs"), edition(NEW, a="Glims")
    (change,) = report_changes(compare_editions(old, new)).changes
    assert [(words.old, words.new) for words in change.words] == [("Zorbs", "Glims")]
    report = report_changes(compare_editions(edition(OLD, a="Zorbs"), edition(NEW, a="“Zorbs”")))
    assert report.changes[0].kind == "reprinted"
    assert report.changes[0].words == ()
