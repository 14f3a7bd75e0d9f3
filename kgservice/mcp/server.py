"""The MCP server: six kinds of questions, each answer with its sources and its release.

No tool gives a verdict, and none gives a part of an answer for the whole: what is long comes page
by page and says what is left; any other answer that is too long is an error that says how to ask
for less.
"""

import dataclasses
import functools
import json
from collections.abc import Callable
from typing import Any, Final, Literal, ParamSpec

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations

import kgservice
from kgservice.client import Client
from kgservice.errors import KgServiceError
from kgservice.mcp.paging import page_of
from kgservice.mcp.sources import edition_sources

P = ParamSpec("P")
Answer = dict[str, Any]
MOST_CHARACTERS: Final = 100_000
MOST_ROWS: Final = 500
CANDIDATE: Final = "Candidate"
INSTRUCTIONS: Final = (
    "Facts from a knowledge graph of strategic-trade control lists: entries, editions, changes,"
    " correspondences, and convergences of AI with listed items. Every answer names its sources;"
    " cite them. The graph never says whether an item is controlled or a transfer is lawful: that"
    " is for the authorities. What is missing is unknown, not absent: look at an edition's"
    " completeness. A convergence of status Candidate is derived by rule; nobody has stated it."
)
READING: Final = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
SOURCED: Final = "The sources are the editions in which the entries stand."


def make_server(client: Client) -> MCPServer:
    """Return the server over a client of the service.

    :param client: stays the caller's to close
    :returns: a server with the tools search, entry, compare, changes, convergence, proof, query
    """
    server = MCPServer("kgservice", version=kgservice.__version__, instructions=INSTRUCTIONS)
    for tool in (*_finding(client), *_comparing(client), *_asking(client)):
        server.add_tool(_guarded(tool), annotations=READING, structured_output=False)
    return server


def _finding(client: Client) -> tuple[Callable[..., Answer], ...]:
    def search(
        text: str,
        control_list: str | None = None,
        language: str | None = None,
        limit: int = 10,
        offset: int = 0,
    ) -> Answer:
        """Find entries, provisions, chemicals, techniques, lists and regimes.

        Text is a code in any spelling (3a001a7b), words, a name or a CAS number. control_list is an
        id such as us-ccl, eu-annex-i, au-dsgl, ca-ecl, nsg-part-2; language is en or fr. The
        total says how many match; ask again with a higher offset for more.
        """
        found = client.search(text, lang=language, list_id=control_list, limit=limit, offset=offset)
        editions = (hit.edition for hit in found.hits)
        return {**dataclasses.asdict(found), "sources": edition_sources(client, editions)}

    def entry(control_list: str, code: str, edition: str | None = None) -> Answer:
        """Show what the graph says of an entry: labels, place, notes, chemicals, references.

        The edition is the day from which it stands, such as 2025-09-29; the present one if none is
        given. Official text is there only where the operator imported it. Keys are terms of
        https://w3id.org/stc/ontology or compact IRIs.
        """
        thing = client.entry(control_list, code, edition)
        scheme = thing.said.get("skos:inScheme", {})
        named = scheme.get("@id", "") if isinstance(scheme, dict) else ""
        return {
            "iri": thing.iri,
            "said": thing.said,
            "about": thing.about,
            "release": thing.release,
            "sources": edition_sources(client, [named]) or [{"iri": thing.iri}],
        }

    return search, entry


