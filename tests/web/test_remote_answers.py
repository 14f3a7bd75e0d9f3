"""What is told of things over a remote server is what is told over the embedded store."""

import urllib.request
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kgservice.settings import Settings
from kgservice.store import Limits, RemoteStore
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics
from tests.store.servers import oxigraph
from tests.web.conftest import LISTS

ASKED = (
    "/id/us-ccl.nt",
    "/id/us-ccl/2020-01-01/9A999.ttl",
    "/id/us-ccl/2022-01-01/9A999.jsonld",
    "/id/ca-nuclear/A.9.1.nt",
    "/id/us-ccl/9a999a.nt",
    "/id/us-ccl/9A998",
    "/id/us-ccl/9A999.timemap",
    "/ontology.nt",
    "/ontology/zz/0.1.0.ttl",
    "/shapes.nt",
    "/void.nt",
    "/feed/ca-nuclear.atom",
    "/download/us-ccl/2020-01-01.nq",
)


def lines(data: bytes) -> list[bytes]:
    """Return the lines of an answer, sorted, without that which names the release."""
    return sorted(line for line in data.splitlines() if b"<generator" not in line)


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a client of the application over a server that holds the same lists."""
    with oxigraph(tmp_path_factory.mktemp("server")) as server:
        request = urllib.request.Request(  # noqa: S310
            server.graphs, LISTS.read_bytes(), {"Content-Type": "application/trig"}, method="PUT"
        )
        urllib.request.urlopen(request, timeout=30).close()  # noqa: S310
        store = RemoteStore(server.query, Limits(), 2)
        try:
            app = create_app(store, Settings(), Metrics(store, AnswerCache(0)))
            yield app.test_client()
        finally:
            store.close()


@pytest.mark.parametrize("path", ASKED)
def test_a_remote_server_gives_the_same_answers(
    client: FlaskClient, remote: FlaskClient, path: str
) -> None:
    with client.get(path) as embedded, remote.get(path) as far:
        assert (far.status_code, far.mimetype) == (embedded.status_code, embedded.mimetype)
        assert far.status_code < 500
        assert lines(far.data) == lines(embedded.data)
        assert far.headers.get("Location") == embedded.headers.get("Location")


def test_a_day_leads_to_the_same_entry(client: FlaskClient, remote: FlaskClient) -> None:
    day = {"Accept-Datetime": "Sat, 01 Jan 2022 00:00:00 GMT"}
    found = [each.get("/id/us-ccl/9A999", headers=day).location for each in (client, remote)]
    assert found == ["http://localhost/id/us-ccl/2022-01-01/9A999"] * 2
