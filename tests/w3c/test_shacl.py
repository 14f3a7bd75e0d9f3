"""The W3C SHACL suites, Core and SPARQL, through ``POST /validate``."""

import io
from collections.abc import Iterator
from pathlib import Path

import pyshacl
import pytest
from flask.testing import FlaskClient
from rdflib.namespace import RDF, SH

from kgservice.settings import Settings
from kgservice.store import Limits, open_dataset
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics
from tests.w3c.shacl_suite import DIFFERENCES, SUITES, ShaclTest, read_tests, told, told_by_turtle

TESTS = tuple(read_tests()) if SUITES.is_dir() else ()
pytestmark = pytest.mark.skipif(not TESTS, reason=f"no SHACL suites at {SUITES}")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a client of the application over an empty dataset."""
    empty = tmp_path_factory.mktemp("empty") / "empty.nq"
    empty.write_text("<urn:x:a> <urn:x:b> <urn:x:c> .\n", encoding="utf-8")
    store = open_dataset(empty, Limits(), 1)
    try:
        yield create_app(store, Settings(), Metrics(store, AnswerCache(0))).test_client()
    finally:
        store.close()


def part(path: Path) -> tuple[io.BytesIO, str, str]:
    return io.BytesIO(path.read_bytes()), path.name, "text/turtle"


def test_counts() -> None:
    assert len(TESTS) == 120  # a wrong walk would otherwise pass by testing nothing
    assert set(DIFFERENCES) <= {test.id for test in TESTS}


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.id)
def test_report_is_the_expected_one(client: FlaskClient, test: ShaclTest) -> None:
    form = {"data": part(test.data), "shapes": part(test.shapes)}
    answer = client.post("/validate", data=form, headers={"Accept": "text/turtle"})
    if test.expected is None or test.id in DIFFERENCES:
        assert answer.status_code == 400
        assert answer.json is not None
        assert "cannot be used" in answer.json["detail"]
        return
    assert answer.status_code == 200, answer.text
    assert told_by_turtle(answer.data) == test.expected


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", DIFFERENCES)
def test_the_engine_alone_differs_too(name: str) -> None:
    (test,) = (test for test in TESTS if test.id == name)
    try:
        _, graph, _ = pyshacl.validate(
            str(test.data), shacl_graph=str(test.shapes), inference="none", do_owl_imports=False
        )
    except NotImplementedError:
        return
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert told(graph, report) != test.expected
