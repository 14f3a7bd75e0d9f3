"""A page over a remote server is the page over the embedded store."""

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kgservice.settings import Settings
from kgservice.store import Limits, RemoteStore, Store, open_dataset
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics
from tests.store.servers import oxigraph
from tests.web.conftest import write_places

PAGES = (
    "/",
    "/?lang=fr",
    "/id/us-ccl",
    "/id/nsg-part-2",
    "/id/us-ccl/2022-01-01",
    "/id/us-ccl/2022-01-01?show=all",
    "/id/us-ccl/2022-01-01?status=Reserved",
    "/id/us-ccl/2022-01-01?show=gaps",
    "/id/us-ccl/2022-01-01/9",
    "/id/us-ccl/2022-01-01/9X999",
    "/id/us-ccl/2020-01-01/9X999.a",
    "/id/us-ccl/9X999.a",
    "/search?q=item",
)


def client_of(store: Store, folder: Path) -> FlaskClient:
    """Return a client of the application over a store."""
    settings = Settings(releases=folder)
    return create_app(store, settings, Metrics(store, AnswerCache(0))).test_client()


@pytest.fixture(scope="module")
def clients(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[tuple[Store, FlaskClient], tuple[Store, FlaskClient]]]:
    """Return stores and clients over the same lists: here, and on a server."""
    folder = tmp_path_factory.mktemp("remote")
    data = write_places(folder)
    here = open_dataset(data, Limits(), 1)
    with oxigraph(tmp_path_factory.mktemp("server")) as server:
        request = urllib.request.Request(  # noqa: S310
            server.graphs, data.read_bytes(), {"Content-Type": "application/n-quads"}, method="PUT"
        )
        urllib.request.urlopen(request, timeout=30).close()  # noqa: S310
        far = RemoteStore(server.query, Limits(), 2)
        try:
            yield (here, client_of(here, folder / "a")), (far, client_of(far, folder / "b"))
        finally:
            here.close()
            far.close()


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_the_same(
    clients: tuple[tuple[Store, FlaskClient], tuple[Store, FlaskClient]], path: str
) -> None:
    texts = []
    for store, client in clients:
        reply = client.get(path, headers={"Accept": "text/html"})
        assert reply.status_code == 200, reply.text
        texts.append(reply.text.replace(store.release(), "RELEASE"))
    assert texts[0] == texts[1]
