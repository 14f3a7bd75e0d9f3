"""Reading an edition back from a store, as it was read from its document.

The graph of an edition is all that is asked, so this works over any store.
"""

import dataclasses
import datetime
import difflib
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kgservice.codes import grammar_named
from kgservice.errors import EngineError, UnknownEditionError
from kgservice.model import Edition, Source
from kgservice.namespaces import DCTERMS, ID, PROV, SKOS, STC, edition_iri, list_iri
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
_PRESENT: Final = f"SELECT ?edition WHERE {{ <%s> <{STC}presentEdition> ?edition }}"
_DIGESTS: Final = f"""
SELECT ?code ?digest WHERE {{
  GRAPH <%s> {{
    ?entry a <{STC}Entry> ; <{SKOS}notation> ?code ; <{STC}textDigest> ?digest .
  }}
}}
"""
_JSON: Final = "application/sparql-results+json"
_LINES: Final = "application/n-triples"


@dataclasses.dataclass(frozen=True, slots=True)
class RecalledGraph:
    """The graph of an edition, and what is needed to read it.

    :ivar grammar: name of the grammar of its codes
    :ivar sources: the edition's own
    :ivar lines: N-Triples, labels left out
    """

    list_id: str
    date: datetime.date
    grammar: str
    sources: tuple[Source, ...]
    lines: bytes

    def read(self) -> tuple[Edition, ListDescriptor]:
        """Return the edition, and the descriptor of its list."""
        known = self.list_id in list_ids()
        descriptor = (
            read_descriptor(self.list_id) if known else own_list(self.list_id, self.grammar)
        )
        name = f"{self.list_id}-{self.date.isoformat()}.nt"
        digest = hashlib.sha256(self.lines).hexdigest()
        edition = rdf.read(
            Document(Path(name), self.lines, digest), descriptor, self.date, "en"
        ).edition
        sources = tuple(dataclasses.replace(source, sha256=digest) for source in self.sources)
        return dataclasses.replace(edition, sources=sources), descriptor


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
    return recall_graph(store, list_id, date, client).read()


def recall_graph(
    store: Store, list_id: str, date: datetime.date | None, client: str = ""
) -> RecalledGraph:
    """Return the graph of an edition that a store holds, to be read elsewhere.

    :param store: of a release, embedded or remote
    :param list_id: of the list
    :param date: from which the edition stands; None for the present one
    :param client: whose turn it is when the queue is shared out
    :returns: the graph
    :raises UnknownEditionError: if the store does not hold it; the message names what is near
    :raises KgServiceError: as :meth:`Store.query` says
    """
    held = [row["edition"] for row in _rows(store, _HELD, client)]
    if date is None:
        known = any(each.startswith(f"{list_iri(list_id)}/") for each in held)
        present = _rows(store, _PRESENT % list_iri(list_id), client) if known else []
        if not present:
            raise UnknownEditionError(_unknown(list_id, None, held))
        date = datetime.date.fromisoformat(present[0]["edition"].rpartition("/")[2])
    iri = edition_iri(list_id, date)
    if iri not in held:
        raise UnknownEditionError(_unknown(list_id, date, held))
    grammar = _grammar(store, list_id, iri, client)
    with store.query(QueryRequest(_GRAPH % iri, _LINES, client=client)).body as body:
        lines = body.read()
    sources = tuple(
        Source(row["file"], row["form"], row["lang"], "")
        for row in _rows(store, _SOURCES % iri, client)
    )
    return RecalledGraph(list_id, date, grammar, sources, lines)


def recall_digests(
    store: Store, list_id: str, client: str = ""
) -> dict[datetime.date, dict[str, frozenset[str]]]:
    """Return the digests of the texts of a list, in every edition that a store holds.

    :param store: of a release, embedded or remote
    :param list_id: of the list
    :param client: whose turn it is when the queue is shared out
    :returns: by date and code; entries without a text are left out
    :raises KgServiceError: as :meth:`Store.query` says
    """
    found: dict[datetime.date, dict[str, frozenset[str]]] = {}
    for iri in (row["edition"] for row in _rows(store, _HELD, client)):
        if iri.startswith(f"{list_iri(list_id)}/"):
            digests: dict[str, set[str]] = defaultdict(set)
            for row in _rows(store, _DIGESTS % iri, client):
                digests[row["code"]].add(row["digest"])
            date = datetime.date.fromisoformat(iri.rpartition("/")[2])
            found[date] = {code: frozenset(known) for code, known in digests.items()}
    return found


def _grammar(store: Store, list_id: str, iri: str, client: str) -> str:
    """Return the grammar of a list's codes; an authority's own is read by the one that fits."""
    if list_id in list_ids():
        return read_descriptor(list_id).grammar_name
    numbered = grammar_named("five-character")
    codes = (row["code"] for row in _rows(store, _NOTATIONS % iri, client))
    return numbered.name if all(map(numbered.is_code, codes)) else "free"


def _unknown(list_id: str, date: datetime.date | None, held: list[str]) -> str:
    days: dict[str, list[str]] = {}
    for iri in held:
        name, _, day = iri.removeprefix(ID).partition("/")
        days.setdefault(name, []).append(day)
    if list_id in days:
        missing = f"edition {date}" if date else "whole edition"
        return f"{list_id} has no {missing}; there are {', '.join(days[list_id])}"
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
