"""Known truths about the lists themselves, from the bundled facts: digests, no texts."""

import datetime
from functools import cache

import pytest

from kgservice.bundled import bundled
from kgservice.harmonization.change import Change, ChangeKind, Changes, Doubt
from kgservice.harmonization.changes import compare_editions
from kgservice.model import Edition, Level
from kgservice.readers.edition_files import EditionFile, read_edition

CCL = "us-ccl"


@cache
def bundled_edition(list_id: str, day: str) -> Edition:
    """Return an edition as the bundled facts have it."""
    path = bundled("data") / "editions" / list_id / f"{day}.csv"
    return read_edition(EditionFile(list_id, datetime.date.fromisoformat(day), path))[0]


@cache
def changes(list_id: str, old: str, new: str) -> Changes:
    """Return what changed between two editions of a list."""
    return compare_editions(bundled_edition(list_id, old), bundled_edition(list_id, new))


def at(found: Changes, code: str) -> list[Change]:
    """Return the changes of what stands at a code in either edition."""
    return [c for c in found.changes if code in (c.old and c.old.code, c.new and c.new.code)]


def codes(found: Changes, kind: ChangeKind, level: Level | None = None) -> set[str]:
    """Return the codes of the changes of one kind."""
    places = ((c.new or c.old) for c in found.of_kind(kind))
    return {place.code for place in places if place and level in (None, place.level)}


def test_neural_network_circuits_are_reserved_since_september_2024() -> None:
    (change,) = at(changes(CCL, "2023-10-18", "2024-09-06"), "3A001.a.9")
    assert (change.kind, change.doubts) == (ChangeKind.RESERVED, ())
    assert at(changes(CCL, "2020-06-29", "2023-10-18"), "3A001.a.9") == []


def test_fungi_swap_places_between_2020_and_2023() -> None:
    found = changes(CCL, "2020-06-29", "2023-10-18")
    moved = {
        (c.old.code, c.new.code): c.doubts
        for c in found.of_kind(ChangeKind.RENUMBERED)
        if c.old and c.new and c.old.parent == "1C354.b"
    }
    # The one keeps its text; the other's name was changed too, so its move is inferred.
    assert moved == {
        ("1C354.b.1", "1C354.b.2"): (),
        ("1C354.b.2", "1C354.b.1"): (Doubt.BY_ELIMINATION,),
    }
    for old, new in (("2017-01-15", "2020-06-29"), ("2023-10-18", "2024-09-06")):
        assert at(changes(CCL, old, new), "1C354.b.1") == []
        assert at(changes(CCL, old, new), "1C354.b.2") == []


@pytest.mark.parametrize(
    ("first", "last", "by"), [("1C351.a.30", "1C351.a.57", 1), ("1C350.b.10", "1C350.b.11", 2)]
)
def test_ranges_that_shift(first: str, last: str, by: int) -> None:
    found = changes(CCL, "2017-01-15", "2020-06-29")
    family, _, start = first.rpartition(".")
    for number in range(int(start), int(last.rpartition(".")[2]) + 1):
        (change,) = (
            c
            for c in found.of_kind(ChangeKind.RENUMBERED)
            if c.old and c.old.code == f"{family}.{number}"
        )
        assert change.new
        assert change.new.code == f"{family}.{number + by}"
        assert change.doubts == ()


def test_an_incomplete_list_loses_nothing() -> None:
    found = changes(CCL, "2023-10-18", "2024-09-06")
    assert found.of_kind(ChangeKind.REMOVED, ChangeKind.ADDED, ChangeKind.NOTE_REMOVED) == ()
    assert len(found.of_kind(ChangeKind.FIRST_SEEN)) > 100
    assert "3A090.b.1" in codes(found, ChangeKind.FIRST_SEEN)


def test_an_excerpt_is_silent_on_all_else() -> None:
    found = changes(CCL, "2025-09-29", "2026-09-01")
    assert found.of_kind(ChangeKind.NOT_SEEN, ChangeKind.NOTE_NOT_SEEN) == ()
    assert found.silent == len(bundled_edition(CCL, "2025-09-29").entries) - len(found.continued)


def test_advanced_computing_circuits() -> None:
    """3A090.a is worded anew and .b filled in 2024; .c is new in the edition of January 2025."""
    rewritten = changes(CCL, "2023-10-18", "2024-09-06")
    for code in ("3A090.a", "3A090.a.1", "3A090.a.2"):
        assert ChangeKind.TEXT_CHANGED in {c.kind for c in at(rewritten, code)}
    assert [c.kind for c in at(rewritten, "3A090.b")] == [ChangeKind.FILLED]
    assert codes(changes(CCL, "2024-12-02", "2025-01-16"), ChangeKind.FIRST_SEEN) >= {"3A090.c"}


def test_canada_nuclear_from_2010_to_2026() -> None:
    """What both documents print as numbered paragraphs: 189 in 2010, 199 in 2026."""
    found = changes("ca-nuclear", "2010-05-13", "2026-03-25")
    added = {code for code in codes(found, ChangeKind.ADDED) if "(" not in code}
    assert added == {
        "A.2.1.11", "A.2.5.9", "B.1.2", "B.2.2.15", "B.2.4.6", "B.2.5.5", "B.2.8", "B.3.2",
    }  # fmt: skip
    assert codes(found, ChangeKind.FILLED) == {"A.2.2.5"}
    assert codes(found, ChangeKind.RESERVED) == {
        "A.2.4.8.4", "B.2.2.7(f)", "B.2.3.3", "B.2.3.5", "B.2.4.4",
    }  # fmt: skip
    removed = codes(found, ChangeKind.REMOVED)
    assert len(removed) == 18
    assert all("(" in code for code in removed)
    assert found.of_kind(ChangeKind.RENUMBERED, ChangeKind.MOVED) == ()


def test_european_union_from_2021_to_2025() -> None:
    """Norway's Liste II is Annex I as adopted in 2021, so this compares two lists."""
    found = compare_editions(
        bundled_edition("no-list-ii", "2021-09-09"), bundled_edition("eu-annex-i", "2025-11-15")
    )
    added = codes(found, ChangeKind.ADDED, Level.ENTRY)
    assert len(added) == 18
    assert {code for code in added if code[2] != "5"} == {"2D352", "3D006"}
    assert codes(found, ChangeKind.REMOVED, Level.ENTRY) == set()
    entries = (c for c in found.of_kind(ChangeKind.ADDED) if c.new and c.new.level is Level.ENTRY)
    assert all(change.doubts == () for change in entries)


def test_two_dates_of_one_text_have_no_change() -> None:
    found = changes("us-nrc-110", "2026-03-25", "2026-06-18")
    assert (found.changes, found.silent) == ((), 0)
    assert len(found.continued) == 241
