"""Graph and shapes in, report out as plain values.

Two engines evaluate the same shapes (SHACL Core).  pyshacl is the reference
(:mod:`kgservice.reference_engine`); the package ``shacl`` is some hundred times faster and serves
as the gate of a build.  The tests hold that both report the same findings on every bad and good
graph of ours.

Rules that span entries are no shapes but queries under ``queries/violation/``: each of their
solutions is a finding.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

import shacl
import yaml

from kgservice.bundled import bundled
from kgservice.errors import QueryHeaderError

VIOLATION: Final = "Violation"
SEVERITIES: Final = (VIOLATION, "Warning", "Info")
_AT_ONCE: Final = 2
_HEADER_KEYS: Final = ("problem", "solution", "severity")


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a validation.

    :ivar severity: ``Violation``, ``Warning`` or ``Info``
    :ivar focus_node: the node it is about, in N-Triples syntax
    :ivar path: the result path as a SPARQL property path, where there is one
    :ivar value: the value that is wrong, in N-Triples syntax, where there is one
    :ivar message: what would be right
    :ivar source_shape: the shape, in N-Triples syntax, or the name of the violation query
    """

    severity: str
    focus_node: str
    path: str | None
    value: str | None
    message: str
    source_shape: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        what = " ".join(part for part in (self.focus_node, self.path, self.value) if part)
        return f"{self.severity}: {what}: {self.message} ({self.source_shape})"


@dataclass(frozen=True, slots=True)
class Report:
    """The findings of a validation, sorted by source shape, focus node, path and value."""

    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "Report":
        """Return the report of these findings, sorted."""
        return cls(tuple(sorted(findings, key=_order)))

    @property
    def conforms(self) -> bool:
        """As SHACL defines it: no finding at all, of whatever severity."""
        return not self.findings

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that a gate counts."""
        return tuple(finding for finding in self.findings if finding.severity == VIOLATION)


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes for both engines: compiled for the fast one, as Turtle for the reference."""

    turtle: str
    compiled: shacl.Shapes


@dataclass(frozen=True, slots=True)
class ViolationQuery:
    """A query whose every solution is a finding; ``name`` is its file's stem."""

    name: str
    problem: str
    solution: str
    severity: str
    text: str


class Solution(Protocol):
    """A solution of a SELECT, as pyoxigraph gives it: a term by variable name, or None."""

    def __getitem__(self, variable: str, /) -> object:
        """Return the term bound to a variable; ``str`` of it is its N-Triples form."""


def read_shapes(folder: Path | None = None) -> Shapes:
    """Return the shapes of every ``*.shapes.ttl`` in a folder; of the bundled one by default."""
    paths = sorted((folder or bundled("shapes")).glob("*.shapes.ttl"))
    return parse_shapes("\n".join(path.read_text(encoding="utf-8") for path in paths))


def parse_shapes(turtle: str) -> Shapes:
    """Return the shapes of a Turtle text.

    :param turtle: one shapes graph; several files' texts may stand one after another
    :returns: the same shapes for both engines
    :raises ValueError: if the text is no Turtle, or declares no shape
    """
    compiled = shacl.Shapes.from_turtle(turtle)
    if not len(compiled):
        raise ValueError("the shapes declare no shape; expected at least one sh:NodeShape")
    return Shapes(turtle, compiled)


def validate_lines(lines: Iterable[str], shapes: Shapes) -> Report:
    """Validate one graph by the fast engine.

    :param lines: N-Triples or N-Quads, each with its line end; graph names are not looked at,
        so lines of several graphs count as one graph
    :param shapes: what the graph is held to
    :returns: the report, equal to that of the reference engine but for labels of blank nodes
    :raises ValueError: if a line is no N-Quads
    """
    results = shapes.compiled.validate_text("".join(lines), "nquads").results
    return Report.of(
        Finding(
            result.severity,
            result.focus_node,
            result.path,
            result.value,
            result.message or result.component,
            result.source_shape or "",
        )
        for result in results
    )


def read_violation_query(path: Path) -> ViolationQuery:
    """Read one query of ``queries/violation/``.

    :param path: a file ``<fault>-violation.rq``; its stem is the name of the finding
    :returns: its header, and its whole text, which is valid SPARQL as it stands
    :raises QueryHeaderError: if the ``#+`` header is no YAML mapping, lacks a key or has an
        unknown severity
    """
    text = path.read_text(encoding="utf-8")
    marked = "\n".join(line[2:] for line in text.splitlines() if line.startswith("#+"))
    try:
        header = yaml.safe_load(marked)
    except yaml.YAMLError as error:
        raise QueryHeaderError(f"{path.name}: header is not YAML: {error}") from error
    if not isinstance(header, dict):
        raise QueryHeaderError(f"{path.name}: no header; expected lines that start with '#+'")
    if missing := [key for key in _HEADER_KEYS if not isinstance(header.get(key), str)]:
        raise QueryHeaderError(f"{path.name}: header lacks {', '.join(missing)}")
    if header["severity"] not in SEVERITIES:
        raise QueryHeaderError(
            f"{path.name}: severity {header['severity']!r} is none of {', '.join(SEVERITIES)}"
        )
    problem, solution, severity = (header[key] for key in _HEADER_KEYS)
    return ViolationQuery(path.stem, problem, solution, severity, text)


def read_violation_queries(folder: Path | None = None) -> tuple[ViolationQuery, ...]:
    """Return every violation query of a folder, by name; of the bundled one by default."""
    paths = sorted((folder or bundled("queries") / "violation").glob("*-violation.rq"))
    return tuple(read_violation_query(path) for path in paths)


def run_violation_queries(
    ask: Callable[[str], Iterable[Solution]], queries: Iterable[ViolationQuery] | None = None
) -> Report:
    """Ask every violation query of a dataset whose editions stand in their own graphs.

    :param ask: evaluates a SELECT, two at once from threads; a query projects ``?focusNode`` and
        ``?value``, which may be unbound
    :param queries: those to ask; all bundled ones by default
    :returns: one finding a solution; its message is the query's problem and solution
    """
    asked = read_violation_queries() if queries is None else tuple(queries)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(lambda query: _findings(ask, query), asked)
        return Report.of(finding for answer in answers for finding in answer)


def _findings(
    ask: Callable[[str], Iterable[Solution]], query: ViolationQuery
) -> tuple[Finding, ...]:
    message = f"{query.problem} {query.solution}"
    found = []
    for solution in ask(query.text):
        focus, value = solution["focusNode"], solution["value"]
        bound = None if value is None else str(value)
        found.append(Finding(query.severity, str(focus), None, bound, message, query.name))
    return tuple(found)


def _order(finding: Finding) -> tuple[str, ...]:
    path, value = finding.path or "", finding.value or ""
    return finding.source_shape, finding.focus_node, path, value, finding.message
