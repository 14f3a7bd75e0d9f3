"""Reading an edition back from a store, as it was read from its document.

The graph of an edition is all that is asked, so this works over any store.
"""

import dataclasses
import datetime
import difflib
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kgservice.codes import grammar_named
from kgservice.errors import EngineError, UnknownEditionError
from kgservice.model import Edition, Source
from kgservice.namespaces import DCTERMS, ID, PROV, SKOS, STC, edition_iri
from kgservice.readers import rdf
from kgservice.readers.descriptors import ListDescriptor, list_ids, own_list, read_descriptor
from kgservice.readers.documents import Document
from kgservice.store.base import QueryRequest, Store

_HELD: Final = f"""
SELECT ?edition WHERE {{ ?list <{STC}hasEdition> ?edition }} ORDER BY ?edition
"""
_NOTATIONS: Final = f"""
SELECT ?code WHERE {{ GRAPH <%s> {{ ?entry <{SKOS}notation> ?code ; <{STC}position> ?at }} }}
"""
_SOURCES: Final = f"""
SELECT ?file ?form ?lang WHERE {{
  GRAPH <%s> {{
    ?edition <{PROV}wasDerivedFrom> ?source .
    ?source <{DCTERMS}title> ?file ; <{DCTERMS}format> ?form ; <{DCTERMS}language> ?lang .
  }}
}} ORDER BY ?source
"""
_GRAPH: Final = f"""
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  GRAPH <%s> {{ ?s ?p ?o }}
  FILTER(?p NOT IN (<{STC}within>, <{STC}sortKey>, <{STC}versionOf>, <{SKOS}prefLabel>))
}}
"""
_JSON: Final = "application/sparql-results+json"
_LINES: Final = "application/n-triples"


def recall_edition(
    store: Store, list_id: str, date: datetime.date, client: str = ""
) -> tuple[Edition, ListDescriptor]:
    """Return an edition that a store holds.

    :param store: of a release, embedded or remote
    :param list_id: of the list
    :param date: from which the edition stands
    :param client: whose turn it is when the queue is shared out
    :returns: the edition, labels left out, and the descriptor of its list
    :raises UnknownEditionError: if the store does not hold it; the message names what is near
    :raises KgServiceError: as :meth:`Store.query` says
    """
    iri = edition_iri(list_id, date)
    held = [row["edition"] for row in _rows(store, _HELD, client)]
    if iri not in held:
        raise UnknownEditionError(_unknown(list_id, date, held))
    descriptor = _descriptor(store, list_id, iri, client)
    with store.query(QueryRequest(_GRAPH % iri, _LINES, client=client)).body as body:
        data = body.read()
    name = f"{list_id}-{date.isoformat()}.nt"
    document = Document(Path(name), data, hashlib.sha256(data).hexdigest())
    edition = rdf.read(document, descriptor, date, "en").edition
    sources = tuple(
        Source(row["file"], row["form"], row["lang"], document.sha256)
        for row in _rows(store, _SOURCES % iri, client)
    )
    return dataclasses.replace(edition, sources=sources), descriptor


def _descriptor(store: Store, list_id: str, iri: str, client: str) -> ListDescriptor:
    """Return the descriptor of a list; an authority's own is read by the grammar that fits."""
    if list_id in list_ids():
        return read_descriptor(list_id)
    numbered = grammar_named("five-character")
    codes = (row["code"] for row in _rows(store, _NOTATIONS % iri, client))
    return own_list(list_id, numbered.name if all(map(numbered.is_code, codes)) else "free")


def _unknown(list_id: str, date: datetime.date, held: list[str]) -> str:
    days: dict[str, list[str]] = {}
    for iri in held:
        name, _, day = iri.removeprefix(ID).partition("/")
        days.setdefault(name, []).append(day)
    if list_id in days:
        return f"{list_id} has no edition {date}; there are {', '.join(days[list_id])}"
    near = difflib.get_close_matches(list_id, days, 1, 0.0)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"no list is named {list_id!r}{hint}"


def _rows(store: Store, text: str, client: str) -> list[Mapping[str, str]]:
    """Return solutions whose every variable is bound, as plain values by name."""
    with store.query(QueryRequest(text, _JSON, client=client)).body as body:
        found = parse_query_results(body.read(), QueryResultsFormat.JSON)
    if not isinstance(found, QuerySolutions):
        raise EngineError("the store answered no SELECT; expected solutions")
    names = [variable.value for variable in found.variables]
    return [{name: str(getattr(row[name], "value", "")) for name in names} for row in found]
