"""Comparisons of the bundled editions: facts and kept similarities, no texts."""

import datetime
from functools import cache

from kgservice.bundled import bundled
from kgservice.correspondence import Correspondence, ListComparison
from kgservice.harmonization.comparison import compare_lists
from kgservice.harmonization.kept import FOLDER, kept_or_measured, present_editions
from kgservice.harmonization.sssom import decided_between
from kgservice.model import Edition

DATA = bundled("data")


@cache
def editions() -> dict[str, list[Edition]]:
    """Return the bundled editions of each list, the newest first."""
    return present_editions(DATA, DATA / "no-imports", None)


def present(list_id: str) -> Edition:
    """Return the present edition of a list."""
    return editions()[list_id][0]


@cache
def comparison(subject: str, object_: str) -> ListComparison:
    """Return how two lists stand to each other, as the build tells it."""
    first, second = sorted((subject, object_))
    mine, yours = present(first), present(second)
    found = compare_lists(
        mine,
        yours,
        similarities=kept_or_measured(mine, yours, DATA / FOLDER),
        curated=decided_between(DATA / "correspondences", mine, yours),
        older=editions()[second][1:],
        older_subjects=editions()[first][1:],
    )
    if (first, second) == (subject, object_):
        return found
    turned = tuple(one.turned() for one in found.correspondences)
    return ListComparison(found.object, found.subject, turned, found.absences)


def counterparts(subject: str, code: str, object_: str) -> list[Correspondence]:
    """Return what is held to be the same item as an entry, in another list."""
    found = comparison(subject, object_).correspondences
    return [one for one in found if one.subject == code and one.is_same_item]


def edition_named(list_id: str, date: str) -> Edition:
    """Return a bundled edition by its date."""
    day = datetime.date.fromisoformat(date)
    return next(one for one in editions()[list_id] if one.date == day)
