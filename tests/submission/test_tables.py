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
from kgservice.submission.checking import read_submission
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


def changed(**cells: str) -> openpyxl.Workbook:
    """Return a good workbook with some of its cells replaced."""
    rows = ("9A991", "", "", "", "Zorbs:", "en"), ("9A991.a", "", "", "", "Blue;", "en")
    book = workbook(*rows, ("9A991.b", "", "", "", "Red.", "en"))
    assert book.active is not None
    for place, value in cells.items():
        book.active[place] = value
    return book


@pytest.mark.parametrize(
    ("cells", "merged", "expected", "says", "entries"),
    [
        ({"E3": "=A1&A2"}, "", (3, "text"), "holds the formula =A1&A2; expected a value", 5),
        ({"A4": "=A3"}, "", (4, "code"), "holds the formula =A3; expected a value", 4),
        ({"E3": "#REF!"}, "", (3, "text"), "holds the error #REF!; expected a value", 5),
        ({"L4": "Zorb"}, "", (4, "L"), "'Zorb' stands under no name; name the column in row 1", 5),
        ({"D1": "=A1"}, "", (1, "D"), "holds the formula =A1; expected a value", 5),
        ({}, "C1:D1", (1, "level"), "merged, so that all but the first are empty; expected a n", 5),
        ({}, "A3:A4", (3, "code"), "cells A3:A4 are merged, so that all but the first are", 4),
        ({}, "D3:E3", (3, "label"), "merged, so that all but the first are empty; expected a v", 5),
        ({}, "F4:G4", (4, "lang"), "cells F4:G4 are merged", 4),
    ],
)
def test_a_cell_of_a_workbook_that_cannot_be_used(
    check: Check,
    cells: dict[str, str],
    merged: str,
    expected: tuple[int, str],
    says: str,
    entries: int,
) -> None:
    book = changed(**cells)
    if merged:
        assert book.active is not None
        book.active.merge_cells(merged)
    report = check("list.xlsx", saved(book))
    (found,) = (each for each in report.findings if each.check != "code-sequence")
    assert (found.severity, found.sheet) == ("Violation", "Items")
    assert (found.row, found.column) == expected
    assert says in found.message
    assert report.entries == entries


def test_a_note_whose_code_cannot_be_read_is_no_note_of_the_list() -> None:
    book = changed(A4="=A3", G4="note")
    read = read_submission(Submission("list.xlsx", saved(book)), lambda step, done, of: None)[1]
    assert read.edition.notes == ()
    assert [(row.sheet, row.number) for row in read.refused] == [("Items", 4)]


def test_rows_of_a_csv_that_do_not_fit_the_header(check: Check) -> None:
    report = check("list.csv", table((6, "9A991.c,,,,Red, or blue,en,,,,Zorb"), (7, "9A991.d,,")))
    found = [(each.row, each.column) for each in report.findings if each.severity == "Violation"]
    assert found == [(6, None), (7, None)]
    said = [each.message for each in report.findings if each.severity == "Violation"]
    assert "has 11 cells, but the header 10; a cell that holds the separator" in said[0]
    assert "has 3 cells, but the header 10; the file may be cut short" in said[1]


def test_what_cannot_be_used_as_a_whole(check: Check) -> None:
    formula = workbook(("=1+1", "", "", "", "Zorbs;", "en"))
    titled = workbook(("9A991", "", "", "", "Zorbs;", "en"))
    assert titled.active is not None
    titled.active.insert_rows(1)
    titled.active["A1"] = "Invented list of zorbs"
    titled.active.merge_cells("A1:F1")
    cases = [
        ("list.csv", b"code,text\n9A991,X\n", "row 1: column lang is missing"),
        ("list.csv", b"code,text,lang,zorb\n", "unknown column 'zorb'"),
        ("list.csv", table().replace(b"Blue", "Blé".encode("latin-1")), "is not UTF-8"),
        ("list.csv", f"{HEADER}\n".encode(), "has no entry"),
        ("list.csv", b" \n", "is empty"),
        ("list.xlsx", saved(formula), "list.xlsx: has no row that can be read; the first fault: "),
        ("list.csv", f"{HEADER}\n,,,,Z,en,,,,\n".encode(), "row 2, column code: '' is no"),
        (
            "list.xlsx",
            saved(titled),
            "sheet Items: its first row names no column code; cells A1:F1",
        ),
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
    assert "<td>&#x27;=1+1</td>" in as_html(report)
    graph = Graph().parse(data=report.turtle, format="turtle")
    (focus,) = graph.objects(None, SH.focusNode)
    assert str(focus) == "file:///list.csv#row=6"
    (conforms,) = graph.objects(None, SH.conforms)
    assert conforms.toPython() is False
