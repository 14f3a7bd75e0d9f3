"""Writing a release's store: sorted N-Triples files, one a graph, into a new folder."""

from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store


class StoreWriter:
    """A store in the making, which query processes open read-only once it is finished.

    :param target: a folder that does not exist
    """

    def __init__(self, target: Path) -> None:
        self._store = Store(target)

    def add(self, path: Path, graph: str | None) -> None:
        """Load a file of N-Triples into the graph of that IRI, or the default graph."""
        home = NamedNode(graph) if graph else DefaultGraph()
        self._store.bulk_load(
            path=str(path), format=RdfFormat.N_TRIPLES, to_graph=home, lenient=True
        )

    def query(self, text: str) -> QuerySolutions:
        """Return the solutions of a SELECT over what is loaded: for a build's own checks.

        :raises ValueError: if the query is no SELECT
        """
        solutions = self._store.query(text)
        if not isinstance(solutions, QuerySolutions):
            raise ValueError("expected a SELECT query")
        return solutions

    def finish(self) -> None:
        """Bring the store into its final form on disk."""
        self._store.optimize()
        self._store.flush()
