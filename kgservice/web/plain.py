"""The page of a thing that has no page of its own kind: every statement of it, in words."""

from collections.abc import Iterable
from itertools import groupby
from typing import Final

from flask import Response
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kgservice.web.frame import page
from kgservice.web.languages import language
from kgservice.web.resource import Resource
from kgservice.web.rows import rows
from kgservice.web.statements import statements, subject_of

NAMED_BY: Final = "rdfs:label|skos:prefLabel|dcterms:title|skos:notation|dcterms:identifier"
NAMES: Final = """
SELECT DISTINCT ?iri ?name {
  { VALUES ?iri { %(iris)s } ?iri %(named_by)s ?name }
  UNION { GRAPH <%(graph)s> { VALUES ?iri { %(iris)s } ?iri %(named_by)s ?name } }
}"""


def plain_page(resource: Resource) -> Response:
    """Return the page of a thing: what is said of it, of its parts, and what points at it."""
    said, iri = statements(resource), resource.about or resource.iri
    own, pointing, parts = [], [], []
    for triple in said:
        if subject_of(triple) == iri:
            own.append(triple)
        elif triple.object == NamedNode(iri):
            pointing.append(triple)
        else:
            parts.append(triple)
    return page(
        "resource.html",
        resource=resource,
        iri=iri,
        names=name_things(_named(said, iri), resource.graph),
        own=_grouped(own),
        pointing=pointing,
        parts=[(part, _grouped(list(group))) for part, group in groupby(parts, key=subject_of)],
    )


def name_things(iris: Iterable[str], graph: str) -> dict[str, Literal]:
    """Return the names of things in the language of the request, by IRI.

    :param iris: of things and properties; what has no name in any graph is left out
    :param graph: IRI of a graph to look in beside the default graph
    :returns: a label, in another language where there is none in this one; else a notation
    """
    wanted = sorted(set(iris))
    if not wanted:
        return {}
    iris = " ".join(f"<{iri}>" for iri in wanted)
    named: dict[str, list[Literal]] = {}
    for row in rows(NAMES % {"iris": iris, "graph": graph, "named_by": NAMED_BY}):
        if isinstance(row["name"], Literal):
            named.setdefault(row["iri"].value, []).append(row["name"])
    return {iri: min(names, key=_distance) for iri, names in named.items()}


def _distance(name: Literal) -> tuple[int, str]:
    """Return how far a name is from the language of the request."""
    order = (language().tag, "en", None)
    rank = order.index(name.language) if name.language in order else len(order)
    return rank, name.value


def _named(said: list[Triple], iri: str) -> Iterable[str]:
    yield iri
    for triple in said:
        yield from (
            term.value
            for term in (triple.subject, triple.predicate, triple.object)
            if isinstance(term, NamedNode)
        )


def _grouped(said: list[Triple]) -> list[tuple[NamedNode, list[NamedNode | Literal | BlankNode]]]:
    """Return the objects of statements by predicate, in the order of the predicates."""
    return [
        (predicate, [triple.object for triple in group])  # type: ignore[misc]
        for predicate, group in groupby(said, key=lambda triple: triple.predicate)
    ]
