"""``/feed.atom`` and ``/feed/{list}.atom``: editions and what changed, newest first (RFC 4287).

Ids are IRIs of the graph.  A release says no time, so that the same inputs give the same release:
the date of an entry is the day from which its edition stands, and that of the feed and of the
release the newest of them.
"""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response
from lxml import etree
from pyoxigraph import NamedNode

from kgservice.namespaces import BASE, list_iri
from kgservice.web.documents import document
from kgservice.web.forms import FORMS
from kgservice.web.frame import release
from kgservice.web.kinds import text
from kgservice.web.operations import Answer, Operation, describes
from kgservice.web.problems import RequestError
from kgservice.web.rows import Row, rows
from kgservice.web.service import address_of

blueprint = Blueprint("feeds", __name__)
ATOM: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml"
TITLE: Final = "Strategic-trade control lists"
TAG: Final = "tag:w3id.org,2026:stc"
EDITIONS: Final = """
SELECT ?list ?id ?title ?edition ?from ?extent ?entries ?authority {
  ?list a stc:ControlList ; stc:hasEdition ?edition ; dcterms:identifier ?id ;
    dcterms:title ?title .
  ?edition stc:standsFrom ?from .
  OPTIONAL { ?list stc:authority ?authority }
  GRAPH ?edition { ?edition stc:completeness ?extent OPTIONAL { ?edition stc:entryCount ?entries } }
  FILTER(LANG(?title) = "en")
} ORDER BY DESC(?from) ?id"""
CHANGES: Final = """
SELECT ?set ?list ?before ?since ?changes {
  ?set a stc:ChangeSet ; stc:fromEdition ?old ; stc:toEdition ?new ; stc:changeCount ?changes .
  ?old stc:standsFrom ?before . ?new stc:standsFrom ?since ; stc:editionOf ?list
} ORDER BY DESC(?since) DESC(?before) ?list"""
_ANSWERS: Final = (Answer(MEDIA_TYPE, "The feed.", {}),)
_NAMESPACES: Final[dict[str | None, str]] = {None: ATOM}
ALL: Final = Operation("Tell of editions and changes of all lists, newest first", (), _ANSWERS)
ONE_LIST: Final = Operation(
    "Tell of editions and changes of a list, newest first",
    (text("list_id", "Id of the list.", "us-ccl").within("path"),),
    _ANSWERS,
)


@dataclass(frozen=True, slots=True)
class News:
    """One entry of a feed.

    :ivar iri: its id
    :ivar day: as ISO 8601 writes it
    :ivar author: who says so; empty: that of the feed
    """

    iri: str
    title: str
    day: str
    summary: str
    author: str = ""


@blueprint.route("/feed.atom")
@describes(ALL)
def feed() -> Response:
    """Tell of editions and changes of all lists, newest first."""
    editions = rows(EDITIONS)
    newest = max((row["from"].value for row in editions), default="1970-01-01")
    current = News(
        f"{TAG}/release/{release()}",
        f"Release {release()}",
        newest,
        f"A release of {len(editions)} editions; the newest stands from {newest}.",
    )
    return _write(TITLE, f"{TAG}/feed", "feed.atom", [current, *_news(editions, rows(CHANGES))])


@blueprint.route("/feed/<list_id>.atom")
@describes(ONE_LIST)
def list_feed(list_id: str) -> Response:
    """Tell of editions and changes of a list, newest first."""
    editions = rows(EDITIONS)
    own = [row for row in editions if row["id"].value == list_id]
    if not own:
        known = dict.fromkeys(list_iri(row["id"].value) for row in editions)
        raise RequestError(
            f"no edition of a list {list_id[:80]!r} is held",
            "not-found",
            nearest=sorted(known),
        )
    changes = [row for row in rows(CHANGES) if row["list"] == NamedNode(list_iri(list_id))]
    title = own[0]["title"].value
    return _write(title, list_iri(list_id), f"feed/{list_id}.atom", _news(own, changes))


def _news(editions: list[Row], changes: list[Row]) -> list[News]:
    """Return what there is to tell, newest first."""
    titles = {row["list"].value: row["title"].value for row in editions}
    found = [_edition(row) for row in editions]
    found += [_change_set(row, titles[row["list"].value]) for row in changes]
    return sorted(found, key=lambda each: (each.day, each.iri), reverse=True)


def _edition(row: Row) -> News:
    extent = row["extent"].value.rpartition("#")[2].lower()
    count = f", {row['entries'].value} entries" if "entries" in row else ""
    day = row["from"].value
    summary = f"The text that stands from {day}; its source is {extent}{count}."
    author = row["authority"].value if "authority" in row else ""
    return News(row["edition"].value, f"{row['title'].value}, {day}", day, summary, author)


def _change_set(row: Row, title: str) -> News:
    before, since = row["before"].value, row["since"].value
    text = f"What differs between the editions of {before} and {since}"
    summary = f"{text}: {row['changes'].value} changes."
    return News(row["set"].value, f"{title}: changes of {since}", since, summary)


def _write(title: str, iri: str, path: str, news: list[News]) -> Response:
    """Return a feed.

    :param title: of the feed
    :param iri: its id
    :param path: below the service's own root
    :param news: newest first
    :returns: an Atom document
    """
    root = etree.Element(f"{{{ATOM}}}feed", nsmap=_NAMESPACES)  # type: ignore[arg-type]
    _add(root, "id", iri)
    _add(root, "title", title)
    _add(root, "updated", _moment(max((each.day for each in news), default="1970-01-01")))
    _add(root, "link", rel="self", type=MEDIA_TYPE, href=address_of(BASE + path))
    _add(root, "link", rel="alternate", type="text/html", href=address_of(BASE))
    _add(_add(root, "author"), "name", TITLE)
    _add(root, "generator", "kgservice", version=release() or "0")
    for each in news:
        entry = _add(root, "entry")
        _add(entry, "id", each.iri)
        _add(entry, "title", each.title)
        _add(entry, "updated", _moment(each.day))
        _add(entry, "summary", each.summary)
        if each.author:
            _add(_add(entry, "author"), "name", each.author)
        place = each.iri if each.iri.startswith(BASE) else f"{BASE}void"
        for form in reversed(FORMS):
            href = address_of(place) + ("" if form.suffix == ".html" else form.suffix)
            _add(entry, "link", rel="alternate", type=form.offer.media_type, href=href)
    body = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return document(body, MEDIA_TYPE)


def _add(above: etree._Element, name: str, content: str = "", **attributes: str) -> etree._Element:
    own = etree.SubElement(above, f"{{{ATOM}}}{name}", attributes)
    if content:
        own.text = content
    return own


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
