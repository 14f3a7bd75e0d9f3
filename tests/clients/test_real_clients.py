"""Clients that others wrote, against a running service: SPARQLWrapper, rdflib, Comunica, curl."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.search.conftest import DATA
from tests.serving import Served, serving

ROOT = Path(__file__).parents[2]
COMUNICA = ROOT / "kgservice" / "web" / "frontend" / "node_modules" / ".bin" / "comunica-sparql"
SKOS = "http://www.w3.org/2004/02/skos/core#"
STC = "https://w3id.org/stc/ontology#"
ENTRY = "https://w3id.org/stc/id/us-ccl/2001-01-01/9A999"
CODES = f"SELECT ?code {{ ?entry a <{STC}Entry> ; <{SKOS}notation> ?code }} ORDER BY ?code"
EXPECTED = ["9A999", "9A999.a", "9A999.a.1", "9X999"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return a running service over the invented release."""
    settings = {"releases": tmp_path_factory.mktemp("releases")}
    with serving(DATA, settings=settings) as running:
        yield running


@pytest.fixture
def endpoint(served: Served) -> str:
    """Return the address of its endpoint."""
    return f"http://127.0.0.1:{served.port}/sparql"


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(endpoint: str, method: str) -> None:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setMethod(method)
    wrapper.setQuery(CODES)
    wrapper.setReturnFormat(JSON)
    found = wrapper.queryAndConvert()
    assert [row["code"]["value"] for row in found["results"]["bindings"]] == EXPECTED
    wrapper.setReturnFormat(CSV)
    rows = csv.DictReader(io.StringIO(wrapper.queryAndConvert().decode()))
    assert [row["code"] for row in rows] == EXPECTED
    wrapper.setReturnFormat(XML)
    assert len(wrapper.queryAndConvert().getElementsByTagName("result")) == 4
    wrapper.setQuery(f"CONSTRUCT WHERE {{ <{ENTRY}> <{SKOS}notation> ?code }}")
    wrapper.setReturnFormat(TURTLE)
    graph = Graph().parse(data=wrapper.queryAndConvert(), format="turtle")
    assert list(graph) == [(URIRef(ENTRY), URIRef(SKOS + "notation"), Literal("9A999"))]
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery("SELECT ?x {")
    with pytest.raises(QueryBadFormed):
        wrapper.query()


def test_rdflib_sparqlstore(endpoint: str) -> None:
    graph = Graph(SPARQLStore(endpoint, returnFormat="json"))
    assert [str(row[0]) for row in graph.query(CODES)] == EXPECTED
    entry, label = URIRef(ENTRY), URIRef(SKOS + "prefLabel")
    assert sorted(text.language or "" for text in graph.objects(entry, label)) == ["en", "fr"]
    assert (entry, URIRef(STC + "status"), URIRef(STC + "Listed")) in graph
    assert bool(graph.query(f"ASK {{ <{ENTRY}> a <{STC}Entry> }}"))


def test_comunica(endpoint: str) -> None:
    node = shutil.which("node", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
    if node is None or not COMUNICA.exists():
        pytest.skip("no Comunica here; 'make test' installs it from npm")
    done = subprocess.run(  # noqa: S603 - a tool of the checkout
        [
            node,
            str(COMUNICA.resolve()),
            f"sparql@{endpoint}",
            CODES,
            "-t",
            "application/sparql-results+json",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["results"]["bindings"]
    assert [row["code"]["value"] for row in rows] == EXPECTED


def curl(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run curl."""
    program = shutil.which("curl")
    if program is None:
        pytest.skip("no curl on this machine")
    command = [program, "--silent", "--show-error", "--max-time", "60", *arguments]
    return subprocess.run(  # noqa: S603 - found by its name
        command, capture_output=True, text=True, timeout=90, check=False
    )


def test_curl(served: Served, endpoint: str) -> None:
    query = f"query={CODES}"
    done = curl("-H", "Accept: text/csv", "--data-urlencode", query, endpoint)
    assert done.stdout.split() == ["code", *EXPECTED]
    done = curl("-G", "--compressed", "-H", "Accept: text/tab-separated-values",
                "--data-urlencode", query, endpoint)  # fmt: skip
    assert done.stdout.split() == ["?code", *(f'"{code}"' for code in EXPECTED)]
    home = f"http://127.0.0.1:{served.port}"
    done = curl("--location", "-H", "Accept: text/turtle", f"{home}/id/us-ccl/2001-01-01/9A999")
    graph = Graph().parse(data=done.stdout, format="turtle")
    assert (URIRef(ENTRY), URIRef(SKOS + "notation"), Literal("9A999")) in graph
    done = curl(f"{home}/search?q=9a999a1&limit=1")
    assert json.loads(done.stdout)["hits"][0]["code"] == "9A999.a.1"
    done = curl("--fail", "--data-urlencode", "query=SELECT ?x {", endpoint)
    assert done.returncode == 22
    assert "400" in done.stderr
