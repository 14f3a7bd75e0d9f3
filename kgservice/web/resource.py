"""What an IRI of ours names, as a value, and which page shows a thing of its kind.

A module with a page for a kind of thing calls :func:`show` when the application is made; every
other kind gets the page of :mod:`kgservice.web.plain`.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, cast

from flask import Flask, Response, current_app

from kgservice.namespaces import OWL, PROV, SH, SKOS, STC

RENDERERS: Final = "kgservice.renderers"


class Kind(StrEnum):
    """What a thing is, as far as its page goes."""

    LIST = "list"
    EDITION = "edition"
    PROVISION = "provision"
    ENTRY = "entry"
    NOTE = "note"
    REGIME = "regime"
    CHEMICAL = "chemical"
    CONVERGENCE = "convergence"
    CORRESPONDENCE = "correspondence"
    CHANGE = "change"
    CASE = "case"
    MODEL = "model"
    SOURCE = "source"
    VOCABULARY = "vocabulary"
    SHAPES = "shapes"
    QUERY = "query"
    THING = "thing"


KINDS: Final = {
    STC + "ControlList": Kind.LIST,
    STC + "Edition": Kind.EDITION,
    STC + "Provision": Kind.PROVISION,
    STC + "Entry": Kind.ENTRY,
    STC + "Note": Kind.NOTE,
    STC + "Regime": Kind.REGIME,
    STC + "Chemical": Kind.CHEMICAL,
    STC + "Convergence": Kind.CONVERGENCE,
    STC + "NonConvergence": Kind.CONVERGENCE,
    STC + "Correspondence": Kind.CORRESPONDENCE,
    STC + "Change": Kind.CHANGE,
    STC + "TransferCase": Kind.CASE,
    STC + "AIModel": Kind.MODEL,
    OWL + "Ontology": Kind.VOCABULARY,
    SKOS + "ConceptScheme": Kind.VOCABULARY,
    SH + "NodeShape": Kind.SHAPES,
    SH + "SPARQLSelectExecutable": Kind.QUERY,
    PROV + "Entity": Kind.SOURCE,
}
"""Kinds by class, the most telling class first."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A thing that the graph describes.

    :ivar iri: as the graph names it, without a fragment
    :ivar kind: which page shows it
    :ivar graph: IRI of the graph that describes it beside the default graph: that of its edition,
        or of what was inferred
    :ivar list_id: of the list whose edition, provision, entry or note it is
    :ivar edition: day of the edition whose entry or note it is, or that it is itself
    :ivar about: IRI of what is told in its place: the module whose version it is
    :ivar gone: whether it is a provision that its list has no longer
    :ivar replaced_by: IRIs of the provisions under which what is gone lives on
    """

    iri: str
    kind: Kind
    graph: str
    list_id: str | None = None
    edition: datetime.date | None = None
    about: str | None = None
    gone: bool = False
    replaced_by: tuple[str, ...] = ()


Renderer = Callable[[Resource], Response]
"""Makes the page of a thing, by :func:`kgservice.web.frame.page`."""


def show(app: Flask, kind: Kind, renderer: Renderer) -> None:
    """Let a renderer make the pages of a kind of thing."""
    app.extensions.setdefault(RENDERERS, {})[kind] = renderer


def renderer_of(kind: Kind, otherwise: Renderer) -> Renderer:
    """Return what makes the page of a kind of thing in this application."""
    known = cast(dict[Kind, Renderer], current_app.extensions.get(RENDERERS, {}))
    return known.get(kind, otherwise)
