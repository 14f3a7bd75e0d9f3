"""The child process that compares what is brought; see :mod:`kgservice.submission.serving`.

Beside the document it is sent a head as JSON and the other edition's graph as N-Triples.
"""

import base64
import datetime
import json
import sys
from collections.abc import Callable
from typing import Any, Final

from kgservice.correspondence import ListComparison
from kgservice.forking import forked
from kgservice.harmonization.recalling import RecalledGraph
from kgservice.own_list.comparing import compare_own_list
from kgservice.own_list.graph import as_turtle
from kgservice.own_list.model import OwnComparison
from kgservice.own_list.output import as_csv, as_html, as_json, as_text, as_xlsx
from kgservice.submission.checking import read_submission
from kgservice.submission.model import Submission
from kgservice.submission.serving import Progress, serve

_WRITERS: Final[dict[str, Callable[[OwnComparison, ListComparison], str | bytes]]] = {
    "text": lambda report, found: as_text(report),
    "csv": lambda report, found: as_csv(report),
    "json": lambda report, found: as_json(report),
    "turtle": as_turtle,
    "html": lambda report, found: as_html(report),
    "xlsx": lambda report, found: as_xlsx(report),
}


def compare(submission: Submission, more: tuple[bytes, ...], progress: Progress) -> dict[str, Any]:
    """Compare a document with an edition.

    :param submission: a list
    :param more: a head with the form of the report, the edition's name, and the digests of every
        held edition; then the edition's graph
    :param progress: called with a step's name, what is done of it, and of how much
    :returns: the document, in base 64, and whether the lists differ
    """
    head, lines = json.loads(more[0]), more[1]
    date = datetime.date.fromisoformat(head["date"])
    reading = forked(RecalledGraph(head["list"], date, head["grammar"], (), lines).read)
    form, own = read_submission(submission, progress)
    progress("edition", 0, 1)
    other, _ = reading()
    progress("edition", 1, 1)
    held = {
        datetime.date.fromisoformat(day): {code: frozenset(ds) for code, ds in digests.items()}
        for day, digests in head["held"].items()
    }

    def measured(done: int, of: int) -> None:
        progress("wordings", done, of)

    progress("comparison", 0, 1)
    report, found = compare_own_list(submission.name, form, own, other, held, measured)
    progress("comparison", 1, 1)
    written = _WRITERS[head["form"]](report, found)
    data = written.encode() if isinstance(written, str) else written
    return {"document": base64.b64encode(data).decode(), "differs": report.differs}


if __name__ == "__main__":
    serve(compare, sys.argv[1:])
