"""Changes between any two editions, found in a child process that is killed at its deadline.

Reading two large editions and comparing them takes seconds, in which no other request waits.
"""

import datetime
import json
from typing import Any, Final

from flask import request

from kgservice.harmonization.change_report import (
    ChangeReport,
    ReportedChange,
    ReportedEdition,
    ReportedPassage,
)
from kgservice.harmonization.recalling import RecalledGraph, recall_graph
from kgservice.own_list.running import SHARE
from kgservice.submission import Submission
from kgservice.submission.running import run_child
from kgservice.web.asking import accounted
from kgservice.web.changes_child import head_of
from kgservice.web.kept import kept
from kgservice.web.sending import place
from kgservice.web.service import settings, store

_CHILD: Final = "kgservice.web.changes_child"
Named = tuple[str, datetime.date]
"""A list by its id, and the day of its edition."""


def report_between(earlier: Named, later: Named) -> ChangeReport:
    """Return what changed between two editions that the release holds.

    :param earlier: the one
    :param later: the other, of the same list or of another
    :returns: the report, kept for this release
    :raises UnknownEditionError: if the release holds no such edition
    :raises LimitError: if it was not found within a limit
    :raises BusyError: if others are compared for too long
    """
    name = f"changes of {earlier} to {later}"
    return kept(name, lambda: _report(_compared(earlier, later, turtle=False)))


def turtle_between(earlier: Named, later: Named) -> str:
    """Return the same as :func:`report_between` as a graph."""
    return str(_compared(earlier, later, turtle=True))


def _compared(earlier: Named, later: Named, *, turtle: bool) -> Any:  # noqa: ANN401
    chosen, client = settings(), request.remote_addr or ""
    with place(), accounted(client):
        graphs = [recall_graph(store(), *named, client) for named in (earlier, later)]
        return _child(graphs, chosen.timeout, chosen.max_memory, turtle=turtle)


def _child(graphs: list[RecalledGraph], seconds: float, memory: int, *, turtle: bool) -> Any:  # noqa: ANN401
    head = {"editions": [head_of(graph) for graph in graphs], "turtle": turtle}
    more = json.dumps(head).encode(), *(graph.lines for graph in graphs)
    name = " against ".join(f"{graph.list_id} {graph.date}" for graph in graphs)
    said = run_child(
        _CHILD, "compared", Submission(name, b""), SHARE * seconds, memory, _silent, *more
    )
    return said["report"]


def _silent(step: str, done: int, of: int) -> None:
    """Tell nobody of progress."""


def _report(said: dict[str, Any]) -> ChangeReport:
    """Return a report that a child wrote as JSON."""
    return ChangeReport(
        _edition(said["old"]),
        _edition(said["new"]),
        said["counts"],
        said["silent"],
        tuple(map(_change, said["changes"])),
    )


def _edition(said: dict[str, str]) -> ReportedEdition:
    day = datetime.date.fromisoformat(said["edition"])
    return ReportedEdition(said["list"], day, said["completeness"])


def _change(said: dict[str, Any]) -> ReportedChange:
    words = tuple(ReportedPassage(**passage) for passage in said["words"])
    return ReportedChange(**{**said, "doubts": tuple(said["doubts"]), "words": words})
