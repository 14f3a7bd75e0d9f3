"""The bundled release, as ``make serve`` builds and serves it on a fresh machine."""

import re
import shlex
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kgservice.queries import CatalogueQuery, read_catalogue
from kgservice.readers.descriptors import list_ids, read_descriptor
from kgservice.release import Release
from kgservice.store import Store
from tests.release.asking import CSV, rows
from tests.serving import serving

ROOT = Path(__file__).parents[2]


def test_it_holds_every_bundled_edition(release: Release) -> None:
    bundled = {path.stem: path.parent.name for path in (ROOT / "data/editions").glob("*/*.csv")}
    assert len(release.manifest["editions"]) == len(list((ROOT / "data/editions").glob("*/*.csv")))
    assert {edition["date"] for edition in release.manifest["editions"]} == set(bundled)


@pytest.mark.parametrize("query", read_catalogue(), ids=lambda query: query.id)
def test_every_question_has_an_answer(store: Store, query: CatalogueQuery) -> None:
    assert rows(store, query.text, tuple(query.terms(query.sample or query.example).items()))


def test_readme_shows_the_real_answer(releases: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(.*?)```", readme, re.DOTALL)
    (asked,) = (n for n, block in enumerate(blocks) if block.startswith("curl"))
    words = shlex.split(blocks[asked])
    query = words[words.index("--data-urlencode") + 1].removeprefix("query=")
    with serving(releases) as served:
        body = urlencode({"query": query}).encode()
        form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": CSV}
        reply = served.ask("POST", "/sparql", body, form)
    assert reply.status == 200
    assert reply.body.decode().replace("\r\n", "\n") == blocks[asked + 1]


def test_known_truths(store: Store) -> None:
    """Facts an expert would check first: dates, places and numbers of the law itself."""
    ask = "PREFIX stc: <https://w3id.org/stc/ontology#> SELECT ?s { GRAPH <%s> { <%s> %s ?s } }"
    base = "https://w3id.org/stc/id/us-ccl"

    def status(date: str, code: str) -> list[list[str]]:
        entry = f"{base}/{date}/{code}"
        return rows(store, ask % (f"{base}/{date}", entry, "stc:status"))

    listed, reserved = ([[f"https://w3id.org/stc/ontology#{x}"]] for x in ("Listed", "Reserved"))
    assert status("2023-10-18", "3A001.a.9") == listed
    assert status("2024-09-06", "3A001.a.9") == reserved
    assert status("2025-09-29", "3A001.a.9") == reserved
    australia = "https://w3id.org/stc/id/au-dsgl/2024-09-01"
    assert rows(store, ask % (australia, f"{australia}/3A001.a.9", "stc:status")) == listed
    assert status("2023-10-18", "4E091") == []
    assert status("2025-01-16", "4E091") == listed


def test_changes_between_editions(store: Store) -> None:
    """One change set for each edition and the one before it; identity runs through a swap."""
    ask = """PREFIX stc: <https://w3id.org/stc/ontology#>
             BASE <https://w3id.org/stc/id/>
             SELECT ?value { %s } ORDER BY ?value"""
    sets = rows(store, ask % "?value a stc:ChangeSet")
    assert len(sets) == 11
    (kind,) = rows(
        store, ask % "<us-ccl/2024-09-06/since-2023-10-18/3A001.a.9/reserved> stc:changeKind ?value"
    )
    assert kind == ["https://w3id.org/stc/ontology#ReservedSince"]
    (before,) = rows(store, ask % "<us-ccl/2023-10-18/1C354.b.2> stc:continues ?value")
    assert before == ["https://w3id.org/stc/id/us-ccl/2020-06-29/1C354.b.1"]


def test_readme_lists_every_question_and_edition() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for query in read_catalogue():
        assert f"- `{query.id.lower()}` {query.question}\n" in readme
    for list_id in list_ids():
        (row,) = (line for line in readme.splitlines() if line.startswith(f"| `{list_id}` "))
        for edition in read_descriptor(list_id).editions:
            assert edition.date.isoformat() in row
