"""The scorer, with invented paragraphs: what counts as right, wrong, missed and neither."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from kgservice.criteria import Comparator, Connective, Group, Parameter, Role
from tests.thresholds.gold import Paragraph, read_gold
from tests.thresholds.scoring import Found, Score, score_joins, score_paragraph, score_tree

HEAD = (
    "list,edition,code,note,lang,digest,joins,tree,n,of,quantity,comparator,value,upper,open,"
    "unit,role,certainty,as_written\n"
)
LIMIT = "1,,Power|PeakPower,>,3,,,W,control,certain,3 W"
CONDITION = "2,1,Temperature,=,7,,,K,control,certain,7 K"
BAND = "3,,Frequency,between,1,2,lower,GHz,control,certain,1 GHz to 2 GHz"
POWER = Parameter("Power", Comparator.GREATER, Decimal(3), "W", "3 W")
AT = Parameter("Temperature", Comparator.EQUAL, Decimal(7), "K", "7 K")
FREQUENCY = Parameter(
    "Frequency",
    Comparator.BETWEEN,
    Decimal(1),
    "GHz",
    "1 GHz to 2 GHz",
    upper=Decimal(2),
    lower_open=True,
)


def paragraph(path: Path, *rows: str, joins: str = "", tree: str = "") -> Paragraph:
    place = f'eu-annex-i,2025-11-15,9X999,,en,00,{joins},"{tree}",'
    path.write_text(HEAD + "".join(f"{place}{row}\n" for row in rows), encoding="utf-8")
    return read_gold(path)[0]


def scored(found: Parameter | Group | None, gold: Paragraph, *, named: bool = True) -> Score:
    score = Score()
    score_paragraph(gold, Found("", "00", found, "none-stated", ()), score, named=named)
    return score


def altered(parameter: Parameter, **changes: object) -> Parameter:
    fields = {name: getattr(parameter, name) for name in parameter.__slots__} | changes
    return Parameter(**fields)


def test_paragraph_reads_as_written(tmp_path: Path) -> None:
    gold = paragraph(tmp_path / "gold.csv", LIMIT, CONDITION, joins="all|any")
    assert (gold.list_id, gold.date) == ("eu-annex-i", datetime.date(2025, 11, 15))
    assert gold.joins == ("all", "any")
    assert [row.quantities for row in gold.rows] == [("Power", "PeakPower"), ("Temperature",)]
    assert paragraph(tmp_path / "gold.csv", "0,,,,,,,,,,").rows == ()


def test_all_that_is_written_down_is_right(tmp_path: Path) -> None:
    gold = paragraph(tmp_path / "gold.csv", LIMIT, CONDITION, BAND)
    both = Group(Connective.ALL, (altered(POWER, conditions=(AT,)), FREQUENCY))
    score = scored(both, gold)
    assert (score.right, score.wrong, score.missed) == (3, 0, 0)
    assert (score.precision, score.recall) == (1.0, 1.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"comparator": Comparator.GREATER_OR_EQUAL},
        {"value": Decimal(4)},
        {"unit": "kW"},
        {"role": Role.RELEASE},
        {"quantity": "Energy"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_each_difference_is_wrong_and_missed(tmp_path: Path, changes: dict[str, object]) -> None:
    score = scored(altered(POWER, **changes), paragraph(tmp_path / "gold.csv", LIMIT))
    assert (score.right, score.wrong, score.missed) == (0, 1, 1)
    assert "states" in score.faults[0]
    assert "misses" in score.faults[1]


def test_open_bounds_count(tmp_path: Path) -> None:
    gold = paragraph(tmp_path / "gold.csv", BAND)
    assert scored(FREQUENCY, gold).right == 1
    assert scored(altered(FREQUENCY, lower_open=False), gold).wrong == 1
    assert scored(altered(FREQUENCY, upper_open=True), gold).wrong == 1


def test_quantity_counts_only_where_it_is_asked(tmp_path: Path) -> None:
    gold = paragraph(tmp_path / "gold.csv", LIMIT)
    other = altered(POWER, quantity="Energy")
    assert scored(other, gold, named=False).right == 1
    assert scored(altered(POWER, quantity="PeakPower"), gold).right == 1


def test_condition_stands_under_its_limit_only(tmp_path: Path) -> None:
    gold = paragraph(tmp_path / "gold.csv", LIMIT, CONDITION)
    beside = Group(Connective.ALL, (POWER, AT))
    assert (scored(beside, gold).right, scored(beside, gold).wrong) == (1, 1)
    either = paragraph(tmp_path / "gold.csv", LIMIT, CONDITION.replace("2,1", "2,any"))
    assert scored(beside, either).right == 2
    assert scored(altered(POWER, conditions=(AT,)), either).right == 2


def test_optional_is_neither_asked_nor_counted(tmp_path: Path) -> None:
    gold = paragraph(tmp_path / "gold.csv", LIMIT.replace("certain", "optional"))
    assert (scored(None, gold).missed, scored(POWER, gold).right) == (0, 0)
    assert scored(altered(POWER, value=Decimal(4)), gold).wrong == 1


def test_unparsed_must_not_be_a_fact(tmp_path: Path) -> None:
    gold = paragraph(tmp_path / "gold.csv", LIMIT.replace("certain", "unparsed"))
    assert (scored(None, gold).missed, scored(POWER, gold).wrong) == (0, 1)


def test_same_fact_twice_counts_once(tmp_path: Path) -> None:
    gold = paragraph(tmp_path / "gold.csv", LIMIT)
    score = scored(Group(Connective.ANY, (POWER, POWER)), gold)
    assert (score.right, score.wrong) == (1, 0)


@pytest.mark.parametrize(
    ("stated", "counts"),
    [("all", (1, 0, 0)), ("any", (0, 1, 1)), ("none-stated", (0, 0, 1))],
)
def test_joins_are_right_wrong_or_missed(
    tmp_path: Path, stated: str, counts: tuple[int, int, int]
) -> None:
    score = Score()
    gold = paragraph(tmp_path / "gold.csv", "0,,,,,,,,,,", joins="all")
    score_joins(gold, Found("", "00", None, stated, ()), score)
    assert (score.right, score.wrong, score.missed) == counts


def test_tree_is_compared_whatever_its_nesting(tmp_path: Path) -> None:
    third = altered(POWER, value=Decimal(9), quantity="Power")
    rows = (LIMIT, BAND, LIMIT.replace("1,,", "4,,").replace(",3,", ",9,"))
    gold = paragraph(tmp_path / "gold.csv", *rows, tree="all(1,3,4)")
    nested = Group(Connective.ALL, (Group(Connective.ALL, (POWER, FREQUENCY)), third))
    either = Group(Connective.ALL, (Group(Connective.ANY, (POWER, FREQUENCY)), third))
    unsaid = Group(Connective.UNSTATED, (POWER, FREQUENCY, third))
    for criterion, counts in ((nested, (1, 0, 0)), (either, (0, 1, 0)), (unsaid, (0, 0, 1))):
        score = Score()
        score_tree(gold, Found("", "00", criterion, "none-stated", ()), score)
        assert (score.right, score.wrong, score.missed) == counts
