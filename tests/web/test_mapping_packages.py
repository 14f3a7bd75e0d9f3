"""The mappings of an edition as one SSSOM package: whole, and seen from its side."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient

from kgservice.correspondence import Relation
from kgservice.harmonization.sssom import read_sssom
from kgservice.namespaces import BASE, DCTERMS, ID
from kgservice.settings import Settings
from kgservice.store import Limits, open_dataset
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics
from tests.harmonization.compared import comparison, write_compared

OWN = "/download/yy-list/2002-02-02.sssom.tsv"


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Return a client of the application over two compared editions and one that is not."""
    folder = tmp_path_factory.mktemp("mappings")
    quads = [write_compared(folder).read_text(encoding="utf-8")]
    for place in ("yy-list/2002-02-02", "zz-list/2002-02-02", "zz-list/2001-01-01"):
        graph = f"<{ID}{place}>"
        quads.append(f'{graph} <{DCTERMS}license> "Invented licence" {graph} .\n')
    path = folder / "lists.nq"
    path.write_text("".join(quads), encoding="utf-8")
    store = open_dataset(path, Limits(), 1)
    app = create_app(store, Settings(), Metrics(store, AnswerCache(0)))
    yield app.test_client()
    store.close()


def read(text: str) -> tuple[dict[str, object], list[dict[str, str]]]:
    """Return metadata and rows of a mapping set."""
    lines = text.splitlines(keepends=True)
    head = "".join(line.removeprefix("#") for line in lines if line.startswith("#"))
    table = io.StringIO("".join(line for line in lines if not line.startswith("#")))
    return yaml.safe_load(head), list(csv.DictReader(table, delimiter="\t"))


def test_the_package_is_the_set_of_all_mappings(lists: FlaskClient) -> None:
    with lists.get(OWN) as reply:
        assert (reply.status_code, reply.mimetype) == (200, "text/tab-separated-values")
        metadata, rows = read(reply.text)
    assert metadata["mapping_set_id"] == f"{BASE}{OWN[1:]}"
    assert metadata["subject_source"] == "stcid:yy-list/2002-02-02"
    related = [one for one in comparison().correspondences if one.relation is not None]
    assert len(rows) == len(related) > 2
    assert {row["object_source"] for row in rows} == {"stcid:zz-list/2002-02-02"}
    prefixes = metadata["curie_map"]
    assert isinstance(prefixes, dict)
    (narrow,) = (row for row in rows if row["predicate_id"] == "skos:narrowMatch")
    prefix, _, rest = narrow["subject_id"].partition(":")
    assert prefixes[prefix] + rest == f"{ID}yy-list/2002-02-02/9X999.a"
    assert narrow["deviation"] == "stricter"


def test_from_the_other_edition_it_is_turned(lists: FlaskClient, tmp_path: Path) -> None:
    with lists.get("/download/zz-list/2002-02-02.sssom.tsv") as reply:
        path = tmp_path / "set.tsv"
        path.write_bytes(reply.data)
    found = {one.subject: one for _, mine, _, one in read_sssom(path) if mine.list_id == "zz-list"}
    assert found["9X999.a"].relation is Relation.BROAD
    assert found["9X999.a"].deviation.value == "looser"


def test_an_edition_that_was_not_compared_has_none(lists: FlaskClient) -> None:
    reply = lists.get("/download/zz-list/2001-01-01.sssom.tsv")
    assert reply.status_code == 404
    assert reply.json is not None
    assert "was compared with no other list" in reply.json["detail"]
    assert reply.json["nearest"] == [f"{BASE}download/zz-list/2002-02-02.sssom.tsv"]


def test_who_has_it_is_told_so(lists: FlaskClient) -> None:
    with lists.get(OWN) as first:
        tag = first.headers["ETag"]
    with lists.get(OWN, headers={"If-None-Match": tag}) as again:
        assert again.status_code == 304
