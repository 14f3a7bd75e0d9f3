"""The lists and editions of a release, and the names of its vocabulary: kept for every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal

from kgservice.namespaces import STC
from kgservice.web.kept import kept
from kgservice.web.languages import language
from kgservice.web.rows import Row, rows

Names = Mapping[str, Literal]
"""One text in each language, by language tag."""
LISTS: Final = """
SELECT ?list ?id ?title ?authority ?source ?licence ?jurisdiction ?present ?regime {
  ?list a stc:ControlList ; dcterms:identifier ?id ; dcterms:title ?title .
  OPTIONAL { ?list stc:authority ?authority }
  OPTIONAL { ?list dcterms:source ?source . FILTER(ISIRI(?source)) }
  OPTIONAL { ?list dcterms:license ?licence }
  OPTIONAL { ?list stc:jurisdiction ?jurisdiction }
  OPTIONAL { ?list stc:presentEdition ?present }
  OPTIONAL { ?list stc:implements|stc:adoptedBy ?regime }
} ORDER BY ?id ?regime ?source"""
EDITIONS: Final = """
SELECT ?edition ?list ?from ?title ?completeness ?entries ?notes ?gaps ?licence ?source {
  ?edition stc:editionOf ?list ; stc:standsFrom ?from .
  GRAPH ?edition {
    ?edition stc:completeness ?completeness ; dcterms:title ?title .
    OPTIONAL { ?edition stc:entryCount ?entries }
    OPTIONAL { ?edition stc:noteCount ?notes }
    OPTIONAL { ?edition stc:gapCount ?gaps }
    OPTIONAL { ?edition dcterms:license ?licence }
    OPTIONAL { ?edition prov:wasDerivedFrom/dcat:downloadURL ?source }
  }
} ORDER BY ?list DESC(?from) ?source"""
NAMES: Final = """
SELECT ?thing ?name {
  { ?thing rdfs:isDefinedBy ?module ; rdfs:label ?name }
  UNION { ?thing a stc:Regime ; skos:prefLabel ?name }
}"""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A control list, with what every page about it says.

    :ivar iri: of the list
    :ivar id: its short id
    :ivar titles: by language
    :ivar about: ``authority``, ``source``, ``licence`` and ``jurisdiction``, where known
    :ivar present: IRI of its present edition, ``None`` where only its codes are known
    :ivar regimes: IRIs of the regimes it carries into law, or that adopted it
    """

    iri: str
    id: str
    titles: Names
    about: Row
    present: str | None
    regimes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditionOf:
    """An edition, with what every page about it says.

    :ivar iri: of the edition, and of its graph
    :ivar list_iri: of its list
    :ivar day: from which it stands, ISO
    :ivar titles: by language
    :ivar about: ``completeness``, ``entries``, ``notes``, ``gaps``, ``licence`` and ``source``
        where known
    """

    iri: str
    list_iri: str
    day: str
    titles: Names
    about: Row


def lists() -> Mapping[str, ListOf]:
    """Return the lists by IRI, in the order of their ids."""
    return kept("lists", _lists)


def editions() -> Mapping[str, EditionOf]:
    """Return the editions by IRI, of each list the newest first."""
    return kept("editions", _editions)


def editions_of(list_iri: str) -> list[EditionOf]:
    """Return the editions of a list, the newest first."""
    return [edition for edition in editions().values() if edition.list_iri == list_iri]


def name(iri: object) -> Literal:
    """Return the name of a term of the vocabulary, or of a regime, in the page's language.

    :param iri: of the term, as text or as a node
    :returns: its label in this language, else in English, else its local name
    """
    text = str(getattr(iri, "value", iri))
    names = kept("names", _names).get(text, {})
    return in_language(names) or Literal(text.rpartition("#")[2].rpartition("/")[2])


def term(local_name: str) -> Literal:
    """Return the name of a term of ours by its local name, for templates."""
    return name(STC + local_name)


def in_language(names: Names) -> Literal | None:
    """Return a text in the language of the page, else in English, else in any."""
    for tag in (language().tag, "en"):
        if tag in names:
            return names[tag]
    return next(iter(names.values()), None)


def _lists() -> dict[str, ListOf]:
    found: dict[str, list[Row]] = {}
    for row in rows(LISTS):
        found.setdefault(row["list"].value, []).append(row)
    return {
        iri: ListOf(
            iri,
            each[0]["id"].value,
            by_language(each, "title"),
            {key: each[0][key] for key in each[0] if key not in ("list", "id", "title", "regime")},
            each[0]["present"].value if "present" in each[0] else None,
            tuple(dict.fromkeys(row["regime"].value for row in each if "regime" in row)),
        )
        for iri, each in found.items()
    }


def _editions() -> dict[str, EditionOf]:
    found: dict[str, list[Row]] = {}
    for row in rows(EDITIONS):
        found.setdefault(row["edition"].value, []).append(row)
    return {
        iri: EditionOf(
            iri,
            each[0]["list"].value,
            each[0]["from"].value,
            by_language(each, "title"),
            {key: each[0][key] for key in each[0] if key not in ("edition", "list", "title")},
        )
        for iri, each in found.items()
    }


def _names() -> dict[str, dict[str, Literal]]:
    found: dict[str, dict[str, Literal]] = {}
    for row in rows(NAMES):
        found.setdefault(row["thing"].value, {}).update(by_language([row], "name"))
    return found


def by_language(found: list[Row], variable: str) -> dict[str, Literal]:
    """Return the texts that rows bind to a variable, by language."""
    return {
        text.language or "": text for row in found if isinstance(text := row.get(variable), Literal)
    }
