"""Fetching from a server on this machine: what takes its place, what is kept beside, what fails."""

import dataclasses
import datetime
import hashlib
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kgservice.cli import fetching as verb
from kgservice.cli import main
from kgservice.errors import DocumentError, InputError, UnreachableError
from kgservice.fetching import Fetched, fetch_document
from kgservice.readers.descriptors import (
    DocumentDescriptor,
    EditionDescriptor,
    ListDescriptor,
    own_list,
)

TEXT = b"<list>Zorbs and wibs.</list>" * 4000
OTHER = b"<list>Zorbs alone.</list>"
OLD, NEW = datetime.date(2001, 1, 1), datetime.date(2002, 2, 2)


class Publisher(http.server.BaseHTTPRequestHandler):
    """A publisher whose addresses say how it behaves."""

    def do_GET(self) -> None:
        """Answer."""
        if self.path.startswith("/moved"):
            self.send_response(301)
            self.send_header("Location", "/2002-02-02.xml")
            self.end_headers()
            return
        if self.path.startswith("/gone"):
            self.send_error(404)
            return
        body = b"" if self.path.startswith("/empty") else TEXT
        body = OTHER if "2001" in self.path else body
        self.send_response(200)
        self.send_header("Content-Length", str(len(body) * (2 if "cut" in self.path else 1)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def publisher() -> Iterator[str]:
    """Return the address of the publisher."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Publisher) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def described(address: str | None) -> ListDescriptor:
    """Return a list with two editions, the newer one with the digest of the publisher's text."""
    sha256 = hashlib.sha256(TEXT).hexdigest()
    document = DocumentDescriptor("zz/list.2002-02-02.xml", "invented", "en", sha256)
    older = dataclasses.replace(document, file="zz/list.2001-01-01.xml", sha256="0" * 64)
    editions = (
        EditionDescriptor(OLD, "invented", "whole", (older,)),
        EditionDescriptor(NEW, "invented", "whole", (document,)),
    )
    return dataclasses.replace(
        own_list("zz-list", "free"),
        fetch_url=address,
        publisher_url="https://law.example",
        editions=editions,
    )


def fetch(
    address: str | None, folder: Path, date: datetime.date | None = None, **more: int
) -> Fetched:
    return fetch_document(described(address), date, folder, lambda _, __: None, **more)


def files(folder: Path) -> list[str]:
    """Return every file below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", ["/{date}.xml", "/present.xml", "/moved.xml"])
def test_what_is_described_takes_its_place(publisher: str, tmp_path: Path, path: str) -> None:
    told: list[tuple[int, int | None]] = []
    descriptor = described(publisher + path)
    fetched = fetch_document(descriptor, None, tmp_path, lambda *said: told.append(said))
    assert fetched.path == tmp_path / "zz" / "list.2002-02-02.xml"
    assert (fetched.edition, fetched.size) == (NEW, len(TEXT))
    assert fetched.path.read_bytes() == TEXT
    assert files(tmp_path) == ["zz/list.2002-02-02.xml"]
    assert told[-1] == (len(TEXT), len(TEXT))


def test_what_is_not_described_is_kept_beside(publisher: str, tmp_path: Path) -> None:
    fetched = fetch(publisher + "/2001.xml", tmp_path)
    assert fetched.edition is None
    (name,) = files(tmp_path)
    assert name.startswith("fetched/zz-list.")
    assert name.endswith(".xml")
    third = datetime.date(2003, 3, 3)
    assert fetch(publisher + "/{date}.xml", tmp_path, third).path.name == "zz-list.2003-03-03.xml"


def test_another_text_than_the_one_described_is_refused(publisher: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="which no document of zz-list 2001-01-01 has"):
        fetch(publisher + "/{date}.xml", tmp_path, OLD)
    assert files(tmp_path) == []


def test_what_fails_leaves_nothing(publisher: str, tmp_path: Path) -> None:
    place = tmp_path / "zz" / "list.2002-02-02.xml"
    place.parent.mkdir()
    place.write_bytes(b"as it was")
    with pytest.raises(DocumentError, match="was cut after"):
        fetch(publisher + "/cut.xml", tmp_path)
    with pytest.raises(DocumentError, match="more than 1,000 bytes"):
        fetch(publisher + "/present.xml", tmp_path, most=1000)
    with pytest.raises(DocumentError, match="is empty"):
        fetch(publisher + "/empty.xml", tmp_path)
    with pytest.raises(UnreachableError, match="answers 404"):
        fetch(publisher + "/gone.xml", tmp_path)
    with pytest.raises(InputError, match=r"its publisher is https://law\.example"):
        fetch(None, tmp_path)
    assert files(tmp_path) == ["zz/list.2002-02-02.xml"]
    assert place.read_bytes() == b"as it was"
    with pytest.raises(DocumentError, match="cannot be written"):
        fetch(publisher + "/2001.xml", place / "below")


def test_a_publisher_that_is_not_there(tmp_path: Path) -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Publisher) as server:
        address = f"http://127.0.0.1:{server.server_port}/x.xml"
    with pytest.raises(UnreachableError):
        fetch(address, tmp_path)
    assert files(tmp_path) == []


def test_the_verb(publisher: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGSERVICE_DOCUMENTS", str(tmp_path))
    monkeypatch.setattr(verb, "read_descriptor", lambda _: described(publisher + "/{date}.xml"))
    done = CliRunner().invoke(main, ["fetch", "zz-list", "--edition", "2002-02-02"])
    assert done.exit_code == 0, done.output
    assert "as described, the document of zz-list 2002-02-02" in done.stdout
    done = CliRunner().invoke(main, ["fetch", "zz-list", "--edition", "2003-03-03"])
    assert "kgservice import" in done.stdout
    done = CliRunner().invoke(main, ["fetch", "zz-list", "--edition", "2001-01-01"])
    assert done.exit_code == 2
    assert "nothing was kept" in done.stderr
    monkeypatch.undo()
    done = CliRunner().invoke(main, ["fetch", "eu-annex-1"])
    assert done.exit_code == 2
    assert "eu-annex-i" in done.stderr
