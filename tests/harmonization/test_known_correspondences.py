"""Known truths about the lists, from the bundled facts: what an expert would check first."""

import pytest

from kgservice.correspondence import Coverage, Deviation, ListComparison, Reason
from kgservice.harmonization.coverage import cover
from kgservice.model import Edition
from tests.harmonization.bundled import comparison, counterparts, present

EU, US, AU = "eu-annex-i", "us-ccl", "au-dsgl"


@pytest.mark.parametrize(
    ("subject", "code", "object_", "other"),
    [
        (EU, "2B219", US, "2B229"),
        (EU, "2B219.b.4", US, "2B229.b.4"),
        (EU, "3B503", AU, "3B902"),
        (EU, "3B503", US, "3B903"),
        (AU, "3B902", US, "3B903"),
        (EU, "1C351.d.12", US, "1C351.d.1"),
        (EU, "1C351.d.1", US, "1C351.d.3"),
        (EU, "8A002.o.2.d", US, "8A002.o.2.d"),
        (EU, "8A002.o.2.d", AU, "8A002.o.2.d"),
        (EU, "1A202.a", AU, "1A202.a"),
        (EU, "3A501.a.16", US, "3A090.a.1"),
        (AU, "9A012.a", US, "9A012.a"),
    ],
)
def test_the_same_item_under_whatever_code(
    subject: str, code: str, object_: str, other: str
) -> None:
    assert [one.object for one in counterparts(subject, code, object_)] == [other]


@pytest.mark.parametrize(
    ("subject", "object_", "code"),
    [(EU, US, "1C351.d.1"), (EU, US, "2B201.b"), (EU, AU, "2B201.b")],
)
def test_one_code_for_two_items(subject: str, object_: str, code: str) -> None:
    found = comparison(subject, object_).correspondences
    (one,) = (c for c in found if c.subject == c.object == code)
    assert one.deviation is Deviation.CODE_COLLISION
    assert one.relation is None


def test_neural_circuits_are_reserved_in_the_united_states_alone() -> None:
    absences = {one.code: one for one in comparison(AU, US).absences if one.deviation == "extra"}
    assert absences["3A001.a.9"].reason is Reason.RESERVED_THERE
    assert [one.deviation for one in counterparts(EU, "3A001.a.9", AU)] == [Deviation.IDENTICAL]


def test_what_the_source_of_the_ccl_lost_is_not_called_missing() -> None:
    absences = {one.code: one for one in comparison(AU, US).absences if one.deviation == "extra"}
    assert absences["1A202.a"].reason is Reason.LOST_THERE


@pytest.mark.parametrize(("subject", "object_"), [(EU, AU), (EU, US)])
def test_every_entry_has_a_counterpart_or_a_reason(subject: str, object_: str) -> None:
    found = comparison(subject, object_)
    for edition, side in ((present(subject), "subject"), (present(object_), "object")):
        assert accounted(found, side) == {entry.code for entry in edition.entries}
        assert len(edition.entries) > 3000


def accounted(found: ListComparison, side: str) -> set[str]:
    """Return the codes of a side that have a counterpart, or a reason why not."""
    same = {getattr(one, side) for one in found.correspondences if one.is_same_item}
    own = Deviation.EXTRA if found.subject.list_id < found.object.list_id else Deviation.MISSING
    own = own if side == "subject" else _other(own)
    return same | {one.code for one in found.absences if one.deviation is own}


def _other(deviation: Deviation) -> Deviation:
    return Deviation.MISSING if deviation is Deviation.EXTRA else Deviation.EXTRA


def test_whatever_is_not_identical_says_why() -> None:
    """A deviation that is not told names what stood in the way."""
    for other in (AU, US):
        for one in comparison(EU, other).correspondences:
            if one.is_same_item and one.deviation is Deviation.INCOMPARABLE:
                assert one.uncertainties or one.rests_on, one


def test_editions_are_named() -> None:
    found = comparison(EU, US)
    for key, edition in ((found.subject, present(EU)), (found.object, present(US))):
        assert isinstance(edition, Edition)
        assert (key.list_id, key.date) == (edition.list_id, edition.date)


@pytest.mark.parametrize(
    ("subject", "code", "object_", "deviation", "limits"),
    [
        (US, "3A090.a.1", EU, "stricter", "≥ 4800 against TotalProcessingPerformance ≥ 6000"),
        (EU, "3A501.a.16", US, "looser", "≥ 6000 against TotalProcessingPerformance ≥ 4800"),
        (EU, "8A002.o.2.d", US, "looser", "Power > 10 MW against Power > 2 MW"),
        (EU, "8A002.o.2.d", AU, "looser", "Power > 10 MW against Power > 2 MW"),
        (EU, "1A202.a", AU, "stricter", "[75, 650] mm against InsideDiameter in [75, 400] mm"),
    ],
)
def test_thresholds_tell_who_is_stricter(
    subject: str, code: str, object_: str, deviation: str, limits: str
) -> None:
    (one,) = counterparts(subject, code, object_)
    assert one.deviation.value == deviation
    assert any(limits in pair.reason for pair in one.rests_on)


def test_transmission_shafts_are_alike_in_the_united_states_and_australia() -> None:
    (one,) = counterparts(AU, "8A002.o.2.d", US)
    assert one.deviation in (Deviation.IDENTICAL, Deviation.IN_EFFECT)


def test_composite_tubes_overlap() -> None:
    """The EU takes wider tubes but only thin walls, so that each list has what the other lacks."""
    found = comparison(AU, EU)
    covered = cover(found, present(AU), present(EU))
    assert covered.subjects["1A202"] is covered.objects["1A202"] is Coverage.PARTLY
