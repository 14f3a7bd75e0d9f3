"""From the path of a request to the thing it names.

The rule: an IRI of ours names something if a graph says something of it, be it the default
graph or the one that stands beside it: that of the edition which the IRI names, else that of
what was inferred.
"""

import datetime
import re
from typing import Final
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from kgservice.graph.inferred import INFERRED_GRAPH
from kgservice.namespaces import BASE, ID
from kgservice.web.resource import KINDS, Kind, Resource
from kgservice.web.rows import rows

LONGEST: Final = 1000
SAFE: Final = "()._-:~"
IN_LIST: Final = re.compile(rf"{re.escape(ID)}([a-z0-9-]+)(?:/(.*))?", re.DOTALL)
DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:/.*)?", re.ASCII | re.DOTALL)
LISTED: Final = (Kind.LIST, Kind.EDITION, Kind.PROVISION, Kind.ENTRY, Kind.NOTE)
TYPES: Final = """
SELECT DISTINCT $iri $graph ?type { { $iri a ?type } UNION { GRAPH $graph { $iri a ?type } } }"""
SAID: Final = """
SELECT $iri $graph ?says { { $iri ?says ?it } UNION { GRAPH $graph { $iri ?says ?it } } } LIMIT 1"""


def iri_of(path: str) -> str:
    """Return the IRI that a path below the service's own root stands for.

    :param path: still percent-encoded, without its first slash
    :returns: the IRI with each segment encoded as the graph has it
    """
    segments = (unquote(segment) for segment in path.split("/"))
    return BASE + "/".join(quote(segment, safe=SAFE) for segment in segments)


def graph_of(iri: str) -> str:
    """Return the IRI of the graph that may describe a thing beside the default graph."""
    list_id, day = place(iri)
    return f"{ID}{list_id}/{day.isoformat()}" if day else INFERRED_GRAPH


def find(iri: str) -> Resource | None:
    """Return what an IRI names, ``None`` if no graph says anything of it."""
    graph = graph_of(iri)
    if len(iri) > LONGEST:
        return None
    terms = {"iri": NamedNode(iri), "graph": NamedNode(graph)}
    types = {row["type"].value for row in rows(TYPES, **terms)}
    if not types and not rows(SAID, **terms):
        return None
    kind = next((kind for name, kind in KINDS.items() if name in types), Kind.THING)
    list_id, day = place(iri) if kind in LISTED else (None, None)
    return Resource(iri, kind, graph, list_id, day)


def place(iri: str) -> tuple[str | None, datetime.date | None]:
    """Return the list and the day of the edition that an IRI stands below."""
    in_list = IN_LIST.fullmatch(iri)
    if in_list is None:
        return None, None
    found = DAY.fullmatch(in_list[2] or "")
    try:
        return in_list[1], datetime.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return in_list[1], None
