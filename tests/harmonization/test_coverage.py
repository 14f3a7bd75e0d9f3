"""An entry with all below it: what it covers of its counterpart, and how entries are counted."""

from dataclasses import replace

import pytest

from kgservice.correspondence import Coverage
from kgservice.criteria import Connective
from kgservice.harmonization.comparison import compare_lists
from kgservice.harmonization.coverage import count_coverage, cover
from kgservice.model import Edition, Entry
from tests.harmonization.invented import FREE, NEW, edition, entry

HEAD = entry("9X999", "Blue kettles and their lids, as follows:")
WHISTLES = entry("9X999.a", "Porcelain whistles;")
FUNNELS = entry("9X999.b", "Copper funnels;")


def lists(mine: tuple[Entry, ...], yours: tuple[Entry, ...]) -> tuple[Edition, Edition]:
    """Return two editions of different lists."""
    return replace(edition(NEW, *mine), list_id="yy-list"), edition(NEW, *yours)


def whole(mine: tuple[Entry, ...], yours: tuple[Entry, ...]) -> tuple[Coverage, Coverage]:
    """Return how the one highest entry of either list stands to the other."""
    first, second = lists(mine, yours)
    covered = cover(compare_lists(first, second), first, second)
    return covered.subjects["9X999"], covered.objects["9X999"]


def joined(how: Connective | None) -> Entry:
    """Return the heading with how what is below it is joined."""
    return replace(HEAD, joins=how)


def test_identical_all_the_way_down() -> None:
    both = HEAD, WHISTLES, FUNNELS
    assert whole(both, both) == (Coverage.IDENTICAL, Coverage.IDENTICAL)


@pytest.mark.parametrize(
    ("how", "fuller", "leaner"),
    [
        (Connective.ANY, Coverage.STRICTER, Coverage.LOOSER),
        (Connective.ALL, Coverage.LOOSER, Coverage.STRICTER),
        (None, Coverage.PARTLY, Coverage.PARTLY),
    ],
)
def test_a_place_that_one_side_lacks(
    how: Connective | None, fuller: Coverage, leaner: Coverage
) -> None:
    head = joined(how)
    assert whole((head, WHISTLES, FUNNELS), (head, WHISTLES)) == (fuller, leaner)


def test_places_that_either_lacks_make_it_partly() -> None:
    head = joined(Connective.ANY)
    other = entry("9X999.c", "Wooden hoops of any size;")
    assert whole((head, WHISTLES, FUNNELS), (head, WHISTLES, other))[0] is Coverage.PARTLY


def test_a_reserved_place_lacks_nothing() -> None:
    free = entry("9X999.b", FREE)
    assert whole((HEAD, WHISTLES, free), (HEAD, WHISTLES))[0] is Coverage.IDENTICAL


def test_what_a_source_lost_leaves_it_open() -> None:
    mine, yours = lists((HEAD, WHISTLES, FUNNELS), (HEAD, WHISTLES))
    yours = replace(yours, gaps=edition(NEW, gaps=("9X999.b",)).gaps)
    covered = cover(compare_lists(mine, yours), mine, yours)
    assert covered.subjects["9X999"] is Coverage.UNDETERMINED


def test_counts_name_the_entries_behind_them() -> None:
    lone = replace(HEAD, code="9X998", texts=entry("9X998", "Wooden hoops of any size").texts)
    mine, yours = lists((HEAD, WHISTLES), (HEAD, WHISTLES, lone))
    found = compare_lists(mine, yours)
    counts = count_coverage(cover(found, mine, yours), found, mine, yours)
    told = {(one.subject.list_id, one.coverage): one.entries for one in counts if one.part is None}
    assert told == {
        ("yy-list", Coverage.IDENTICAL): ("9X999",),
        ("yy-list", Coverage.MISSING): ("9X998",),
        ("zz-list", Coverage.IDENTICAL): ("9X999",),
        ("zz-list", Coverage.EXTRA): ("9X998",),
    }
    assert {(one.part, one.coverage) for one in counts if one.part} >= {
        ("9X999", Coverage.IDENTICAL)
    }
