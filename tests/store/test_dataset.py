"""Any RDF file is served as it is; a damaged one is refused with file, line and reason."""

import gzip
import tempfile
from pathlib import Path

import pytest

from kgservice.errors import DocumentError
from kgservice.store import Limits, open_dataset
from kgservice.store.base import QueryRequest

TURTLE = b'<urn:x:a> <urn:x:b> "c" .\n'
XML = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:">'
NODE = b'<rdf:Description rdf:about="urn:x:a"><x:b>c</x:b></rdf:Description>'
BOMB = b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
GOOD = {
    "a.ttl": TURTLE,
    "a.TTL": TURTLE,
    "a.nt": TURTLE,
    "a.nq": b'<urn:x:a> <urn:x:b> "c" <urn:x:g> .\n',
    "a.trig": b'<urn:x:g> { <urn:x:a> <urn:x:b> "c" }',
    "a.rdf": XML + NODE + b"</rdf:RDF>",
    "a.owl": XML + NODE + b"</rdf:RDF>",
    "a.jsonld": b'{"@id": "urn:x:a", "urn:x:b": "c"}',
    "a.nt.gz": gzip.compress(TURTLE),
}
BAD = {
    "cut.ttl": (TURTLE + b"<urn:x:a> <urn:x:b> .", "line 2"),
    "open.ttl": (TURTLE + b'<urn:x:a> <urn:x:b> "c', "line 2"),
    "latin.ttl": (b'<urn:x:a> <urn:x:b> "\xe9" .', "line 1"),
    "wide.nt": (TURTLE.decode().encode("utf-16"), "line 1"),
    "cut.rdf": (XML + b"\n" + NODE, "line 2: this is no whole XML"),
    "dtd.rdf": (b"\n" + BOMB + XML + NODE + b"</rdf:RDF>", "line 2: document type"),
    "cut.jsonld": (b'{"@id": "urn:x:a",', "line 1"),
    "deep.jsonld": (b'{"urn:x:a":' * 6000 + b"1" + b"}" * 6000, "ended the parser"),
    "remote.jsonld": (b'{"@context": "http://127.0.0.1/c", "urn:x:b": "c"}', "remote.jsonld"),
    "cut.nt.gz": (gzip.compress(TURTLE * 999)[:-20], "cut off"),
    "no.nt.gz": (TURTLE, "gzip"),
    "empty.ttl": (b"", "empty"),
    "word.docx": (b"PK", "no RDF syntax"),
}


@pytest.fixture(autouse=True)
def own_scratch(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let scratch folders stand apart from those of tests that run beside these."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("scratch")))


def leftovers() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("kgservice-*"))


@pytest.mark.parametrize("name", GOOD)
def test_every_syntax(tmp_path: Path, name: str) -> None:
    before = leftovers()
    path = tmp_path / name
    path.write_bytes(GOOD[name])
    store = open_dataset(path, Limits(), 1)
    text = "SELECT ?o WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    with store.query(QueryRequest(text, "text/csv")).body as body:
        assert body.read() == b"o\r\nc\r\n"
    store.close()
    assert leftovers() <= before


@pytest.mark.parametrize("name", BAD)
def test_every_damage(tmp_path: Path, name: str) -> None:
    before = leftovers()
    path = tmp_path / name
    data, says = BAD[name]
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=says) as caught:
        open_dataset(path, Limits(), 1)
    assert name in str(caught.value)
    assert leftovers() <= before


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no file"):
        open_dataset(tmp_path / "a.ttl", Limits(), 1)


def test_parsing_is_limited(tmp_path: Path) -> None:
    path = tmp_path / "large.nt"
    path.write_bytes(b"".join(b"<urn:x:a> <urn:x:b> <urn:x:%d> .\n" % i for i in range(300_000)))
    with pytest.raises(DocumentError, match=r"within 0\.1 seconds"):
        open_dataset(path, Limits(), 1, seconds=0.1)
    with pytest.raises(DocumentError, match=r"memory"):
        open_dataset(path, Limits(), 1, memory=1_000_000)
