"""A build gives a release, the same from the same inputs, or leaves everything as it was."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions, Store

from kgservice import build
from kgservice.build import build_release
from kgservice.errors import DocumentError, GateError, ReleaseError
from kgservice.release import DATASET, STORE, current_release, list_releases, point_to
from kgservice.validation import Finding
from tests.build.invented import FREE, NEWER, OLDER

World = Callable[..., Path]
ID = "https://w3id.org/stc/id/"


def ask(release_store: Path, query: str) -> list[tuple[str, ...]]:
    """Return the answer of a store as tuples of N-Triples terms."""
    found = Store.read_only(str(release_store)).query(query)
    assert isinstance(found, QuerySolutions)
    return [tuple(str(cell) for cell in solution) for solution in found]


def test_default_graph_is_the_present_and_editions_stand_alone(
    world: World, tmp_path: Path
) -> None:
    imports = world(d2020_01_01=OLDER, d2021_01_01=NEWER)
    release = build_release(tmp_path / "releases", imports)
    notation = "<http://www.w3.org/2004/02/skos/core#notation>"
    present = ask(
        release.path / STORE,
        f"SELECT ?n {{ ?e {notation} ?n ; <http://www.w3.org/2004/02/skos/core#inScheme>"
        f" <{ID}{FREE}/2021-01-01> }} ORDER BY ?n",
    )
    assert present == [('"9X999"',), ('"9X999.a"',), ('"9X999.b"',), ('"9X999.c"',)]
    older = ask(
        release.path / STORE,
        f"SELECT ?n {{ GRAPH <{ID}{FREE}/2020-01-01> {{ ?e {notation} ?n }} }} ORDER BY ?n",
    )
    assert older == [('"9X999"',), ('"9X999.a"',), ('"9X999.b"',)]
    assert release.manifest["id"] == release.id


def test_same_inputs_give_the_same_release(world: World, tmp_path: Path) -> None:
    imports = world(d2020_01_01=OLDER)
    first = build_release(tmp_path / "one", imports)
    second = build_release(tmp_path / "two", imports)
    assert first.id == second.id
    assert (first.path / DATASET).read_bytes() == (second.path / DATASET).read_bytes()
    again = build_release(tmp_path / "one", imports)
    assert (again.id, len(list_releases(tmp_path / "one"))) == (first.id, 1)
    other = build_release(tmp_path / "one", world(d2020_01_01=NEWER))
    assert other.id != first.id


def test_dataset_holds_what_the_store_holds(world: World, tmp_path: Path) -> None:
    release = build_release(tmp_path / "releases", world(d2020_01_01=OLDER))
    store = Store.read_only(str(release.path / STORE))
    with gzip.open(release.path / DATASET, "rt", encoding="utf-8") as lines:
        count = sum(1 for _ in lines)
    assert count == len(store) == release.manifest["quads"]
    graphs = {entry["graph"]: entry["triples"] for entry in release.manifest["graphs"]}
    edition = NamedNode(f"{ID}{FREE}/2020-01-01")
    held = sum(1 for _ in store.quads_for_pattern(None, None, None, edition))
    assert graphs[edition.value] == held


def test_gate_leaves_the_old_release_serving(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    releases = tmp_path / "releases"
    served = build_release(releases, world(d2020_01_01=OLDER))
    finding = Finding("Violation", "<x:entry>", None, None, "has a code", "stcsh:Shape")

    class Report:
        violations = (finding,)

    monkeypatch.setattr(build, "run_violation_queries", lambda ask: Report)
    with pytest.raises(GateError, match="1 times; nothing was published:\n  <x:entry>: has a code"):
        build_release(releases, world(d2021_01_01=NEWER))
    assert current_release(releases) == served
    assert [path.name for path in releases.iterdir() if path.name.startswith(".")] == []


def test_unreadable_source_leaves_nothing(world: World, tmp_path: Path) -> None:
    imports = world(d2020_01_01=OLDER)
    table = imports / FREE / "2020-01-01.csv"
    table.write_text(table.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    with pytest.raises(DocumentError, match=r"2020-01-01\.csv"):
        build_release(tmp_path / "releases", imports)
    assert list((tmp_path / "releases").iterdir()) == []


def test_nothing_to_build_from(world: World, tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no edition to build from"):
        build_release(tmp_path / "releases", tmp_path / "nowhere")


def test_roll_back(world: World, tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    first = build_release(releases, world(d2020_01_01=OLDER))
    second = build_release(releases, world(d2021_01_01=NEWER))
    assert current_release(releases) == second
    assert point_to(releases, first.id) == first
    assert current_release(releases) == first
    with pytest.raises(ReleaseError, match=f"no release 'x' .* there are .*{second.id}"):
        point_to(releases, "x")
