"""Small releases, and a store of every kind over the same data."""

import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Triple, parse, serialize
from pyoxigraph import Store as Engine

from kgservice.store import Limits, RemoteStore, Store, open_dataset, open_release
from kgservice.store.base import QueryRequest
from tests.store.servers import Server, oxigraph, virtuoso

DATA = """
@prefix t: <https://w3id.org/stc/test#> .
t:a t:code "9X001" ; t:label "alpha" , "alpha"@fr ; t:broader t:root .
t:b t:code "9X002" ; t:label "beta, \\"quoted\\"\\nand broken" ; t:broader t:root .
t:root t:code "9X" ; t:note "}},{ [{ \\\\" .
t:old { t:a t:code "9X001-old" . }
t:older { t:a t:code "9X001-older" . t:c t:code "9X003" . }
"""
DEFAULT = "https://w3id.org/stc/test/default"
PREFIX = "PREFIX t: <https://w3id.org/stc/test#> "


def write_release(folder: Path, release: str, data: str) -> None:
    """Write a release, and let ``current`` name it."""
    path = folder / release / "store"
    path.parent.mkdir(parents=True)
    engine = Engine(path)
    engine.load(data, RdfFormat.TRIG)
    engine.flush()
    pointer = folder / "next"
    pointer.symlink_to(release)
    pointer.replace(folder / "current")


def load(server: Server, data: str) -> None:
    """Replace what a server holds by TriG."""
    headers = {"Content-Type": "application/trig"}
    request = urllib.request.Request(  # noqa: S310
        server.graphs, data.encode(), headers, method="PUT"
    )
    urllib.request.urlopen(request, timeout=30).close()  # noqa: S310


def load_graphs(server: Server, data: str) -> None:
    """Replace graphs of a server by those of TriG; the default graph gets the name ``DEFAULT``."""
    graphs: dict[str, list[Triple]] = {}
    for quad in parse(data, RdfFormat.TRIG):
        name = DEFAULT if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
        graphs.setdefault(name, []).append(quad.triple)
    for name, triples in graphs.items():
        address = f"{server.graphs}?{urlencode({'graph-uri': name})}"
        body = serialize(triples, format=RdfFormat.N_TRIPLES)
        headers = {"Content-Type": "application/n-triples"}
        request = urllib.request.Request(address, body, headers, method="PUT")  # noqa: S310
        urllib.request.urlopen(request, timeout=30).close()  # noqa: S310


@pytest.fixture
def publish() -> Callable[[Path, str, str], None]:
    """Return the function that writes a release and makes it the current one."""
    return write_release


@pytest.fixture(params=["release", "dataset", "oxigraph", "virtuoso"], scope="module")
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """Return a store over ``DATA``."""
    folder = tmp_path_factory.mktemp("store")
    limits = Limits(seconds=20.0)
    if request.param == "release":
        write_release(folder, "r1", DATA)
        opened = open_release(folder, limits, 2)
    elif request.param == "oxigraph":
        with oxigraph(folder) as server:
            load(server, DATA)
            remote = RemoteStore(server.query, limits, 2)
            yield remote
            remote.close()
        return
    elif request.param == "virtuoso":
        with virtuoso(folder) as server:
            load_graphs(server, DATA)
            remote = RemoteStore(server.query, limits, 2, DEFAULT)
            yield remote
            remote.close()
        return
    else:
        (folder / "data.trig").write_text(DATA, encoding="utf-8")
        opened = open_dataset(folder / "data.trig", limits, 2)
    yield opened
    opened.close()


@pytest.fixture
def ask(store: Store) -> Callable[..., bytes]:
    """Return a function that asks the store a query, with ``t:`` declared."""

    def asked(text: str, media_type: str = "text/csv", **options: object) -> bytes:
        request = QueryRequest(PREFIX + text, media_type, **options)  # type: ignore[arg-type]
        with store.query(request).body as body:
            return body.read()

    return asked
