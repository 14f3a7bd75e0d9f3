"""Bad input by every way in: what is at a cell is told at the cell, what spoils a file ends it."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from kgservice.cli import main
from kgservice.settings import Settings
from kgservice.store import Limits, Store, open_dataset
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics
from tests.own_list.served import write_lists

COLUMNS = ("code", "parent", "text", "lang", "status", "regime")
FAULTY = (
    ("9X999", "", "Invented things as follows:", "en"),
    ("9X999.a", "", "=A1&A2", "en"),
    ("9X999.b", "", "Blue glims;", "en"),
    ("9X999.b", "", "Blue glims again;", "en"),
    ("9X998", "9X997", "Wibs;", "en"),
    ("9X997", "9X998", "Quells;", "en"),
    ("'=1+1", "+2", "Zorbs;", "-3", "@4"),
)
FOUND = {
    (1, "status"): "cells E1:F1 are merged, so that all but the first are empty; expected a name",
    (3, "text"): "holds the formula =A1&A2; expected a value; copy the cell and paste it as",
    (5, "code"): "9X999.b stands already in row 4; a second row of a code gives its text in an",
    (6, "parent"): "the parents form a circle, 9X998 under 9X997 under 9X998; expected each entry",
    (8, "lang"): "'-3' is no language tag such as en",
    (8, "parent"): "+2 has no row; expected the code of the entry above =1+1",
    (8, "status"): "'@4' is none of listed, reserved",
}
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Answer = tuple[int, bytes]
Way = Callable[[Path, str], Answer]
"""Takes a file and a form; returns an exit code or a status, and the report or the error."""


def workbook(*rows: tuple[str, ...], merged: str = "") -> bytes:
    """Return a workbook; a cell with an apostrophe before it is text, as where it is typed."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (COLUMNS, *rows):
        sheet.append(row)
    for row in sheet.iter_rows():
        for cell in row:
            if str(cell.value).startswith("'"):
                cell.value = str(cell.value)[1:]
                cell.data_type = "s"
    if merged:
        sheet.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_macros(data: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"zorb")
    return out.getvalue()


UNUSABLE = {
    "own.xlsm": (with_macros(workbook(*FAULTY)), "own.xlsm: is a workbook with macros; save it as"),
    "own.csv": (b"x" * 50_000_000, "own.csv: 50,000,000 bytes; what is "),
    "latin.csv": (
        "code,text,lang\n9X999,Zörbs,en\n".encode("latin-1"),
        "latin.csv, line 2: byte 22 is not UTF-8; save the document as UTF-8",
    ),
    "wide.csv": ("code\ttext\tlang\n".encode("utf-16"), "wide.csv, line 1: byte 0 is not UTF-8"),
    "lacking.csv": (
        b"code,text\n9X999,Zorbs\n",
        "lacking.csv, row 1: column lang is missing; expected at least code, text, lang",
    ),
    "merged.xlsx": (
        workbook(*FAULTY, merged="B1:C1"),
        "row 1: column text is missing; expected at least code, text, lang; cells B1:C1 are merged",
    ),
}


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_dataset(write_lists(tmp_path_factory.mktemp("lists")), Limits(), 1)
    yield store
    store.close()


@pytest.fixture(scope="module")
def client(lists: Store) -> FlaskClient:
    app = create_app(lists, Settings(), Metrics(lists, AnswerCache(0)))
    return app.test_client()


def _verb(*arguments: str) -> Answer:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.stdout_bytes or result.stderr_bytes


def _route(client: FlaskClient, address: str, file: Path, accept: str) -> Answer:
    form = {"data": FileStorage(io.BytesIO(file.read_bytes()), file.name)}
    boundary, body = encode_multipart(form)  # in memory: the client leaves its own file open
    kind = f"multipart/form-data; boundary={boundary}"
    answer = client.post(address, data=body, content_type=kind, headers={"Accept": accept})
    return answer.status_code, answer.data


@pytest.fixture(params=["validate", "compare", "POST /validate", "POST /compare"])
def way(
    request: pytest.FixtureRequest,
    lists: Store,
    client: FlaskClient,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Way:
    """Return one of the ways in; each has its own names for what came of it."""

    def opened(*_: object) -> Store:
        return open_dataset(write_lists(tmp_path_factory.mktemp("own")), Limits(), 1)

    monkeypatch.setattr("kgservice.cli.comparing.open_store", opened)
    accepts = {"json": "application/json", "csv": CSV, "html": "text/html", "xlsx": XLSX}
    compare = ("compare", "--to", "zz-list", "--file")
    ways: dict[str, Way] = {
        "validate": lambda file, form: _verb("validate", str(file), "--format", form),
        "compare": lambda file, form: _verb(*compare, str(file), "--format", form),
        "POST /validate": lambda file, form: _route(client, "/validate", file, accepts[form]),
        "POST /compare": lambda file, form: _route(
            client, "/compare?to=zz-list", file, accepts[form]
        ),
    }
    return ways[request.param]


def test_each_fault_of_a_workbook_is_told_at_its_cell(way: Way, tmp_path: Path) -> None:
    file = tmp_path / "own.xlsx"
    file.write_bytes(workbook(*FAULTY, merged="E1:F1"))
    ended, report = way(file, "json")
    assert ended in (1, 200)
    found = {
        (each["row"], each["column"]): each["message"]
        for each in json.loads(report)["findings"]
        if each["severity"] == "Violation"
    }
    assert set(found) == set(FOUND)
    for place, says in FOUND.items():
        assert says in found[place]


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(
    way: Way, tmp_path: Path, name: str
) -> None:
    data, says = UNUSABLE[name]
    file = tmp_path / name
    file.write_bytes(data)
    ended, answer = way(file, "json")
    assert ended in (2, 400)
    told = answer.decode()
    if ended == 400:
        told = json.loads(told)["detail"]
    assert says in told
    assert "Traceback" not in told


class _Cells(HTMLParser):
    """Collects the text of each element that a spreadsheet would take for a cell."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


@pytest.mark.parametrize("form", ["csv", "html"])
def test_no_cell_of_a_report_is_a_formula(way: Way, tmp_path: Path, form: str) -> None:
    file = tmp_path / "=1+1.xlsx"
    file.write_bytes(workbook(*FAULTY))
    ended, report = way(file, form)
    assert ended in (1, 200)
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(report.decode())) for cell in row]
    else:
        page = _Cells()
        page.feed(report.decode())
        cells = page.found
    assert any("=1+1" in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))]


def test_no_cell_of_a_workbook_is_a_formula(client: FlaskClient, tmp_path: Path) -> None:
    file = tmp_path / "=1+1.xlsx"
    file.write_bytes(workbook(*FAULTY))
    _, report = _route(client, "/compare?to=zz-list", file, XLSX)
    book = openpyxl.load_workbook(io.BytesIO(report))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in found} == {"s"}
    cells = [str(cell.value) for cell in found]
    assert any("=1+1" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
