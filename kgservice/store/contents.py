"""What a remote server says of what it holds: the release, its graphs, the days."""

import hashlib
import threading
import time
from dataclasses import replace
from typing import Final

import pyoxigraph
from pyoxigraph import QueryResultsFormat, parse_query_results

from kgservice.errors import KgServiceError
from kgservice.store.base import Limits, QueryRequest
from kgservice.store.days import PUBLICATION, Publication
from kgservice.store.fetching import Endpoint, fetch

KNOWN_FOR: Final = 5.0
UNNAMED_FOR: Final = 60
SOON: Final = 10.0
PUBLISHED: Final = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{PUBLICATION}> {{ ?s ?p ?o }} }}"
NAMED: Final = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


class Contents:
    """What one server holds; asked for when it is first needed, and once a release.

    :param endpoint: the server
    :param limits: what one query may cost
    :param default_graph: IRI of the graph that stands for the default graph, if one does
    :raises KgServiceError: if the server does not answer
    """

    def __init__(self, endpoint: Endpoint, limits: Limits, default_graph: str) -> None:
        self._endpoint = endpoint
        self._limits = limits
        self._default_graph = default_graph
        self._lock = threading.Lock()
        self._known: tuple[Publication | None, float] = (None, 0.0)
        self._graphs: tuple[str, tuple[str, ...]] = ("", ())
        self._know()

    def publication(self) -> Publication | None:
        """Return what was published there last, as it was known some seconds ago."""
        known, until = self._known
        if time.monotonic() > until:
            with self._lock:
                stale = self._known[1] == until
                self._known = (known, time.monotonic() + KNOWN_FOR)
            if stale:
                threading.Thread(target=self._know_quietly, daemon=True).start()
        return known

    def release(self) -> str:
        """Return the id of the release that was published there.

        Where none says so, the name holds for a minute only, and with it what is kept of answers.
        """
        published = self.publication()
        return published.release if published else self._unnamed()

    def named_graphs(self) -> tuple[str, ...]:
        """Return the graphs of the release, or else of the server but for the default graph.

        :returns: their IRIs, sorted
        :raises KgServiceError: if the server does not answer
        """
        published = self.publication()
        if published and published.graphs:
            return published.graphs
        release = self.release()
        known, graphs = self._graphs
        if known != release:
            found = {row["g"].value for row in self._ask(NAMED, self._limits.seconds)}
            graphs = tuple(sorted(found - {self._default_graph, PUBLICATION}))
            self._graphs = (release, graphs)
        return graphs

    def _ask(self, text: str, seconds: float) -> list[pyoxigraph.QuerySolution]:
        """Return the solutions of a query of our own."""
        request = QueryRequest(text, "text/csv")
        limits = replace(self._limits, seconds=min(self._limits.seconds, seconds))
        with fetch(self._endpoint, request, limits, graph=False).body as body:
            solutions = parse_query_results(body.read(), QueryResultsFormat.JSON)
        return list(solutions) if isinstance(solutions, pyoxigraph.QuerySolutions) else []

    def _know(self) -> None:
        """Ask what is published."""
        rows = self._ask(PUBLISHED, SOON)
        found = Publication.read((row["s"].value, row["p"].value, row["o"].value) for row in rows)
        self._known = (found, time.monotonic() + KNOWN_FOR)

    def _know_quietly(self) -> None:
        try:
            self._know()
        except KgServiceError:
            self._known = (None, time.monotonic() + KNOWN_FOR)

    def _unnamed(self) -> str:
        address = hashlib.sha256(self._endpoint.address.encode()).hexdigest()[:8]
        return f"remote-{address}-{int(time.time()) // UNNAMED_FOR}"
