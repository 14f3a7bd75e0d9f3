"""What a store is: questions, limits and complete answers as values.

Two implementations share this protocol: the embedded store (killable workers over a release)
and the remote one (any SPARQL 1.1 server).  Nothing here knows an engine or HTTP.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Protocol

SOLUTION_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
BOOLEAN_TYPES = SOLUTION_TYPES[:2]
GRAPH_TYPES = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
)
PLACES = 128  # requests that may wait for a worker


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may cost; a breach ends it with the error of that limit.

    :ivar seconds: wall-clock time of evaluation and serialization
    :ivar rows: solutions of a SELECT, triples of a CONSTRUCT or DESCRIBE
    :ivar size: bytes of the serialized answer
    :ivar memory: bytes of private memory its worker may hold
    """

    seconds: float = 30.0
    rows: int = 1_000_000
    size: int = 256 * 1024 * 1024
    memory: int = 1024 * 1024 * 1024

    def lowered(self, seconds: float | None) -> "Limits":
        """Return these limits with an earlier deadline, never a later one."""
        if seconds is None or seconds >= self.seconds:
            return self
        return Limits(seconds, self.rows, self.size, self.memory)


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """One query and the dataset it is asked of.

    :ivar text: SPARQL 1.1 query
    :ivar media_type: one of the types above that fits the query form
    :ivar base: IRI against which relative IRIs of the text are resolved
    :ivar default_graphs: IRIs of the graphs whose merge is the default graph
    :ivar named_graphs: IRIs of the graphs ``GRAPH`` may see; when either is given, the two
        replace the dataset and the query's own ``FROM`` (SPARQL 1.1 Protocol, section 2.1.4)
    :ivar bindings: values of variables as N-Triples terms; the engine binds them before it
        evaluates, and they come back as columns
    :ivar seconds: a deadline earlier than the store's own
    :ivar client: whose turn it is when the queue is shared out
    :ivar as_of: the day whose editions stand in the default graph, ``None`` for the present
    """

    text: str
    media_type: str
    base: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    bindings: tuple[tuple[str, str], ...] = ()
    seconds: float | None = None
    client: str = ""
    as_of: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A complete answer.

    :ivar media_type: that of the request
    :ivar size: bytes of ``body``
    :ivar rows: solutions or triples, ``None`` for ASK
    :ivar release: id of the release that answered
    :ivar body: stands at its beginning; whoever takes the result closes it
    :ivar editions: IRIs of the editions that stood on the day of the request, if it names one
    """

    media_type: str
    size: int
    rows: int | None
    release: str
    body: BinaryIO
    editions: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """Counters of a store since it was opened, for people who operate it."""

    workers: int
    idle: int
    waiting: int
    answered: int
    killed: int
    replaced: int


def never() -> bool:
    """Return false: the ``cancelled`` of a caller that cannot go away."""
    return False


class Store(Protocol):
    """Something that answers SPARQL queries over one release at a time."""

    @property
    def limits(self) -> Limits:
        """What one query may cost at most."""

    def query(self, request: QueryRequest, cancelled: Callable[[], bool] = never) -> Result:
        """Answer a query, completely or not at all.

        :param request: what is asked
        :param cancelled: looked at while waiting; when it turns true the query is ended
        :returns: the whole answer, spooled
        :raises QueryError: if the query is refused
        :raises LimitError: if it breaches a limit
        :raises BusyError: if no worker became free in time
        :raises CancelledError: if ``cancelled`` turned true
        :raises EngineError: if the engine failed
        :raises SpoolError: if the answer could not be kept
        """

    def release(self) -> str:
        """Return the id of the release that new queries are answered from."""

    def check(self) -> None:
        """Answer a trivial query.

        :raises KgServiceError: if that is not possible now
        """

    def activity(self) -> Activity:
        """Return the counters."""

    def close(self) -> None:
        """End the workers and remove temporary files."""
