"""``asOf`` over HTTP: the editions of the day answer and are named; the bundled release's days."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from kgservice.build import build_release
from kgservice.bundled import bundled
from kgservice.graph.regimes import regime_triples
from kgservice.graph.terms import line
from kgservice.graph.vocabulary import turtle_lines
from tests.serving import Reply, Served, serving
from tests.store.conftest import write_release
from tests.store.test_states import CODES, EDITIONS, data

PREFIXES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX stc: <https://w3id.org/stc/ontology#>
"""
DERIVED = 'rel="http://www.w3.org/ns/prov#wasDerivedFrom"'
BASE = "https://w3id.org/stc/id/"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a small release of two lists."""
    folder = tmp_path_factory.mktemp("releases")
    write_release(folder, "r1", data())
    editions = [{"list": n, "date": d, "extent": e} for n, d, e in EDITIONS]
    (folder / "r1" / "manifest.json").write_text(json.dumps({"editions": editions}))
    with serving(folder) as running:
        yield running


def test_the_editions_used_are_named(served: Served) -> None:
    reply = served.query(CODES, "text/csv", asOf="2016-01-01")
    assert reply.status == 200
    assert reply.body.count(b"\r\n") == 5
    wanted = (f"<{BASE}zz-one/2010-05-01>; {DERIVED}", f"<{BASE}zz-two/2015-05-01>; {DERIVED}")
    assert reply.headers["link"] == ", ".join(wanted)
    assert "link" not in served.query(CODES, "text/csv").headers


def test_before_every_list_is_empty_and_no_error(served: Served) -> None:
    reply = served.query(CODES, "text/csv", asOf="1900-01-01")
    assert (reply.status, reply.body, reply.headers["link"]) == (200, b"entry\r\n", "")


def test_days_are_told_apart_by_validator_and_cache(served: Served) -> None:
    asked: dict[str, Reply] = {}
    for _ in range(2):  # the second time from the cache
        for day in ("2012-01-01", "2016-01-01", ""):
            reply = served.query(CODES, "text/csv", **({"asOf": day} if day else {}))
            assert asked.setdefault(day, reply).body == reply.body
    tags = {reply.headers["etag"] for reply in asked.values()}
    assert len(tags) == len({reply.body for reply in asked.values()}) == 3
    tag = {"If-None-Match": asked["2012-01-01"].headers["etag"], "Accept": "text/csv"}
    address = "/sparql?" + urlencode({"query": CODES})
    assert served.ask("GET", f"{address}&asOf=2012-01-01", headers=tag).status == 304
    assert served.ask("GET", f"{address}&asOf=2016-01-01", headers=tag).status == 200


@pytest.mark.parametrize("day", ["", "2021", "20210601", "2021-02-30", "2021-6-1", "yesterday"])
def test_what_is_no_day_is_refused(served: Served, day: str) -> None:
    reply = served.query("ASK {}", asOf=day)
    assert reply.status == 400
    assert "asOf" in reply.problem["detail"]


def test_a_day_and_a_dataset_are_refused(served: Served) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        reply = served.query("ASK {}", asOf="2016-01-01", **{name: "urn:x:g"})
        assert (reply.status, reply.slug) == (400, "query-dataset")
    reply = served.query("ASK FROM <urn:x:g> {}", asOf="2016-01-01")
    assert (reply.status, reply.slug) == (400, "query-dataset")
    assert served.get("/sparql?query=ASK%7B%7D&asOf=2016-01-01&asOf=2017-01-01").status == 400
    assert served.get("/sparql?asOf=2016-01-01").status == 400


@pytest.fixture(scope="module")
def bundled_release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the bundled release."""
    folder = tmp_path_factory.mktemp("bundled")
    build_release(folder, folder / "no-imports")
    with serving(folder, seconds=120.0) as running:
        yield running


@pytest.mark.parametrize(
    ("day", "code", "expected"),
    [
        ("2010-06-01", "3A090", set()),
        ("2020-07-01", "3A090", set()),
        ("2023-12-01", "3A090", {"us-ccl/2023-10-18 Listed"}),
        ("2024-12-15", "3A090", {"us-ccl/2024-12-02 Listed"}),
        ("2024-09-05", "3A001.a.9", {"us-ccl/2023-10-18 Listed", "au-dsgl/2024-09-01 Listed"}),
        ("2024-09-06", "3A001.a.9", {"us-ccl/2024-09-06 Reserved", "au-dsgl/2024-09-01 Listed"}),
        ("2024-12-15", "4E091", set()),
        ("2025-01-16", "4E091", {"us-ccl/2025-01-16 Listed"}),
    ],
)
def test_known_days(bundled_release: Served, day: str, code: str, expected: set[str]) -> None:
    text = f"""{PREFIXES}
    SELECT ?edition ?status {{
      ?e skos:notation "{code}" ; skos:inScheme ?edition ; stc:status ?status
      FILTER(!CONTAINS(STR(?edition), "no-list-ii"))
    }}"""
    reply = bundled_release.query(text, "text/csv", asOf=day)
    rows = reply.body.decode().split("\r\n")[1:-1]
    found = {
        " ".join(part.split("#")[-1].removeprefix(BASE) for part in r.split(",")) for r in rows
    }
    assert found == expected


def test_in_2010_only_one_list_is_held(bundled_release: Served) -> None:
    text = f"{PREFIXES} SELECT DISTINCT ?edition {{ ?e a stc:Entry ; skos:inScheme ?edition }}"
    reply = bundled_release.query(text, "text/csv", asOf="2010-06-01")
    assert reply.body.decode().split() == ["edition", f"{BASE}ca-nuclear/2010-05-13"]


def test_vocabulary_and_regimes_stay_whole(bundled_release: Served) -> None:
    """An edition that leaves takes nothing along that the vocabulary or a regime says as well."""
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(!ISBLANK(?s) && !ISBLANK(?o)) }"
    reply = bundled_release.query(text, "application/n-triples", asOf="1900-01-01")
    assert reply.status == 200
    stays = {subject(row) for row in reply.body.decode().splitlines()}
    frame = [*turtle_lines(bundled("ontology")), *map(line, regime_triples(bundled("data")))]
    wanted = {subject(row) for row in frame if "_:" not in row}
    assert len(wanted) > 1000
    assert not wanted - stays


def subject(row: str) -> str:
    """Return a triple without its object where that is a literal, which the engine may rewrite."""
    return row.split('"')[0].strip()
