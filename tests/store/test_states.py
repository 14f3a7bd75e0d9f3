"""The state of a day: which editions stand, what its default graph holds, how it is kept."""

import datetime
import gzip
import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, parse

from kgservice.errors import (
    BusyError,
    EngineError,
    QueryDatasetError,
    QueryUnsupportedError,
    ReleaseError,
    SpoolError,
)
from kgservice.publish import publish as publish_release
from kgservice.release import DATASET, Release
from kgservice.store import Limits, RemoteStore, Store, open_dataset, open_release
from kgservice.store.base import QueryRequest, never
from kgservice.store.embedded import EmbeddedStore, ReleaseFolder
from kgservice.store.graph_store import GraphStore
from kgservice.store.states import StateFolder, read_state
from kgservice.store.workers import Source
from tests.store.conftest import write_release
from tests.store.servers import oxigraph, virtuoso

Publish = Callable[[Path, str, str], None]
HEAD = """
@prefix stc: <https://w3id.org/stc/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix id: <https://w3id.org/stc/id/> .
"""
EDITIONS = {
    ("zz-one", "2010-05-01", "whole"): ["9X001", "9X002"],
    ("zz-one", "2020-05-01", "incomplete"): ["9X001"],
    ("zz-one", "2021-05-01", "excerpt"): ["9X777"],
    ("zz-two", "2015-05-01", "whole"): ["9X001", "9X003"],
}
HELD = [{"list": n, "date": d, "extent": e} for n, d, e in EDITIONS]
CODES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?entry WHERE { ?entry skos:notation ?code } ORDER BY ?entry
"""


def data() -> str:
    """Return the release as TriG: lists, editions, and a chemical that two lists name."""
    graphs, frame = [HEAD], ["id:frame skos:note 'stays' ."]
    for (name, date, extent), codes in EDITIONS.items():
        own = f"<https://w3id.org/stc/id/{name}/{date}>"
        about = f"{own} a stc:Edition ; stc:editionOf id:{name} ; stc:standsFrom '{date}'^^xsd:date"
        frame.append(f"{about} . id:{name} stc:hasEdition {own} .")
        triples = f"{about} ; skos:note '{extent}' ."
        for code in codes:
            triples += f"<https://w3id.org/stc/id/{name}/{date}/{code}> skos:notation '{code}' ;"
            triples += " stc:namesChemical id:c1 . id:c1 a stc:Chemical ; stc:casNumber '50-00-0' ."
        graphs.append(f"{own} {{ {triples} }}")
        if (name, date) in (("zz-one", "2020-05-01"), ("zz-two", "2015-05-01")):
            frame.append(f"{triples} id:{name} stc:presentEdition {own} .")
    return "\n".join([*graphs, *frame])


def write(publish: Publish, folder: Path, release: str = "r1") -> Path:
    publish(folder, release, data())
    manifest = folder / release / "manifest.json"
    manifest.write_text(json.dumps({"editions": HELD}))
    return folder


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def release_of(folder: Path) -> Release:
    """Return the same as a release that can be published."""
    graphs: dict[str, list[str]] = {}
    for quad in parse(data(), RdfFormat.TRIG):
        name = "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
        graphs.setdefault(name, []).append(f"{quad.triple} .\n")
    described = []
    with gzip.open(folder / DATASET, "wt", newline="\n") as file:
        for name, found in graphs.items():
            lines = sorted(set(found))
            tail = f" <{name}> .\n" if name else " .\n"
            file.writelines(line.removesuffix(" .\n") + tail for line in lines)
            digest = hashlib.sha256("".join(lines).encode()).hexdigest()
            described.append({"graph": name or None, "rdfc10_sha256": digest})
    return Release("r1", folder, {"graphs": described, "editions": HELD})


@pytest.fixture(params=["embedded", "oxigraph", "virtuoso"], scope="module")
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """Return a store that answers for days, of its own or of another server."""
    folder = tmp_path_factory.mktemp("days")
    if request.param == "embedded":
        opened: Store = open_release(write(write_release, folder / "releases"), Limits(), 2)
        assert isinstance(opened, EmbeddedStore)
        yield opened
        opened.close()
        return
    with (oxigraph if request.param == "oxigraph" else virtuoso)(folder) as server:
        publish_release(release_of(folder), GraphStore(server.graphs, "urn:x:default"), days=True)
        opened = RemoteStore(server.query, Limits(), 2, "urn:x:default")
        yield opened
        opened.close()


def ask(store: Store, text: str, date: str | None) -> list[str]:
    as_of = day(date) if date else None
    result = store.query(QueryRequest(text, "text/csv", as_of=as_of))
    assert result.release == "r1"
    with result.body as body:
        rows = body.read().decode().split("\r\n")[1:-1]
    return [row.removeprefix("https://w3id.org/stc/id/") for row in rows]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2010-04-30", []),
        ("2010-05-01", ["zz-one/2010-05-01/9X001", "zz-one/2010-05-01/9X002"]),
        (
            "2016-01-01",
            [
                "zz-one/2010-05-01/9X001",
                "zz-one/2010-05-01/9X002",
                "zz-two/2015-05-01/9X001",
                "zz-two/2015-05-01/9X003",
            ],
        ),
        (
            "2021-06-01",
            ["zz-one/2020-05-01/9X001", "zz-two/2015-05-01/9X001", "zz-two/2015-05-01/9X003"],
        ),
    ],
)
def test_the_editions_of_the_day_stand(store: Store, date: str, expected: list[str]) -> None:
    assert ask(store, CODES, date) == expected
    present = "SELECT ?e { ?list <https://w3id.org/stc/ontology#presentEdition> ?e } ORDER BY ?e"
    assert ask(store, present, date) == sorted({row.rpartition("/")[0] for row in expected})
    result = store.query(QueryRequest("ASK {}", "text/csv", as_of=day(date)))
    result.body.close()
    assert result.editions is not None
    assert [iri[24:] for iri in result.editions] == sorted(
        {row.rpartition("/")[0] for row in expected}
    )


def test_the_present_is_as_without_a_day(store: Store) -> None:
    everything = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
    assert ask(store, everything, "2030-01-01") == ask(store, everything, None)


def test_what_is_no_edition_s_stays(store: Store) -> None:
    frame = "SELECT ?o { <https://w3id.org/stc/id/frame> ?p ?o }"
    editions = "SELECT ?e { ?l <https://w3id.org/stc/ontology#hasEdition> ?e ."
    editions += " ?e <https://w3id.org/stc/ontology#editionOf> ?l ;"
    editions += " a <https://w3id.org/stc/ontology#Edition> } ORDER BY ?e"
    for date in ("1900-01-01", "2012-01-01", None):
        assert ask(store, frame, date) == ["stays"]
        assert len(ask(store, editions, date)) == 4


def test_a_chemical_stays_while_a_list_names_it(store: Store) -> None:
    text = "SELECT ?n { ?c <https://w3id.org/stc/ontology#casNumber> ?n }"
    assert ask(store, text, "2012-01-01") == ["50-00-0"]
    assert ask(store, text, "1900-01-01") == []


def test_editions_stay_in_their_graphs(store: Store) -> None:
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    assert len(ask(store, text, "1900-01-01")) == 4


def test_a_dataset_of_its_own_is_refused(store: Store) -> None:
    plain = QueryRequest("ASK {}", "text/csv", as_of=day("2012-01-01"), named_graphs=("urn:x:g",))
    own = QueryRequest("ASK FROM <urn:x:g> {}", "text/csv", as_of=day("2012-01-01"))
    for request in (plain, own):
        with pytest.raises(QueryDatasetError):
            store.query(request)


def test_a_server_without_days_says_so(tmp_path: Path) -> None:
    dated = QueryRequest("ASK {}", "text/csv", as_of=day("2012-01-01"))
    with oxigraph(tmp_path) as server:
        for place in ("", "urn:x:default"):
            opened = RemoteStore(server.query, Limits(), 1, place)
            with pytest.raises(QueryUnsupportedError, match="publish"):
                opened.query(dated)
            opened.close()


def test_a_file_has_no_days(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:x:a> <urn:x:b> <urn:x:c> .")
    opened = open_dataset(tmp_path / "a.ttl", Limits(), 1)
    with pytest.raises(ReleaseError, match="no release"):
        opened.query(QueryRequest("ASK {}", "text/csv", as_of=day("2012-01-01")))
    opened.close()


def test_a_state_is_made_once(
    tmp_path: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = ReleaseFolder(write(publish, tmp_path / "releases")).current()
    made: list[Path] = []
    build = StateFolder._build

    def counted(self: StateFolder, source: Source, state: object, target: Path) -> None:
        made.append(target)
        build(self, source, state, target)  # type: ignore[arg-type]

    monkeypatch.setattr(StateFolder, "_build", counted)
    folders = [StateFolder(tmp_path / "states") for _ in range(2)]
    state = read_state(source, day("2012-01-01"))
    ready = threading.Barrier(6)

    def take(number: int) -> bool:
        ready.wait()
        with folders[number % 2].hold(source, state, 60.0, never) as path:
            return path.is_dir()

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(take, range(6)))
    assert len(made) == 1


def test_states_are_bounded_and_those_in_use_stay(tmp_path: Path, publish: Publish) -> None:
    source = ReleaseFolder(write(publish, tmp_path / "releases")).current()
    folder = StateFolder(tmp_path / "states", most=1)
    first, second, third = (
        read_state(source, day(d)) for d in ("1900-01-01", "2012-01-01", "2016-01-01")
    )
    with folder.hold(source, first, 60.0, never) as held:
        with folder.hold(source, second, 60.0, never) as path:
            assert held.is_dir()
            assert path.is_dir()
    with folder.hold(source, third, 60.0, never) as path:
        assert path.is_dir()
        assert not held.is_dir()
    assert len(list((tmp_path / "states").glob("*/*/store"))) == 1


def test_whoever_asks_is_not_kept_waiting(tmp_path: Path, publish: Publish) -> None:
    source = ReleaseFolder(write(publish, tmp_path / "releases")).current()
    state = read_state(source, day("2012-01-01"))
    folder = StateFolder(tmp_path / "states")
    with pytest.raises(BusyError), folder.hold(source, state, 0.0, never):
        pass
    with folder.hold(source, state, 60.0, never) as path:  # the making went on
        assert path.is_dir()


def test_failures_are_told_and_leave_nothing(tmp_path: Path, publish: Publish) -> None:
    source = ReleaseFolder(write(publish, tmp_path / "releases")).current()
    state = read_state(source, day("2012-01-01"))
    slow = StateFolder(tmp_path / "states", seconds=0.01)
    with pytest.raises(EngineError, match="within 0"), slow.hold(source, state, 60.0, never):
        pass
    broken = Source("r1", tmp_path / "nowhere")
    with (
        pytest.raises(EngineError, match="status 1"),
        StateFolder(tmp_path / "states").hold(broken, state, 60.0, never),
    ):
        pass
    assert not list((tmp_path / "states").glob("*/*/store"))
    (tmp_path / "file").write_text("")
    unkept = StateFolder(tmp_path / "file" / "states")
    with pytest.raises(SpoolError), unkept.hold(source, state, 60.0, never):
        pass


def test_a_release_must_say_its_editions(tmp_path: Path, publish: Publish) -> None:
    publish(tmp_path, "r1", data())
    source = ReleaseFolder(tmp_path).current()
    with pytest.raises(ReleaseError, match="manifest"):
        read_state(source, day("2012-01-01"))
