"""Mappings as SSSOM TSV come back as they went out; a wrong row is named."""

import datetime
from pathlib import Path

import pytest
import yaml

from kgservice.correspondence import (
    Correspondence,
    Deviation,
    EditionKey,
    Justification,
    ListComparison,
    Relation,
)
from kgservice.errors import TableError
from kgservice.harmonization.sssom import decided_between, read_sssom, write_sssom
from tests.harmonization.invented import NEW, edition, entry

MINE = EditionKey("yy-list", datetime.date(2001, 1, 1))
YOURS = EditionKey("zz-list", datetime.date(2002, 2, 2))
PAIR = Correspondence(
    "9X999 No. 1",
    "9X999.b",
    Relation.NARROW,
    Deviation.STRICTER,
    Deviation.LOOSER,
    0.91,
    (Justification.WORDING, Justification.CHEMICALS),
    comment="Tab-free.",
)
COLLISION = Correspondence(
    "9X999.c",
    "9X999.c",
    None,
    Deviation.CODE_COLLISION,
    Deviation.CODE_COLLISION,
    0.9,
    (Justification.CODE,),
)
HEADER = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tdeviation\n"


def test_what_goes_out_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "set.sssom.tsv"
    text = write_sssom(ListComparison(MINE, YOURS, (PAIR, COLLISION), ()))
    path.write_text(text, encoding="utf-8")
    ((_, mine, yours, one),) = read_sssom(path)
    assert (mine, yours, one) == (MINE, YOURS, PAIR)


def test_the_metadata_are_yaml_with_every_prefix_used() -> None:
    text = write_sssom(ListComparison(MINE, YOURS, (PAIR,), ()))
    lines = [line[2:] for line in text.splitlines() if line.startswith("#")]
    metadata = yaml.safe_load("\n".join(lines))
    assert set(metadata["curie_map"]) == {"semapv", "skos", "stc", "stcid"}
    assert metadata["subject_source"] == "stcid:yy-list/2001-01-01"
    assert "semapv:CompositeMatching" in text


def decisions(folder: Path, row: str) -> Path:
    """Write a table of decisions."""
    folder.joinpath("lists-invented.sssom.tsv").write_text(f"# a: b\n{HEADER}{row}\n", "utf-8")
    return folder


def test_a_decision_is_turned_where_its_lists_stand_the_other_way_round(tmp_path: Path) -> None:
    row = "stcid:zz-list/2002-02-02/9X999.a\tskos:narrowMatch\tstcid:zz-list/2002-02-02/9X999.b"
    row += "\tsemapv:ManualMappingCuration\t0.8\tstricter"
    held = edition(NEW, entry("9X999.a", "Hoops"), entry("9X999.b", "Wooden hoops"))
    found = decided_between(decisions(tmp_path, row), held, held)
    assert [(one.subject, one.relation, one.deviation) for one in found] == [
        ("9X999.a", Relation.NARROW, Deviation.STRICTER),
        ("9X999.b", Relation.BROAD, Deviation.LOOSER),
    ]
    assert {one.justifications for one in found} == {(Justification.CURATED,)}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("yy-list\tskos:closeMatch\tstcid:zz-list/2002-02-02/9X\t\t1\t", "row 3: 'yy-list'"),
        (
            "stcid:zz-list/2002-02-02/9X1\tskos:nearMatch\tstcid:zz-list/2002-02-02/9X\t\t1\t",
            "row 3: 'nearMatch'",
        ),
        (
            "stcid:zz-list/2002-02-02/9X1\tskos:closeMatch\tstcid:zz-list/2002-02-02/9X\t\t1\t",
            "has no entry 9X1",
        ),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, told: str) -> None:
    held = edition(NEW, entry("9X999.a", "Hoops"))
    with pytest.raises(TableError, match=told):
        decided_between(decisions(tmp_path, row), held, held)
