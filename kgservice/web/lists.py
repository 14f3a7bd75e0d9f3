"""The pages of lists, of their editions, and of provisions: a place through all editions."""

from typing import Final

from flask import Flask, Response, request
from pyoxigraph import NamedNode

from kgservice.namespaces import ID, STC
from kgservice.web.catalogue import editions, editions_of, in_language, lists
from kgservice.web.downloads import packages_of
from kgservice.web.entry_facts import texts_of
from kgservice.web.frame import page
from kgservice.web.history import history_of
from kgservice.web.kept import kept
from kgservice.web.plain import plain_page
from kgservice.web.problems import RequestError
from kgservice.web.resource import Kind, Resource, show
from kgservice.web.rows import Row, rows
from kgservice.web.tree import Branch, fitting, page_number, top_of

FORMS: Final = (".ttl", ".jsonld", ".nt", ".rdf")
FILTERS: Final = {"group": "productGroup", "status": "status", "regime": "implements"}
OUTSIDE: Final = ("regime",)
"""Filters whose statements stand in the default graph, beside the edition."""
REGIMES: Final = """
SELECT $edition ?value (COUNT(?entry) AS ?count) {
  ?entry stc:implements ?value . GRAPH $edition { ?entry stc:position ?place }
} GROUP BY $edition ?value ORDER BY ?value"""
FACETS: Final = """
SELECT $edition ?value (COUNT(?entry) AS ?count) {
  GRAPH $edition { ?entry stc:%s ?value }
} GROUP BY $edition ?value ORDER BY ?value"""
GAPS: Final = """
SELECT $edition ?gap ?code ?kind ?entry {
  GRAPH $edition { $edition stc:gap ?gap . ?gap stc:gapKind ?kind .
    OPTIONAL { ?gap stc:missingCode ?code } OPTIONAL { ?gap stc:atEntry ?entry } }
} ORDER BY ?code ?kind ?gap"""
CODES: Final = """
SELECT $list ?provision ?code ?key {
  ?provision stc:inList $list ; skos:notation ?code ; stc:sortKey ?key
} ORDER BY ?key"""
PLACE: Final = """
SELECT $provision ?p ?o { $provision ?p ?o FILTER(?p IN (skos:notation, skos:prefLabel)) }"""


def register(app: Flask) -> None:
    """Let an application show lists, editions and provisions by these pages."""
    show(app, Kind.LIST, list_page)
    show(app, Kind.EDITION, edition_page)
    show(app, Kind.PROVISION, provision_page)


def list_page(resource: Resource) -> Response:
    """Return the page of a list: who publishes it, and its editions."""
    listing = lists().get(resource.iri)
    if listing is None:
        return plain_page(resource)
    codes = [] if listing.present else rows(CODES, list=NamedNode(resource.iri))
    return page(
        "list.html",
        resource=resource,
        listing=listing,
        editions=editions_of(resource.iri),
        codes=codes,
        forms=FORMS,
    )


def edition_page(resource: Resource) -> Response:
    """Return the page of an edition: its tree, or the entries that filters leave."""
    edition = editions().get(resource.iri)
    if edition is None:
        return plain_page(resource)
    facets = {name: _facet(resource.iri, name) for name in FILTERS}
    branch, chosen = _chosen(resource.iri, facets)
    return page(
        "edition.html",
        resource=resource,
        edition=edition,
        listing=lists()[edition.list_iri],
        editions=editions_of(edition.list_iri),
        facets=facets,
        chosen=chosen,
        branch=branch,
        packages=packages_of(resource.iri),
        gaps=_gaps(resource.iri) if request.args.get("show") == "gaps" else None,
        forms=FORMS,
    )


def provision_page(resource: Resource) -> Response:
    """Return the page of a provision: its entry in every edition held."""
    facts: dict[str, list[object]] = {}
    for row in rows(PLACE, provision=NamedNode(resource.iri)):
        facts.setdefault(row["p"].value.rpartition("#")[2], []).append(row["o"])
    steps = history_of(resource.iri)
    newest = next((step for step in steps if step.entry), None)
    own = texts_of(facts, "prefLabel")  # type: ignore[arg-type]
    listing = lists().get(f"{ID}{resource.list_id}")
    if listing is None or "notation" not in facts:
        return plain_page(resource)
    return page(
        "provision.html",
        resource=resource,
        code=facts["notation"][0],
        label=in_language(newest.labels if newest else own),
        listing=listing,
        steps=steps,
        newest=newest,
        forms=FORMS,
    )


def _facet(edition: str, name: str) -> list[Row]:
    """Return the values of a filter and how many entries have each."""
    query = REGIMES if name in OUTSIDE else FACETS % FILTERS[name]
    return kept(f"{name} of {edition}", lambda: rows(query, edition=NamedNode(edition)))


def _gaps(edition: str) -> list[Row]:
    """Return what the source of an edition lost; not on its first screen, for they are many."""
    return rows(GAPS, edition=NamedNode(edition))


def _chosen(edition: str, facets: dict[str, list[Row]]) -> tuple[Branch, dict[str, str]]:
    """Return the entries that the request's filters leave, and the filters.

    :param edition: IRI
    :param facets: the values that each filter can have
    :returns: a page of entries; the filters that are set
    :raises RequestError: if a filter has a value that no entry of the edition has
    """
    number = page_number()
    chosen = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    everything = request.args.get("show") == "all"
    if not chosen and not everything:
        return top_of(edition, number), chosen
    pattern, outside, terms = "", "", {}
    for name, value in chosen.items():
        known = {_short(row["value"].value): row["value"].value for row in facets[name]}
        if value not in known:
            expected = ", ".join(known) or "none, for no entry of this edition states any"
            raise RequestError(f"{name!r} is {value[:40]!r}; expected one of {expected}")
        stated = f"?entry stc:{FILTERS[name]} ${name} . "
        pattern, outside = (
            (pattern, outside + stated) if name in OUTSIDE else (pattern + stated, outside)
        )
        terms[name] = NamedNode(known[value])
    pattern = pattern or "?entry stc:level ?level . "
    return fitting(edition, pattern, number, outside, **terms), chosen


def _short(iri: str) -> str:
    return iri.removeprefix(STC).rpartition("/")[2]
