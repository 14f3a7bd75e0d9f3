"""``POST /assess`` over the bundled case files, and what it refuses."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from tests.assessment.release import open_facts
from tests.serving import Served, serving

CASES = Path(__file__).parents[2] / "data" / "cases"
CASE = (CASES / "anomaly-detection-at-machine-tools.ttl").read_bytes()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory):  # noqa: ANN201 - a generator
    """Serve a small present that knows the case's entries."""
    path = tmp_path_factory.mktemp("present") / "present.nq"
    open_facts().dump(str(path), RdfFormat.N_QUADS)
    with serving(path) as running:
        yield running


@pytest.mark.parametrize("accept", ["application/json", "text/turtle", "text/plain"])
def test_case_in_factors_out(served: Served, accept: str) -> None:
    turtle = {"Content-Type": "text/turtle", "Accept": accept}
    reply = served.ask("POST", "/assess", CASE, turtle)
    assert (reply.status, reply.media_type) == (200, accept), reply.body
    assert b"Borduria" in reply.body
    assert reply.headers["cache-control"] == "no-store"


def test_what_is_refused(served: Served) -> None:
    turtle = {"Content-Type": "text/turtle"}
    assert served.ask("POST", "/assess", CASE, {"Content-Type": "text/csv"}).status == 415
    assert served.ask("POST", "/assess", CASE, turtle | {"Accept": "image/png"}).status == 406
    assert served.ask("GET", "/assess").status == 200  # the form
    empty = served.ask("POST", "/assess", b"", turtle)
    assert empty.status == 400
    assert "stc:TransferCase" in empty.problem["detail"]
    assert served.ask("POST", "/assess", b"<x> <y", turtle).status == 400
    unknown = CASE.replace(b"us-ccl/2B201", b"us-ccl/2B901")
    reply = served.ask("POST", "/assess", unknown, turtle)
    assert reply.status == 400
    assert "2B901" in reply.problem["detail"]
