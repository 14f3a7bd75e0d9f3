"""The remote store: any SPARQL 1.1 server, held to what the embedded store promises.

A query is inspected and parsed here before it is sent, so that forms, forbidden verbs and syntax
errors are the same with every engine.  The answer is fetched whole, read to its end, counted and
only then written in the syntax asked for: a server that cuts an answer gets an error, not a 200.
"""

import io
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyoxigraph
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results

from kgservice.errors import (
    BusyError,
    CancelledError,
    EngineError,
    KgServiceError,
    QueryError,
    QuerySyntaxError,
    QueryUnsupportedError,
    RowLimitError,
)
from kgservice.store.base import PLACES, Activity, Limits, QueryRequest, Result, never
from kgservice.store.contents import Contents
from kgservice.store.days import state_of
from kgservice.store.embedded import PROBE, EmbeddedStore, refusal
from kgservice.store.fetching import Endpoint, Fetched, fetch
from kgservice.store.inspection import inspect_query, read_tokens
from kgservice.store.spool import BreachError
from kgservice.store.states import refuse_own_dataset
from kgservice.store.substitution import substitute
from kgservice.store.worker import write_results
from kgservice.store.workers import Source, deadline_error

PATIENCE: Final = 5.0
SLICE: Final = 0.02
PARSING: Final = 5.0
REMEMBERED: Final = 512
NOTHING: Final = "urn:x-kgservice:nothing"


