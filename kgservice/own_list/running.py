"""Comparing an own list in a child process that is killed at its deadline."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kgservice.harmonization.recalling import recall_digests, recall_graph
from kgservice.store.base import Store
from kgservice.submission.model import Submission
from kgservice.submission.running import refuse_large, run_child

FORMS: Final = ("text", "csv", "json", "turtle", "html", "xlsx")
SHARE: Final = 4
"""How many times as long as a query a comparison may take: it reads two lists whole."""
Progress = Callable[[str, int, int], None]
_CHILD: Final = "kgservice.own_list.child"
_DEED: Final = "compared"


@dataclass(frozen=True, slots=True)
class WrittenComparison:
    """A report in the form that was asked for, and whether anything differs or is wrong."""

    document: bytes
    differs: bool


def compare_submission(
    submission: Submission,
    store: Store,
    other: str,
    form: str,
    seconds: float,
    memory: int,
    progress: Progress = lambda step, done, of: None,
    client: str = "",
) -> WrittenComparison:
    """Compare a list that is brought with the present edition of another; nothing is kept.

    :param submission: a table, RDF, or an official document of a format we read
    :param store: of a release, which holds the other list
    :param other: id of the other list
    :param form: one of :data:`FORMS`
    :param seconds: that a query may take; the process is killed after :data:`SHARE` times as many
    :param memory: bytes that the process may take
    :param progress: called with a step's name, what is done of it, and of how much
    :param client: whose turn it is when the store's queue is shared out
    :returns: the report
    :raises SubmissionError: if the document as a whole cannot be used, or is too large
    :raises UnknownEditionError: if the store does not hold the other list
    :raises LimitError: if the comparison was not finished within a limit
    :raises KgServiceError: as :meth:`Store.query` says
    """
    refuse_large(submission, _DEED)
    graph = recall_graph(store, other, None, client)
    held = recall_digests(store, other, client)
    head = {
        "form": form,
        "list": graph.list_id,
        "date": graph.date.isoformat(),
        "grammar": graph.grammar,
        "held": {
            day.isoformat(): {code: sorted(known) for code, known in digests.items()}
            for day, digests in held.items()
        },
    }
    more = json.dumps(head).encode(), graph.lines
    said = run_child(_CHILD, _DEED, submission, SHARE * seconds, memory, progress, *more)
    report = said["report"]
    return WrittenComparison(base64.b64decode(report["document"]), report["differs"])
