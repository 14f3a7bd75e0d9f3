"""Curated convergences and controls of AI, as triples.

A convergence: technique or task, stage and activity in the item's life (or phase in the AI
system's), items and what catches them as provisions, linkage, status, legal basis, which parts
are our own inference, sources.  A case that shows no listed item is a ``stc:NonConvergence``.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.errors import TableError
from kgservice.graph.facts import FactRow, days_of, read_facts
from kgservice.graph.lifecycle import chosen, sources_of
from kgservice.graph.terms import TYPE, Triple, day, node, stc, words
from kgservice.namespaces import ID, RDFS, SKOS, XSD, provision_iri

_CASES: Final = (
    "id", "case", "technique", "task", "activity", "stage", "phase", "item", "items", "caught_by",
    "linkage", "status", "legal_basis", "also_names", "inferred", "note", "source",
)  # fmt: skip
_CONTROLS: Final = (
    "id", "jurisdiction", "provisions", "subject", "relation", "limits_text", "limits",
    "effective", "until", "amended", "not_enforced_from", "state", "legal_act", "source",
)  # fmt: skip
_CASE_TERMS: Final = ("case", "technique", "task")
_LIMIT: Final = re.compile(
    r"(?P<quantity>[^<>=]+) (?P<sign>>=|<=|>|<) (?P<value>[0-9.]+(?:e[0-9]+)?)(?: (?P<unit>\S+))?"
)
STATUSES: Final = {
    name: name
    for name in (
        "StatedInLaw", "StatedInGuidance", "StatedInLiterature", "Illustrative", "contrast",
    )
}  # fmt: skip
LINKAGES: Final = {
    name: name
    for name in (
        "SpeciallyDesigned", "Required", "DirectlyAssociated", "UsableIn", "IncorporatedIn",
        "KnownEndUse",
    )
}  # fmt: skip


_CASE_INDIVIDUALS: Final = {
    "atStage": "stage",
    "atActivity": "activity",
    "aiPhase": "phase",
    "inferred": "inferred",
}


def convergence_triples(folder: Path) -> Iterator[Triple]:
    """Yield what ``convergences.csv`` and ``ai-controls.csv`` state.

    The terms of ``convergence-terms.csv`` (case, technique, task, as local names separated by
    spaces) are added to the cases they name, where that table is there.

    :param folder: holds the tables
    :yields: triples of the default graph
    :raises TableError: if a table's header or a cell is not of the known form
    """
    named = _case_terms(folder / "convergence-terms.csv")
    for row in read_facts(folder / "convergences.csv", _CASES):
        yield from _case(row, named.pop(row["case"], ((), ())))
    if named:
        raise TableError(f"convergence-terms.csv: {min(named)} is no case of convergences.csv")
    for row in read_facts(folder / "ai-controls.csv", _CONTROLS):
        yield from _control(row)


def _case_terms(path: Path) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != _CASE_TERMS:
            raise TableError(f"{path.name}, row 1: expected the columns {', '.join(_CASE_TERMS)}")
        return {row["case"]: (_names(row["technique"]), _names(row["task"])) for row in reader}


def _names(cell: str) -> tuple[str, ...]:
    return tuple(cell.replace(";", " ").replace("stc:", "").split())


def place_of(text: str, place: str) -> NamedNode:
    """Return the provision of ``us-ccl:9X999.a``, or the thing of a path below ``/id/``.

    :param text: as it stands in a cell
    :param place: of the cell, for the error
    :returns: the node of the provision, clause or act
    :raises TableError: if it is neither
    """
    list_id, colon, code = text.partition(":")
    if colon and code:
        return node(provision_iri(list_id, code))
    if re.fullmatch(r"(?:clause|act)/[a-z0-9-]+", text):
        return node(ID + text)
    raise TableError(f"{place}: {text!r} is neither list:CODE nor clause/ID")


def _places(row: FactRow, column: str) -> Iterator[NamedNode]:
    for text in row[column].split(";"):
        if text.strip():
            yield place_of(text.strip(), row.place)


def _case(row: FactRow, named: tuple[tuple[str, ...], tuple[str, ...]]) -> Iterator[Triple]:
    iri = node(f"{ID}convergence/{row['id']}")
    status = chosen(row, "status", STATUSES)
    if status == "contrast":
        yield iri, TYPE, stc("NonConvergence")
    else:
        yield iri, TYPE, stc("Convergence")
        yield iri, stc("status"), stc(status)
    yield iri, node(SKOS + "prefLabel"), words(f"{row['technique']}: {row['task']}", "en")
    for name in ("technique", "task", "item"):
        yield iri, stc(f"{name}Description"), words(row[name], "en")
    yield from _terms(iri, "technique", named[0])
    yield from _terms(iri, "task", named[1])
    for name, column in _CASE_INDIVIDUALS.items():
        yield from _terms(iri, name, row[column].split())
    yield iri, stc("linkage"), stc(chosen(row, "linkage", LINKAGES))
    for name, column in (("controlledItem", "items"), ("caughtBy", "caught_by")):
        yield from ((iri, stc(name), place) for place in _places(row, column))
    for name, column in (("legalBasis", "legal_basis"), ("alsoNames", "also_names")):
        for text in filter(None, map(str.strip, row[column].split(";"))):
            yield iri, stc(name), words(text)
    if row["note"]:
        yield iri, node(RDFS + "comment"), words(row["note"], "en")
    yield from sources_of(iri, row)


def _terms(iri: NamedNode, name: str, locals_: Iterable[str]) -> Iterator[Triple]:
    yield from ((iri, stc(name), stc(local)) for local in locals_)


def _control(row: FactRow) -> Iterator[Triple]:
    iri = node(f"{ID}ai-control/{row['id']}")
    yield iri, TYPE, stc("AIControl")
    yield iri, node(SKOS + "prefLabel"), words(row["subject"], "en")
    yield iri, stc("jurisdiction"), words(row["jurisdiction"])
    yield iri, stc("controlState"), words(row["state"], "en")
    yield iri, stc("legalBasis"), words(row["legal_act"])
    for provision in _places(row, "provisions"):
        yield iri, stc("concernsProvision"), provision
    if row["relation"]:
        yield iri, stc("relationToAI"), words(row["relation"], "en")
    if row["limits_text"]:
        yield iri, stc("limitText"), words(row["limits_text"], "en")
    yield from _dates(iri, row)
    for number, text in enumerate(filter(None, map(str.strip, row["limits"].split(";"))), 1):
        yield from _limit(iri, number, text, row.place)
    yield from sources_of(iri, row)


def _dates(iri: NamedNode, row: FactRow) -> Iterator[Triple]:
    for column, name in (("effective", "began"), ("until", "ended")):
        if row[column]:
            first, _, last = row[column].partition("/")
            yield iri, stc(f"{name}NotBefore"), day(days_of(first, row.place)[0])
            yield iri, stc(f"{name}NotAfter"), day(days_of(last or first, row.place)[1])
    for column, name in (("amended", "amendedOn"), ("not_enforced_from", "notEnforcedFrom")):
        for text in row[column].split():
            yield iri, stc(name), day(days_of(text, row.place)[0])


def _limit(control: NamedNode, number: int, text: str, place: str) -> Iterator[Triple]:
    match = _LIMIT.fullmatch(text)
    if match is None:
        raise TableError(f"{place}: limit {text!r} is not of the form QUANTITY >= NUMBER UNIT")
    own = node(f"{control.value}/limit-{number}")
    yield control, stc("limit"), own
    yield own, TYPE, stc("ControlLimit")
    yield own, stc("limitQuantity"), words(match["quantity"], "en")
    yield own, stc("limitSign"), words(match["sign"])
    yield own, stc("limitValue"), _number(match["value"])
    if match["unit"]:
        yield own, stc("limitUnit"), words(match["unit"])


def _number(text: str) -> Literal:
    """Return an ``xsd:decimal``; an ``xsd:double`` of what is written with an exponent.

    Engines hold decimals up to some 10¹⁸ only, and 10²⁶ operations must still compare.
    """
    kind = "double" if "e" in text else "decimal"
    return Literal(text.upper(), datatype=node(XSD + kind))
