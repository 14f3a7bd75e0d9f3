"""Comparing in a process of its own: every form, every limit, and nothing is kept."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS

from kgservice.errors import (
    DeadlineError,
    MemoryLimitError,
    SubmissionError,
    UnknownEditionError,
)
from kgservice.namespaces import STC
from kgservice.own_list.running import FORMS, WrittenComparison, compare_submission
from kgservice.store import Limits, Store, open_dataset
from kgservice.submission import Submission
from kgservice.submission.running import MOST_BYTES
from tests.own_list.served import TABLE, write_lists

MEMORY = 1_000_000_000


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store of the invented list."""
    store = open_dataset(write_lists(tmp_path_factory.mktemp("lists")), Limits(), 1)
    yield store
    store.close()


def compare(
    store: Store, form: str, data: bytes = TABLE, name: str = "own.csv"
) -> WrittenComparison:
    """Return what comparing a document with the invented list gives."""
    return compare_submission(Submission(name, data), store, "zz-list", form, 60, MEMORY)


def test_json(lists: Store) -> None:
    written = compare(lists, "json")
    report = json.loads(written.document)
    assert written.differs
    assert (report["list"], report["edition"], report["follows"]) == (
        "zz-list",
        "2002-02-02",
        ["2001-01-01"],
    )
    by_code = {one["code"]: one for one in report["compared"]}
    assert by_code["9X999.a"]["align"] == []
    assert by_code["9X999.b"]["follows"] == "2001-01-01"
    assert by_code["9X999.c"]["deviation"] == "extra"


def test_turtle_names_the_own_list_by_its_file(lists: Store) -> None:
    graph = Graph().parse(data=compare(lists, "turtle").document, format="turtle")
    assert list(graph.subjects(RDF.type, URIRef(STC + "Correspondence")))
    (said,) = graph.objects(URIRef("file:///own.csv#9X999.c"), RDFS.comment)
    assert "with no counterpart there" in said
    assert not [s for s in graph.subjects() if "submitted" in s and not s.startswith("file:")]


def test_forms_to_read(lists: Store) -> None:
    text, page = (compare(lists, form).document.decode() for form in ("text", "html"))
    for document in (text, page):
        assert "it follows the edition 2001-01-01 of zz-list" in document
        assert "9X999.c stands here, with no counterpart there" in document
    rows = list(csv.DictReader(io.StringIO(compare(lists, "csv").document.decode())))
    assert [row["code"] for row in rows] == ["9X999", "9X999.a", "9X999.b", "9X999.c"]


def test_the_page_begins_with_what_is_to_be_looked_at(lists: Store) -> None:
    page = compare(lists, "html").document.decode()
    sections = dict(re.findall(r'<h2 id="(\w+)">.*?</h2>(.*?)(?=<h2|</main>)', page))
    codes = {
        name: re.findall(r"<td>(9X999[.a-z]*)</td>", table) for name, table in sections.items()
    }
    assert "9X999.c" in codes["align"]
    assert "9X999.a" in codes["same"]
    assert next(iter(sections)) == "align"
    assert ">sheet<" not in page  # a column without a word


def test_no_cell_becomes_a_formula(lists: Store) -> None:
    odd = b"code,text,lang\n=1+1,Zorbs;,en\n9X999,Invented things as follows:,@sum\n"
    for form in ("csv", "xlsx"):
        document = compare(lists, form, odd).document
        if form == "csv":
            cells = [c for row in csv.reader(io.StringIO(document.decode())) for c in row]
        else:
            book = openpyxl.load_workbook(io.BytesIO(document))
            found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
            assert "f" not in {cell.data_type for cell in found}
            cells = [str(cell.value) for cell in found if cell.value is not None]
            assert "'=1+1" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "own.ttl",
            b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
            b'<urn:x:a> a skos:Concept ; skos:notation "9X999" ; '
            b'skos:definition "Invented things as follows:"@en .\n',
        ),
        (
            "own.jsonld",
            b'{"@context": {"skos": "http://www.w3.org/2004/02/skos/core#"}, "@id": "urn:x:a", '
            b'"@type": "skos:Concept", "skos:notation": "9X999", "skos:definition": '
            b'{"@value": "Invented things as follows:", "@language": "en"}}',
        ),
    ],
)
def test_rdf(lists: Store, name: str, data: bytes) -> None:
    report = json.loads(compare(lists, "json", data, name).document)
    assert report["format"] == "rdf"
    assert report["compared"][0]["counterpart"] == "9X999"
    assert report["compared"][0]["align"] == []
    assert report["counts"] == {"identical": 1, "missing": 2}


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("own.csv", b"", "is empty"),
        ("own.csv", b"code,text\n9X999,Zorbs\n", "column lang is missing"),
        ("own.csv", "code,text,lang\n9X999,Zörbs,en\n".encode("latin-1"), "UTF-8"),
        ("own.csv", b"code,text,lang\n" + b" " * MOST_BYTES, "at most 32,000,000"),
        ("own.ttl", b"zorb", "not well-formed"),
    ],
)
def test_what_cannot_be_used(lists: Store, name: str, data: bytes, says: str) -> None:
    with pytest.raises(SubmissionError, match=says):
        compare(lists, "json", data, name)


def workbook(*rows: tuple[str, ...]) -> bytes:
    """Return a workbook of some rows under the columns of a list."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("code", "text", "lang", "parent"), *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_that_cannot_be_used_are_findings(lists: Store) -> None:
    rows = (
        ("9X999", "Invented things as follows:", "en", ""),
        ("9X999", "Zorbs;", "en", ""),
        ("9X998", "Wibs;", "en", "9X997"),
        ("9X997", "Quells;", "en", "9X998"),
    )
    report = json.loads(compare(lists, "json", workbook(*rows), "own.xlsx").document)
    found = {(each["row"], each["column"]) for each in report["findings"]}
    assert found >= {(3, "code"), (4, "parent")}
    assert [one["row"] for one in report["compared"] if one["deviation"] == "unread"] == [3]


def test_limits_are_named(lists: Store) -> None:
    own = Submission("own.csv", TABLE)
    with pytest.raises(DeadlineError, match=r"own.csv: was not compared within 0.04 seconds"):
        compare_submission(own, lists, "zz-list", "json", 0.01, MEMORY)


def test_memory_is_bounded(lists: Store) -> None:
    rows = (f"9X{n % 1000:03d}.{n},Invented zorbs of {n} kg or more;,en" for n in range(120_000))
    own = Submission("own.csv", "\n".join(("code,text,lang", *rows)).encode())
    told = "own.csv: cannot be compared within 50,000,000 bytes of memory"
    with pytest.raises(MemoryLimitError, match=told):
        compare_submission(own, lists, "zz-list", "json", 60, 50_000_000)


def test_an_unknown_list(lists: Store) -> None:
    with pytest.raises(UnknownEditionError, match="no list is named 'zz'; did you mean zz-list"):
        compare_submission(Submission("own.csv", TABLE), lists, "zz", "json", 60, MEMORY)


def test_nothing_is_kept(lists: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    before = len(list(Path("/proc/self/fd").iterdir()))
    for form in FORMS:
        compare(lists, form)
    assert list(tmp_path.iterdir()) == []
    assert len(list(Path("/proc/self/fd").iterdir())) == before
