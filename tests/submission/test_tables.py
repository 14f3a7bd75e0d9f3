"""Tables brought to be validated: every fault is found at its cell, and nothing else claimed."""

import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from rdflib import Graph
from rdflib.namespace import SH

from kgservice.errors import InputError, SubmissionError
from kgservice.submission import Submission, SubmissionReport, validate_submission
from kgservice.submission.output import as_csv, as_html, as_json, as_text

HEADER = "code,parent,level,label,text,lang,note_kind,regime,status,chemicals"
Check = Callable[[str, bytes], SubmissionReport]
GOOD = (
    HEADER,
    "9A991,,,,Invented zorbs:,en,,,,",
    "9A991.a,,,,Blue;,en,,,,",
    "9A991.b,,,,Red.,en,,,,",
    ",,,,A note on all.,en,note,,,",
)


def table(*changed: tuple[int, str]) -> bytes:
    """Return the good table with some of its rows, counted from 1, replaced or added."""
    rows = dict(enumerate(GOOD, 1)) | dict(changed)
    return "\n".join(rows[number] for number in sorted(rows)).encode() + b"\n"


def faults(report: SubmissionReport) -> list[tuple[int | None, str | None, str]]:
    """Return row, column and check of the findings."""
    return [(found.row, found.column, found.check) for found in report.findings]


def test_a_good_table_conforms(check: Check) -> None:
    report = check("list.csv", table())
    assert report.findings == ()
    assert (report.conforms, report.format, report.grammar) == (True, "table", "five-character")
    assert report.entries == 5  # with the headings that have no row


@pytest.mark.parametrize(
    ("row", "expected", "says"),
    [
        ("9A9O1.c,,,,Typed wrongly.,en,,,,", (6, "code", "table-code"), "no five-character code"),
        ("9A991.b,,,,Again.,en,,,,", (6, "code", "table-code"), "stands already in row 4"),
        ("9A991.c,9A777,,,X.,en,,,,", (6, "parent", "table-parent"), "9A777 has no row"),
        ("9A991.c,,odd,,X.,en,,,,", (6, "level", "table-level"), "'odd' is none of"),
        ("9A991.c,,,,X.,en,,zzz,,", (6, "regime", "table-regime"), "'zzz' is no regime"),
        ("9A991.c,,,,X.,en,,,off,", (6, "status", "table-status"), "'off' is none of"),
        ("9A991.c,,,,X.,english,,,,", (6, "lang", "table-lang"), "no language tag"),
        ("9A777,,,,X.,en,note,,,", (6, "code", "table-code"), "9A777 has no row"),
        (
            "9A991.c,,,,X.,en,,,,Water (CAS 7732-18-4)",
            (6, "chemicals", "table-chemicals"),
            "7732-18-4 has a wrong check digit",
        ),
        (
            "9A991.c,,,,Water (CAS 7732-18-4).,en,,,,",
            (6, "text", "cas-check-digit"),
            "7732-18-4 has a wrong check digit",
        ),
        ("9A991.d,,,,X.,en,,,,", (2, "code", "code-sequence"), "ask for 9A991.c"),
    ],
)
def test_one_fault(check: Check, row: str, expected: tuple[int, str, str], says: str) -> None:
    report = check("list.csv", table((6, row)))
    assert faults(report) == [expected]
    assert says in report.findings[0].message
    severity = "Warning" if expected[2] == "code-sequence" else "Violation"
    assert report.findings[0].severity == severity


def test_circle_of_parents(check: Check) -> None:
    rows = (3, "9A991.a,9A991.b,,,Blue;,en,,,,"), (4, "9A991.b,9A991.a,,,Red.,en,,,,")
    report = check("list.csv", table(*rows))
    assert faults(report) == [(3, "parent", "table-parent")]
    assert "form a circle" in report.findings[0].message


def test_many_faults_in_one_row_and_in_many(check: Check) -> None:
    rows = (6, "9A991.c,9A777,odd,,X.,english,,zzz,off,"), (7, "nonsense,,,,X.,en,,,,")
    found = faults(check("list.csv", table(*rows)))
    assert found == [
        (6, "lang", "table-lang"),
        (6, "level", "table-level"),
        (6, "parent", "table-parent"),
        (6, "regime", "table-regime"),
        (6, "status", "table-status"),
        (7, "code", "table-code"),
    ]


def test_codes_of_no_known_grammar_are_free(check: Check) -> None:
    data = f"{HEADER}\nZorb one,,,,X.,en,,,,\nZorb two,,,,Y.,en,,,,\n".encode()
    report = check("list.csv", data)
    assert (report.grammar, report.findings) == ("free", ())


def workbook(*rows: tuple[str, ...]) -> openpyxl.Workbook:
    """Return a workbook with a sheet of these rows under the header."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Items"
    for row in (tuple(HEADER.split(",")), *rows):
        sheet.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_sheet_row_and_column_are_named(check: Check) -> None:
    rows = ("9A991", "", "", "", "X.", "en"), ("9A992", "", "odd", "", "Y.", "en")
    (found,) = check("list.xlsx", saved(workbook(*rows))).findings
    assert (found.sheet, found.row, found.column, found.value) == ("Items", 3, "level", "odd")


def test_what_cannot_be_used_as_a_whole(check: Check) -> None:
    formula = workbook(("9A991", "", "", "", "=1+1", "en"))
    merged = workbook()
    assert merged.active is not None
    merged.active.merge_cells("A1:B1")
    cases = [
        ("list.csv", b"code,text\n9A991,X\n", "row 1: column lang is missing"),
        ("list.csv", b"code,text,lang,zorb\n", "unknown column 'zorb'"),
        ("list.csv", table().replace(b"Blue", "Blé".encode("latin-1")), "is not UTF-8"),
        ("list.csv", f"{HEADER}\n".encode(), "has no entry"),
        ("list.csv", b" \n", "is empty"),
        ("list.xlsx", saved(formula), "sheet Items, row 2, column E: holds a formula"),
        ("list.xlsx", saved(merged), "cells A1:B1 are merged"),
        ("list.xlsx", saved(workbook())[:200], "no readable .xlsx workbook"),
        ("list.bin", b"zorb zorb zorb", "no reader recognises it"),
    ]
    for name, data, says in cases:
        with pytest.raises(InputError, match=re.escape(says)):
            check(name, data)


def test_fifty_megabytes_are_too_many() -> None:
    with pytest.raises(SubmissionError, match="50,000,000 bytes; what is validated has at most"):
        validate_submission(Submission("list.csv", b"x" * 50_000_000), 9, 1_000_000_000)


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    asked = Submission("list.csv", table())
    validate_submission(asked, 60, 1_000_000_000, lambda *step: told.append(step))
    assert told == [("rows", 0, 4), ("rows", 4, 4), ("shapes", 0, 1), ("shapes", 1, 1)]


def test_report_in_every_form(check: Check) -> None:
    report = check("list.csv", table((6, "=1+1,,,,X.,en,,,,")))
    text = as_text(report)
    assert "Violation: row 6, column code: '=1+1' is no five-character code" in text
    assert ",'=1+1," in as_csv(report)
    assert '"row": 6' in as_json(report)
    assert "<td>6</td>" in as_html(report)
    graph = Graph().parse(data=report.turtle, format="turtle")
    (focus,) = graph.objects(None, SH.focusNode)
    assert str(focus) == "file:///list.csv#row=6"
    (conforms,) = graph.objects(None, SH.conforms)
    assert conforms.toPython() is False
