"""Packages of an edition: whole, the same in every form, with digest and licence; ``/void``."""

import base64
import csv
import datetime
import gzip
import hashlib
import io
from pathlib import Path

import openpyxl
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Dataset, NamedNode, Quad, RdfFormat, parse

from kgservice.cells import plain_cell
from kgservice.errors import MemoryLimitError
from kgservice.namespaces import BASE, DCAT, SPDX
from kgservice.web.kept_packages import PackageFolder
from kgservice.web.packages import MEDIA_TYPES, Package, sort_lines
from tests.web.test_forms import graph

EDITION = "/download/us-ccl/2020-01-01"
GRAPH = NamedNode(BASE + "id/us-ccl/2020-01-01")
DAY = datetime.date(2020, 1, 1)
FORMS = [form for form in MEDIA_TYPES if form != "sssom.tsv"]
"""Those of every edition; mappings has only one that was compared."""


@pytest.fixture(scope="module")
def packages(client: FlaskClient) -> dict[str, bytes]:
    """Return every package of one edition, its fields checked."""
    found = {}
    for form in FORMS:
        media_type = MEDIA_TYPES[form]
        reply = client.get(f"{EDITION}.{form}")
        assert (reply.status_code, reply.mimetype) == (200, media_type), reply.text
        digest = base64.b64encode(hashlib.sha256(reply.data).digest()).decode()
        assert reply.headers["Repr-Digest"] == f"sha-256=:{digest}:"
        assert int(reply.headers["Content-Length"]) == len(reply.data)
        assert reply.headers["X-Licence"] == "Invented licence"
        assert reply.headers["Content-Disposition"].endswith(f'"us-ccl-2020-01-01.{form}"')
        found[form] = reply.data
        reply.close()
    return found


def test_every_form_of_the_graph_says_the_same(packages: dict[str, bytes]) -> None:
    quads = list(parse(packages["nq"], RdfFormat.N_QUADS))
    assert len(quads) > 10
    assert {quad.graph_name for quad in quads} == {GRAPH}
    assert packages["nq"].splitlines() == sorted(packages["nq"].splitlines())
    assert gzip.decompress(packages["nq.gz"]) == packages["nq"]
    triples = Dataset(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    assert graph(packages["ttl"], RdfFormat.TURTLE) == triples
    assert graph(packages["jsonld"], RdfFormat.JSON_LD) == triples


def test_the_tables_hold_every_entry_and_no_formula(packages: dict[str, bytes]) -> None:
    table = list(csv.DictReader(io.StringIO(packages["csv"].decode())))
    assert [row["code"] for row in table][-2:] == ["9A999", "9A999.a"]
    assert table[-1]["label"] == "'=HYPERLINK(9) invented"
    assert table[-1]["text"] == "'@sum invented wording"
    book = openpyxl.load_workbook(io.BytesIO(packages["xlsx"]))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert "=HYPERLINK(9) invented" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.parametrize(
    ("text", "written"),
    [("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\ta", "'\ta"), ("", ""),
     ("9A999", "9A999"), ("a=b", "a=b")],
)  # fmt: skip
def test_no_cell_begins_a_formula(text: str, written: str) -> None:
    assert plain_cell(text) == written


def test_who_has_a_package_is_told_so(client: FlaskClient) -> None:
    with client.get(f"{EDITION}.nq") as first:
        tag = first.headers["ETag"]
    with client.get(f"{EDITION}.nq", headers={"If-None-Match": tag}) as known:
        assert known.status_code == 304
    with client.get(f"{EDITION}.nq", headers={"If-None-Match": '"other"'}) as other:
        assert other.status_code == 200


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("us-ccl/2020-01-01.pdf", "nq.gz, nq, ttl, jsonld, csv, xlsx"),
        ("us-ccl/2020-01-01", "expected a day"),
        ("us-ccl/2020-02-30.nq", "expected a day"),
        ("us-ccl/2021-01-01.nq", "no edition"),
        ("zz-list/2020-01-01.nq", "no edition"),
        ("..%2f..%2fetc/2020-01-01.nq", ""),
        ("us-ccl/%3Cscript%3E.nq", "expected a day"),
        ("us-ccl/" + "9" * 4000 + ".nq", "expected a day"),
        ("us-ccl>/2020-01-01.nq", "expected a day"),
    ],
)
def test_what_is_no_package_is_refused(client: FlaskClient, path: str, said: str) -> None:
    reply = client.get(f"/download/{path}")
    assert reply.status_code == 404
    assert said in reply.get_json()["detail"]


@given(st.lists(st.text("ab<> ", max_size=3)), st.integers(1, 4))
def test_lines_are_sorted_in_runs_of_any_size(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], run: int
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    lines = [f"{text}\n".encode() for text in texts]
    (folder / "source").write_bytes(b"".join(lines))
    assert list(sort_lines(folder / "source", folder, run)) == sorted(set(lines))


def fetch(path: Path) -> str:
    path.write_text('<urn:x:a> <urn:x:b> "c" .\n')
    return "made"


def test_the_package_used_longest_ago_goes_first() -> None:
    folder = PackageFolder(10**9, most_bytes=150)
    made = {}
    for day in (1, 2, 3):
        package = Package("us-ccl", datetime.date(2020, 1, day), "nq")
        kept, file, _ = folder.open("made", package, fetch)
        made[day] = kept
        with file:
            assert file.read().startswith(b"<urn:x:a>")
    assert [day for day, kept in made.items() if kept.path.exists()] == [2, 3]


def test_a_package_that_takes_too_much_memory_is_refused() -> None:
    def long(path: Path) -> str:
        lines = (f'<urn:x:{n}> <urn:x:b> "{"c" * 1000}" .\n' for n in range(60_000))
        path.write_text("".join(lines))
        return "made"

    with pytest.raises(MemoryLimitError, match="20,000,000"):
        PackageFolder(20_000_000).open("made", Package("us-ccl", DAY, "nq"), long)


def test_void_names_every_edition_with_licence_publisher_downloads_and_checksum(
    client: FlaskClient,
) -> None:
    reply = client.get("/void.nt")
    said = {
        (quad.subject.value, quad.predicate.value): quad.object.value  # type: ignore[union-attr]
        for quad in parse(reply.data, RdfFormat.N_TRIPLES)
    }
    own = f"{BASE}download/us-ccl/2020-01-01.nq"
    assert said[own, DCAT + "downloadURL"] == f"http://localhost{EDITION}.nq"
    assert said[said[own, SPDX + "checksum"], SPDX + "checksumValue"] == "5af0"
    publisher = said[GRAPH.value, "http://purl.org/dc/terms/publisher"]
    assert said[publisher, "http://xmlns.com/foaf/0.1/name"] == "Invented authority"
    assert said[GRAPH.value, "http://purl.org/dc/terms/license"] == "Invented licence"
    assert client.get("/.well-known/void.nt").status_code == 404
    known = client.get("/.well-known/void", headers={"Accept": "application/n-triples"})
    assert known.data == reply.data
    for suffix in (".ttl", ".jsonld", ".rdf", ".html"):
        assert client.get(f"/void{suffix}").status_code == 200
    assert 'href="/download/us-ccl/2020-01-01.csv"' in client.get("/void.html").text
