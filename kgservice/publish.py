"""A release into another SPARQL server, graph by graph, by the Graph Store HTTP Protocol.

A graph that is there already with the same triples is passed over, so a publication that was
broken off goes on where it stopped.  What was loaded is fetched again and compared:

* ``digest``: the SHA-256 of the sorted N-Triples, as the manifest has it, where the server keeps
  every literal as it was sent;
* ``values``: where it does not, the triples themselves, numbers by their value (``0.50`` is
  ``0.5``, ``xsd:int`` is ``xsd:integer``).

Anything else is a difference, and an error.

Where it is asked for, the days (:mod:`kgservice.store.days`) are written beside the graphs of the
release.

When all graphs are right, ``<…/id/publication>`` is written: a graph that names the release, its
graphs and its days.  It is removed first, so a server whose publication is under way names none.
"""

import gzip
import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kgservice.errors import PublicationError
from kgservice.namespaces import XSD
from kgservice.release import DATASET, Release
from kgservice.store.days import (
    EVERY_DAY,
    PUBLICATION,
    Day,
    Publication,
    day_lines,
    days_of,
    every_day_lines,
)
from kgservice.store.graph_store import GraphStore

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class PublishedGraph:
    """A graph of the release on the server.

    :ivar graph: its IRI, empty for the default graph
    :ivar triples: how many
    :ivar sent: whether it was sent, or there already
    :ivar compared: ``digest`` or ``values``
    """

    graph: str
    triples: int
    sent: bool
    compared: str


def publish(
    release: Release,
    server: GraphStore,
    progress: Progress = lambda step, done, of: None,
    *,
    days: bool = False,
) -> tuple[PublishedGraph, ...]:
    """Load a release into a server and verify what came to stand there.

    :param release: whose ``dataset.nq.gz`` is sent, a graph at a time
    :param server: where it is sent
    :param progress: called with the step, what is done of it, and of how much
    :param days: whether the days are written too, for ``asOf``; queries then have to name their
        dataset, so an IRI has to stand for the default graph
    :returns: what was done with each graph
    :raises PublicationError: if a graph is refused or differs from what was sent
    """
    if days and not server.default_graph:
        text = (
            "days need an IRI for the default graph there; expected --default-graph IRI with --days"
        )
        raise PublicationError(text)
    wanted = {found["graph"] or "": found for found in release.manifest["graphs"]}
    server.delete(PUBLICATION)
    done: list[PublishedGraph] = []
    progress("graphs", 0, len(wanted))
    for graph, body in split_graphs(release.path / DATASET):
        with body:
            expected = wanted.pop(graph)
            done.append(_publish(server, graph, body, expected["rdfc10_sha256"]))
        progress("graphs", len(done), len(done) + len(wanted))
    if wanted:
        raise PublicationError(f"{DATASET} lacks the graphs {', '.join(wanted)}")
    named = tuple(sorted(graph.graph for graph in done if graph.graph))
    found = days_of(release.manifest["editions"]) if days else ()
    for number, (graph, lines) in enumerate(_graphs_of_days(release, found)):
        progress("days", number, len(found))
        with _file(lines) as body:
            done.append(_publish(server, graph, body, _digest(lines)))
    progress("days", len(found), len(found))
    with _file(Publication(release.id, named, found).lines()) as body:
        server.put(PUBLICATION, body)
    return tuple(done)


def _graphs_of_days(release: Release, days: tuple[Day, ...]) -> Iterator[tuple[str, list[str]]]:
    """Yield the graphs from which the states of days are put together, and their lines.

    The present, the last of the days, is what the default graph holds.
    """
    if not days:
        return
    said: dict[str, list[str]] = {}
    for graph, body in split_graphs(release.path / DATASET):
        with body:
            body.seek(0)
            if not graph or any(graph in day.editions for day in days):
                said[graph] = body.read().decode().splitlines(keepends=True)
    present = {line for edition in days[-1].editions for line in said[edition]}
    every_day = set(every_day_lines(said.pop(""), present))
    yield EVERY_DAY, sorted(every_day)
    for day in days[:-1]:
        lines = (line for edition in day.editions for line in said[edition])
        yield day.graph, day_lines(day, lines, every_day)


