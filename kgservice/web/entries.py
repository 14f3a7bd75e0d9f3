"""The page of an entry: a place of a list as one edition prints it."""

from typing import Final

from flask import Flask, Response, request

from kgservice.namespaces import STC
from kgservice.web.catalogue import editions, in_language, lists
from kgservice.web.counterparts import counterparts_of
from kgservice.web.criteria import read_asked
from kgservice.web.downloads import packages_of
from kgservice.web.entry_facts import (
    Facts,
    entry_facts,
    meetings,
    texts_of,
    things_near,
)
from kgservice.web.frame import page
from kgservice.web.history import history_of
from kgservice.web.mapping_packages import FORM as MAPPINGS
from kgservice.web.plain import plain_page
from kgservice.web.resource import Kind, Resource, show
from kgservice.web.rows import Row
from kgservice.web.tree import Branch, below, page_number

HEADINGS: Final = (STC + "CategoryLevel", STC + "ProductGroupLevel")
NEEDED: Final = {"notation", "versionOf", "status", "level"}
FORMS: Final = (".ttl", ".jsonld", ".nt", ".rdf")


def register(app: Flask) -> None:
    """Let an application show entries by this page."""
    show(app, Kind.ENTRY, entry_page)


def entry_page(resource: Resource) -> Response:
    """Return the page of an entry; the plain one if the graph lacks what this page stands on."""
    facts = entry_facts(resource)
    edition = editions().get(resource.graph)
    if edition is None or not NEEDED <= facts.keys():
        return plain_page(resource)
    provision = facts["versionOf"][0].value
    near = things_near(resource)
    branch = _below(resource, facts)
    shown = (resource.iri, *(note.iri for note in near.get("noteOf", ())))
    below = tuple(place.entry for place in branch.places) if branch else ()
    return page(
        "entry.html",
        resource=resource,
        facts=facts,
        code=facts["notation"][0].value,
        label=in_language(texts_of(facts, "prefLabel")),
        texts=texts_of(facts, "officialText"),
        near=near,
        listing=lists()[edition.list_iri],
        edition=edition,
        provision=provision,
        steps=history_of(provision),
        meetings=_by_stage(meetings(provision), edition.list_iri),
        branch=branch,
        asked=read_asked(resource.graph, (*shown, *below)),
        counterparts=counterparts_of(resource.iri),
        mappings=MAPPINGS if MAPPINGS in packages_of(edition.iri) else None,
        forms=FORMS,
    )


def _below(resource: Resource, facts: Facts) -> Branch | None:
    """Return what stands below: of a heading, headings and entries; of others, all."""
    number = page_number()
    is_heading = facts["level"][0].value in HEADINGS
    everything = not is_heading or request.args.get("show") == "all"
    branch = below(resource.graph, resource.iri, number, paragraphs=everything)
    if not branch.places and is_heading:
        branch = below(resource.graph, resource.iri, number, paragraphs=True)
    return branch if branch.places else None


def _by_stage(found: list[Row], listing: str) -> list[tuple[Row, dict[str, Row]]]:
    """Return convergences of one status, stage and catching entry together.

    :param found: convergences with one item
    :param listing: IRI of the list; entries of other lists do not catch what this one lists
    :returns: a row of each group, and in it the rows of its convergences by task
    """
    groups: dict[tuple[str, ...], tuple[Row, dict[str, Row]]] = {}
    for row in found:
        by = row["by"].value if "by" in row else ""
        if not by.startswith(f"{listing}/") and any(by.startswith(f"{iri}/") for iri in lists()):
            continue
        key = tuple(getattr(row.get(part), "value", "") for part in ("status", "stage", "by"))
        tasks = groups.setdefault(key, (row, {}))[1]
        tasks.setdefault(getattr(row.get("task"), "value", row["convergence"].value), row)
    return list(groups.values())
