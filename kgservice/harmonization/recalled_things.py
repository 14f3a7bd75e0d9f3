"""Correspondences and absences as the graph has them, read back as values.

What is read are rows of a thing, a property and a value, as the query of :func:`things_query`
gives them in CSV.
"""

import csv
import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from kgservice.correspondence import (
    Absence,
    Correspondence,
    Deviation,
    EditionKey,
    Justification,
    ListComparison,
    ParameterPair,
    Relation,
    Uncertainty,
)
from kgservice.individuals import ABSENCE_REASONS, DEVIATIONS, JUSTIFICATIONS, UNCERTAINTIES
from kgservice.namespaces import ID, SEMAPV, SKOS, SSSOM, STC, code_of_segment

_Value = TypeVar("_Value")
_Thing = Mapping[str, list[str]]
_READ: Final = (
    *(
        STC + name
        for name in (
            "subjectEntry", "objectEntry", "mappingRelation", "deviation", "inverseDeviation",
            "rank", "inverseRank", "wordSimilarity", "uncertainty", "comparedLimits",
            "followsEdition", "inverseFollowsEdition", "absentEntry", "absenceReason",
            "nearestCandidate",
        )
    ),
    SSSOM + "confidence",
    SSSOM + "mapping_justification",
)  # fmt: skip
_THINGS: Final = """
SELECT ?thing ?p ?o WHERE {
  ?thing <%s> <%s> ; ?p ?o . FILTER(?p IN (%s))
}
"""
_SAME_WORDS: Final = 100
_GROUNDS: Final = (
    Justification.CURATED, Justification.CODE, Justification.WORDING, Justification.SIMILARITY,
    Justification.CHEMICALS, Justification.PARAMETERS, Justification.CHAIN,
)  # fmt: skip
"""One for each term of SEMAPV: code, place and references are all structural there."""


def named_values(table: Mapping[_Value, str]) -> dict[str, _Value]:
    """Return a table of individuals turned: values by local name."""
    return {name: value for value, name in table.items()}


_DEVIATIONS: Final = named_values(DEVIATIONS)
_REASONS: Final = named_values(ABSENCE_REASONS)


def things_query(comparison: str) -> str:
    """Return the query for all that is read of a comparison.

    :param comparison: its IRI
    :returns: a SELECT of ``?thing``, ``?p`` and ``?o``
    """
    named = ", ".join(f"<{iri}>" for iri in _READ)
    return _THINGS % (STC + "inComparison", comparison, named)


def read_rows(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the rows of an answer to :func:`things_query` in CSV, without its head."""
    rows = csv.reader(lines)
    next(rows, None)
    yield from rows


def read_things(
    rows: Iterable[Sequence[str]], subject: EditionKey, object_: EditionKey
) -> ListComparison:
    """Return the comparison that rows tell.

    :param rows: of a thing, a property and a value, in any order
    :param subject: the edition that is judged
    :param object_: the edition that it is held against
    :returns: correspondences by codes and rank, absences by deviation and code
    """
    things: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for iri, property_, value in rows:
        things[iri][property_].append(value)
    found: list[Correspondence] = []
    absences: list[Absence] = []
    for _, thing in sorted(things.items()):
        if STC + "absentEntry" in thing:
            absences.append(_absence(thing, subject))
        else:
            found.append(_correspondence(thing))
    found.sort(key=lambda one: (one.subject, one.subject_rank, one.object))
    absences.sort(key=lambda one: (one.deviation, one.code))
    return ListComparison(subject, object_, tuple(found), tuple(absences))


def key_of(iri: str) -> EditionKey:
    """Return the edition, or the list known by its codes alone, that an IRI names."""
    list_id, _, date = iri.removeprefix(ID).partition("/")
    return EditionKey(list_id, datetime.date.fromisoformat(date) if date else None)


def _correspondence(thing: _Thing) -> Correspondence:
    relation = _one(thing, STC + "mappingRelation")
    grounds = {one.removeprefix(SEMAPV) for one in thing[SSSOM + "mapping_justification"]}
    doubts = {one.removeprefix(STC) for one in thing.get(STC + "uncertainty", ())}
    told = _DEVIATIONS[_name(thing, "deviation")]
    words = _one(thing, STC + "wordSimilarity")
    if words is None and told is Deviation.IDENTICAL:
        words = str(_SAME_WORDS)
    return Correspondence(
        _code(thing, "subjectEntry"),
        _code(thing, "objectEntry"),
        Relation(relation.removeprefix(SKOS)) if relation else None,
        told,
        _DEVIATIONS[_name(thing, "inverseDeviation")],
        float(_one(thing, SSSOM + "confidence") or 0),
        tuple(one for one in _GROUNDS if JUSTIFICATIONS[one] in grounds),
        int(_one(thing, STC + "rank") or 1),
        int(_one(thing, STC + "inverseRank") or 1),
        tuple(
            ParameterPair(None, None, told.value, reason)
            for reason in sorted(thing.get(STC + "comparedLimits", ()))
        ),
        tuple(one for one in Uncertainty if UNCERTAINTIES[one] in doubts),
        None if words is None else int(words),
        _date(thing, "followsEdition"),
        _date(thing, "inverseFollowsEdition"),
    )


def _absence(thing: _Thing, subject: EditionKey) -> Absence:
    entry = _one(thing, STC + "absentEntry") or ""
    here = entry.startswith(f"{ID}{subject.list_id}/")
    candidate = _one(thing, STC + "nearestCandidate")
    return Absence(
        _code(thing, "absentEntry"),
        Deviation.EXTRA if here else Deviation.MISSING,
        _REASONS[_name(thing, "absenceReason")],
        code_of_segment(candidate.rpartition("/")[2]) if candidate else None,
    )


def _one(thing: _Thing, predicate: str) -> str | None:
    return next(iter(thing.get(predicate, ())), None)


def _name(thing: _Thing, predicate: str) -> str:
    return (_one(thing, STC + predicate) or "").removeprefix(STC)


def _code(thing: _Thing, predicate: str) -> str:
    return code_of_segment((_one(thing, STC + predicate) or "").rpartition("/")[2])


def _date(thing: _Thing, predicate: str) -> datetime.date | None:
    edition = _one(thing, STC + predicate)
    return key_of(edition).date if edition else None