class RemoteStore:
    """A store over a SPARQL 1.1 server.

    :param address: ``https://host/sparql``, with ``user:password@`` where it needs one
    :param limits: what one query may cost; memory is the server's own affair
    :param workers: how many queries it is asked at once
    :param default_graph: IRI of the graph that stands for the default graph, where the server's
        own default graph is the union of all
    :param patience: seconds a query may wait for a place
    :raises KgServiceError: if the server does not answer
    """

    def __init__(
        self,
        address: str,
        limits: Limits,
        workers: int,
        default_graph: str = "",
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._endpoint = Endpoint.of(address)
        self._limits = limits
        self._size = workers
        self._patience = patience
        self._default_graph = default_graph
        self._slots = threading.BoundedSemaphore(workers)
        self._threads = ThreadPoolExecutor(workers, "remote")
        self._lock = threading.Lock()
        self._waiting = self._busy = self._answered = self._given_up = 0
        self._parsed: dict[tuple[str, str | None], None] = {}
        self._parser = _parser()
        try:
            self._contents = Contents(self._endpoint, limits, default_graph)
        except BaseException:
            self.close()
            raise

    @property
    def limits(self) -> Limits:
        """What one query may cost at most."""
        return self._limits

    def query(self, request: QueryRequest, cancelled: Callable[[], bool] = never) -> Result:
        """Answer a query, completely or not at all; see :meth:`Store.query`."""
        form = inspect_query(request.text).form
        self._parse(request)
        release = self.release()
        dated, editions = self._dated(request)
        limits = self._limits.lowered(request.seconds)
        graph = form in ("CONSTRUCT", "DESCRIBE")
        fetched = self._fetch(self._sent(dated), limits, cancelled, graph=graph)
        with fetched.body:
            body, size, rows = _convert(fetched, request, limits, form)
        with self._lock:
            self._answered += 1
        return Result(request.media_type, size, rows, release, body, editions)

    def release(self) -> str:
        """Return the id of the release that was published there.

        Where none says so, the name holds for a minute only, and with it what is kept of answers.
        """
        return self._contents.release()

    def check(self) -> None:
        """Answer a trivial query; see :meth:`Store.check`."""
        self.query(PROBE).body.close()

    def activity(self) -> Activity:
        """Return the counters; ``killed`` are queries whose answer was no longer waited for."""
        free = self._size - self._busy
        return Activity(self._size, free, self._waiting, self._answered, self._given_up, 0)

    def close(self) -> None:
        """End what the store runs on this machine."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._parser.close()

    def _parse(self, request: QueryRequest) -> None:
        """Refuse what is no SPARQL, with line and column, whatever the server would say."""
        key = (request.text, request.base)
        if key in self._parsed:
            return
        try:
            self._parser.query(replace(request, seconds=None, as_of=None)).body.close()
        except QuerySyntaxError:
            raise
        except QueryError:
            return
        except KgServiceError:
            return
        with self._lock:
            self._parsed[key] = None
            while len(self._parsed) > REMEMBERED:
                del self._parsed[next(iter(self._parsed))]

    def _dated(self, request: QueryRequest) -> tuple[QueryRequest, tuple[str, ...] | None]:
        """Return a request with the graphs of its day as dataset, and the editions that stood."""
        if request.as_of is None:
            return request, None
        refuse_own_dataset(request.text, request.default_graphs + request.named_graphs)
        published = self._contents.publication()
        if not self._default_graph or not published or not published.days:
            raise QueryUnsupportedError(
                "that server holds no days, so asOf is not answered; 'kgservice publish --days'"
                " writes them, and KGSERVICE_STORE_DEFAULT_GRAPH lets them be asked"
            )
        state, graphs = state_of(published.days, request.as_of)
        dated = replace(request, as_of=None)
        if state.editions != state.present:
            dated = replace(dated, default_graphs=graphs, named_graphs=published.graphs)
        return dated, state.editions

    def _sent(self, request: QueryRequest) -> QueryRequest:
        """Return the request as the server gets it.

        A dataset always names both kinds of graphs: a server may take the absence of the one for
        all that it has.
        """
        text = substitute(request.text, dict(request.bindings))
        if request.base is not None:
            text = f"BASE <{request.base}> {text}"
        sent = replace(request, text=text)
        own = any(t.kind == "word" and t.text.upper() == "FROM" for t in read_tokens(text))
        if self._default_graph and not (own or request.default_graphs or request.named_graphs):
            named = self._contents.named_graphs()
            sent = replace(sent, default_graphs=(self._default_graph,), named_graphs=named)
        if not sent.default_graphs and not sent.named_graphs:
            return sent
        nothing = (NOTHING,)
        return replace(
            sent,
            default_graphs=sent.default_graphs or nothing,
            named_graphs=sent.named_graphs or nothing,
        )

    def _fetch(
        self, request: QueryRequest, limits: Limits, cancelled: Callable[[], bool], *, graph: bool
    ) -> Fetched:
        """Ask the server in a thread, and stop waiting at the deadline or when nobody listens."""
        self._enter(cancelled)
        deadline = time.monotonic() + limits.seconds
        work = self._threads.submit(fetch, self._endpoint, request, limits, graph=graph)
        work.add_done_callback(self._left)
        while not wait((work,), SLICE).done:
            gone = cancelled()
            if gone or time.monotonic() > deadline:
                work.add_done_callback(_drop)
                with self._lock:
                    self._given_up += 1
                raise CancelledError("the client went away") if gone else deadline_error(limits)
        return work.result()

    def _enter(self, cancelled: Callable[[], bool]) -> None:
        """Wait for a free place."""
        with self._lock:
            if self._waiting >= PLACES:
                raise BusyError("too many requests wait for the server", 5)
            self._waiting += 1
        try:
            end = time.monotonic() + self._patience
            while not self._slots.acquire(timeout=SLICE):
                if cancelled():
                    raise CancelledError("the client went away")
                if time.monotonic() > end:
                    raise BusyError("the server was busy for too long", 5)
        finally:
            with self._lock:
                self._waiting -= 1
        with self._lock:
            self._busy += 1

    def _left(self, _: "Future[Fetched]") -> None:
        self._slots.release()
        with self._lock:
            self._busy -= 1


def _parser() -> EmbeddedStore:
    """Return an empty store, whose killable worker parses queries."""
    scratch = Path(tempfile.mkdtemp(prefix="kgservice-"))
    pyoxigraph.Store(str(scratch / "store")).flush()
    source = Source("parser", scratch / "store")
    return EmbeddedStore(lambda: source, Limits(PARSING), 1, scratch=scratch)


def _convert(
    fetched: Fetched, request: QueryRequest, limits: Limits, form: str
) -> tuple[BinaryIO, int, int | None]:
    """Read an answer to its end and write it in the syntax asked for.

    :param fetched: SPARQL JSON or N-Triples
    :param request: the syntax asked for
    :param limits: rows and bytes
    :param form: of the query
    :returns: the answer at its beginning, its bytes, its rows
    :raises KgServiceError: if it is not whole, or breaches a limit
    """
    question: dict[str, Any] = {
        "media_type": request.media_type,
        "rows": limits.rows,
        "size": limits.size,
        "folder": "",
    }
    try:
        spool, rows = write_results(_results(fetched.body, form), question)
    except BreachError as breach:
        raise refusal({"failure": breach.kind, "detail": breach.detail}, request, limits) from None
    except (SyntaxError, ValueError, OSError) as error:
        raise EngineError(f"the server's answer is not whole: {error}") from error
    if fetched.cap is not None and rows is not None and rows >= fetched.cap:
        spool.close()
        text = f"the server cuts its answers at {fetched.cap:,} rows"
        raise RowLimitError(text, "rows", fetched.cap)
    if spool.file is None:
        return io.BytesIO(spool.bytes()), spool.size, rows
    spool.file.seek(0)
    return spool.file, spool.size, rows


def _results(body: BinaryIO, form: str) -> Any:  # noqa: ANN401 - one of three classes
    if form in ("CONSTRUCT", "DESCRIBE"):
        return (quad.triple for quad in parse(body, RdfFormat.N_TRIPLES))
    found = parse_query_results(body, QueryResultsFormat.JSON)
    if form == "ASK" and isinstance(found, pyoxigraph.QuerySolutions):  # Virtuoso: one, or none
        word = "true" if any(True for _ in found) else "false"
        answer = f'{{"head":{{}},"boolean":{word}}}'.encode()
        return parse_query_results(answer, QueryResultsFormat.JSON)
    return found


def _drop(work: "Future[Fetched]") -> None:
    """Close an answer that came when nobody waited for it any more."""
    if not work.cancelled() and work.exception() is None:
        work.result().body.close()
