"""An own list beside another, as text, CSV, JSON, HTML to print and XLSX to work in."""

import dataclasses
import io
import json
from typing import Final

import openpyxl

from kgservice.cells import plain_cell, text_cell, write_rows
from kgservice.own_list.model import Agreement, ComparedEntry, OwnComparison
from kgservice.readers.template import workbook_bytes
from kgservice.report_pages import html_lines, html_page, html_table, html_text
from kgservice.submission.output import COLUMNS as FINDING_COLUMNS
from kgservice.submission.output import finding_cells
from kgservice.submission.turtle import message_of

COLUMNS: Final = (
    "sheet", "row", "code", "counterpart", "deviation", "what to change to align", "limits here",
    "limits there", "reason", "uncertainties", "follows", "confidence",
)  # fmt: skip
AGREEMENT_COLUMNS: Final = ("edition", "same text", "of entries", "tell editions apart")
NOTHING: Final = "nothing differs"


def as_json(report: OwnComparison) -> str:
    """Return a report as one JSON object, days as text."""
    values = dataclasses.asdict(report)
    return json.dumps(values, ensure_ascii=False, default=str, indent=1) + "\n"


def as_csv(report: OwnComparison) -> str:
    """Return the entries of a report as a table, a row each."""
    out = io.StringIO(newline="")
    write_rows((COLUMNS, *map(_cells, report.compared)), out)
    return out.getvalue()


def as_text(report: OwnComparison) -> str:
    """Return a report to read on a terminal: the summary, then all that is to be looked at."""
    lines = [*_summary(report), ""]
    lines += (f"{found.severity}: {message_of(found)}" for found in report.findings)
    for one in report.compared:
        if one.align or one.uncertainties:
            doubts = f" [{', '.join(one.uncertainties)}]" if one.uncertainties else ""
            follows = f"; as in the edition of {one.follows}" if one.follows else ""
            said = "; ".join(one.align) or NOTHING
            lines.append(f"{_place(one)}{one.deviation}: {said}{follows}{doubts}")
    return "\n".join(lines) + "\n"


def as_html(report: OwnComparison) -> str:
    """Return a report as a page of its own, to print: first what is to be looked at."""
    own = [one for one in report.compared if one.code or one.row]
    look = [one for one in own if one.align or one.uncertainties]
    rest = [one for one in own if not (one.align or one.uncertainties)]
    lacks = [one for one in report.compared if not (one.code or one.row)]
    sections = (
        ("align", "Differences and doubts", COLUMNS, list(map(_cells, look))),
        ("list", "The list itself", FINDING_COLUMNS, list(map(finding_cells, report.findings))),
        ("lacks", f"Only in {html_text(report.list)}", COLUMNS, list(map(_cells, lacks))),
        ("same", "Entries without a difference", COLUMNS, list(map(_cells, rest))),
        ("editions", "Editions", AGREEMENT_COLUMNS, list(map(_agreement, report.agreements))),
    )
    shown = [section for section in sections if section[3]]
    links = (f'<a href="#{name}">{title}</a> ({len(rows):,})' for name, title, _, rows in shown)
    return html_page(
        _title(report),
        html_lines(_summary(report)[1:]),
        f"<nav>{' · '.join(links)}</nav>",
        *(
            f'<h2 id="{name}">{title}</h2>{html_table(columns, rows)}'
            for name, title, columns, rows in shown
        ),
    )


def as_xlsx(report: OwnComparison) -> bytes:
    """Return a report as a workbook whose cells are all text, and none a formula."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in (
        ("Summary", [(line,) for line in _summary(report)]),
        ("Entries", [COLUMNS, *map(_cells, report.compared)]),
        ("Editions", [AGREEMENT_COLUMNS, *map(_agreement, report.agreements)]),
        ("Findings", [FINDING_COLUMNS, *map(finding_cells, report.findings)]),
    ):
        sheet = book.create_sheet(name)
        if len(rows[0]) > 1:
            sheet.freeze_panes = "A2"
        for row in rows:
            sheet.append([text_cell(sheet, plain_cell(_visible(cell))) for cell in row])
    return workbook_bytes(book)


def _summary(report: OwnComparison) -> list[str]:
    read = f"{report.entries:,} entries read as {report.format}, codes as {report.grammar}"
    counts = ", ".join(f"{way} {count:,}" for way, count in report.counts.items())
    wrong = f"{report.violations:,} violations, {len(report.findings):,} findings in all"
    return [
        _title(report),
        f"{read}; of the list itself: {wrong}",
        f"by deviation: {counts}",
        _followed(report),
    ]


def _title(report: OwnComparison) -> str:
    return f"{report.file} against {report.list} {report.edition}"


def _followed(report: OwnComparison) -> str:
    """Return which edition the list follows, and on how many entries that rests."""
    if not report.follows:
        return f"no held edition of {report.list} has a text of this list under the same code"
    one = next(each for each in report.agreements if each.edition == report.follows[0])
    days = " and ".join(day.isoformat() for day in report.follows)
    rests = f"{one.same:,} of {one.of:,} texts are the same"
    if len(report.agreements) == 1:
        return f"of {report.list} one edition is held, {days}: {rests}"
    if len(report.follows) > 1:
        return f"it follows the editions {days} of {report.list} alike: {rests}"
    told = f"{one.telling:,} of these tell editions apart"
    return f"it follows the edition {days} of {report.list}: {rests}, and {told}"


def _place(one: ComparedEntry) -> str:
    row = f"row {one.row}" if one.row else ""
    where = " ".join(filter(None, (one.sheet or "", row)))
    pair = [one.code or "", one.counterpart or ""]
    codes = " / ".join(dict.fromkeys(filter(None, pair)))
    return "".join(f"{part}: " for part in (where, codes) if part)


def _cells(one: ComparedEntry) -> tuple[str, ...]:
    return (
        one.sheet or "",
        str(one.row or ""),
        one.code or "",
        one.counterpart or "",
        one.deviation,
        "; ".join(one.align),
        "; ".join(one.here),
        "; ".join(one.there),
        one.reason,
        ", ".join(one.uncertainties),
        one.follows.isoformat() if one.follows else "",
        "" if one.confidence is None else f"{one.confidence:.2f}",
    )


def _agreement(one: Agreement) -> tuple[str, ...]:
    return one.edition.isoformat(), str(one.same), str(one.of), str(one.telling)


def _visible(text: str) -> str:
    """Return a text with control characters, which no workbook carries, as escapes."""
    return "".join(c if c.isprintable() or c in "\t\n\r" else f"\\u{ord(c):04x}" for c in text)
