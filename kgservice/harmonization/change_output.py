"""A report of changes as text, Markdown, HTML, CSV, JSON and Turtle."""

import dataclasses
import html
import io
import json
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Triple

from kgservice.cells import write_rows
from kgservice.graph.turtle import turtle_text
from kgservice.harmonization.change import Changes
from kgservice.harmonization.change_graph import change_triples
from kgservice.harmonization.change_report import ChangeReport, ReportedChange, ReportedEdition
from kgservice.report_pages import html_lines, html_page, html_rows

COLUMNS: Final = (
    "code", "kind", "old code", "new code", "note", "old limit", "new limit", "doubts", "words",
)  # fmt: skip
UNKNOWN: Final = (
    "What is first seen or not seen is unknown, neither added nor removed: one of the editions "
    "is not whole."
)


def as_json(report: ChangeReport) -> str:
    """Return a report as one JSON object, days as text."""
    return json.dumps(dataclasses.asdict(report), ensure_ascii=False, default=str, indent=1) + "\n"


def as_csv(report: ChangeReport) -> str:
    """Return the changes of a report as a table, a row each."""
    out = io.StringIO(newline="")
    write_rows((COLUMNS, *map(_cells, report.changes)), out)
    return out.getvalue()


def as_turtle(found: Changes) -> str:
    """Return changes as a graph."""
    return turtle_text(sorted({Triple(*triple) for triple in change_triples(found)}, key=str))


def as_text(report: ChangeReport) -> str:
    """Return a report to read on a terminal, a line a change and its words below."""
    return "\n".join(_text_lines(report)) + "\n"


def as_markdown(report: ChangeReport) -> str:
    """Return a report as Markdown with one table."""
    lines = [f"# {_title(report)}", "", *(f"- {line}" for line in _summary(report)), ""]
    if report.changes:
        names = COLUMNS[:-1]
        lines += [f"| {' | '.join(names)} |", "|---" * len(names) + "|"]
        for change in report.changes:
            cells = (_marked(cell) for cell in _cells(change)[:-1])
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def as_html(report: ChangeReport) -> str:
    """Return a report as a page of its own, to print."""
    rows = html_rows(COLUMNS, map(_html_cells, report.changes)) if report.changes else ""
    return html_page(_title(report), html_lines(_summary(report)), rows)


def _title(report: ChangeReport) -> str:
    return f"Changes from {_named(report.old)} to {_named(report.new)}"


def _named(edition: ReportedEdition) -> str:
    return f"{edition.list} {edition.edition.isoformat()} ({edition.completeness})"


def _summary(report: ChangeReport) -> Iterator[str]:
    doubtful = sum(1 for change in report.changes if change.doubts)
    yield f"{len(report.changes):,} changes, of which {doubtful:,} are in doubt"
    for kind, count in report.counts.items():
        yield f"{_words_of(kind)}: {count:,}"
    if report.silent:
        yield f"{report.silent:,} entries of which the excerpt says nothing"
    if any(kind.endswith("-seen") for kind in report.counts):
        yield UNKNOWN


def _text_lines(report: ChangeReport) -> Iterator[str]:
    yield _title(report)
    yield from (f"  {line}" for line in _summary(report))
    for change in report.changes:
        limits = " → ".join(limit or "none" for limit in (change.old_limit, change.new_limit))
        said = [
            change.code or "whole list",
            _words_of(change.kind),
            f"from {change.old_code}" if change.old_code not in (None, change.code) else "",
            f"({change.note})" if change.note else "",
            limits if change.old_limit or change.new_limit else "",
            f"[doubt: {', '.join(map(_words_of, change.doubts))}]" if change.doubts else "",
        ]
        yield "  ".join(filter(None, said))
        for passage in change.words:
            yield f"    - {passage.old}" if passage.old else "    -"
            yield f"    + {passage.new}" if passage.new else "    +"


def _cells(change: ReportedChange) -> tuple[str, ...]:
    words = "; ".join(f"{passage.old!r} → {passage.new!r}" for passage in change.words)
    return (
        change.code,
        change.kind,
        change.old_code or "",
        change.new_code or "",
        change.note or "",
        change.old_limit or "",
        change.new_limit or "",
        " ".join(change.doubts),
        words,
    )


def _html_cells(change: ReportedChange) -> Iterator[str]:
    yield from map(html.escape, _cells(change)[:-1])
    told = (
        f"<del>{html.escape(passage.old)}</del> <ins>{html.escape(passage.new)}</ins>"
        for passage in change.words
    )
    yield "<br>".join(told)


def _marked(cell: str) -> str:
    """Return a cell in which nothing is taken for Markdown or HTML."""
    escaped = "".join(f"\\{sign}" if sign in r"\`*_[]<>|#~" else sign for sign in cell)
    return escaped.replace("\n", " ")


def _words_of(name: str) -> str:
    return name.replace("-", " ")
