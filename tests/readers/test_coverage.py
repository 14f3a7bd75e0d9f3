"""What software and technology entries cover: invented sentences, and the official lists."""

import datetime
from collections import Counter
from pathlib import Path

import pytest

from kgservice.codes import Grammar, grammar_named
from kgservice.model import Coverage, Entry, Linkage, Text
from kgservice.readers.coverage import read_coverage, read_coverages, with_coverages
from kgservice.readers.coverage_cells import print_coverages, read_coverage_cell
from kgservice.readers.descriptors import read_descriptor
from kgservice.readers.reading import read_described_edition

GRAMMAR: Grammar = grammar_named("five-character")
ALL = ("development", "production", "use")
DEVELOPMENT, PRODUCTION, USE = (ALL[:1], ALL[1:2], ALL[2:])
SPECIALLY, REQUIRED = Linkage.SPECIALLY_DESIGNED, Linkage.REQUIRED
NEWEST = {
    "eu-annex-i": datetime.date(2025, 11, 15),
    "au-dsgl": datetime.date(2024, 9, 1),
    "us-ccl": datetime.date(2025, 9, 29),
}
COUNTS = {  # entries of groups D and E with a text; with a stage or activity; with items
    "eu-annex-i": (428, 117, 75),
    "au-dsgl": (444, 115, 75),
    "us-ccl": (812, 241, 185),
}


def read(text: str, code: str = "9D999") -> Coverage:
    return read_coverage(text, GRAMMAR, code)


SENTENCES = [
    (
        '"Software" specially designed for the "use" of presses specified in 9B999.',
        Coverage(USE, items=("9B999",), linkage=SPECIALLY),
    ),
    (
        "“Software” for the “development,” “production,” or “use” of presses controlled by 9B999.",
        Coverage(ALL, items=("9B999",)),
    ),
    (
        '"Technology" "required" for the operation or maintenance (checking) of presses described '
        "in ECCN 9B999.",
        Coverage((), ("operation", "maintenance"), items=("9B999",), linkage=REQUIRED),
    ),
    (
        '"Technology" for the "development" or "use" (excluding operation) of presses specified '
        "in 9A999 or \"software\" specified in 9D998.a.",
        Coverage(("development", "use"), (), ("operation",), ("9A999", "9D998.a")),
    ),
    (
        '"Software" for the "use" of presses specified in 9B990 to 9B994, 9B995.a. and .c., or 9C.',
        Coverage(USE, items=("9B990 to 9B994", "9B995.a", "9B995.c", "9C")),
    ),
    (
        '"Technology" for the "production" of presses controlled by 9A (except 9A991, 9A992.a.4, '
        "c, f.1, k to n, or 9A993) or 9B999 for NP reasons.",
        Coverage(
            PRODUCTION,
            items=("9A", "9B999"),
            excepted=(
                "9A991", "9A992.a.4", "9A992.c", "9A992.f.1", "9A992.k to 9A992.n", "9A993",
            ),
            reasons=("NP",),
        ),
    ),
    (
        '"Software" for the "use" of presses controlled for missile technology (MT) reasons by '
        "9B999.",
        Coverage(USE, items=("9B999",), reasons=("MT",)),
    ),
    (
        '"Software" for the "use" of presses specified in 9B999 (that press more than 12 clouds).',
        Coverage(USE, items=("9B999",), qualified=True),
    ),
    (
        '"Software" for the "use" of presses specified in 9B999, that dries the pressed clouds.',
        Coverage(USE, items=("9B999",), qualified=True),
    ),
    (
        '"Software", other than that described in 9D998, specially designed for the "use" of '
        "presses specified in 9B999.",
        Coverage(USE, items=("9B999",), linkage=SPECIALLY),
    ),
    ('"Technology" for the "use" of clouds.', Coverage(USE)),
]  # fmt: skip
NOTHING = [
    '"Software" for the presses specified in 9B999.',
    '"Software" for equipment for the "production" of clouds controlled by 9B999.',
    '"Software" for the "use" of presses specified in 9B999. (This entry is "subject to '
    'the ITAR.")',
    '"Software" for the "use" of presses controlled by 9B999. No software is currently controlled.',
    '"Software" for the "use" of presses controlled by 9B999, namely (see List of Items '
    "Controlled):",
    "Presses designed to operate autonomously, specified in 9B999.",
    '"Software" whose makers ask for the "use" of presses specified in 9B999.',
]


@pytest.mark.parametrize(("text", "coverage"), SENTENCES, ids=range(len(SENTENCES)))
def test_sentence(text: str, coverage: Coverage) -> None:
    assert read(text) == coverage


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_guessed(text: str) -> None:
    assert read(text).items == ()


def test_items_that_are_not_meant() -> None:
    """Items behind a negation, or reached only in part by a level, are no items."""
    for clause in ("not specified in 9A999", "to the levels specified in 9A999"):
        assert read(f'"Software" for the "use" of presses {clause}.') == Coverage(USE)


def test_goods_of_this_category() -> None:
    text = '"Software" for the "use" of goods specified in this Category.'
    assert read(text, "9D999").items == ("9A", "9B", "9C")


