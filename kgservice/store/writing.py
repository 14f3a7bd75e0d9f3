"""Writing a release's store: sorted N-Triples files, one a graph, into a new folder."""

from collections.abc import Callable, Sequence
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store


def write_store(
    target: Path,
    graphs: Sequence[tuple[Path, str | None]],
    progress: Callable[[int, int], None],
) -> None:
    """Write a store that query processes can open read-only.

    :param target: a folder that does not exist
    :param graphs: files of N-Triples, each with its graph's IRI, or None for the default graph
    :param progress: called with how many graphs are loaded, and of how many
    """
    store = Store(target)
    progress(0, len(graphs))
    for number, (path, graph) in enumerate(graphs, 1):
        home = NamedNode(graph) if graph else DefaultGraph()
        store.bulk_load(path=str(path), format=RdfFormat.N_TRIPLES, to_graph=home, lenient=True)
        progress(number, len(graphs))
    store.optimize()
    store.flush()
