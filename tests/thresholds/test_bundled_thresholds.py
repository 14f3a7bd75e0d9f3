"""Thresholds that are known to stand in the lists, as the bundled facts have them."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from kgservice.bundled import bundled
from kgservice.criteria import Comparator, Connective, Group, Parameter
from kgservice.model import Entry
from kgservice.readers.edition_files import edition_files, read_edition
from kgservice.thresholds.compare import Standing, compare_parameters, describe
from kgservice.thresholds.quantities import quantity_kinds
from kgservice.thresholds.units import units

EU, AU, CCL = ("eu-annex-i", "2025-11-15"), ("au-dsgl", "2024-09-01"), ("us-ccl", "2025-09-29")


@cache
def entries(list_id: str, date: str) -> dict[str, Entry]:
    for file in edition_files(bundled("data") / "editions"):
        if (file.list_id, file.date) == (list_id, datetime.date.fromisoformat(date)):
            edition, _ = read_edition(file)
            return {entry.code: entry for entry in edition.entries}
    raise LookupError(f"{list_id} {date} is not bundled")


def limits(criterion: Parameter | Group | None) -> Iterator[Parameter]:
    if isinstance(criterion, Parameter):
        yield criterion
    elif criterion is not None:
        for operand in criterion.operands:
            yield from limits(operand)


def said(edition: tuple[str, str], code: str) -> list[str]:
    return [describe(limit) for limit in limits(entries(*edition)[code].criterion)]


@pytest.mark.parametrize(
    ("edition", "code", "wanted"),
    [
        (CCL, "3A090.a.1", ["TotalProcessingPerformance ≥ 4800"]),
        (EU, "3A501.a.16", ["TotalProcessingPerformance ≥ 6000"]),
        (EU, "8A002.o.2.d", ["Power > 10 MW"]),
        (CCL, "8A002.o.2.d", ["Power > 2 MW"]),
        (AU, "8A002.o.2.d", ["Power > 2 MW"]),
        (EU, "1A202.a", ["InsideDiameter in [75, 650] mm"]),
        (AU, "1A202.a", ["InsideDiameter in [75, 400] mm"]),
        (("us-ccl", "2023-10-18"), "3A090.a", ["DataTransferRate ≥ 600 GBy/s"]),
        (("us-ccl", "2023-10-18"), "3A090.a.1", ["TotalProcessingPerformance ≥ 4800"]),
        (
            ("us-ccl", "2024-12-02"),
            "3A090.a.2",
            ["TotalProcessingPerformance ≥ 1600", "PerformanceDensity ≥ 5.92"],
        ),
        (CCL, "3A090.c", ["MemoryBandwidthDensity > 2 GBy/s/mm2"]),
        (("ca-nuclear", "2010-05-13"), "B.2.2.5(d)", ["FrequencyStability < 0.1 %"]),
        (("ca-nuclear", "2010-05-13"), "B.2.4.3(a)", ["FrameRate > 225000 /s"]),
    ],
)
def test_a_known_threshold_stands(edition: tuple[str, str], code: str, wanted: list[str]) -> None:
    assert said(edition, code) == wanted


def one(edition: tuple[str, str], code: str) -> Parameter:
    (limit,) = limits(entries(*edition)[code].criterion)
    return limit


def test_the_lists_stand_to_each_other_as_is_known() -> None:
    standing = compare_parameters(one(CCL, "3A090.a.1"), one(EU, "3A501.a.16")).standing
    assert standing is Standing.STRICTER
    standing = compare_parameters(one(EU, "8A002.o.2.d"), one(AU, "8A002.o.2.d")).standing
    assert standing is Standing.LOOSER
    standing = compare_parameters(one(EU, "1A202.a"), one(AU, "1A202.a")).standing
    assert standing is Standing.STRICTER


def test_the_entries_below_are_joined_as_the_words_say() -> None:
    assert entries(*EU)["3A001.b.2"].joins is Connective.ANY
    assert entries(*EU)["6A005.a.6"].joins is Connective.ANY
    assert entries(*AU)["1C241"].joins is Connective.ALL


def test_what_is_bundled_is_in_order() -> None:
    counted = 0
    for file in edition_files(bundled("data") / "editions"):
        edition, _ = read_edition(file)
        for thing in (*edition.entries, *edition.notes):
            for limit in limits(thing.criterion):
                counted += 1
                for parameter in (limit, *limit.conditions):
                    assert_in_order(parameter)
    assert counted > 15_000


def assert_in_order(parameter: Parameter) -> None:
    """Hold that a unit fits its quantity, a range rises and a phrase is no sentence."""
    kinds = quantity_kinds()[parameter.quantity]
    assert units()[parameter.unit].kind in kinds, describe(parameter)
    assert len(parameter.as_written.split()) <= 13
    if parameter.comparator is Comparator.BETWEEN:
        assert parameter.upper is not None
        assert parameter.value < parameter.upper
    else:
        assert parameter.upper is None
        assert isinstance(parameter.value, Decimal)
