"""Validating a table: every cell that cannot be used, and then what the shapes say of it."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from kgservice.codes import Grammar, grammar_named
from kgservice.errors import CellError, TableError
from kgservice.graph.editions import edition_lines
from kgservice.graph.labels import Labels
from kgservice.model import Edition, GapKind
from kgservice.namespaces import entry_iri
from kgservice.readers.descriptors import ListDescriptor, own_list
from kgservice.readers.documents import Document
from kgservice.readers.mentions import find_wrong_cas_numbers
from kgservice.readers.table import read_entries
from kgservice.readers.table_files import read_rows
from kgservice.readers.table_rows import Row
from kgservice.submission.languages import language_findings
from kgservice.submission.model import Found, SubmittedList
from kgservice.validation import read_shapes, validate_lines

Progress = Callable[[str, int, int], None]
GRAMMARS: Final = (
    "five-character", "au-dsgl", "munitions", "usml", "nrc-110", "ca-nuclear", "ca-ecl",
    "ca-import", "nsg-part-1", "nsg-part-2", "mtcr",
)  # fmt: skip
SKIPPED: Final = "the codes beside it ask for {}; expected a row for it, if only as reserved"
_MISSING: Final = {
    GapKind.RANGE_END: "a reference names a range that ends at {}; expected a row for it",
    GapKind.NO_NODE: "{} has entries below it; expected a row for it",
}
MOSTLY: Final = 0.6
"""The share of a list's codes that a grammar must read to be taken for its grammar."""
LOOKED_AT: Final = 1000
STEP: Final = 500
OWN: Final = "submitted"
DAY: Final = datetime.date(1970, 1, 1)
VIOLATION: Final = "Violation"
_COLUMNS: Final = {
    "notation": "code", "broader": "parent", "level": "level", "status": "status",
    "officialText": "text", "textDigest": "text_digest", "implements": "regime",
    "prefLabel": "label", "namesChemical": "chemicals", "reasonForControl": "reasons",
}  # fmt: skip
"""The column from which a property of an entry comes."""


def check_table(document: Document, progress: Progress) -> SubmittedList:
    """Return what is wrong with a table, cell by cell.

    :param document: CSV or XLSX with the columns of the template
    :param progress: called with a step's name, what is done of it, and of how much
    :returns: the findings by sheet, row and column, with what could be read of the table
    :raises TableError: if the file as a whole cannot be used: no workbook or one with macros,
        a missing or unknown column, no row that can be read
    :raises DocumentError: if a CSV file is not UTF-8
    """
    errors: list[CellError] = []
    found = read_rows(document, errors.append)
    findings = [
        Found(
            "Warning", f"the sheet is passed over: {each.reason}", "table-sheet", place=each.where
        )
        for each in found.passed_over
    ]
    grammar = choose_grammar([row.cells.get("code", "") for row in found.rows])
    places = {code: row for row in reversed(found.rows) if (code := _code_of(row, grammar))}
    findings += _number_findings(found.rows)
    findings += language_findings(found.rows)
    findings += (_cell_finding(error, None) for error in errors)
    cells = {(row.sheet, row.number): dict(row.cells) for row in found.rows}
    descriptor = own_list(OWN, grammar.name)
    unread, edition = _read(found.rows, document, descriptor, errors, progress)
    for error in unread:
        value = cells[error.sheet, error.row].get(error.column or "")
        findings.append(_cell_finding(error, value))
    findings += _gap_findings(edition, places)
    progress("shapes", 0, 1)
    findings += _shape_findings(edition, descriptor, places)
    progress("shapes", 1, 1)
    findings.sort(key=lambda each: (each.sheet or "", each.row or 0, each.column or "", each.check))
    refused = {(error.sheet, error.row) for error in unread if error.column in (None, "code")}
    lost = (*found.refused, *(row for row in found.rows if (row.sheet, row.number) in refused))
    return SubmittedList(edition, grammar.name, tuple(findings), places, lost)


def _read(
    rows: tuple[Row, ...],
    document: Document,
    descriptor: ListDescriptor,
    before: list[CellError],
    progress: Progress,
) -> tuple[list[CellError], Edition]:
    """Return what of the rows cannot be used, and what could be read of them."""
    errors: list[CellError] = []
    try:
        watched = _watched(rows, progress)
        reading = read_entries(watched, document, descriptor, DAY, "en", errors.append)
    except TableError as error:
        first = next(iter((*before, *errors)), None)
        if first is None:
            raise
        told = f"{document.name}: has no row that can be read; the first fault: {first}"
        raise TableError(told) from error
    return errors, reading.edition


def choose_grammar(codes: list[str]) -> Grammar:
    """Return the grammar that reads most codes of a list, if it reads nearly all; else any code.

    :param codes: of a list, or empty; of a long one some are looked at, spread over the whole
    :returns: a grammar of a known list, or the free one
    """
    given = [code for code in codes if code]
    given = given[:: max(1, len(given) // LOOKED_AT)]
    counts = {name: sum(map(grammar_named(name).is_code, given)) for name in GRAMMARS}
    best = max(counts, key=lambda name: counts[name])
    fits = given and counts[best] >= MOSTLY * len(given)
    return grammar_named(best if fits else "free")


def _code_of(row: Row, grammar: Grammar) -> str:
    code = row.cells.get("code", "")
    return grammar.normalise(code) if code and grammar.is_code(code) else ""


def _watched(rows: tuple[Row, ...], progress: Progress) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number % STEP == 0:
            progress("rows", number, len(rows))
        yield row
    progress("rows", len(rows), len(rows))


def _number_findings(rows: Iterable[Row]) -> Iterator[Found]:
    """Yield the CAS numbers that stand in words and whose check digit is wrong."""
    for row in rows:
        for number in find_wrong_cas_numbers(row.cells.get("text", "")):
            message = f"CAS number {number} has a wrong check digit; expected the number as printed"
            check = "cas-check-digit"
            yield Found(VIOLATION, message, check, row.sheet, row.number, "text", value=number)


def _cell_finding(error: CellError, value: str | None) -> Found:
    check = f"table-{error.column or 'row'}"
    return Found(
        VIOLATION, error.reason, check, error.sheet, error.row, error.column, value=value or None
    )


def _gap_findings(edition: Edition, places: dict[str, Row]) -> Iterator[Found]:
    """Yield what the sequence of codes asks for and the table does not have."""
    for gap in edition.gaps:
        above = (gap.code[:length] for length in range(len(gap.code), 0, -1))
        row = next((places[code] for code in above if code in places), None)
        message = _MISSING.get(gap.kind, SKIPPED).format(gap.code)
        sheet, number = (None, None) if row is None else (row.sheet, row.number)
        yield Found("Warning", message, "code-sequence", sheet, number, "code", gap.code)


def _shape_findings(
    edition: Edition, descriptor: ListDescriptor, places: dict[str, Row]
) -> Iterator[Found]:
    """Yield what the shapes say of the entries, at the rows from which they come."""
    lines = edition_lines(edition, descriptor, Labels())
    rows = {f"<{entry_iri(OWN, DAY, code)}>": row for code, row in places.items()}
    for found in validate_lines(lines, read_shapes()).findings:
        row = rows.get(found.focus_node)
        local = (found.path or "").rstrip(">").replace("#", "/").rpartition("/")[2]
        yield Found(
            found.severity,
            found.message,
            found.source_shape,
            row.sheet if row else None,
            row.number if row else None,
            _COLUMNS.get(local) if row else None,
            None,
            found.focus_node,
            found.path,
            found.value,
        )
