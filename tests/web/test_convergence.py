"""Convergences together and one by one: filters, paging, what is left out, hostile values."""

import csv
import io
import json
from collections.abc import Iterator
from html import unescape

import pytest

from kgservice.namespaces import ID, STC
from tests.serving import Served, serving

TYPED = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"


def lines() -> str:
    """Return three invented convergences, one of them a candidate with a step of proof."""
    said = []
    for number, (status, stage) in enumerate(
        [("StatedInLaw", "Use"), ("StatedInLiterature", "Production"), ("Candidate", "Use")]
    ):
        iri, item = f"<{ID}convergence/zz-{number}>", f"<{ID}zz-list/9X99{number}>"
        said += [
            f"{iri} {TYPED} <{STC}Convergence> .",
            f'{iri} {LABEL} "Invented <i>{number}</i>"@en .',
            f"{iri} <{STC}status> <{STC}{status}> .",
            f"{iri} <{STC}atStage> <{STC}{stage}> .",
            f"{iri} <{STC}task> <{STC}AnomalyDetection> .",
            f"{iri} <{STC}controlledItem> {item} .",
            f"{item} <{STC}inList> <{ID}zz-list> .",
        ]
    return "\n".join(said) + "\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a service over the invented convergences."""
    data = tmp_path_factory.mktemp("convergence") / "data.nt"
    data.write_text(lines(), encoding="utf-8")
    with serving(data, workers=1) as running:
        yield running


def test_candidates_come_only_where_they_are_asked_for(served: Served) -> None:
    rows = list(csv.DictReader(io.StringIO(served.get("/convergence", "text/csv").body.decode())))
    assert [row["convergence"][-4:] for row in rows] == ["zz-0", "zz-1"]
    asked = served.get("/convergence", "text/csv", status="Candidate").body.decode()
    assert "zz-2" in asked
    assert "zz-0" not in asked
    page = served.get("/convergence", "text/html").body.decode()
    assert "2 convergences" in page
    assert "zz-2" not in page


def test_filters_join(served: Served) -> None:
    page = served.get("/convergence", "text/html", stage="Use", list="zz-list").body.decode()
    assert "1 convergence," in page
    none = served.get("/convergence", "text/html", stage="Use", list="yy-list").body.decode()
    assert "proves nothing" in none


def test_the_picture_says_what_the_table_says(served: Served) -> None:
    page = served.get("/convergence", "text/html").body.decode()
    start = page.index('data-picture="') + len('data-picture="')
    found = json.loads(unescape(page[start : page.index('"', start)]))["elements"]
    nodes = {each["data"]["id"]: each["data"] for each in found if "id" in each["data"]}
    assert {ID + "zz-list/9X990", ID + "zz-list/9X991", STC + "AnomalyDetection"} <= set(nodes)
    assert ID + "zz-list/9X992" not in nodes
    edges = [each["data"] for each in found if "source" in each["data"]]
    assert {(edge["source"], edge["target"]) for edge in edges} == {
        (STC + "AnomalyDetection", STC + "Use"),
        (STC + "AnomalyDetection", STC + "Production"),
        (STC + "Use", ID + "zz-list/9X990"),
        (STC + "Production", ID + "zz-list/9X991"),
    }


def test_a_convergence_says_its_ground_and_is_text(served: Served) -> None:
    page = served.get("/id/convergence/zz-2", "text/html").body.decode()
    assert "Invented &lt;i&gt;2&lt;/i&gt;" in page
    assert "derived by rule" in page


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"stage": "Use> ?x"}, "'stage' is 'Use> ?x'"),
        ({"page": "9"}, "'page' is 9; there are 1"),
        ({"tsak": "x"}, "did you mean 'task'?"),
        ({"list": "<script>"}, "'list' is '<script>'"),
    ],
)
def test_what_is_wrong_is_named(served: Served, given: dict[str, str], names: str) -> None:
    reply = served.get("/convergence", "text/html", **given)
    assert reply.status == 400
    assert names in unescape(reply.body.decode())
    assert "<script>" not in reply.body.decode()
