"""What ties national lists to regimes: the regime by code, reason or law, an item by our labels."""

import datetime

import pytest

from kgservice.bundled import bundled
from kgservice.harmonization.regimes import compare_to_regimes, regime_origins
from kgservice.model import Edition, Entry, Level, ReasonForControl
from kgservice.readers.regime_codes import read_codes
from tests.harmonization.bundled import present

ORIGINS = bundled("data") / "regime-origins.csv"
DAY = datetime.date(2001, 1, 1)


def origins(list_id: str, *entries: Entry) -> set[tuple[str, str]]:
    return set(regime_origins(Edition(list_id, DAY, entries), ORIGINS))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("9A999", set()),
        ("9A199", {("9A199", "mtcr")}),
        ("9A299", {("9A299", "nsg")}),
        ("9A399", {("9A399", "australia-group")}),
        ("9A499", {("9A499", "cwc")}),
        ("9A599", set()),
        ("9A099", {("9A099", "wassenaar")}),
        ("0A099", {("0A099", "nsg")}),
    ],
)
def test_the_third_character_names_a_regime(code: str, expected: set[tuple[str, str]]) -> None:
    assert origins("eu-annex-i", Entry(code, None, Level.ENTRY)) == expected
    assert origins("eu-annex-i", Entry(f"{code}.a", None, Level.PARAGRAPH)) == set()
    assert origins("au-dsgl", Entry(code, None, Level.ENTRY)) == set()


def test_a_reason_for_control_names_a_regime() -> None:
    reasons = ReasonForControl("MT", ("9A999.a",)), ReasonForControl("NS")
    entry = Entry("9A999", None, Level.ENTRY, reasons=reasons)
    assert origins("us-ccl", entry) == {("9A999.a", "mtcr")}
    assert origins("us-usml", entry) == {("9A999.a", "mtcr")}


def test_the_law_names_a_regime_at_a_code() -> None:
    ecl = present("ca-ecl")
    assert set(regime_origins(ecl, ORIGINS)) == {
        ("Group 1", "wassenaar"),
        ("Group 2(a)", "wassenaar"),
        ("3-01", "nsg"),
        ("Group 4", "nsg"),
        ("Group 6", "mtcr"),
        ("Group 7", "australia-group"),
        ("Group 7", "cwc"),
    }
    nuclear = present("ca-nuclear")
    assert set(regime_origins(nuclear, ORIGINS)) == {("A", "nsg"), ("B", "nsg")}


def test_items_are_tied_only_where_a_document_names_them() -> None:
    """No document held says which item of the MTCR annex an entry carries out."""
    data = bundled("data")
    codes = {path.stem: read_codes(path) for path in sorted((data / "regime-codes").glob("*.csv"))}
    editions = {"ca-nuclear": present("ca-nuclear")}
    found = compare_to_regimes(editions, codes, data / "labels" / "regimes.csv", ())
    tied = {each.object.list_id: len(each.correspondences) for each in found}
    assert set(tied) == {"nsg-part-1", "nsg-part-2"}
    assert all(count > 50 for count in tied.values())
