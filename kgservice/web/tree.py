"""What stands in an edition or below an entry, in reading order, a page at a time."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from flask import request
from pyoxigraph import Literal, NamedNode

from kgservice.web.catalogue import by_language
from kgservice.web.kept import kept
from kgservice.web.problems import RequestError
from kgservice.web.rows import Row, rows

LENGTH: Final = 200
# Queries are kept apart and flat: joins with unions or sub-selects are evaluated in full.
CHOSEN: Final = """
SELECT %(given)s ?entry {
  %(outside)s GRAPH $edition { %(which)s ?entry stc:position ?position }
}
ORDER BY ?position LIMIT %(limit)d OFFSET %(offset)d"""
COUNT: Final = """
SELECT %(given)s (COUNT(*) AS ?count) {
  %(outside)s GRAPH $edition { %(which)s }
} GROUP BY %(given)s"""
TOP: Final = """
SELECT $edition ?entry ?position {
  GRAPH $edition { ?entry skos:topConceptOf $edition ; stc:position ?position }
}"""
NEXT: Final = """
SELECT $edition ?entry ?position {
  GRAPH $edition { VALUES ?top { %(iris)s } ?entry skos:broader ?top ; stc:position ?position }
}"""
TOLD: Final = """
SELECT $edition ?entry ?code ?status ?level ?parent ?label ?text {
  GRAPH $edition {
    VALUES ?entry { %(iris)s }
    ?entry skos:notation ?code ; stc:status ?status ; stc:level ?level .
    OPTIONAL { ?entry skos:broader ?parent }
    OPTIONAL { ?entry skos:prefLabel ?label }
    OPTIONAL { ?entry stc:officialText ?text }
  }
}"""
ABOVE_EACH: Final = """
SELECT $edition ?entry ?above ?position {
  GRAPH $edition {
    VALUES ?entry { %(iris)s } ?entry stc:within ?above . ?above stc:position ?position
  }
}"""
ABOVE: Final = """
SELECT $edition $entry ?above ?position {
  GRAPH $edition { $entry stc:within ?above . ?above stc:position ?position }
} ORDER BY ?position"""


@dataclass(frozen=True, slots=True)
class Place:
    """One line of a tree.

    :ivar entry: IRI
    :ivar about: ``code``, ``status`` and ``level``
    :ivar depth: how many entries above it are shown, or stand on an earlier page
    :ivar labels: our words, by language
    :ivar texts: official texts, by language
    :ivar dimmed: whether it is shown only because something that fits stands below it
    """

    entry: str
    about: Row
    depth: int
    labels: Mapping[str, Literal]
    texts: Mapping[str, Literal]
    dimmed: bool = False

    @property
    def bare(self) -> bool:
        """Return whether there is nothing to show but the code."""
        return not self.labels and not self.texts


@dataclass(frozen=True, slots=True)
class Branch:
    """A page of entries.

    :ivar places: in reading order
    :ivar number: of this page, from 1
    :ivar last: number of the last page
    :ivar count: entries on all pages
    """

    places: list[Place]
    number: int
    last: int
    count: int

    def lines(self, told: Container[str] = ()) -> list[list[Place]]:
        """Return the places line by line: bare codes with nothing below them share one.

        :param told: IRIs of entries of which there is more to show than what is here
        :returns: lines in reading order
        """
        lines: list[list[Place]] = []
        joins = False
        for place, after in zip_longest(self.places, self.places[1:]):
            is_leaf = place.bare and place.entry not in told
            is_leaf = is_leaf and (after is None or after.depth <= place.depth)
            if joins and is_leaf and lines[-1][0].depth == place.depth:
                lines[-1].append(place)
            else:
                lines.append([place])
            joins = is_leaf
        return lines


def page_number() -> int:
    """Return the page that this request asks for by ``page``, 1 if by none.

    :returns: from 1 on; whether there is such a page is not known yet
    :raises RequestError: if it is no number from 1 on
    """
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) > 0):
        raise RequestError(f"'page' is {text[:40]!r}; expected a number from 1 on")
    return int(text)


def top_of(edition: str, number: int) -> Branch:
    """Return the entries on top of an edition and those right below them.

    :param edition: IRI, also of its graph
    :param number: of the page
    :returns: a page of the tree
    :raises RequestError: 404, if there is no such page
    """
    iris = kept(f"top {edition}", lambda: _top(edition))
    page = iris[(number - 1) * LENGTH : number * LENGTH]
    return _branch(edition, page, number, len(iris), {})


def below(edition: str, root: str, number: int, *, paragraphs: bool) -> Branch:
    """Return what stands below an entry.

    :param edition: IRI, also of its graph
    :param root: IRI of the entry
    :param number: of the page
    :param paragraphs: whether paragraphs of entries are among it
    :returns: a page of the tree
    :raises RequestError: 404, if there is no such page
    """
    which = "?entry stc:within $root . "
    if not paragraphs:
        which += "?entry stc:level ?height . FILTER(?height != stc:ParagraphLevel) "
    iris, count = _chosen(edition, which, number, root=NamedNode(root))
    depths = _depths_above(edition, iris[0], root) if iris and number > 1 else {}
    return _branch(edition, iris, number, count, depths)


def fitting(
    edition: str, pattern: str, number: int, outside: str = "", **terms: NamedNode
) -> Branch:
    """Return the entries of an edition that fit a pattern, each below what it stands in.

    :param edition: IRI, also of its graph
    :param pattern: of ``?entry``, evaluated in the graph of the edition
    :param number: of the page
    :param outside: a further one, evaluated in the default graph
    :param **terms: what variables of the pattern stand for
    :returns: a page of them, and what stands above them, dimmed
    :raises RequestError: 404, if there is no such page
    """
    iris, count = _chosen(edition, pattern, number, outside, **terms)
    return _branch(edition, _with_above(edition, iris), number, count, {}, frozenset(iris))


def _top(edition: str) -> list[str]:
    node = NamedNode(edition)
    top = rows(TOP, edition=node)
    if not top:
        return []
    under = rows(NEXT % {"iris": _values(row["entry"].value for row in top)}, edition=node)
    ordered = sorted((int(row["position"].value), row["entry"].value) for row in (*top, *under))
    return [iri for _, iri in ordered]


def _chosen(
    edition: str, which: str, number: int, outside: str = "", **terms: NamedNode
) -> tuple[list[str], int]:
    """Return the IRIs of a page of entries, and how many there are on all pages."""
    terms = {"edition": NamedNode(edition), **terms}
    given = " ".join(f"${name}" for name in terms)
    parts = {"given": given, "which": which, "outside": outside}
    offset = (number - 1) * LENGTH
    found = rows(CHOSEN % {**parts, "limit": LENGTH, "offset": offset}, **terms)
    iris = [row["entry"].value for row in found]
    if 0 < len(iris) < LENGTH:
        return iris, offset + len(iris)  # the last page, so that nothing is left to count
    counted = rows(COUNT % parts, **terms)
    return iris, int(counted[0]["count"].value) if counted else 0


def _depths_above(edition: str, entry: str, root: str) -> dict[str, int]:
    """Return the depth of each entry between the root and the first entry of a page."""
    found = rows(ABOVE, edition=NamedNode(edition), entry=NamedNode(entry))
    above = [row["above"].value for row in found]
    return {iri: depth for depth, iri in enumerate(above[above.index(root) + 1 :])}


def _with_above(edition: str, iris: list[str]) -> list[str]:
    """Return entries in reading order, before each what it stands in."""
    if not iris:
        return []
    above: dict[str, list[tuple[int, str]]] = {iri: [] for iri in iris}
    for row in rows(ABOVE_EACH % {"iris": _values(iris)}, edition=NamedNode(edition)):
        place = int(row["position"].value), row["above"].value
        above[row["entry"].value].append(place)
    found: dict[str, None] = {}
    for iri, places in above.items():
        found.update(dict.fromkeys(parent for _, parent in sorted(places)))
        found[iri] = None
    return list(found)


def _branch(
    edition: str,
    iris: list[str],
    number: int,
    count: int,
    depths: dict[str, int],
    fitting: frozenset[str] | None = None,
) -> Branch:
    """Return a page of entries; their depth counts from those above that are known."""
    last = max(1, -(-count // LENGTH))
    if number > last:
        raise RequestError(f"there is no page {number}; the last is {last}", "not-found")
    told: dict[str, list[Row]] = {iri: [] for iri in iris}
    if iris:
        for row in rows(TOLD % {"iris": _values(iris)}, edition=NamedNode(edition)):
            told[row["entry"].value].append(row)
    places = []
    for iri, each in told.items():
        parent = each[0].get("parent")
        depth = depths[iri] = depths.get(parent.value, -1) + 1 if parent else 0
        about = {key: each[0][key] for key in ("code", "status", "level")}
        labels, texts = by_language(each, "label"), by_language(each, "text")
        dimmed = fitting is not None and iri not in fitting
        places.append(Place(iri, about, depth, labels, texts, dimmed))
    return Branch(places, number, last, count)


def _values(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)