def _comparing(client: Client) -> tuple[Callable[..., Answer], ...]:
    def compare(
        a: str, b: str, under: str | None = None, offset: int = 0, limit: int = 200
    ) -> Answer:
        """Say how two lists correspond and where they deviate: stricter, looser, missing, extra.

        a and b are ids of lists, such as us-ccl and eu-annex-i. The counts are of the whole
        comparison; its correspondences, then its absences, come page by page: paging says how many
        are left and the next offset. With under, the beginning of a code such as 3A or 3A001, only
        those are paged through. All pages together are complete if their release is the same.
        """
        document = client.compare(a, b)
        page = page_of(document, ("correspondences", "absences"), under, offset, limit)
        return {**page, "sources": document.get("sources") or _lists(client, a, b)}

    def changes(
        control_list: str,
        older: str,
        newer: str,
        under: str | None = None,
        offset: int = 0,
        limit: int = 200,
    ) -> Answer:
        """Say what changed between two editions of a list, such as 2024-09-06 and 2025-09-29.

        The changes come page by page, as those of compare do; with under only those of codes that
        begin so.
        """
        document = client.changes(control_list, older, newer)
        named = [f"{control_list}/{day}" for day in (older, newer)]
        page = page_of(document, ("changes",), under, offset, limit)
        return {**page, "sources": document.get("sources") or _lists(client, *named)}

    return compare, changes


def _asking(client: Client) -> tuple[Callable[..., Answer], ...]:
    def convergence(
        control_list: str, code: str, role: Literal["item", "caught"] = "item"
    ) -> Answer:
        """List where AI techniques or tasks meet a listed item, with status and sources.

        With role item: convergences whose controlled item holds the entry. With role caught: those
        that a software or technology entry catches. Stated ones come whole; of the derived
        candidates there is the number and the IRIs. Ask the tool proof for any of them.
        """
        found = client.convergences(control_list, code, role)
        stated = [each for each in found if each.status != CANDIDATE]
        derived = [each.iri for each in found if each.status == CANDIDATE]
        return {
            "stated": [dataclasses.asdict(each) for each in stated],
            "candidates": {"count": len(derived), "iris": derived},
            "sources": sorted({source for each in stated for source in each.sources}),
        }

    def proof(convergence: str) -> Answer:
        """Show the sources of a convergence, or its proof step by step; takes its IRI."""
        return dataclasses.asdict(client.convergence(convergence))

    def query(sparql: str, as_of: str | None = None) -> Answer:
        """Ask a SPARQL SELECT, at most 500 rows; our prefixes need no declaration.

        The default graph is the present; GRAPH <…/id/us-ccl/2024-09-06> { … } is an edition. With
        as_of, a day, the editions in force then are asked instead. stc:, skos:, dcterms: and prov:
        are among our prefixes.
        """
        found = client.query(sparql, as_of=as_of)
        if len(found) > MOST_ROWS:
            raise ToolError(
                f"the answer has {len(found):,} rows; expected {MOST_ROWS} at most:"
                " add conditions, count, or use LIMIT with ORDER BY"
            )
        rows = [
            {name: None if value is None else str(value) for name, value in row.items()}
            for row in found
        ]
        sources = [{"release": found.release}]
        return {"variables": found.variables, "rows": rows, "sources": sources}

    return convergence, proof, query


def _lists(client: Client, *names: str) -> list[dict[str, Any]]:
    """Return the sources of lists in their present edition, or of editions."""
    editions = []
    for name in names:
        if "/" in name:
            editions.append(client.thing(name).iri)
            continue
        present = client.thing(name).said.get("presentEdition", {})
        editions.append(present.get("@id", "") if isinstance(present, dict) else "")
    return edition_sources(client, editions)


def _guarded(tool: Callable[P, Answer]) -> Callable[P, str]:
    """Return a tool that writes its answer as JSON; our errors reach the model as they are."""

    @functools.wraps(tool)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> str:
        try:
            text = json.dumps(tool(*args, **kwargs), ensure_ascii=False, default=str)
        except KgServiceError as error:
            raise ToolError(str(error)) from error
        if len(text) > MOST_CHARACTERS:
            raise ToolError(
                f"the answer has {len(text):,} characters; expected {MOST_CHARACTERS:,} at most:"
                " ask for less, or ask the tool query for the part that is needed"
            )
        return text

    guarded.__annotations__ = {**tool.__annotations__, "return": str}
    return guarded
