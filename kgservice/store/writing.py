"""Writing a release's store: sorted N-Triples files, one a graph, into a new folder."""

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
)


class StoreWriter:
    """A store in the making, which query processes open read-only once it is finished.

    :param target: a folder that does not exist; None for a store in memory
    """

    def __init__(self, target: Path | None) -> None:
        self._store = Store() if target is None else Store(target)

    def add(self, path: Path, graph: str | None) -> None:
        """Load a file of N-Triples into the graph of that IRI, or the default graph."""
        home = NamedNode(graph) if graph else DefaultGraph()
        self._store.bulk_load(
            path=str(path), format=RdfFormat.N_TRIPLES, to_graph=home, lenient=True
        )

    def query(self, text: str) -> QuerySolutions:
        """Return the solutions of a SELECT over what is loaded: for a build's own checks.

        :param text: a SPARQL SELECT
        :returns: solutions that are computed as they are read
        :raises ValueError: if the query is no SELECT
        """
        solutions = self._store.query(text)
        if not isinstance(solutions, QuerySolutions):
            raise ValueError("expected a SELECT query")
        return solutions

    def construct(self, text: str) -> Iterable[Triple]:
        """Return what a CONSTRUCT makes of what is loaded.

        :param text: a SPARQL CONSTRUCT
        :returns: triples that are computed as they are read
        :raises ValueError: if the query is no CONSTRUCT
        """
        triples = self._store.query(text)
        if not isinstance(triples, QueryTriples):
            raise ValueError("expected a CONSTRUCT query")
        return triples

    def insert(self, triples: Iterable[tuple[NamedNode, NamedNode, NamedNode | Literal]]) -> None:
        """Add triples to the default graph."""
        self._store.extend(Quad(*triple) for triple in triples)

    def finish(self) -> None:
        """Bring the store into its final form on disk."""
        self._store.optimize()
        self._store.flush()
