"""A comparison of two lists as text, JSON, CSV, SSSOM, Turtle and XKOS."""

import dataclasses
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from pyoxigraph import RdfFormat, Triple, serialize

from kgservice.cells import write_rows
from kgservice.correspondence import ListComparison, Relation
from kgservice.graph.correspondence import comparison_iri, comparison_triples, thing_iri
from kgservice.graph.terms import TYPE, node
from kgservice.graph.terms import Triple as Statement
from kgservice.harmonization.comparison_report import (
    ComparedEdition,
    ReportedAbsence,
    ReportedCorrespondence,
    report_comparison,
)
from kgservice.harmonization.recalled_comparison import RecalledCount
from kgservice.harmonization.sssom import write_sssom
from kgservice.namespaces import PREFIXES, SKOS, edition_iri, list_iri

XKOS: Final = "http://rdf-vocabulary.ddialliance.org/xkos#"
COLUMNS: Final = (
    "code", "other code", "same item", "relation", "deviation", "confidence", "rank", "words",
    "justifications", "limits", "uncertainties", "follows", "reason",
)  # fmt: skip
COUNT_COLUMNS: Final = (
    "list", "edition", "against", "against edition", "part", "coverage", "entries",
)  # fmt: skip


def as_json(found: ListComparison) -> str:
    """Return a comparison as one JSON object, days as text."""
    report = dataclasses.asdict(report_comparison(found))
    return json.dumps(report, ensure_ascii=False, default=str, indent=1) + "\n"


def as_csv(found: ListComparison) -> str:
    """Return a comparison as a table: a row for each correspondence, then for each absence."""
    report = report_comparison(found)
    out = io.StringIO(newline="")
    rows = (*map(_cells, report.correspondences), *map(_absence_cells, report.absences))
    write_rows((COLUMNS, *rows), out)
    return out.getvalue()


def as_text(found: ListComparison) -> str:
    """Return a comparison to read on a terminal: counts, then all that is not identical."""
    return "\n".join(_text_lines(found)) + "\n"


def as_turtle(found: ListComparison) -> bytes:
    """Return a comparison as a graph, without coverage."""
    return _turtle(comparison_triples(found, {}, {}), {})


def as_xkos(found: ListComparison) -> bytes:
    """Return the counterparts of two lists as an XKOS correspondence table, in Turtle.

    Each pair of the same item is an ``xkos:ConceptAssociation`` of the ``xkos:Correspondence``.
    """
    return _turtle(_xkos(found), {"xkos": XKOS})


def _xkos(found: ListComparison) -> Iterator[Statement]:
    table = node(comparison_iri(found.subject, found.object))
    yield table, TYPE, node(XKOS + "Correspondence")
    for key in (found.subject, found.object):
        own = list_iri(key.list_id) if key.date is None else edition_iri(key.list_id, key.date)
        yield table, node(XKOS + "compares"), node(own)
    for one in found.correspondences:
        if one.is_same_item:
            mine = node(thing_iri(found.subject, one.subject))
            yours = node(thing_iri(found.object, one.object))
            pair = node(f"{table.value}#{one.subject}--{one.object}".replace(" ", "_"))
            yield table, node(XKOS + "madeOf"), pair
            yield pair, TYPE, node(XKOS + "ConceptAssociation")
            yield pair, node(XKOS + "sourceConcept"), mine
            yield pair, node(XKOS + "targetConcept"), yours
            yield mine, node(f"{SKOS}{one.relation}"), yours


def _turtle(triples: Iterable[Statement], more: dict[str, str]) -> bytes:
    ordered = sorted({Triple(*triple) for triple in triples}, key=str)
    return serialize(ordered, format=RdfFormat.TURTLE, prefixes={**PREFIXES, **more}) or b""


WRITERS: Final[dict[str, Callable[[ListComparison], str]]] = {
    "text": as_text,
    "json": as_json,
    "csv": as_csv,
    "sssom": write_sssom,
}


def counts_as_csv(counts: Iterable[RecalledCount]) -> str:
    """Return coverage counts as a table."""
    out = io.StringIO(newline="")
    rows = (
        tuple("" if cell is None else str(cell) for cell in dataclasses.astuple(one))
        for one in counts
    )
    write_rows((COUNT_COLUMNS, *rows), out)
    return out.getvalue()


def _text_lines(found: ListComparison) -> Iterator[str]:
    report = report_comparison(found)
    yield f"{_named(report.subject)} against {_named(report.object)}"
    for way, count in report.counts.items():
        yield f"  {_words_of(way)}: {count:,}"
    for one in report.correspondences:
        if one.relation == Relation.RELATED or one.deviation == "identical":
            continue
        said = [
            f"{one.code}  {one.other_code}" if one.code != one.other_code else one.code,
            _words_of(one.deviation),
            "; ".join(one.limits),
            f"follows {one.follows}" if one.follows else "",
            f"[{', '.join(map(_words_of, one.uncertainties))}]" if one.uncertainties else "",
        ]
        yield "  ".join(filter(None, said))
    for absence in report.absences:
        near = f", nearest {absence.candidate}" if absence.candidate else ""
        yield f"{absence.code}  {absence.deviation}  {_words_of(absence.reason)}{near}"


def _named(edition: ComparedEdition) -> str:
    return edition.list if edition.edition is None else f"{edition.list} {edition.edition}"


def _cells(one: ReportedCorrespondence) -> tuple[str, ...]:
    return (
        one.code,
        one.other_code,
        "yes" if one.same_item else "no",
        one.relation or "",
        one.deviation,
        f"{one.confidence:.2f}",
        str(one.rank),
        "" if one.words is None else str(one.words),
        " ".join(one.justifications),
        "; ".join(one.limits),
        " ".join(one.uncertainties),
        one.follows.isoformat() if one.follows else "",
        one.comment,
    )


def _absence_cells(one: ReportedAbsence) -> tuple[str, ...]:
    mine, yours = (one.code, "") if one.deviation == "extra" else ("", one.code)
    near = f"{one.reason}; nearest {one.candidate}" if one.candidate else one.reason
    return (mine, yours, "no", "", one.deviation, *[""] * 7, near)


def _words_of(name: str) -> str:
    return name.replace("-", " ")
