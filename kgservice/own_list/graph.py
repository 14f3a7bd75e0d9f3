"""An own list beside another as Turtle: correspondences and absences, and what to change.

The own list has no IRIs of ours: its entries are ``file:///list.xlsx#3A001.a``.
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from pyoxigraph import NamedNode, Triple

from kgservice.correspondence import ListComparison
from kgservice.graph.correspondence import comparison_triples
from kgservice.graph.terms import words
from kgservice.graph.turtle import turtle_text
from kgservice.namespaces import ID, RDFS, entry_iri
from kgservice.own_list.model import OwnComparison

_COMMENT: Final = NamedNode(RDFS + "comment")


def as_turtle(report: OwnComparison, found: ListComparison) -> str:
    """Return a comparison as Turtle.

    :param report: whose sentences become comments of the entries
    :param found: the comparison on which it rests
    :returns: Turtle
    """
    return turtle_text(tuple(_triples(report, found)))


def _triples(report: OwnComparison, found: ListComparison) -> Iterator[Triple]:
    own = found.subject
    place = f"{own.list_id}/{own.date.isoformat()}" if own.date else own.list_id
    base = f"file:///{quote(report.file)}"
    for triple in comparison_triples(found, {}, {}):
        yield Triple(*(_renamed(term, place, base) for term in triple))  # type: ignore[arg-type]
    for one in report.compared:
        if one.code is not None:
            subject = NamedNode(f"{base}#{quote(one.code)}")
        elif one.counterpart is not None:
            subject = NamedNode(entry_iri(report.list, report.edition, one.counterpart))
        else:
            subject = NamedNode(f"{base}#row={one.row}")
        for sentence in one.align:
            yield Triple(subject, _COMMENT, words(sentence, "en"))


def _renamed(term: object, place: str, base: str) -> object:
    """Return a term with the list's own IRIs in place of those that a release would give it."""
    if not isinstance(term, NamedNode) or not term.value.startswith(ID):
        return term
    local = term.value.removeprefix(ID)
    if local == place:
        return NamedNode(base)
    if local.startswith(f"{place}/"):
        return NamedNode(f"{base}#{local.removeprefix(f'{place}/')}")
    if f"/{place}/" in f"/{local}/":
        return NamedNode(f"{base}#{quote(local, safe='/')}")
    if local == place.partition("/")[0]:
        return NamedNode(base)
    return term
