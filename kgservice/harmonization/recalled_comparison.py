"""Reading back from a store how two lists stand to each other, as the build told it."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from pyoxigraph import (
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

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
    turn_deviation,
)
from kgservice.errors import EngineError, UnknownComparisonError
from kgservice.graph.correspondence import correspondence_iri
from kgservice.individuals import (
    ABSENCE_REASONS,
    COVERAGES,
    DEVIATIONS,
    JUSTIFICATIONS,
    UNCERTAINTIES,
)
from kgservice.namespaces import ID, RDF, SEMAPV, SKOS, SSSOM, STC, code_of_segment
from kgservice.store.base import QueryRequest, Store

_COMPARISONS: Final = f"""
SELECT ?comparison ?subject ?object WHERE {{
  ?comparison a <{STC}ListComparison> ;
              <{STC}subjectEdition> ?subject ; <{STC}objectEdition> ?object .
}} ORDER BY ?comparison
"""
_THINGS: Final = f"""
CONSTRUCT {{ ?thing ?p ?o }} WHERE {{ ?thing <{STC}inComparison> <%s> ; ?p ?o }}
"""
_COUNTS: Final = f"""
SELECT ?of ?against ?coverage ?entries ?part WHERE {{
  ?count a <{STC}CoverageCount> ; <{STC}coverageOf> ?of ; <{STC}coverageAgainst> ?against ;
         <{STC}coverage> ?coverage ; <{STC}entryTotal> ?entries .
  OPTIONAL {{ ?count <{STC}inPart> ?part }}
}} ORDER BY ?of ?against ?part ?coverage
"""
_JSON: Final = "application/sparql-results+json"
_LINES: Final = "application/n-triples"
_SAME_WORDS: Final = 100
_GROUNDS: Final = (
    Justification.CURATED, Justification.CODE, Justification.WORDING, Justification.SIMILARITY,
    Justification.CHEMICALS, Justification.PARAMETERS, Justification.CHAIN,
)  # fmt: skip
"""One for each term of SEMAPV: code, place and references are all structural there."""
_Value = TypeVar("_Value")
_Thing = Mapping[str, list[str]]


def recall_comparison(store: Store, subject: str, object_: str, client: str = "") -> ListComparison:
    """Return how one list stands to another in a release.

    :param store: of a release, embedded or remote
    :param subject: id of the list that is judged
    :param object_: id of the list that it is held against
    :param client: whose turn it is when the queue is shared out
    :returns: the comparison of their present editions, seen from the subject
    :raises UnknownComparisonError: if the release compares no such lists; the message names those
        that the subject is compared with
    :raises KgServiceError: as :meth:`Store.query` says
    """
    near: set[str] = set()
    for row in _rows(store, _COMPARISONS, client):
        keys = key_of(row["subject"]), key_of(row["object"])
        ids = [key.list_id for key in keys]
        if ids in ([subject, object_], [object_, subject]):
            found = _read(store, row["comparison"], *keys, client)
            return found if ids[0] == subject else _turned(found)
        if subject in ids:
            near.add(ids[1] if ids[0] == subject else ids[0])
    known = ", ".join(sorted(near)) or "no other list"
    raise UnknownComparisonError(
        f"{subject} and {object_} are not compared in this release; "
        f"{subject} is compared with {known}"
    )


@dataclass(frozen=True, slots=True)
class RecalledCount:
    """How many entries of a list stand in one way to another list.

    :ivar list: id of the list whose state it is
    :ivar edition: of that list, None for a list known by its codes alone
    :ivar against: id of the list that it is held against
    :ivar against_edition: of that list
    :ivar part: the code that the count is limited to, None for the whole list
    """

    list: str
    edition: datetime.date | None
    against: str
    against_edition: datetime.date | None
    part: str | None
    coverage: str
    entries: int


def recall_correspondence(
    store: Store, iri: str, client: str = ""
) -> tuple[EditionKey, EditionKey, Correspondence]:
    """Return one correspondence of a release.

    :param store: of a release, embedded or remote
    :param iri: of the correspondence, in full
    :param client: whose turn it is when the queue is shared out
    :returns: the editions of subject and object, and the correspondence
    :raises UnknownComparisonError: if the release has no such correspondence
    :raises KgServiceError: as :meth:`Store.query` says
    """
    for row in _rows(store, _COMPARISONS, client):
        keys = key_of(row["subject"]), key_of(row["object"])
        places = [key.list_id if key.date is None else f"{key.list_id}/{key.date}" for key in keys]
        rest = iri.removeprefix(f"{ID}correspondence/{places[0]}/")
        if rest == iri or f"/{places[1]}/" not in f"/{rest}":
            continue
        for one in _read(store, row["comparison"], *keys, client).correspondences:
            if correspondence_iri(*keys, one) == iri:
                return *keys, one
    raise UnknownComparisonError(
        f"<{iri}> is no correspondence of this release; expected the IRI of one, such as "
        f"{ID}correspondence/LIST/DATE/CODE/LIST/DATE/CODE"
    )


def recall_counts(store: Store, client: str = "") -> tuple[RecalledCount, ...]:
    """Return the coverage counts of a release.

    :param store: of a release, embedded or remote
    :param client: whose turn it is when the queue is shared out
    :returns: by list, list held against, part and way
    :raises KgServiceError: as :meth:`Store.query` says
    """
    ways = _turned_table(COVERAGES)
    found: list[RecalledCount] = []
    for row in _rows(store, _COUNTS, client):
        mine, yours = key_of(row["of"]), key_of(row["against"])
        part = code_of_segment(row["part"].rpartition("/")[2]) if row.get("part") else None
        way = ways[row["coverage"].removeprefix(STC)].value
        ends = mine.list_id, mine.date, yours.list_id, yours.date
        found.append(RecalledCount(*ends, part, way, int(row["entries"])))
    return tuple(found)


def key_of(iri: str) -> EditionKey:
    """Return the edition, or the list known by its codes alone, that an IRI names."""
    list_id, _, date = iri.removeprefix(ID).partition("/")
    return EditionKey(list_id, datetime.date.fromisoformat(date) if date else None)


def _read(
    store: Store, comparison: str, subject: EditionKey, object_: EditionKey, client: str
) -> ListComparison:
    request = QueryRequest(_THINGS % comparison, _LINES, client=client)
    things: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    with store.query(request).body as body:
        for quad in parse(body.read(), format=RdfFormat.N_TRIPLES):
            value = getattr(quad.object, "value", "")
            things[str(getattr(quad.subject, "value", ""))][quad.predicate.value].append(value)
    found: list[Correspondence] = []
    absences: list[Absence] = []
    for _, thing in sorted(things.items()):
        if STC + "Correspondence" in thing[RDF + "type"]:
            found.append(_correspondence(thing))
        else:
            absences.append(_absence(thing, subject))
    found.sort(key=lambda one: (one.subject, one.subject_rank, one.object))
    absences.sort(key=lambda one: (one.deviation, one.code))
    return ListComparison(subject, object_, tuple(found), tuple(absences))


def _correspondence(thing: _Thing) -> Correspondence:
    deviations = _turned_table(DEVIATIONS)
    relation = _one(thing, STC + "mappingRelation")
    grounds = {one.removeprefix(SEMAPV) for one in thing[SSSOM + "mapping_justification"]}
    doubts = {one.removeprefix(STC) for one in thing.get(STC + "uncertainty", ())}
    told = deviations[_name(thing, "deviation")]
    words = _one(thing, STC + "wordSimilarity")
    if words is None and told is Deviation.IDENTICAL:
        words = str(_SAME_WORDS)
    return Correspondence(
        _code(thing, "subjectEntry"),
        _code(thing, "objectEntry"),
        Relation(relation.removeprefix(SKOS)) if relation else None,
        told,
        deviations[_name(thing, "inverseDeviation")],
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
    reasons = _turned_table(ABSENCE_REASONS)
    entry = _one(thing, STC + "absentEntry") or ""
    here = entry.startswith(f"{ID}{subject.list_id}/")
    candidate = _one(thing, STC + "nearestCandidate")
    return Absence(
        _code(thing, "absentEntry"),
        Deviation.EXTRA if here else Deviation.MISSING,
        reasons[_name(thing, "absenceReason")],
        code_of_segment(candidate.rpartition("/")[2]) if candidate else None,
    )


def _turned(found: ListComparison) -> ListComparison:
    turned = sorted(
        (one.turned() for one in found.correspondences),
        key=lambda one: (one.subject, one.subject_rank, one.object),
    )
    absences = (replace(one, deviation=turn_deviation(one.deviation)) for one in found.absences)
    return ListComparison(found.object, found.subject, tuple(turned), tuple(absences))


def _one(thing: _Thing, predicate: str) -> str | None:
    return next(iter(thing.get(predicate, ())), None)


def _name(thing: _Thing, predicate: str) -> str:
    return (_one(thing, STC + predicate) or "").removeprefix(STC)


def _code(thing: _Thing, predicate: str) -> str:
    return code_of_segment((_one(thing, STC + predicate) or "").rpartition("/")[2])


def _date(thing: _Thing, predicate: str) -> datetime.date | None:
    edition = _one(thing, STC + predicate)
    return key_of(edition).date if edition else None


def _turned_table(table: Mapping[_Value, str]) -> dict[str, _Value]:
    return {name: value for value, name in table.items()}


def _rows(store: Store, text: str, client: str) -> list[Mapping[str, str]]:
    """Return solutions as plain values by name; what is not bound is left out."""
    with store.query(QueryRequest(text, _JSON, client=client)).body as body:
        found = parse_query_results(body.read(), QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        raise EngineError("the store answered no SELECT; expected solutions")
    names = [variable.value for variable in found.variables]
    return [
        {name: str(getattr(row[name], "value", "")) for name in names if row[name] is not None}
        for row in found
    ]