def _file(lines: Iterable[str]) -> IO[bytes]:
    file: IO[bytes] = tempfile.TemporaryFile()
    file.writelines(line.encode() for line in lines)
    return file


def _publish(server: GraphStore, graph: str, body: IO[bytes], digest: str) -> PublishedGraph:
    body.seek(0)
    lines = body.read().decode().splitlines(keepends=True)
    if _digest(lines) != digest:
        name = graph or "the default graph"
        raise PublicationError(f"{DATASET}: {name} is not what the manifest says; build again")
    compared = _compare(server, graph, lines, digest)
    if compared:
        return PublishedGraph(graph, len(lines), False, compared)
    server.put(graph, body)
    compared = _compare(server, graph, lines, digest)
    if not compared:
        name = graph or "the default graph"
        raise PublicationError(f"{name} differs on the server from what was sent to it")
    return PublishedGraph(graph, len(lines), True, compared)


def _compare(server: GraphStore, graph: str, lines: list[str], digest: str) -> str:
    """Return how a graph on the server was found to be the same; nothing if it is not."""
    with tempfile.TemporaryFile() as file:
        if not server.get(graph, file):
            return ""
        file.seek(0)
        try:
            triples = {quad.triple for quad in parse(file, RdfFormat.N_TRIPLES)}
        except SyntaxError:
            return ""
    if len(triples) != len(lines):
        return ""
    if _digest(f"{triple} .\n" for triple in canonical(triples)) == digest:
        return "digest"
    sent = {quad.triple for quad in parse("".join(lines).encode(), RdfFormat.N_TRIPLES)}
    one, other = (canonical(map(_value, side)) for side in (sent, triples))
    return "values" if one == other else ""


def canonical(triples: Iterable[Triple]) -> set[Triple]:
    """Return a graph with the blank node labels of RDFC-1.0, which servers do not keep.

    The labels depend on the triples alone that have blank nodes, so only these are looked at.
    """
    named: set[Triple] = set()
    labelled = Dataset()
    for triple in triples:
        if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
            labelled.add(Quad(triple.subject, triple.predicate, triple.object))
        else:
            named.add(triple)
    labelled.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return named | {quad.triple for quad in labelled}


def _value(triple: Triple) -> Triple:
    """Return a triple with a number written one way only, whatever its datatype of integers."""
    found = triple.object
    if not isinstance(found, Literal):
        return triple
    if found.datatype.value in _FLOATS:
        return Triple(triple.subject, triple.predicate, Literal(float(found.value)))
    if found.datatype.value in _NUMBERS:
        return Triple(triple.subject, triple.predicate, Literal(_number(found.value)))
    return triple


def _number(text: str) -> str:
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text.removeprefix("+"))
    whole, _, part = digits.partition(".")
    part = part.rstrip("0")
    return f"{sign}{whole.lstrip('0') or '0'}{'.' + part if part else ''}"


_GRAPH: Final = re.compile(r' <([^<>"\s]*)> \.\n\Z')
_FLOATS: Final = frozenset((XSD + "double", XSD + "float"))
_NUMBERS: Final = frozenset(
    XSD + name for name in ("integer", "int", "long", "nonNegativeInteger", "decimal")
)


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def split_graphs(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield each graph of a release's dataset as a file of N-Triples, which the caller closes.

    :param path: compressed N-Quads in which each graph is one run of lines
    :yields: IRI of the graph, empty for the default graph; its triples
    """
    current: str | None = None
    file: IO[bytes] = tempfile.TemporaryFile()
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as rows:
        for row in rows:
            triple, graph = _split(row)
            if graph != current:
                if current is not None:
                    yield current, file
                    file = tempfile.TemporaryFile()
                current = graph
            file.write(triple.encode())
    if current is not None:
        yield current, file


def _split(row: str) -> tuple[str, str]:
    """Return the triple of a canonical N-Quad, and the IRI of its graph, empty for the default."""
    found = _GRAPH.search(row)
    if found is None or row.count(" ", 0, found.start()) < 2:  # what is last is the object
        return row, ""
    return f"{row[: found.start()]} .\n", found[1]
