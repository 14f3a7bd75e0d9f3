"""A national list with ten known edits: all are found, named and explained, and nothing else."""

from pathlib import Path

import pytest

from kgservice.model import Edition
from kgservice.own_list.agreement import digests_of
from kgservice.own_list.comparing import compare_own_list
from kgservice.own_list.model import OwnComparison
from kgservice.sources import find_sources
from kgservice.submission.checking import read_submission
from kgservice.submission.model import Submission
from tests.own_list.national import LIST, Rows, as_csv, edited, official_edition, table_of


@pytest.fixture(scope="module")
def bundled_edition() -> Edition:
    """Return the bundled edition, which has no texts."""
    data = Path(__file__).parents[2] / "data" / "editions"
    (source,) = (s for s in find_sources(data, data / "none", None) if s.list_id == LIST)
    edition, _ = source.read()
    assert not any(text.value for entry in edition.entries for text in entry.texts)
    return edition


@pytest.fixture(scope="module")
def rows(documents: Path) -> Rows:
    """Return the official list as the rows of a national one."""
    return table_of(official_edition(documents))


def report_on(rows: Rows, edition: Edition) -> OwnComparison:
    """Return the report on a table of rows against an edition."""
    submission = Submission("national.csv", as_csv(rows))
    form, own = read_submission(submission, lambda step, done, of: None)
    held = {edition.date: digests_of(edition)}
    report, _ = compare_own_list(submission.name, form, own, edition, held, lambda done, of: None)
    return report


def test_of_a_copy_nothing_is_claimed(rows: Rows, bundled_edition: Edition) -> None:
    report = report_on(rows, bundled_edition)
    assert report.findings == ()
    assert report.counts == {"identical": len(bundled_edition.entries)}
    assert [c for c in report.compared if c.align or c.uncertainties] == []
    assert not report.differs
    assert report.follows == (bundled_edition.date,)


def test_all_ten_edits_are_told_and_nothing_else(rows: Rows, bundled_edition: Edition) -> None:
    report = report_on(edited(rows), bundled_edition)
    told = {
        (one.code or "", one.counterpart or ""): (one.deviation, one.align)
        for one in report.compared
        if one.align or one.uncertainties or one.deviation != "identical"
    }
    misread = "the code '2B35O.j.2' of this row cannot be used; its text is that of 2B350.j.2 there"
    assert told == {
        ("3A225.b", "3A225.b"): (
            "looser",
            ("the limit is Frequency ≥ 900 Hz here, ≥ 600 Hz there",),
        ),
        ("3A201.a.1.b", "3A201.a.1.b"): (
            "stricter",
            ("the limit is Energy > 5 J here, > 10 J there",),
        ),
        ("3A225.a", "3A225.a"): (
            "looser",
            ("the limit is Power ≥ 40 kV.A here, ≥ 40 V.A there",),
        ),
        ("", "6A225"): ("missing", ("6A225 stands there, with no counterpart here",)),
        ("2B204.c", "2B204.b"): ("identical", ("the code is 2B204.c here, 2B204.b there",)),
        ("2A299", ""): ("extra", ("2A299 stands here, with no counterpart there",)),
        ("", "2B350.j.2"): ("unread", (misread,)),
        ("1C350.59", "1C350.59"): (
            "incomparable",
            ("the CAS number is none here, 139-87-7 there",),
        ),
        ("6A203.b", "6A203.b"): (
            "identical",
            ("the Technical Note (explains) stands there, and not so here",),
        ),
    }


def test_what_is_wrong_with_the_list_itself(rows: Rows, bundled_edition: Edition) -> None:
    table = edited(rows)
    report = report_on(table, bundled_edition)
    found = {
        (each.check, each.value or each.place or "", table[(each.row or 0) - 2]["code"])
        for each in report.findings
    }
    label = next(row["label"] for row in table if row["code"] == "3A232" and row["label"])
    assert found == {
        ("table-code", "2B35O.j.2", "2B35O.j.2"),
        ("cas-check-digit", "139-87-8", "1C350.59"),
        ("language", label, "3A232"),
        ("code-sequence", "2B204.b", "2B204"),  # renumbered
        ("code-sequence", "2B350.j.2", "2B350.j"),  # mistyped
        ("table-code", "6A225", "6A225"),  # the note of what was dropped
    }
