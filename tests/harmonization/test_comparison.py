"""Two invented lists side by side: what corresponds, how it deviates, what is absent and why."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kgservice.correspondence import (
    Correspondence,
    Deviation,
    Justification,
    ListComparison,
    Reason,
    Relation,
    Uncertainty,
)
from kgservice.criteria import Comparator, Connective, Group, Parameter
from kgservice.harmonization.comparison import compare_lists
from kgservice.model import Chemical, Edition, Entry, Level
from tests.harmonization.invented import FREE, NEW, OLD, edition, entry, without_texts

HEAD = entry("9X999", "Blue kettles and their lids, as follows:")


def above(value: str, quantity: str = "Power", unit: str = "W") -> Parameter:
    """Return a limit: more than so much."""
    return Parameter(
        quantity, Comparator.GREATER, Decimal(value), unit, f"exceeding {value} {unit}"
    )


def lists(*pairs: tuple[Entry | None, Entry | None]) -> tuple[Edition, Edition]:
    """Return two editions of different lists, given by the places of each side by side."""
    mine = edition(NEW, *(one for one, _ in pairs if one))
    yours = edition(NEW, *(other for _, other in pairs if other))
    return replace(mine, list_id="yy-list"), yours


def only(found: ListComparison, subject: str) -> Correspondence:
    """Return the one counterpart of an entry."""
    (one,) = (c for c in found.correspondences if c.subject == subject and c.is_same_item)
    return one


def absences(found: ListComparison) -> dict[str, tuple[Deviation, Reason]]:
    """Return what is absent by code."""
    return {one.code: (one.deviation, one.reason) for one in found.absences}


def test_the_same_words_are_identical_whatever_their_spelling() -> None:
    mine = entry("9X999.a", 'Kettles of "fibre", specified in 9X998.b., holding 1,5 litres;')
    yours = entry("9X999.b", "Kettles of “fiber”, specified by 9X998.b, holding 1.5 liters; or")
    one = only(compare_lists(*lists((HEAD, HEAD), (mine, yours))), "9X999.a")
    told = one.object, one.deviation, one.relation
    assert told == ("9X999.b", Deviation.IDENTICAL, Relation.EXACT)


def test_words_that_lists_use_as_they_please_change_nothing_in_effect() -> None:
    pair = (
        entry("9X999.a", "Kettles with a power exceeding 10 W;"),
        entry("9X999.a", "Kettles having a power of more than 10 W;"),
    )
    one = only(compare_lists(*lists((HEAD, HEAD), pair)), "9X999.a")
    assert (one.deviation, one.relation) == (Deviation.IN_EFFECT, Relation.EXACT)


@pytest.mark.parametrize(
    ("mine", "yours", "deviation", "relation"),
    [
        ("4800", "6000", Deviation.STRICTER, Relation.NARROW),
        ("6000", "4800", Deviation.LOOSER, Relation.BROAD),
    ],
)
def test_a_lower_threshold_catches_more(
    mine: str, yours: str, deviation: Deviation, relation: Relation
) -> None:
    pair = (
        entry("9X999.a", f"Kettles with a power exceeding {mine} W;", above(mine)),
        entry("9X999.a", f"Kettles having a heating power exceeding {yours} W;", above(yours)),
    )
    one = only(compare_lists(*lists((HEAD, HEAD), pair)), "9X999.a")
    assert (one.deviation, one.relation) == (deviation, relation)
    assert [(p.subject, p.object) for p in one.rests_on] == [(above(mine), above(yours))]
    assert one.inverse is not one.deviation
    assert Uncertainty.WORDING_DIFFERS in one.uncertainties


def test_dimensions_that_point_both_ways_are_neither_stricter_nor_looser() -> None:
    limits = [
        Group(Connective.ALL, (above(power), above(size, "Volume", "L")))
        for power, size in (("10", "5"), ("20", "2"))
    ]
    pair = (
        entry("9X999.a", "Kettles exceeding 10 W and 5 L;", limits[0]),
        entry("9X999.a", "Kettles exceeding 20 W and 2 L;", limits[1]),
    )
    one = only(compare_lists(*lists((HEAD, HEAD), pair)), "9X999.a")
    assert one.deviation is Deviation.OVERLAPPING


def test_a_number_that_one_side_alone_states_forbids_a_claim() -> None:
    both = Group(Connective.ALL, (above("10"), above("5", "Volume", "L")))
    pair = (
        entry("9X999.a", "Kettles exceeding 10 W and 5 L;", both),
        entry("9X999.a", "Kettles exceeding 10 W;", above("10")),
    )
    assert (
        only(compare_lists(*lists((HEAD, HEAD), pair)), "9X999.a").deviation
        is Deviation.INCOMPARABLE
    )


def test_a_number_that_could_not_be_read_forbids_a_claim() -> None:
    mine = entry("9X999.a", "Kettles exceeding 10 W at some warmth;", above("10"))
    yours = entry("9X999.a", "Kettles exceeding 20 W at any warmth;", above("20"))
    pair = (replace(mine, unparsed=("some warmth",)), yours)
    one = only(compare_lists(*lists((HEAD, HEAD), pair)), "9X999.a")
    assert one.deviation is Deviation.INCOMPARABLE
    assert Uncertainty.NUMBERS_UNREAD in one.uncertainties


def test_a_number_by_another_standard_forbids_a_claim() -> None:
    mine = entry("9X999.a", "Kettles exceeding 10 W according to ISO 99999:1988;", above("10"))
    yours = entry("9X999.a", "Kettles exceeding 20 W according to ISO 99999:2006;", above("20"))
    pair = (replace(mine, standards=("ISO 99999:1988",)), yours)
    for other in (("ISO 99999:2006",), ()):
        found = compare_lists(*lists((HEAD, HEAD), (pair[0], replace(yours, standards=other))))
        one = only(found, "9X999.a")
        assert one.deviation is one.inverse is Deviation.INCOMPARABLE
        assert Uncertainty.STANDARDS_DIFFER in one.uncertainties
    same = replace(yours, standards=("ISO 99999:1988",))
    told = only(compare_lists(*lists((HEAD, HEAD), (pair[0], same))), "9X999.a")
    assert told.deviation is Deviation.STRICTER


def test_one_code_with_other_items_is_a_collision() -> None:
    found = compare_lists(
        *lists(
            (replace(HEAD, code="9A999"), replace(HEAD, code="9A999")),
            (
                replace(entry("9A999.a", "Porcelain whistles;"), parent="9A999"),
                replace(entry("9A999.a", "Copper funnels;"), parent="9A999"),
            ),
            (None, replace(entry("9A999.b", "Porcelain whistles;"), parent="9A999")),
        )
    )
    collision = next(c for c in found.correspondences if c.object == "9A999.a" == c.subject)
    assert collision.deviation is Deviation.CODE_COLLISION
    assert collision.relation is None
    assert not collision.is_same_item
    assert only(found, "9A999.a").object == "9A999.b"
    assert absences(found) == {"9A999.a": (Deviation.MISSING, Reason.NOTHING_ALIKE)}


def test_every_absence_has_its_reason() -> None:
    found = compare_lists(
        *lists(
            (replace(HEAD, code="9A999"), replace(HEAD, code="9A999")),
            (replace(entry("9A999.a", "Porcelain whistles;"), parent="9A999"), None),
            (replace(entry("9A999.a.1", "Shrill;"), parent="9A999.a"), None),
            (
                replace(entry("9A999.b", "Copper funnels;"), parent="9A999"),
                replace(entry("9A999.b", FREE), parent="9A999"),
            ),
            (replace(entry("ML", "Arms"), level=Level.CATEGORY), None),
            (replace(entry("ML1", "Catapults;"), parent="ML"), None),
        )
    )
    extra = [one for one in found.absences if one.deviation is Deviation.EXTRA]
    assert {one.code: one.reason for one in extra} == {
        "9A999.a": Reason.NOTHING_ALIKE,
        "9A999.a.1": Reason.ABOVE_ABSENT,
        "9A999.b": Reason.RESERVED_THERE,
        "ML": Reason.OUT_OF_SCOPE,
        "ML1": Reason.OUT_OF_SCOPE,
    }
    assert absences(found)["9A999.b"] == (Deviation.MISSING, Reason.RESERVED_HERE)


def test_what_a_source_lost_is_not_called_missing_there() -> None:
    mine, yours = lists((HEAD, HEAD), (entry("9X999.a", "Porcelain whistles;"), None))
    lost = replace(yours, gaps=edition(NEW, gaps=("9X999.a",)).gaps)
    assert absences(compare_lists(mine, lost))["9X999.a"][1] is Reason.LOST_THERE


def test_chemicals_are_known_by_number_not_by_name() -> None:
    def named(code: str, name: str, cas: str) -> Entry:
        return replace(entry(code, f"{name};"), chemicals=(Chemical(name, cas),))

    found = compare_lists(
        *lists(
            (HEAD, HEAD),
            (
                named("9X999.a", "Sweet vitriol", "60-29-7"),
                named("9X999.a", "Sweet vitriol", "64-17-5"),
            ),
            (None, named("9X999.b", "Diethyl ether", "60-29-7")),
        )
    )
    one = only(found, "9X999.a")
    assert one.object == "9X999.b"
    assert Justification.CHEMICALS in one.justifications


def test_digests_and_codes_serve_where_texts_are_not_held() -> None:
    mine, yours = lists(
        (replace(HEAD, code="9A099"), replace(HEAD, code="9A099")),
        (
            replace(entry("9A099.a", "Porcelain whistles;"), parent="9A099"),
            replace(entry("9A099.a", "Porcelain whistles;"), parent="9A099"),
        ),
        (
            replace(entry("9A099.b", "Copper funnels;"), parent="9A099"),
            replace(entry("9A099.b", "Funnels made of copper;"), parent="9A099"),
        ),
    )
    found = compare_lists(mine, without_texts(yours))
    assert only(found, "9A099.a").deviation is Deviation.IDENTICAL
    assert only(found, "9A099.b").deviation is Deviation.INCOMPARABLE
    assert Uncertainty.WORDING_UNKNOWN in only(found, "9A099.b").uncertainties


def test_who_follows_an_older_edition_is_told_so() -> None:
    mine, yours = lists(
        (HEAD, HEAD),
        (
            entry("9X999.a", "Kettles exceeding 10 W;", above("10")),
            entry("9X999.a", "Kettles exceeding 30 W;", above("30")),
        ),
    )
    past = replace(edition(OLD, HEAD, entry("9X999.a", "Any kettle exceeding 10 W;", above("10"))))
    one = only(compare_lists(mine, yours, older=[past]), "9X999.a")
    assert (one.deviation, one.follows) == (Deviation.OUTDATED, OLD)
    assert only(compare_lists(mine, yours), "9X999.a").follows is None


def decided(deviation: Deviation) -> Correspondence:
    """Return a person's decision on two codes."""
    ends = "9X999.a", "9X999.b"
    ground = (Justification.CURATED,)
    return Correspondence(*ends, Relation.CLOSE, deviation, deviation, 0.9, ground)


