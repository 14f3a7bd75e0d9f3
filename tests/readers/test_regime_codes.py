"""The regimes' code lists: as bundled, as derived from the code trees, and as triples."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from kgservice.bundled import bundled
from kgservice.errors import TableError
from kgservice.graph.facts import read_facts
from kgservice.graph.labels import COLUMNS as LABEL_COLUMNS
from kgservice.graph.labels import read_labels
from kgservice.graph.regime_codes import regime_code_triples
from kgservice.graph.terms import TYPE, node, stc, words
from kgservice.namespaces import DCTERMS, SKOS, list_iri, provision_iri
from kgservice.readers.descriptors import read_descriptor
from kgservice.readers.regime_codes import (
    LEFT_OUT,
    TREES,
    read_code_trees,
    read_codes,
    write_codes,
)

FOLDER = bundled("data") / "regime-codes"
LABELS = bundled("data") / "labels"


@pytest.mark.parametrize("list_id", TREES)
def test_the_trees_give_the_bundled_codes(list_id: str, documents: Path, tmp_path: Path) -> None:
    codes = read_code_trees(documents, list_id)
    write_codes(codes, tmp_path / f"{list_id}.csv")
    derived = (tmp_path / f"{list_id}.csv").read_bytes()
    assert derived == (FOLDER / f"{list_id}.csv").read_bytes()


@pytest.mark.parametrize(
    ("list_id", "of_trees", "implied", "reserved"),
    [
        ("mtcr-annex", 23 + 241, 112, 3),
        ("nsg-part-1", 153 - 1 - len(LEFT_OUT["nsg-part-1"]), 5, 0),
        ("nsg-part-2", 242 - 1, 0, 0),
    ],
)
def test_every_code_states_where_it_was_read(
    list_id: str, of_trees: int, implied: int, reserved: int
) -> None:
    codes = read_codes(FOLDER / f"{list_id}.csv")
    kinds = Counter(code.source.partition(" ")[0].partition("/")[0] for code in codes)
    assert kinds == Counter({"united-kingdom": of_trees, "shown": implied, "facts": reserved})


def test_the_lists_are_whole_at_the_top() -> None:
    def highest(list_id: str) -> list[str]:
        return [code.code for code in read_codes(FOLDER / f"{list_id}.csv") if not code.parent]

    assert highest("mtcr-annex") == [str(number) for number in range(1, 21)]
    assert highest("nsg-part-1") == ["A.1", *(str(number) for number in range(1, 8))]
    assert highest("nsg-part-2") == [str(number) for number in range(1, 7)]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("code,parent\n", "row 1: expected the columns code, parent, source"),
        ("code,parent,source\n7,,s\n", "row 2: '7'; expected each nsg-part-2 code once"),
        ("code,parent,source\n3A,,s\n", "row 2: '3A'; expected each nsg-part-2 code once, as"),
        ("code,parent,source\n3,,s\n3,,s\n", "row 3: '3'; expected each"),
        ("code,parent,source\n3,,s\n3.A,,s\n", "row 3: 3.A under ''; expected '3', above it"),
        ("code,parent,source\n3.A,3,s\n", "row 2: 3.A under '3'; expected '3', above it"),
        ("code,parent,source\n3,,\n", "row 2: source is empty; every code needs one"),
    ],
)
def test_a_table_that_is_wrong_is_refused(tmp_path: Path, rows: str, wanted: str) -> None:
    path = tmp_path / "nsg-part-2.csv"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(TableError) as error:
        read_codes(path)
    assert str(error.value).startswith(f"nsg-part-2.csv, {wanted}")


def test_a_list_has_provisions_and_no_edition() -> None:
    triples = set(regime_code_triples(FOLDER, read_labels(LABELS)))
    lists = {s for s, p, o in triples if p == TYPE and o == stc("ControlList")}
    assert lists == {node(list_iri(list_id)) for list_id in TREES}
    names = {p for _, p, _ in triples}
    assert not names & {stc("hasEdition"), stc("presentEdition"), stc("hasVersion")}
    assert stc("enactedBy") not in names
    provisions = [s for s, p, o in triples if p == TYPE and o == stc("Provision")]
    assert len(provisions) == 379 + 154 + 241


def test_a_provision_states_code_place_and_label() -> None:
    triples = set(regime_code_triples(FOLDER, read_labels(LABELS)))
    own = node(provision_iri("nsg-part-2", "3.A.2"))
    found = {(p, o) for s, p, o in triples if s == own}
    assert {p for p, _ in found} == {
        TYPE, stc("inList"), node(SKOS + "notation"), stc("sortKey"),
        node(SKOS + "broader"), node(SKOS + "prefLabel"),
    }  # fmt: skip
    assert (node(SKOS + "broader"), node(provision_iri("nsg-part-2", "3.A"))) in found
    assert (node(SKOS + "notation"), words("3.A.2")) in found
    sources = {
        o for s, p, o in triples
        if s == node(list_iri("nsg-part-2")) and p == node(DCTERMS + "source")
    }  # fmt: skip
    assert words("united-kingdom/regimes_NSG_Dual_use.csv") in sources


@pytest.mark.parametrize("list_id", TREES)
def test_each_label_of_a_regime_list_is_of_a_code_it_has(list_id: str) -> None:
    codes = {code.code for code in read_codes(FOLDER / f"{list_id}.csv")}
    lines = (LABELS / "regimes.csv").read_text(encoding="utf-8").splitlines()[1:]
    labelled = {line.split(",")[0] for line in lines if line.split(",")[1] == list_id}
    assert labelled <= codes
    assert read_descriptor(list_id).editions == ()


def test_each_label_names_entries_that_are_there() -> None:
    editions = {
        f"{path.parent.name}/{path.stem}/": path
        for path in (bundled("data") / "editions").glob("*/*.csv")
    }
    codes: dict[str, set[str]] = {}
    named = 0
    for row in read_facts(LABELS / "regimes.csv", LABEL_COLUMNS):
        for source in row.sources:
            edition = next((start for start in editions if source.startswith(start)), None)
            if edition is not None:
                if edition not in codes:
                    with editions[edition].open(encoding="utf-8", newline="") as file:
                        codes[edition] = {line["code"] for line in csv.DictReader(file)}
                assert source.removeprefix(edition) in codes[edition], f"{row.place}: {source}"
                named += 1
    assert named == 129


@pytest.mark.parametrize(
    ("section", "paragraph", "count"),
    [
        ("1", "A.2.1", 11), ("5", "A.2.4", 9), ("5.2", "A.2.4.2", 5), ("5.3", "A.2.4.3", 5),
        ("5.5", "A.2.4.5", 12), ("5.6", "A.2.4.6", 8), ("5.7", "A.2.4.7", 13),
        ("5.9", "A.2.4.9", 3), ("7", "A.2.6", 2), ("7.2", "A.2.6.2", 2),
    ],
)  # fmt: skip
def test_the_trigger_list_counts_as_the_list_that_follows_it(
    section: str, paragraph: str, count: int
) -> None:
    own = [c.code for c in read_codes(FOLDER / "nsg-part-1.csv") if c.parent == section]
    path = bundled("data") / "editions" / "ca-nuclear" / "2026-03-25.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    theirs = {line["code"] for line in lines if line["parent"] == paragraph}
    assert len(own) == len(theirs) == count
