"""Correspondences as SSSOM TSV, in and out.

A mapping set has its metadata as YAML in comment lines, then one mapping a row.  Entries are
CURIEs of the prefix ``stcid``: ``stcid:us-ccl/2025-09-29/3A090.a.1``.  What SSSOM has no column
for, the deviation, stands in the extension column ``deviation``; where several justifications
hold, ``mapping_justification`` is the composite one and ``other`` names them.
"""

import csv
import datetime
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import yaml

from kgservice.correspondence import (
    Correspondence,
    Deviation,
    EditionKey,
    Justification,
    ListComparison,
    Relation,
    turn_deviation,
)
from kgservice.errors import TableError
from kgservice.individuals import JUSTIFICATIONS
from kgservice.model import Edition
from kgservice.namespaces import BASE, ID, SEMAPV, SKOS, STC, code_of_segment, segment

COLUMNS: Final = (
    "subject_id", "predicate_id", "object_id", "mapping_justification", "confidence",
    "similarity_score", "deviation", "other", "comment",
)  # fmt: skip
_PREFIX: Final = "stcid:"
_SOURCE: Final = "object_source"
_COMPOSITE: Final = "semapv:CompositeMatching"
_CURATED: Final = "semapv:ManualMappingCuration"
_UNRELATED: Final = "sssom:NoTermFound"
_LISTS: Final = "lists-*.sssom.tsv"


def write_sssom(comparison: ListComparison) -> str:
    """Return the correspondences of two editions as an SSSOM mapping set in TSV."""
    subject, object_ = comparison.subject, comparison.object
    iri = f"{BASE}compare?a={subject.list_id}&b={object_.list_id}"
    return "".join(_head(iri, subject, object_)) + "".join(_table([comparison], COLUMNS))


def mapping_set(
    iri: str, subject: EditionKey, comparisons: Iterable[ListComparison]
) -> Iterator[str]:
    """Yield the correspondences of an edition to all other lists as one SSSOM mapping set in TSV.

    :param iri: of the set
    :param subject: the edition
    :param comparisons: of the edition with others, each seen from it
    :yields: pieces of the text; which list an object is of stands in the column ``object_source``
    """
    yield from _head(iri, subject, None)
    yield from _table(comparisons, (*COLUMNS, _SOURCE))


def _head(iri: str, subject: EditionKey, object_: EditionKey | None) -> Iterator[str]:
    metadata = {
        "curie_map": {"semapv": SEMAPV, "skos": SKOS, "stc": STC, "stcid": ID},
        "extension_definitions": [
            {"slot_name": "deviation", "property": "stc:deviation", "type_hint": "xsd:string"}
        ],
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "mapping_set_id": iri,
        "subject_source": f"{_PREFIX}{subject}",
    }
    if object_ is not None:
        metadata[_SOURCE] = f"{_PREFIX}{object_}"
    text = yaml.safe_dump(metadata, sort_keys=True, allow_unicode=True, width=1000)
    yield from (f"# {line}\n" for line in text.splitlines())


def _table(comparisons: Iterable[ListComparison], columns: tuple[str, ...]) -> Iterator[str]:
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(columns)
    for each in comparisons:
        source = [f"{_PREFIX}{each.object}"] if _SOURCE in columns else []
        for one in each.correspondences:
            if one.relation is not None:
                writer.writerow((*_row(each.subject, each.object, one), *source))
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _row(subject: EditionKey, object_: EditionKey, one: Correspondence) -> Iterator[str]:
    grounds = list(dict.fromkeys(f"semapv:{JUSTIFICATIONS[g]}" for g in one.justifications))
    yield f"{_PREFIX}{subject}/{segment(one.subject)}"
    yield f"skos:{one.relation}"
    yield f"{_PREFIX}{object_}/{segment(one.object)}"
    yield grounds[0] if len(grounds) == 1 else _COMPOSITE
    yield f"{one.confidence:.2f}"
    yield "" if one.words is None else f"{one.words / 100:.2f}"
    yield one.deviation.value
    yield "|".join(grounds) if len(grounds) > 1 else ""
    yield one.comment


def decided_between(folder: Path, subject: Edition, object_: Edition) -> tuple[Correspondence, ...]:
    """Return what people decided of two editions.

    :param folder: ``data/correspondences``; read are its ``lists-*.sssom.tsv``
    :param subject: the edition that is judged
    :param object_: the edition that it is held against
    :returns: the decisions in either direction, turned where need be
    :raises TableError: if a table is not of its form, or names a code that its edition has not
    """
    found: list[Correspondence] = []
    for path in sorted(folder.glob(_LISTS)):
        for place, mine, yours, one in read_sssom(path):
            for first, second, turned in ((subject, object_, False), (object_, subject, True)):
                if (mine, yours) == (_key(first), _key(second)):
                    _require(place, first, one.subject)
                    _require(place, second, one.object)
                    found.append(one.turned() if turned else one)
    return tuple(found)


def read_sssom(path: Path) -> Iterator[tuple[str, EditionKey, EditionKey, Correspondence]]:
    """Yield the mappings of a table between entries of lists.

    :param path: an SSSOM TSV file with the columns of :data:`COLUMNS`; those it lacks are empty
    :yields: the row's place, the two editions, and the correspondence
    :raises TableError: if a cell cannot be read
    """
    with path.open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    comments = sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line[:1] == "#")
    for number, row in enumerate(csv.DictReader(lines, delimiter="\t"), comments + 2):
        place = f"{path.name}, row {number}"
        mine, subject = _entry(row["subject_id"], place)
        yours, object_ = _entry(row["object_id"], place)
        yield place, mine, yours, _correspondence(row, subject, object_, place)


def _correspondence(row: dict[str, str], subject: str, object_: str, place: str) -> Correspondence:
    try:
        name = row["predicate_id"].removeprefix("skos:")
        relation = None if row["predicate_id"] == _UNRELATED else Relation(name)
        deviation = Deviation(row.get("deviation") or Deviation.INCOMPARABLE)
        confidence = float(row.get("confidence") or 1)
    except ValueError as error:
        wanted = "expected a SKOS mapping property, a deviation and a confidence from 0 to 1"
        raise TableError(f"{place}: {error}; {wanted}") from error
    said = row["mapping_justification"], *(row.get("other") or "").split("|")
    grounds = tuple(g for g in Justification if f"semapv:{JUSTIFICATIONS[g]}" in said)
    return Correspondence(
        subject,
        object_,
        relation,
        deviation,
        turn_deviation(deviation),
        confidence,
        (Justification.CURATED,) if _CURATED in said else grounds,
        comment=row.get("comment") or "",
    )


def _entry(curie: str, place: str) -> tuple[EditionKey, str]:
    list_id, _, rest = curie.removeprefix(_PREFIX).partition("/")
    date, _, code = rest.partition("/")
    try:
        if not curie.startswith(_PREFIX) or not code:
            raise ValueError(curie)
        return EditionKey(list_id, datetime.date.fromisoformat(date)), code_of_segment(code)
    except ValueError as error:
        wanted = f"expected an entry such as {_PREFIX}us-ccl/2025-09-29/3A001"
        raise TableError(f"{place}: {curie!r}; {wanted}") from error


def _require(place: str, edition: Edition, code: str) -> None:
    if not any(entry.code == code for entry in edition.entries):
        raise TableError(f"{place}: {edition.list_id} {edition.date} has no entry {code}")


def _key(edition: Edition) -> EditionKey:
    return EditionKey(edition.list_id, edition.date)
