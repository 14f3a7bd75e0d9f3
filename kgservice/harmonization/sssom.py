"""Correspondences as SSSOM TSV, in and out.

A mapping set has its metadata as YAML in comment lines, then one mapping a row.  Entries are
CURIEs of the prefix ``stcid``: ``stcid:us-ccl/2025-09-29/3A090.a.1``.  What SSSOM has no column
for, the deviation, stands in the extension column ``deviation``; where several justifications
hold, ``mapping_justification`` is the composite one and ``other`` names them.
"""

import csv
import datetime
import io
from collections.abc import Iterator
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
from kgservice.namespaces import ID, SEMAPV, SKOS, STC, code_of_segment, segment

COLUMNS: Final = (
    "subject_id", "predicate_id", "object_id", "mapping_justification", "confidence",
    "similarity_score", "deviation", "other", "comment",
)  # fmt: skip
_PREFIX: Final = "stcid:"
_COMPOSITE: Final = "semapv:CompositeMatching"
_CURATED: Final = "semapv:ManualMappingCuration"
_UNRELATED: Final = "sssom:NoTermFound"
_LISTS: Final = "lists-*.sssom.tsv"


def write_sssom(comparison: ListComparison) -> str:
    """Return the correspondences of two editions as an SSSOM mapping set in TSV."""
    out = io.StringIO()
    subject, object_ = comparison.subject, comparison.object
    metadata = {
        "curie_map": {"semapv": SEMAPV, "skos": SKOS, "stc": STC, "stcid": ID},
        "extension_definitions": [
            {"slot_name": "deviation", "property": "stc:deviation", "type_hint": "xsd:string"}
        ],
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "mapping_set_id": f"{ID}mapping-set/{_place(subject)}/{_place(object_)}",
        "object_source": f"{_PREFIX}{_place(object_)}",
        "subject_source": f"{_PREFIX}{_place(subject)}",
    }
    text = yaml.safe_dump(metadata, sort_keys=True, allow_unicode=True, width=1000)
    out.writelines(f"# {line}\n" for line in text.splitlines())
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in comparison.correspondences:
        if one.relation is not None:
            writer.writerow(_row(subject, object_, one))
    return out.getvalue()


def _row(subject: EditionKey, object_: EditionKey, one: Correspondence) -> Iterator[str]:
    grounds = list(dict.fromkeys(f"semapv:{JUSTIFICATIONS[g]}" for g in one.justifications))
    yield f"{_PREFIX}{_place(subject)}/{segment(one.subject)}"
    yield f"skos:{one.relation}"
    yield f"{_PREFIX}{_place(object_)}/{segment(one.object)}"
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


def _place(key: EditionKey) -> str:
    return key.list_id if key.date is None else f"{key.list_id}/{key.date.isoformat()}"