def test_two_phrases_in_one_sentence() -> None:
    text = (
        '"Technology" "required" for the "development" or "use" of presses controlled by 9A999 or '
        '"required" for the "development" of any "software" controlled by 9D999.'
    )
    first, second = read_coverages(text, GRAMMAR, "9E999")
    assert (first.stages, first.items) == (("development", "use"), ("9A999",))
    assert (second.stages, second.items) == (("development",), ("9D999",))


def test_items_in_the_entries_below() -> None:
    above = read_coverages(
        '"Software" specially designed for the "use" of any of the following:', GRAMMAR, "9D999.a"
    )
    assert above == (Coverage(USE, linkage=SPECIALLY, continues=True),)
    listed = 'Equipment specified in 9A999.a. or "software" specified in 9D998;'
    below = read_coverages(listed, GRAMMAR, "9D999.a.1", above)
    assert below == (Coverage(USE, items=("9A999.a", "9D998"), linkage=SPECIALLY),)
    further = read_coverages("Equipment, as follows:", GRAMMAR, "9D999.a.2", above)
    assert further == above
    other = "Manufactured from materials specified in 9C999;"
    assert read_coverages(other, GRAMMAR, "9D999.a.3", above) == ()


def test_bracket_that_means_one_stage_alone_claims_nothing() -> None:
    text = (
        '"Technology" for the "development" or "production" of presses controlled by 9A998 '
        '(applies only to "production" of round presses) or 9A999.'
    )
    assert read(text).items == ("9A999",)


def entry(code: str, text: str) -> Entry:
    group, level = GRAMMAR.product_group(code), GRAMMAR.level(code)
    texts = (Text.of(text, "en"),)
    return Entry(code, GRAMMAR.parent(code), level, texts=texts, product_group=group)


@pytest.mark.parametrize(
    "words",
    [
        "No commodities currently are controlled by this entry.",
        'Presses (this entry is "subject to the ITAR").',
    ],
)
def test_items_that_control_nothing_are_taken_away(words: str) -> None:
    entries = [
        entry("9B998", words),
        entry("9B999", "Presses for clouds."),
        entry("9D998", '"Software" for the "use" of presses specified in 9B998.'),
        entry("9D999", '"Software" for the "use" of presses specified in 9B.'),
    ]
    found = {one.code: one.covers for one in with_coverages(entries, GRAMMAR)}
    assert found["9D998"] == ()
    assert found["9D999"] == (Coverage(USE, items=("9B",), excepted=("9B998",)),)


def test_goods_are_covered_by_nothing() -> None:
    text = '"Software" for the "use" of presses specified in 9B999.'
    assert read_coverages(text, GRAMMAR, "9A999") == ()


def test_cell_round_trip() -> None:
    coverages = tuple(coverage for _, coverage in SENTENCES if coverage.items)
    assert read_coverage_cell(print_coverages(coverages), GRAMMAR) == coverages


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("stages=use", "names no items"),
        ("items=9B999", "no stage and no activity"),
        ("stages=sale | items=9B999", "'sale' is none of development"),
        ("stages=use | items=B9", "is no five-character code"),
        ("stages=use | items=9B999 | colour=red", "no part of a coverage"),
        ("stages=use | items=9B999 | linkage=loose", "loose"),
    ],
)
def test_wrong_cell(cell: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_coverage_cell(cell, GRAMMAR)


@pytest.fixture(scope="session", params=sorted(NEWEST))
def entries(request: pytest.FixtureRequest, documents: Path) -> tuple[str, tuple[Entry, ...]]:
    """Return the entries of a newest edition."""
    descriptor = read_descriptor(request.param)
    edition = descriptor.edition(NEWEST[request.param])
    reading = read_described_edition(descriptor, edition, documents)
    if reading is None:
        pytest.skip(f"no document of {request.param}")
    return request.param, reading.edition.entries


def test_counts_of_official_lists(entries: tuple[str, tuple[Entry, ...]]) -> None:
    list_id, found = entries
    grammar = read_descriptor(list_id).grammar
    counts: Counter[str] = Counter()
    raw: dict[str | None, tuple[Coverage, ...]] = {}
    for entry in found:
        if entry.product_group in ("D", "E") and entry.texts:
            text = entry.texts[0].value or ""
            raw[entry.code] = read_coverages(text, grammar, entry.code, raw.get(entry.parent, ()))
            counts["read"] += 1
            counts["stage"] += bool(raw[entry.code])
            counts["items"] += bool(entry.covers)
    assert (counts["read"], counts["stage"], counts["items"]) == COUNTS[list_id]


def test_software_and_technology_for_machine_tools(
    entries: tuple[str, tuple[Entry, ...]],
) -> None:
    _, found = entries
    covers = {entry.code: entry.covers for entry in found}
    (software,) = covers["2D202"]
    assert (software.stages, software.items, software.linkage) == (ALL, ("2B201",), SPECIALLY)
    (technology,) = covers["2E201"]
    assert technology.stages == USE
    assert "2B201" in technology.items
    assert technology.linkage is REQUIRED


def test_false_friend_covers_nothing(entries: tuple[str, tuple[Entry, ...]]) -> None:
    """A submersible that operates autonomously is an item, whatever its words recall."""
    _, found = entries
    assert {entry.product_group for entry in found if entry.covers} == {"D", "E"}
    assert not [entry for entry in found if entry.code.startswith("8A001.b") and entry.covers]
