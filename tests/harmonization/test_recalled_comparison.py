"""A comparison read back from a store is the one that was written, and so are its forms."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from kgservice.cli import comparing, explaining, main
from kgservice.correspondence import Justification, ListComparison
from kgservice.errors import UnknownComparisonError
from kgservice.harmonization.comparison_output import XKOS, as_csv
from kgservice.harmonization.recalled_comparison import recall_comparison, recall_counts
from kgservice.namespaces import STC
from kgservice.store import Limits, Store, open_dataset
from tests.harmonization.compared import comparison, write_compared


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Return a store that holds the comparison of two invented lists."""
    opened = open_dataset(write_compared(tmp_path_factory.mktemp("compared")), Limits(), 1)
    yield opened
    opened.close()


def told(found: ListComparison) -> ListComparison:
    """Return a comparison without what the graph does not tell apart."""
    structural = (Justification.PLACE, Justification.REFERENCES)

    def grounds(given: tuple[Justification, ...]) -> tuple[Justification, ...]:
        merged = {Justification.CODE if one in structural else one for one in given}
        return tuple(one for one in Justification if one in merged)

    return replace(
        found,
        correspondences=tuple(
            replace(
                one,
                justifications=grounds(one.justifications),
                rests_on=tuple(replace(p, subject=None, object=None) for p in one.rests_on),
            )
            for one in found.correspondences
        ),
    )


def test_what_was_written_is_recalled(store: Store) -> None:
    found = recall_comparison(store, "yy-list", "zz-list")
    assert told(found) == told(comparison())
    assert found.correspondences[1].rests_on[0].reason == "Power > 10 W against Power > 20 W"


def test_from_the_other_side_it_is_turned(store: Store) -> None:
    found = recall_comparison(store, "zz-list", "yy-list")
    own = {one.subject: one.deviation.value for one in found.correspondences}
    assert own["9X999.a"] == "looser"
    (limits,) = (pair.reason for one in found.correspondences for pair in one.rests_on)
    assert limits == "Power > 20 W against Power > 10 W"
    assert {(one.code, one.deviation.value) for one in found.absences} == {
        ("9X999.c", "missing"),
        ("9X999.d", "extra"),
    }


def test_counts(store: Store) -> None:
    counts = {(one.list, one.part, one.coverage): one.entries for one in recall_counts(store)}
    assert counts["yy-list", None, "partly"] == 1
    assert counts["zz-list", "9X999", "partly"] == 1


def test_the_parameters_compared_are_named(tmp_path: Path) -> None:
    graph = Graph().parse(write_compared(tmp_path), format="nt")
    named = {str(one) for one in graph.objects(None, URIRef(STC + "comparesParameter"))}
    base = "https://w3id.org/stc/id"
    assert named == {f"{base}/{x}-list/2002-02-02/9X999.a#p1" for x in ("yy", "zz")}


def test_lists_that_are_not_compared(store: Store) -> None:
    with pytest.raises(UnknownComparisonError, match="yy-list is compared with zz-list"):
        recall_comparison(store, "yy-list", "zz-other")


@pytest.fixture
def verb(store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let the verb ask the invented lists."""
    path = write_compared(tmp_path)
    for module in (comparing, explaining):
        monkeypatch.setattr(module, "open_store", lambda *_: open_dataset(path, Limits(), 1))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["compare", *arguments])


@pytest.mark.usefixtures("verb")
def test_text() -> None:
    found = run("yy-list", "zz-list")
    assert found.exit_code == 0
    assert "9X999.a  stricter  Power > 10 W against Power > 20 W\n" in found.stdout
    assert "9X999.c  extra  nothing alike" in found.stdout


@pytest.mark.usefixtures("verb")
def test_json_and_sssom() -> None:
    report = json.loads(run("yy-list", "zz-list", "--format", "json").stdout)
    assert report["subject"] == {"list": "yy-list", "edition": "2002-02-02"}
    assert report["counts"]["stricter"] == 1
    assert "skos:narrowMatch" in run("yy-list", "zz-list", "--format", "sssom").stdout


@pytest.mark.usefixtures("verb")
def test_graphs() -> None:
    turtle = Graph().parse(data=run("yy-list", "zz-list", "--format", "turtle").stdout)
    assert len(list(turtle.subjects(RDF.type, URIRef(STC + "Correspondence")))) >= 3
    xkos = Graph().parse(data=run("yy-list", "zz-list", "--format", "xkos").stdout)
    (table,) = xkos.subjects(RDF.type, URIRef(XKOS + "Correspondence"))
    assert len(list(xkos.objects(table, URIRef(XKOS + "madeOf")))) == 3


@pytest.mark.usefixtures("verb")
def test_unknown_lists() -> None:
    found = run("yy-list", "aa-list")
    assert found.exit_code == 2
    assert "yy-list is compared with zz-list" in found.stderr


ENDS = "correspondence/yy-list/2002-02-02/9X999.a/zz-list/2002-02-02/9X999"


@pytest.mark.usefixtures("verb")
def test_explain() -> None:
    found = CliRunner().invoke(main, ["explain", f"{ENDS}.a"])
    assert found.exit_code == 0
    assert "relation: narrowMatch; deviation: stricter" in found.stdout
    assert "limits: Power > 10 W against Power > 20 W" in found.stdout
    report = json.loads(
        CliRunner().invoke(main, ["explain", f"{ENDS}.a", "--format", "json"]).stdout
    )
    assert report["correspondences"][0]["deviation"] == "stricter"
    missed = CliRunner().invoke(main, ["explain", f"{ENDS}.z"])
    assert missed.exit_code == 2
    assert "is no correspondence of this release" in missed.stderr


def test_no_cell_becomes_a_formula() -> None:
    (first, *others) = comparison().correspondences
    evil = replace(first, comment="=1+1")
    text = as_csv(replace(comparison(), correspondences=(evil, *others)))
    rows = list(csv.reader(io.StringIO(text)))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
