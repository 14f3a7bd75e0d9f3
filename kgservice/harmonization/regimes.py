"""National lists against the regimes' own lists, of which only codes are held.

Two things tie an entry to a regime's provision: our label of the provision names the entries that
it was read off, and below such a pair, where both lists number their paragraphs alike, place.  From
there the ties of one national list lead on to another that has the same items.  How far an entry
deviates from its provision is never told, because the provision's text is not held.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kgservice.correspondence import (
    Correspondence,
    Coverage,
    CoverageCount,
    Deviation,
    EditionKey,
    Justification,
    ListComparison,
    Relation,
    Uncertainty,
)
from kgservice.graph.facts import read_facts
from kgservice.model import Edition, Level
from kgservice.readers.regime_codes import RegimeCode

_SOURCE: Final = re.compile(r"(?P<list>[a-z-]+)/(?P<date>\d{4}-\d\d-\d\d)/(?P<code>\S+)")
_ORIGINS: Final = ("list", "basis", "value", "regime", "source")
_STATED: Final = 0.9
_BELOW: Final = 0.9
_ONWARD: Final = 0.95
_NUCLEAR: Final = "0"


@dataclass(frozen=True, slots=True)
class _Tie:
    confidence: float
    grounds: tuple[Justification, ...]


_Ties = dict[tuple[str, str], _Tie]
"""Ties by code of the national list and code of the regime's list."""


def compare_to_regimes(
    editions: Mapping[str, Edition],
    codes: Mapping[str, tuple[RegimeCode, ...]],
    labels: Path,
    comparisons: Iterable[ListComparison],
) -> tuple[ListComparison, ...]:
    """Tell which entries of national lists correspond to provisions of regimes' lists.

    :param editions: the present edition of each national list
    :param codes: of each regime's list
    :param labels: the table of our labels for the regimes' codes, and what each was read off
    :param comparisons: of the national lists with each other
    :returns: a comparison for each national and each regime's list that have something in common;
        the deviation is INCOMPARABLE throughout, with NO_TEXT_HELD
    """
    stated = {key: _Tie(_STATED, (Justification.CURATED,)) for key in _stated(labels, editions)}
    pairs = list(comparisons)
    found: list[ListComparison] = []
    for regime_list, provisions in sorted(codes.items()):
        ties: dict[str, _Ties] = {
            list_id: _with_places(edition, provisions, _own(stated, list_id, regime_list))
            for list_id, edition in editions.items()
        }
        for list_id, edition in sorted(editions.items()):
            whole = dict(ties[list_id])
            for code, onward, confidence in _onward(list_id, pairs):
                for (hub_code, provision), tie in ties.get(onward[0], {}).items():
                    if hub_code == onward[1]:
                        led = round(tie.confidence * confidence * _ONWARD, 2)
                        whole.setdefault((code, provision), _Tie(led, (Justification.CHAIN,)))
            if whole:
                found.append(_comparison(edition, regime_list, provisions, whole))
    return tuple(found)


def _stated(labels: Path, editions: Mapping[str, Edition]) -> Iterator[tuple[str, str, str, str]]:
    """Yield national list, code, regime's list and provision, as sources of labels name them."""
    with labels.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for part in row["source"].split(" ; "):
                named = _SOURCE.fullmatch(part.strip())
                edition = editions.get(named["list"]) if named else None
                if named and edition and edition.date.isoformat() == named["date"]:
                    for regime_list in row["lists"].split():
                        yield named["list"], named["code"], regime_list, row["code"]


def _own(stated: Mapping[tuple[str, str, str, str], _Tie], list_id: str, regime_list: str) -> _Ties:
    return {
        (code, provision): tie
        for (owner, code, other, provision), tie in stated.items()
        if (owner, other) == (list_id, regime_list)
    }


def _with_places(edition: Edition, provisions: Iterable[RegimeCode], ties: _Ties) -> _Ties:
    """Return the ties, and below each those of paragraphs that are numbered alike in both lists."""
    mine = _below((entry.code, entry.parent) for entry in edition.entries)
    yours = _below((one.code, one.parent) for one in provisions)
    found = dict(ties)
    queue = list(ties.items())
    tied = {provision for _, provision in ties}
    while queue:
        (code, provision), tie = queue.pop(0)
        here, there = mine.get(code, {}), yours.get(provision, {})
        if not here or here.keys() != there.keys():
            continue
        for mark, below in here.items():
            pair = below, there[mark]
            if pair[1] not in tied:
                tie_below = _Tie(round(tie.confidence * _BELOW, 2), (Justification.PLACE,))
                found[pair] = tie_below
                queue.append((pair, tie_below))
    return found


