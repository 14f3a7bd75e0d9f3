"""Reading back from a store how two lists stand to each other, as the build told it."""

import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kgservice.correspondence import (
    Correspondence,
    EditionKey,
    ListComparison,
    turn_deviation,
)
from kgservice.errors import EngineError, UnknownComparisonError
from kgservice.graph.correspondence import correspondence_iri
from kgservice.harmonization.recalled_things import (
    key_of,
    named_values,
    read_rows,
    read_things,
    things_query,
)
from kgservice.individuals import COVERAGES
from kgservice.namespaces import ID, STC, code_of_segment
from kgservice.store.base import QueryRequest, Store

_COMPARISONS: Final = f"""
SELECT ?comparison ?subject ?object WHERE {{
  ?comparison a <{STC}ListComparison> ;
              <{STC}subjectEdition> ?subject ; <{STC}objectEdition> ?object .
}} ORDER BY ?comparison
"""
_COUNTS: Final = f"""
SELECT ?of ?against ?coverage ?entries ?part WHERE {{
  ?count a <{STC}CoverageCount> ; <{STC}coverageOf> ?of ; <{STC}coverageAgainst> ?against ;
         <{STC}coverage> ?coverage ; <{STC}entryTotal> ?entries .
  OPTIONAL {{ ?count <{STC}inPart> ?part }}
}} ORDER BY ?of ?against ?part ?coverage
"""
_JSON: Final = "application/sparql-results+json"
_CSV: Final = "text/csv"


@dataclass(frozen=True, slots=True)
class ComparisonName:
    """A comparison that a release holds, as the build named it.

    :ivar iri: of the comparison
    :ivar subject: the edition that the build judged
    :ivar object: the edition that it held it against
    """

    iri: str
    subject: EditionKey
    object: EditionKey


def comparisons(store: Store, client: str = "") -> tuple[ComparisonName, ...]:
    """Return the comparisons of a release, by IRI.

    :param store: of a release, embedded or remote
    :param client: whose turn it is when the queue is shared out
    :returns: each once, in the direction in which the build compared
    :raises KgServiceError: as :meth:`Store.query` says
    """
    return tuple(
        ComparisonName(row["comparison"], key_of(row["subject"]), key_of(row["object"]))
        for row in _rows(store, _COMPARISONS, client)
    )


def find_comparison(store: Store, subject: str, object_: str, client: str = "") -> ComparisonName:
    """Return the name of the comparison of two lists, whichever of them the build judged.

    :param store: of a release, embedded or remote
    :param subject: id of the list that is judged
    :param object_: id of the list that it is held against
    :param client: whose turn it is when the queue is shared out
    :returns: the comparison of their present editions
    :raises UnknownComparisonError: if the release compares no such lists; the message names those
        that the subject is compared with
    :raises KgServiceError: as :meth:`Store.query` says
    """
    near: set[str] = set()
    for name in comparisons(store, client):
        ids = [name.subject.list_id, name.object.list_id]
        if ids in ([subject, object_], [object_, subject]):
            return name
        if subject in ids:
            near.add(ids[1] if ids[0] == subject else ids[0])
    known = ", ".join(sorted(near)) or "no other list"
    raise UnknownComparisonError(
        f"{subject} and {object_} are not compared in this release; "
        f"{subject} is compared with {known}"
    )


def recall_comparison(store: Store, subject: str, object_: str, client: str = "") -> ListComparison:
    """Return how one list stands to another in a release.

    :param store: of a release, embedded or remote
    :param subject: id of the list that is judged
    :param object_: id of the list that it is held against
    :param client: whose turn it is when the queue is shared out
    :returns: the comparison of their present editions, seen from the subject
    :raises UnknownComparisonError: as :func:`find_comparison` says
    :raises KgServiceError: as :meth:`Store.query` says
    """
    name = find_comparison(store, subject, object_, client)
    return seen_from(read_comparison(store, name, client), subject)


def read_comparison(store: Store, name: ComparisonName, client: str = "") -> ListComparison:
    """Return a comparison in the direction in which the build compared.

    :param store: of a release, embedded or remote
    :param name: of the comparison
    :param client: whose turn it is when the queue is shared out
    :returns: all correspondences and absences
    :raises KgServiceError: as :meth:`Store.query` says
    """
    request = QueryRequest(things_query(name.iri), _CSV, client=client)
    body = store.query(request).body
    with io.TextIOWrapper(body, encoding="utf-8", newline="") as lines:
        return read_things(read_rows(lines), name.subject, name.object)


def seen_from(found: ListComparison, subject: str) -> ListComparison:
    """Return a comparison as seen from one of its lists.

    :param found: the comparison, in either direction
    :param subject: id of one of its lists
    :returns: a comparison whose subject is that list
    """
    if found.subject.list_id == subject:
        return found
    correspondences = sorted(
        (one.turned() for one in found.correspondences),
        key=lambda one: (one.subject, one.subject_rank, one.object),
    )
    absences = (replace(one, deviation=turn_deviation(one.deviation)) for one in found.absences)
    return ListComparison(found.object, found.subject, tuple(correspondences), tuple(absences))


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
    for name in comparisons(store, client):
        keys = name.subject, name.object
        rest = iri.removeprefix(f"{ID}correspondence/{name.subject}/")
        if rest == iri or f"/{name.object}/" not in f"/{rest}":
            continue
        for one in read_comparison(store, name, client).correspondences:
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
    ways = named_values(COVERAGES)
    found: list[RecalledCount] = []
    for row in _rows(store, _COUNTS, client):
        mine, yours = key_of(row["of"]), key_of(row["against"])
        part = code_of_segment(row["part"].rpartition("/")[2]) if row.get("part") else None
        way = ways[row["coverage"].removeprefix(STC)].value
        ends = mine.list_id, mine.date, yours.list_id, yours.date
        found.append(RecalledCount(*ends, part, way, int(row["entries"])))
    return tuple(found)


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
