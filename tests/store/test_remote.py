"""What the remote store makes of servers that fail, cut, or speak another syntax."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat, Variable, parse
from pyoxigraph import Store as Engine

from kgservice.errors import (
    BusyError,
    DeadlineError,
    EngineError,
    QueryUnsupportedError,
    RowLimitError,
    SizeLimitError,
    UnreachableError,
)
from kgservice.queries import CatalogueQuery, read_catalogue
from kgservice.store import Limits, RemoteStore
from kgservice.store.base import QueryRequest
from kgservice.store.substitution import substitute

JSON = "application/sparql-results+json"
EMPTY = b'{"head":{"vars":["id"]},"results":{"bindings":[]}}'
ROW = b'{"x":{"type":"literal","value":"1"}}'
TWO = b'{"head":{"vars":["x"]},"results":{"bindings":[' + ROW + b"," + ROW + b"]}}"
SELECT = QueryRequest("SELECT ?x WHERE { ?x ?y ?z }", "text/csv")
GRAPH = QueryRequest("CONSTRUCT WHERE { ?x ?y ?z }", "text/turtle")
COMPETENCY = Path(__file__).parents[1] / "competency"
Behave = Callable[[BaseHTTPRequestHandler], None]


@contextlib.contextmanager
def remote(behave: Behave, **limits: float) -> Iterator[RemoteStore]:
    """Yield a store over a server that answers the first question and then behaves so."""
    asked = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            if asked.is_set():
                behave(self)
                return
            asked.set()
            reply(200, JSON, EMPTY)(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/sparql"
    store = RemoteStore(address, Limits(**limits), 1, patience=0.2)  # type: ignore[arg-type]
    try:
        yield store
    finally:
        store.close()
        server.shutdown()
        server.server_close()


def reply(
    status: int, media_type: str, body: bytes, length: int | None = 0, **headers: str
) -> Behave:
    """Return what answers so; ``length`` is what is announced beyond the body, None for nothing."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", media_type)
        if length is not None:
            handler.send_header("Content-Length", str(len(body) + length))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return behave


def test_a_whole_answer_is_counted() -> None:
    with remote(reply(200, JSON, TWO)) as store:
        result = store.query(SELECT)
        assert (result.rows, result.body.read()) == (2, b"x\r\n1\r\n1\r\n")


@pytest.mark.parametrize("cut", range(1, len(TWO), 7))
def test_no_cut_answer_passes(cut: int) -> None:
    for length in (cut, 0, None):  # announced and missing; announced as cut; not announced
        with remote(reply(200, JSON, TWO[:-cut], length)) as store:
            with pytest.raises(EngineError):
                store.query(SELECT)


def test_a_graph_must_say_where_it_ends() -> None:
    body = b"<urn:x:a> <urn:x:b> <urn:x:c> .\n"
    with remote(reply(200, "application/n-triples", body)) as store:
        assert store.query(GRAPH).rows == 1
    with remote(reply(200, "application/n-triples", body, None)) as store:
        with pytest.raises(EngineError, match="where its answer ends"):
            store.query(GRAPH)
    with remote(reply(200, "application/n-triples", body, 40)) as store:
        with pytest.raises(EngineError, match="cut"):
            store.query(GRAPH)


@pytest.mark.parametrize(
    ("behave", "error"),
    [
        (reply(200, JSON, TWO, X_SPARQL_MaxRows="2"), RowLimitError),
        (reply(200, JSON, TWO, X_SQL_State="S1TAT"), EngineError),
        (reply(206, JSON, TWO), EngineError),
        (reply(200, "text/html", b"<p>"), EngineError),
        (reply(200, JSON, b'{"head":{}} error: out of memory'), EngineError),
        (reply(400, "text/plain", b"no such function"), QueryUnsupportedError),
        (reply(500, "text/plain", b"failed"), EngineError),
        (reply(503, "text/plain", b"busy", Retry_After="7"), BusyError),
        (reply(504, "text/plain", b"slow"), DeadlineError),
    ],
)
def test_what_is_no_whole_answer(behave: Behave, error: type[Exception]) -> None:
    with remote(behave) as store, pytest.raises(error):
        store.query(SELECT)


# A connection that was cut is closed when it is collected, which Python warns of.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_limits() -> None:
    with remote(reply(200, JSON, TWO), rows=1) as store, pytest.raises(RowLimitError):
        store.query(SELECT)
    with remote(reply(200, JSON, TWO), size=4) as store, pytest.raises(SizeLimitError):
        store.query(SELECT)


def test_deadline_and_places() -> None:
    going_on = threading.Event()
    with remote(lambda _: going_on.wait(10) and None, seconds=0.5) as store:
        began = time.monotonic()
        with pytest.raises(DeadlineError):
            store.query(SELECT)
        assert time.monotonic() - began < 5
        with pytest.raises((BusyError, DeadlineError)):
            store.query(SELECT)
        going_on.set()


def test_nobody_answers() -> None:
    with pytest.raises(UnreachableError):
        RemoteStore("http://127.0.0.1:9/sparql", Limits(), 1)


@pytest.mark.parametrize("query", read_catalogue(), ids=lambda query: query.id)
def test_substitution_in_the_text_is_that_in_the_algebra(query: CatalogueQuery) -> None:
    engine = Engine()
    path = next(COMPETENCY.glob(f"{query.id.lower()}*.data.*"))
    engine.load(path=str(path), format=RdfFormat.from_extension(path.suffix[1:]))
    terms = query.terms(query.example)
    values = {
        Variable(name): next(parse(f"<x:s> <x:p> {term} .", RdfFormat.N_TRIPLES)).object
        for name, term in terms.items()
    }
    tsv = QueryResultsFormat.TSV
    bound = engine.query(query.text, substitutions=values).serialize(format=tsv)  # type: ignore[union-attr, arg-type]
    written = engine.query(substitute(query.text, terms)).serialize(format=tsv)  # type: ignore[union-attr]
    assert bound == written
    assert written.count(b"\n") > 1


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("SELECT $x ?y WHERE { ?y <p:> $x }", 'SELECT ("1" AS ?x) ?y WHERE { ?y <p:> "1" }'),
        ("ASK { FILTER(BOUND($x)) }", "ASK { FILTER(true) }"),
        (
            "SELECT $x { FILTER NOT EXISTS { ?y <p:> ?x } }",
            'SELECT ("1" AS ?x) { FILTER NOT EXISTS { ?y <p:> "1" } }',
        ),
        (
            "SELECT $x { { SELECT $x { ?y <p:> $x } GROUP BY $x } }",
            'SELECT ("1" AS ?x) { { SELECT (1 AS ?given_5) { ?y <p:> "1" }'
            ' GROUP BY ("1" AS ?x_given) } }',
        ),
    ],
)
def test_where_a_term_may_not_stand(text: str, written: str) -> None:
    assert substitute(text, {"x": '"1"'}).split() == written.split()


@pytest.mark.parametrize(
    "text",
    ["SELECT * { ?y <p:> $x }", "SELECT $x { BIND(1 AS $x) }", "SELECT $x { VALUES $x { 1 } }"],
)
def test_what_only_a_variable_may_be(text: str) -> None:
    with pytest.raises(QueryUnsupportedError):
        substitute(text, {"x": '"1"'})
