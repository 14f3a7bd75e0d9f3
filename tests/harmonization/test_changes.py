"""Each kind of change between two invented editions, and what must not be claimed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kgservice.criteria import Comparator, Connective, Group, Parameter, Role
from kgservice.harmonization.change import Change, Doubt
from kgservice.harmonization.changes import compare_editions
from kgservice.model import Edition, Extent
from tests.harmonization.invented import FREE, NEW, OLD, edition, entry, note, without_texts

Told = tuple[str, str | None, str | None]


def told(change: Change) -> Told:
    """Return a change as its kind and the ends of its codes."""

    def end(code: str | None) -> str | None:
        return code and code.removeprefix("9X999.")

    old, new = change.old and change.old.code, change.new and change.new.code
    return change.kind.value, end(old), end(new)


def compare(old: Edition, new: Edition) -> list[Told]:
    """Compare two editions, and see that digests tell the same as texts do."""
    found = [told(change) for change in compare_editions(old, new).changes]
    bare = compare_editions(without_texts(old), without_texts(new)).changes
    reprint = {"reprinted": "text-changed", "note-reprinted": "note-changed"}
    assert [(reprint.get(kind, kind), *codes) for kind, *codes in found] == [*map(told, bare)]
    return found


def test_equal_editions_have_no_change() -> None:
    items = {"a": "Zorbs;", "b": "Glims.", "b_1": None}
    found = compare_editions(edition(OLD, **items), edition(NEW, **items))
    assert found.changes == ()
    assert found.continued[1:] == (
        ("9X999.a", "9X999.a"),
        ("9X999.b", "9X999.b"),
        ("9X999.b.1", "9X999.b.1"),
    )


def test_added_and_removed() -> None:
    old = edition(OLD, a="Zorbs;", b="Glims;", c="Wibs.")
    new = edition(NEW, a="Zorbs;", b="Glims;", d="Quells.")
    assert compare(old, new) == [("added", None, "d"), ("removed", "c", None)]


@pytest.mark.parametrize("extent", [Extent.INCOMPLETE, Extent.EXCERPT])
def test_what_an_edition_lacks_that_is_not_whole_is_unknown(extent: Extent) -> None:
    small, large = {"a": "Zorbs;"}, {"a": "Zorbs;", "b": "Glims;"}
    later = compare_editions(edition(OLD, **large), edition(NEW, extent=extent, **small))
    earlier = compare_editions(edition(OLD, extent=extent, **small), edition(NEW, **large))
    if extent is Extent.INCOMPLETE:
        assert [told(change) for change in later.changes] == [("not-seen", "b", None)]
        assert [told(change) for change in earlier.changes] == [("first-seen", None, "b")]
    else:
        assert later.changes == earlier.changes == ()
        assert later.silent == earlier.silent == 1


def test_reserved_and_filled() -> None:
    old = edition(OLD, a="Zorbs;", b=FREE, c=FREE, d="Wibs.")
    new = edition(NEW, a=FREE, b="Glims;", c=FREE, d="Wibs.", e=FREE)
    assert compare(old, new) == [("reserved", "a", "a"), ("filled", "b", "b")]


def test_a_place_that_was_free_is_no_removal() -> None:
    old = edition(OLD, a="Zorbs;", b=FREE)
    assert compare(old, edition(NEW, a="Zorbs;")) == []


def test_swap() -> None:
    old = edition(OLD, a="Zorbs;", b="Glims;", c="Wibs.")
    new = edition(NEW, a="Glims;", b="Zorbs;", c="Wibs.")
    assert compare(old, new) == [("renumbered", "b", "a"), ("renumbered", "a", "b")]


def test_swap_with_a_changed_text_is_inferred_and_doubtful() -> None:
    old = edition(OLD, a="Zorbs;", b="Glims;", c="Wibs.")
    new = edition(NEW, a="Glims of glass;", b="Zorbs;", c="Wibs.")
    found = compare_editions(old, new)
    assert [told(change) for change in found.changes] == [
        ("renumbered", "b", "a"),
        ("text-changed", "b", "a"),
        ("renumbered", "a", "b"),
    ]
    assert [Doubt.BY_ELIMINATION in change.doubts for change in found.changes] == [
        True,
        True,
        False,
    ]
    assert ("9X999.b", "9X999.a") not in found.continued


def test_a_shift_with_one_gone_and_one_new_is_no_swap() -> None:
    old = edition(OLD, a="Zorbs;", b="Glims;", c="Wibs;")
    new = edition(NEW, a="Quells;", b="Zorbs;", c="Glims;")
    assert compare(old, new) == [
        ("added", None, "a"),
        ("renumbered", "a", "b"),
        ("renumbered", "b", "c"),
        ("removed", "c", None),
    ]


def test_range_that_shifts_by_one() -> None:
    old = edition(OLD, a="Zorbs;", b="Glims;", b_1="Blue;", b_2="Red;", c="Wibs.")
    new = edition(NEW, a="Quells;", b="Zorbs;", c="Glims;", c_1="Blue;", c_2="Red;", d="Wibs.")
    assert compare(old, new) == [
        ("added", None, "a"),
        ("renumbered", "a", "b"),
        ("renumbered", "b", "c"),
        ("renumbered", "b.1", "c.1"),
        ("renumbered", "b.2", "c.2"),
        ("renumbered", "c", "d"),
    ]


def test_children_of_one_text_follow_their_own_parent() -> None:
    old = edition(OLD, a="Zorbs:", a_1="Blue;", a_2="Red;", b="Glims:", b_1="Blue;", b_2="Red;")
    new = edition(
        NEW, a="Quells;", b="Zorbs:", b_1="Blue;", b_2="Red;", c="Glims:", c_1="Blue;", c_2="Red;"
    )
    assert compare(old, new)[1:] == [
        ("renumbered", "a", "b"),
        ("renumbered", "a.1", "b.1"),
        ("renumbered", "a.2", "b.2"),
        ("renumbered", "b", "c"),
        ("renumbered", "b.1", "c.1"),
        ("renumbered", "b.2", "c.2"),
    ]


def test_entries_of_one_text_are_told_apart_by_what_stands_below() -> None:
    having = "Having all of the following:"
    old = edition(OLD, a=having, a_1="Blue;", b=having, b_1="Red;")
    new = edition(NEW, a=having, a_1="Green;", b=having, b_1="Blue;", c=having, c_1="Red;")
    found = compare(old, new)
    assert {("renumbered", "a", "b"), ("renumbered", "b", "c"), ("added", None, "a")} <= {*found}
    assert ("renumbered", "a.1", "b.1") in found


def test_place_below_a_renumbered_entry_is_doubtful_where_the_text_differs() -> None:
    old = edition(OLD, a="Zorbs:", a_1="Blue;", a_2="Red;")
    new = edition(NEW, a=FREE, b="Zorbs:", b_1="Green;", b_2="Red;")
    found = compare_editions(old, new).changes
    doubtful = [told(change) for change in found if Doubt.BY_PLACE in change.doubts]
    assert doubtful == [("renumbered", "a.1", "b.1"), ("text-changed", "a.1", "b.1")]


def test_moved_to_another_family() -> None:
    old = edition(OLD, a="Zorbs:", a_1="Blue;", a_2="Red;", b="Glims:", b_1="Round;")
    new = edition(NEW, a="Zorbs:", a_1="Blue;", b="Glims:", b_1="Round;", b_2="Red;")
    assert compare(old, new) == [("moved", "a.2", "b.2")]


def test_two_texts_that_come_to_read_like_each_other_have_not_moved() -> None:
    old = edition(OLD, a="Zorbs:", a_1="Blue things;", b="Glims:", b_1="blue things;")
    new = edition(NEW, a="Zorbs:", a_1="blue things;", b="Glims:", b_1="Blue things;")
    assert compare(old, new) == [("reprinted", "a.1", "a.1"), ("reprinted", "b.1", "b.1")]


def test_new_level_between_parent_and_child() -> None:
    old = edition(OLD, a="Tanks:", a_1="Of nickel;", a_2="Of glass.", b="Pumps.")
    new = edition(
        NEW, a="Vessels:", a_1="Tanks:", a_1_a="Of nickel;", a_1_b="Of glass.", b="Pumps."
    )
    assert compare(old, new) == [
        ("added", None, "a"),
        ("moved", "a", "a.1"),
        ("renumbered", "a.1", "a.1.a"),
        ("renumbered", "a.2", "a.1.b"),
    ]


def test_text_changed_and_reprinted() -> None:
    old = edition(OLD, a="Zorbs of 4 kg;", b="“Glims;”", c="Of 2 x 3 m;")
    new = edition(NEW, a="Zorbs of 5 kg;", b="“Glims”;", c="Of 2 × 3 m")
    assert compare(old, new) == [
        ("text-changed", "a", "a"),
        ("reprinted", "b", "b"),
        ("reprinted", "c", "c"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [("Of 1.5 m", "Of 15 m"), ("< 5 m", "> 5 m"), ("5 % or less", "5 or less"), ("±2 m", "2 m")],
)
def test_numbers_and_signs_are_never_mere_printing(old: str, new: str) -> None:
    assert compare(edition(OLD, a=old), edition(NEW, a=new)) == [("text-changed", "a", "a")]


def test_doubts_of_a_text() -> None:
    old, new = edition(OLD, a="Zorbs;"), edition(NEW, a="Glims;")
    lossy = edition(NEW, a="Glims;", extent=Extent.INCOMPLETE)
    other = edition(NEW, a="Glims;", form="another")
    gap = edition(NEW, a="Glims;", extent=Extent.INCOMPLETE, gaps=("9X999.b",))

    def doubts(later: Edition, *, bare: bool = False) -> list[Doubt]:
        earlier = without_texts(old) if bare else old
        (change,) = compare_editions(earlier, without_texts(later) if bare else later).changes
        return list(change.doubts)

    assert doubts(new) == []
    assert doubts(new, bare=True) == [Doubt.DIGEST_ALONE]
    assert doubts(lossy) == [Doubt.INCOMPLETE_SOURCE]
    assert doubts(other) == [Doubt.OTHER_FORM]
    assert doubts(gap) == [Doubt.INCOMPLETE_SOURCE, Doubt.NEAR_GAP]


def test_a_gap_that_both_editions_have_makes_nothing_doubtful() -> None:
    gaps = ("9X999.b",)
    old = edition(OLD, a="Zorbs;", c=FREE, extent=Extent.INCOMPLETE, gaps=gaps)
    new = edition(NEW, a=FREE, c="Zorbs;", extent=Extent.INCOMPLETE, gaps=gaps)
    assert [change.doubts for change in compare_editions(old, new).changes] == [()]


def test_a_text_that_one_edition_lost_is_no_change() -> None:
    assert compare(edition(OLD, a="Zorbs;"), edition(NEW, a=None)) == []


def parameter(
    value: str, comparator: Comparator = Comparator.GREATER, **other: object
) -> Parameter:
    """Return a limit of a frequency in hertz."""
    written = f"{comparator} {value} Hz"
    return Parameter("Frequency", comparator, Decimal(value), "Hz", written, **other)  # type: ignore[arg-type]


RELEASE = parameter("5", role=Role.RELEASE)


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        (parameter("5"), parameter("4"), ["threshold-tightened"]),
        (parameter("5"), parameter("5", Comparator.GREATER_OR_EQUAL), ["threshold-tightened"]),
        (parameter("5"), parameter("6"), ["threshold-relaxed"]),
        (parameter("5"), parameter("5.0"), []),
        (
            parameter("5", role=Role.RELEASE),
            parameter("4", role=Role.RELEASE),
            ["threshold-relaxed"],
        ),
        (parameter("5"), parameter("4", Comparator.LESS), ["threshold-changed"] * 2),
        (parameter("5"), None, ["threshold-changed"]),
        (None, parameter("5"), ["threshold-changed"]),
        (
            Group(Connective.NONE, (parameter("5"),)),
            Group(Connective.NONE, (parameter("4"),)),
            ["threshold-changed"],
        ),
        (
            Group(Connective.ALL, (parameter("5"), parameter("9", Comparator.LESS))),
            Group(Connective.ALL, (parameter("5"), parameter("8", Comparator.LESS))),
            ["threshold-relaxed"],
        ),
        (
            Group(Connective.ANY, (parameter("5"), parameter("7"))),
            Group(Connective.ANY, (parameter("4"), parameter("8"))),
            ["threshold-changed"] * 4,
        ),
    ],
)
def test_thresholds(
    old: Parameter | Group | None, new: Parameter | Group | None, kinds: list[str]
) -> None:
    one = edition(OLD, entry("9X999", "Zorbs.", old))
    other = edition(NEW, entry("9X999", "Zorbs.", new))
    found = compare_editions(one, other).changes
    assert [change.kind.value for change in found] == kinds
    assert all(change.old_parameter or change.new_parameter for change in found)


def test_a_number_by_another_standard_is_neither_tighter_nor_more_relaxed() -> None:
    before, after = entry("9X999", "Zorbs.", parameter("5")), entry("9X999", "Z.", parameter("4"))
    before = replace(before, standards=("ISO 99999:1988",))
    for standards, kind in ((before.standards, "threshold-tightened"), ((), "threshold-changed")):
        other = edition(NEW, replace(after, standards=standards))
        found = compare_editions(edition(OLD, before), other).changes
        assert kind in [change.kind.value for change in found]
        assert len({change.kind for change in found if change.old_parameter}) == 1


def test_notes() -> None:
    old = edition(
        OLD,
        a="Zorbs;",
        b="Glims.",
        notes=(
            note(None, 1, "On the whole list."),
            note("9X999.a", 1, "Of zorbs."),
            note("9X999.a", 2, "Toys are left out."),
            note("9X999.b", 1, "Glims are blue."),
        ),
    )
    new = edition(
        NEW,
        a="Zorbs;",
        b="Glims.",
        notes=(
            note("9X999.a", 1, "New words on zorbs.", "Note 1"),
            note("9X999.a", 2, "Of zorbs."),
            note("9X999.b", 1, "Toys are left out."),
            note("9X999.b", 2, "Glims are red."),
        ),
    )
    assert compare(old, new) == [
        ("note-removed", None, None),
        ("note-added", "a", "a"),
        ("note-moved", "a", "b"),
        ("note-changed", "b", "b"),
    ]


def test_notes_of_an_incomplete_edition_are_not_seen() -> None:
    old = edition(OLD, a="Zorbs.", notes=(note("9X999.a", 1, "Of zorbs."),))
    new = edition(NEW, a="Zorbs.", extent=Extent.INCOMPLETE)
    assert compare(old, new) == [("note-not-seen", "a", "a")]
    excerpt = edition(NEW, a="Zorbs.", extent=Extent.EXCERPT)
    assert compare(old, excerpt) == []


def test_a_note_that_reads_like_one_of_another_entry_has_not_moved() -> None:
    entries = entry("9X998", "Zorbs."), entry("9X999", "Glims.")
    old = edition(OLD, *entries, notes=(note("9X998", 1, "See the general note."),))
    new = edition(NEW, *entries, notes=(note("9X999", 1, "See the general note."),))
    assert [kind for kind, _, _ in compare(old, new)] == ["note-removed", "note-added"]


def test_notes_follow_their_renumbered_entry() -> None:
    old = edition(OLD, a="Zorbs.", notes=(note("9X999.a", 1, "Of zorbs."),))
    new = edition(NEW, a=FREE, b="Zorbs.", notes=(note("9X999.b", 1, "Of zorbs."),))
    assert compare(old, new) == [("renumbered", "a", "b")]
