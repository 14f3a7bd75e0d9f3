"""A release published into ``oxigraph serve``, broken off, gone on with, altered, asked."""

import gzip
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kgservice.errors import PublicationError, UnreachableError
from kgservice.publish import publish, split_graphs
from kgservice.release import Release
from kgservice.store import Limits, RemoteStore
from kgservice.store.base import QueryRequest
from kgservice.store.graph_store import GraphStore
from tests.store.servers import Server, oxigraph

INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"
DOUBLE = "<http://www.w3.org/2001/XMLSchema#double>"
GRAPHS = {
    "": [
        "<urn:x:a> <urn:x:b> <urn:x:c> .\n",
        f'<urn:x:a> <urn:x:n> "01"^^{INTEGER} .\n',
        f'<urn:x:a> <urn:x:n> "1E26"^^{DOUBLE} .\n',
    ],
    "urn:x:g": ['<urn:x:a> <urn:x:b> "a <urn:x:g> ."@en .\n', '<urn:x:a> <urn:x:b> "<x>" .\n'],
    "urn:x:h": ["<urn:x:a> <urn:x:b> <urn:x:h> .\n", '<urn:x:z> <urn:x:b> "a <b c" .\n'],
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Return ``oxigraph serve`` over nothing."""
    with oxigraph(tmp_path) as running:
        yield running


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Return a release of three graphs."""
    described = []
    with gzip.open(tmp_path / "dataset.nq.gz", "wt", newline="\n") as file:
        for graph, lines in GRAPHS.items():
            tail = f" <{graph}> .\n" if graph else " .\n"
            file.writelines(line.removesuffix(" .\n") + tail for line in lines)
            digest = hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()
            described.append({"graph": graph or None, "rdfc10_sha256": digest})
    return Release("r1", tmp_path, {"graphs": described})


def test_graphs_are_told_apart(release: Release) -> None:
    found = {}
    for graph, file in split_graphs(release.path / "dataset.nq.gz"):
        with file:
            file.seek(0)
            found[graph] = file.read().decode().splitlines(keepends=True)
    assert found == GRAPHS


def test_it_is_loaded_verified_and_passed_over_again(release: Release, server: Server) -> None:
    graphs = GraphStore(server.graphs)
    done = publish(release, graphs)
    assert [(graph.sent, graph.compared) for graph in done] == [
        (True, "values"),  # the server writes numbers in its own way
        (True, "digest"),
        (True, "digest"),
    ]
    assert not any(graph.sent for graph in publish(release, graphs))
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(GraphStore, "put", lambda *_: None)  # a server that forgets
        graphs.delete("urn:x:g")
        with pytest.raises(PublicationError, match="urn:x:g"):
            publish(release, graphs)
    store = RemoteStore(server.query, Limits(), 1)
    assert store.release().startswith("remote-")  # the publication is broken off
    store.close()
    assert [graph.sent for graph in publish(release, graphs)] == [False, True, False]
    store = RemoteStore(server.query, Limits(), 1)
    assert store.release() == "r1"
    with store.query(QueryRequest("SELECT ?o { ?s <urn:x:b> ?o }", "text/csv")).body as body:
        assert body.read() == b"o\r\nurn:x:c\r\n"
    store.close()


def test_an_altered_graph_is_replaced(release: Release, server: Server, tmp_path: Path) -> None:
    graphs = GraphStore(server.graphs)
    publish(release, graphs)
    with (tmp_path / "other.nt").open("w+b") as other:
        other.write(b"<urn:x:a> <urn:x:b> 'x' .\n<urn:x:a> <urn:x:b> 'y' .\n".replace(b"'", b'"'))
        graphs.put("urn:x:h", other)
    assert [graph.sent for graph in publish(release, graphs)] == [False, False, True]


def test_a_dataset_that_is_not_the_manifest_s_is_refused(release: Release, server: Server) -> None:
    release.manifest["graphs"][1]["rdfc10_sha256"] = "0" * 64
    with pytest.raises(PublicationError, match="manifest"):
        publish(release, GraphStore(server.graphs))


def test_nobody_answers(release: Release) -> None:
    with pytest.raises(UnreachableError):
        publish(release, GraphStore("http://127.0.0.1:9/store"))


def test_days_need_a_name_for_the_default_graph(release: Release, server: Server) -> None:
    with pytest.raises(PublicationError, match="default graph"):
        publish(release, GraphStore(server.graphs), days=True)
