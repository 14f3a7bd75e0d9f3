"""The W3C Graph Store Protocol suite where it reads; where it writes, the service refuses.

The suite fills the store by its own requests.  Here the graphs stand as those requests would have
left them, since the service is published into and never written to.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from rdflib import Graph
from rdflib.compare import isomorphic

from tests.serving import Served, serving
from tests.w3c.suite import SUITES

FOLDER = SUITES / "sparql11" / "http-rdf-update"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no test suites at {SUITES}")
MANIFEST = FOLDER / "manifest.ttl"
TEXT = MANIFEST.read_text(encoding="utf-8") if MANIFEST.is_file() else ""
NAMES = re.findall(r"^gsp:(\w+) a mf:GraphStoreProtocolTest", TEXT, re.MULTILINE)
READING = [name for name in NAMES if name.startswith(("get_", "head_"))]
WRITING = [name for name in NAMES if name.startswith(("put_", "post_", "delete_"))]
ABSENT = ("get_of_delete__existing_graph", "head_on_a_nonexisting_graph")


def block(name: str) -> str:
    """Return the part of the manifest that describes a test."""
    start = TEXT.index(f"\ngsp:{name} a ")
    end = TEXT.find("\ngsp:", start + 1)
    return TEXT[start : end if end > 0 else None]


def expected(name: str) -> str:
    """Return the graph that a test's response carries, as Turtle; empty where it has none."""
    text = block(name).split("#### Response", 1)[1].rsplit('"""', 1)[0]
    _, _, body = text.partition("\n    @prefix")
    return f"@prefix{body}".replace("$HOST$", "host.test").replace("$GRAPHSTORE$", "g") * bool(body)


def address(name: str) -> str:
    """Return where the graph of a test stands."""
    default = name == "get_of_put__default_graph"
    return "/graphs?default" if default else f"/graphs?graph=http://host.test/g/{name}"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a service over the graphs as the suite's writing would have left them."""
    path: Path = tmp_path_factory.mktemp("gsp") / "data.nq"
    lines = []
    for name in READING:
        if name in ABSENT:
            continue
        turtle = expected(name) or expected("get_of_put__initial_state")
        graph = "" if "default" in address(name) else f" {NamedNode(address(name)[14:])}"
        for line in Graph().parse(data=turtle, format="turtle").serialize(format="nt").splitlines():
            lines.append(line.rstrip(" .") + graph + " .")
    path.write_text("\n".join(lines), encoding="utf-8")
    with serving(path) as running:
        yield running


def test_every_test_is_run() -> None:
    assert len(NAMES) == len(READING) + len(WRITING) == 18
    assert sum(bool(expected(name)) for name in READING) == 7


@pytest.mark.parametrize("name", READING)
def test_reading(served: Served, name: str) -> None:
    method = "HEAD" if name.startswith("head") else "GET"
    reply = served.ask(method, address(name), headers={"Accept": "text/turtle"})
    if name in ABSENT:
        assert reply.status == 404
        return
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/turtle; charset=utf-8"
    assert int(reply.headers["content-length"]) > 0
    if method == "GET":
        found = Graph().parse(data=reply.body, format="turtle")
        wanted = Graph().parse(data=expected(name), format="turtle")
        assert isomorphic(found, wanted)
    else:
        assert reply.body == b""


@pytest.mark.parametrize("name", WRITING)
def test_writing_is_refused(served: Served, name: str) -> None:
    method = name.split("_", 1)[0].upper()
    reply = served.ask(method, address("get_of_put__initial_state"), b"", {})
    assert (reply.status, reply.slug) == (405, "method-not-allowed")
    assert "GET" in reply.headers["allow"]
