"""The child process that compares two editions; see :mod:`kgservice.submission.serving`.

It is sent a head as JSON, then the graphs of the earlier and of the later edition as N-Triples.
"""

import datetime
import json
import sys
from typing import Any

from kgservice.harmonization.change_output import as_json, as_turtle
from kgservice.harmonization.change_report import report_changes
from kgservice.harmonization.changes import compare_editions
from kgservice.harmonization.recalling import RecalledGraph
from kgservice.submission.model import Submission
from kgservice.submission.serving import Progress, serve


def head_of(graph: RecalledGraph) -> dict[str, str]:
    """Return what a head says of a graph."""
    return {"list": graph.list_id, "date": graph.date.isoformat(), "grammar": graph.grammar}


def compare(submission: Submission, more: tuple[bytes, ...], progress: Progress) -> Any:  # noqa: ANN401
    """Compare two editions.

    :param submission: empty; its name is that of the comparison
    :param more: the head, with both editions and whether the graph of the changes is wanted; the
        earlier edition; the later one
    :param progress: is told nothing
    :returns: the graph in Turtle, or the report as JSON has it
    """
    del submission, progress
    head = json.loads(more[0])
    earlier, later = (
        RecalledGraph(
            said["list"], datetime.date.fromisoformat(said["date"]), said["grammar"], (), lines
        ).read()[0]
        for said, lines in zip(head["editions"], more[1:], strict=True)
    )
    found = compare_editions(earlier, later)
    return as_turtle(found) if head["turtle"] else json.loads(as_json(report_changes(found)))


if __name__ == "__main__":
    serve(compare, sys.argv[1:])
