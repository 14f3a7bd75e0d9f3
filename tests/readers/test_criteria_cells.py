"""Criteria as cells of a table: every shape goes out and comes back, every fault is told."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgservice.criteria import Comparator, Connective, Group, Parameter, Role
from kgservice.readers.criteria_cells import (
    print_criterion,
    print_joins,
    read_criterion,
    read_joins_cell,
)
from kgservice.thresholds.quantities import quantity_kinds
from kgservice.thresholds.units import units

numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
quantities, codes = st.sampled_from(sorted(quantity_kinds())), st.sampled_from(sorted(units()))


@st.composite
def parameters(draw: st.DrawFn, depth: int = 1) -> Parameter:
    comparator = draw(st.sampled_from(Comparator))
    ranged = comparator is Comparator.BETWEEN
    return Parameter(
        draw(quantities),
        comparator,
        draw(numbers),
        draw(codes),
        draw(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20)),
        draw(numbers) if ranged else None,
        draw(st.sampled_from(Role)),
        tuple(draw(st.lists(parameters(0), max_size=2))) if depth else (),
        ranged and draw(st.booleans()),
        ranged and draw(st.booleans()),
    )


def groups(operands: st.SearchStrategy[Parameter | Group]) -> st.SearchStrategy[Group]:
    joined = st.lists(operands, min_size=1, max_size=3).map(tuple)
    plain = [connective for connective in Connective if connective is not Connective.AT_LEAST]
    return st.builds(Group, st.sampled_from(plain), joined) | st.builds(
        Group, st.just(Connective.AT_LEAST), joined, st.integers(1, 5)
    )


@given(st.recursive(parameters(), groups, max_leaves=6))
def test_a_criterion_comes_back(criterion: Parameter | Group) -> None:
    assert read_criterion(print_criterion(criterion)) == criterion


def test_a_cell_reads_as_it_is_meant() -> None:
    at = Parameter("Frequency", Comparator.BETWEEN, Decimal("2.7"), "GHz", "2.7 to 2.9 GHz",
                   Decimal("2.9"), lower_open=True)  # fmt: skip
    power = Parameter("Power", Comparator.GREATER, Decimal(5), "W", "5 W", conditions=(at,))
    mass = Parameter("Mass", Comparator.LESS, Decimal(2), "kg", "2 kg", role=Role.RELEASE)
    cell = (
        'all(Power > 5 W "5 W" @ {Frequency between (2.7, 2.9] GHz "2.7 to 2.9 GHz"}; '
        'none(Mass < 2 kg "2 kg" <release>))'
    )
    whole = Group(Connective.ALL, (power, Group(Connective.NONE, (mass,))))
    assert print_criterion(whole) == cell
    assert read_criterion(cell) == whole
    assert print_criterion(None) == ""


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("Mass over 5", "is no parameter such as 'Mass > 5 kg"),
        ('Cloudiness > 5 kg "5 kg"', "'Cloudiness' is no quantity of the scheme"),
        ('Mass > 5 stone "5 stone"', "'stone' is no unit that is known"),
        ('all(Mass > 5 kg "5 kg"', "expected ')' at its end"),
        ('Mass > 5 kg "5 kg" @ {Mass > 1 kg "1 kg"', "expected '}' at its end"),
        ('Mass > 5 kg "5 kg" and more', "stands after the criterion"),
        ('at-least(Mass > 5 kg "5 kg")', "at-least has a number"),
        ('all 2(Mass > 5 kg "5 kg")', "at-least has a number"),
    ],
)
def test_a_fault_is_told(cell: str, told: str) -> None:
    with pytest.raises(ValueError, match=r".*") as error:
        read_criterion(cell)
    assert told in str(error.value)


@pytest.mark.parametrize("connective", [Connective.ALL, Connective.ANY, Connective.NONE])
def test_joins_come_back(connective: Connective) -> None:
    assert read_joins_cell(print_joins(connective, None)) == (connective, None)
    assert read_joins_cell("at-least 3") == (Connective.AT_LEAST, 3)
    assert print_joins(Connective.AT_LEAST, 3) == "at-least 3"
    assert print_joins(None, None) == ""


@pytest.mark.parametrize("cell", ["some", "unstated", "at-least", "all 2"])
def test_joins_that_are_none_are_told(cell: str) -> None:
    with pytest.raises(ValueError, match="at-least"):
        read_joins_cell(cell)