RIVALS = (
    (HEAD, HEAD),
    (entry("9X999.a", "Porcelain whistles;"), entry("9X999.a", "Porcelain whistles;")),
    (None, entry("9X999.b", "Kettles exceeding 10 W;", above("10"))),
)


def test_a_curated_decision_displaces_what_was_computed() -> None:
    decision = decided(Deviation.OVERLAPPING)
    found = compare_lists(*lists(*RIVALS), curated=[decision])
    assert only(found, "9X999.a") == decision
    assert absences(found)["9X999.a"] == (Deviation.MISSING, Reason.UNDECIDED)


def test_a_decision_without_a_deviation_gets_the_one_that_the_numbers_tell() -> None:
    mine, yours = lists(*RIVALS)
    limited = replace(mine.entries[1], criterion=above("5"))
    mine = replace(mine, entries=(mine.entries[0], limited))
    found = compare_lists(mine, yours, curated=[decided(Deviation.INCOMPARABLE)])
    assert only(found, "9X999.a").deviation is Deviation.STRICTER
    assert only(found, "9X999.a").relation is Relation.NARROW


def test_every_listed_entry_is_accounted_for() -> None:
    mine, yours = lists(
        (HEAD, HEAD),
        (entry("9X999.a", "Porcelain whistles;"), None),
        (None, entry("9X999.b", "Copper funnels;")),
    )
    found = compare_lists(mine, yours)
    same = [one for one in found.correspondences if one.is_same_item]
    subjects = {one.subject for one in same} | {
        a.code for a in found.absences if a.deviation is Deviation.EXTRA
    }
    objects = {one.object for one in same} | {
        a.code for a in found.absences if a.deviation is Deviation.MISSING
    }
    assert subjects == {entry.code for entry in mine.entries}
    assert objects == {entry.code for entry in yours.entries}


def test_progress_ends_at_the_whole() -> None:
    steps: list[tuple[int, int]] = []
    compare_lists(*lists((HEAD, HEAD)), progress=lambda done, of: steps.append((done, of)))
    assert steps[-1] == (2, 2)