def _below(codes: Iterable[tuple[str, str | None]]) -> dict[str, dict[str, str]]:
    """Return the codes below each code by their own mark alone: ``a`` for ``(a)`` and ``.a``."""
    found: dict[str, dict[str, str]] = {}
    for code, parent in codes:
        if parent is not None:
            mark = code.removeprefix(parent).strip(".() ")
            found.setdefault(parent, {})[mark] = code
    return found


def _onward(
    list_id: str, comparisons: Iterable[ListComparison]
) -> Iterator[tuple[str, tuple[str, str], float]]:
    """Yield a list's codes with the list and code of the same item elsewhere, and how surely."""
    for comparison in comparisons:
        for one in comparison.correspondences:
            if not one.is_same_item:
                continue
            if comparison.subject.list_id == list_id:
                yield one.subject, (comparison.object.list_id, one.object), one.confidence
            elif comparison.object.list_id == list_id:
                yield one.object, (comparison.subject.list_id, one.subject), one.confidence


def _comparison(
    edition: Edition, regime_list: str, provisions: Iterable[RegimeCode], ties: _Ties
) -> ListComparison:
    order = {entry.code: n for n, entry in enumerate(edition.entries)}
    places = {one.code: n for n, one in enumerate(provisions)}
    pairs = sorted(ties.items(), key=lambda item: (-item[1].confidence, places[item[0][1]]))
    ranks: dict[str, int] = {}
    inverse: dict[str, int] = {}
    found: list[Correspondence] = []
    for (code, provision), tie in pairs:
        ranks[code] = ranks.get(code, 0) + 1
        inverse[provision] = inverse.get(provision, 0) + 1
        found.append(
            Correspondence(
                code,
                provision,
                Relation.CLOSE,
                Deviation.INCOMPARABLE,
                Deviation.INCOMPARABLE,
                tie.confidence,
                tie.grounds,
                ranks[code],
                inverse[provision],
                uncertainties=(Uncertainty.NO_TEXT_HELD,),
            )
        )
    found.sort(key=lambda one: (order[one.subject], one.subject_rank))
    keys = EditionKey(edition.list_id, edition.date), EditionKey(regime_list, None)
    return ListComparison(*keys, tuple(found), ())


def count_regime_coverage(comparison: ListComparison) -> CoverageCount:
    """Count the provisions of a regime's list that have a counterpart; how alike is not told."""
    provisions = tuple(dict.fromkeys(one.object for one in comparison.correspondences))
    keys = comparison.subject, comparison.object
    return CoverageCount(*keys, None, Coverage.UNDETERMINED, provisions)


def regime_origins(edition: Edition, table: Path) -> Iterator[tuple[str, str]]:
    """Yield entries of an edition with the regime that they carry out.

    The table says so of a series of codes, by their third character; of a reason for control; or
    of one code, with all that stands below it, where the law itself names the regime there.

    :param edition: of any list
    :param table: ``data/regime-origins.csv``
    :yields: a code and the id of a regime
    :raises TableError: if the table is not of its form
    """
    rows = [row for row in read_facts(table, _ORIGINS) if row["list"] == edition.list_id]
    series = {row["value"]: row["regime"] for row in rows if row["basis"] == "series"}
    reasons = {row["value"]: row["regime"] for row in rows if row["basis"] == "reason"}
    stated = [(row["value"], row["regime"]) for row in rows if row["basis"] == "code"]
    codes = {entry.code for entry in edition.entries}
    yield from ((code, regime) for code, regime in stated if code in codes)
    for entry in edition.entries:
        if series and entry.level is Level.ENTRY:
            in_nuclear = entry.code.startswith(_NUCLEAR)
            key = f"{entry.code[2]} in category 0" if in_nuclear else entry.code[2]
            if key in series:
                yield entry.code, series[key]
        for reason in entry.reasons:
            if reason.reason in reasons:
                for code in reason.applies_to or (entry.code,):
                    yield code, reasons[reason.reason]
