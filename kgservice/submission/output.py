"""A report on what was validated: as text, CSV, JSON and HTML; its Turtle it brings itself."""

import dataclasses
import io
import json
from collections import Counter
from typing import Final

from kgservice.cells import write_rows
from kgservice.report_pages import html_lines, html_page, html_table
from kgservice.submission.model import Found, SubmissionReport
from kgservice.submission.turtle import message_of
from kgservice.validation import SEVERITIES

COLUMNS: Final = (
    "severity", "sheet", "row", "column", "place", "focus node", "path", "value", "message",
    "check",
)  # fmt: skip


def as_json(report: SubmissionReport) -> str:
    """Return a report as one JSON object, without its Turtle."""
    values = dataclasses.asdict(report)
    del values["turtle"]
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def as_csv(report: SubmissionReport) -> str:
    """Return the findings of a report as a table, a row each."""
    out = io.StringIO(newline="")
    write_rows((COLUMNS, *map(finding_cells, report.findings)), out)
    return out.getvalue()


def as_text(report: SubmissionReport) -> str:
    """Return a report to read on a terminal, a line a finding."""
    lines = [_headline(report)]
    for found in report.findings:
        about = " ".join(filter(None, (found.focus_node, found.path)))
        value = f" [{found.value}]" if found.value else ""
        said = f"{message_of(found)}{value}"
        lines.append(f"{found.severity}: {f'{about}: ' if about and not found.row else ''}{said}")
    return "\n".join(lines) + "\n"


def as_html(report: SubmissionReport) -> str:
    """Return a report as a page of its own, to print."""
    findings = html_table(COLUMNS, map(finding_cells, report.findings)) if report.findings else ""
    return html_page(f"Validation of {report.file}", html_lines([_headline(report)]), findings)


def _headline(report: SubmissionReport) -> str:
    counts = Counter(found.severity for found in report.findings)
    told = ", ".join(f"{counts[name]:,} {name}" for name in SEVERITIES if counts[name])
    read = f"{report.entries:,} entries read as {report.format}" if report.entries else "RDF"
    codes = f", codes as {report.grammar}" if report.grammar else ""
    return f"{report.file}: {read}{codes}: {told or 'conforms'}"


def finding_cells(found: Found) -> tuple[str, ...]:
    """Return the cells of a finding, as :data:`COLUMNS` names them."""
    row = "" if found.row is None else str(found.row)
    places = (found.severity, found.sheet, row, found.column, found.place)
    about = (found.focus_node, found.path, found.value, found.message, found.check)
    return tuple(cell or "" for cell in (*places, *about))
