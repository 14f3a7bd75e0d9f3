"""The child process that materialises the state of a day.

``python -m kgservice.store.state_making SOURCE TARGET MEMORY`` makes the folder ``TARGET``, a
snapshot of the store ``SOURCE``, and reads from standard input which editions its default graph
``leaves`` and which it ``takes``: IRIs, each the name of a graph.

What the lists say of their editions (``stc:hasEdition`` and the class, list and date of each) is
knowledge of the release and stays; ``stc:presentEdition`` becomes the edition of the state.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, RdfFormat, Store

from kgservice.namespaces import RDF, STC
from kgservice.store.hardening import bound_memory, end_with_parent, forbid_network

KNOWN: Final = f"""
SELECT ?list ?edition ?from WHERE {{
  ?list <{STC}hasEdition> ?edition .
  ?edition <{STC}standsFrom> ?from .
}}
"""
HERE: Final = DefaultGraph()


def make_state(source: Path, target: Path, leaves: Iterable[str], takes: Iterable[str]) -> None:
    """Write the store of a state.

    :param source: the store of a release
    :param target: a folder that does not exist
    :param leaves: the editions whose triples leave the default graph
    :param takes: the editions whose triples come to stand there
    """
    Store.read_only(str(source)).backup(str(target))
    store = Store(str(target))
    catalogue, lists = _catalogue(store)
    present = NamedNode(STC + "presentEdition")
    for edition in leaves:
        store.update(f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH <{edition}> {{ ?s ?p ?o }} }}")
        store.remove(Quad(lists[edition], present, NamedNode(edition), HERE))
    for edition in takes:
        graph = NamedNode(edition)
        triples = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph)
        store.bulk_load(triples, RdfFormat.N_TRIPLES, to_graph=HERE)
        store.add(Quad(lists[edition], present, graph, HERE))
    store.extend(catalogue)
    _restore_shared(store)
    store.optimize()
    store.flush()


def _catalogue(store: Store) -> tuple[list[Quad], dict[str, NamedNode]]:
    """Return what the lists say of their editions, and the list of each edition."""
    known = store.query(KNOWN)
    quads: list[Quad] = []
    lists: dict[str, NamedNode] = {}
    if not isinstance(known, QuerySolutions):
        raise TypeError("expected the solutions of a SELECT")
    for row in known:
        owner, edition, date = row["list"], row["edition"], row["from"]
        lists[edition.value] = owner
        quads += (
            Quad(edition, NamedNode(RDF + "type"), NamedNode(STC + "Edition"), HERE),
            Quad(edition, NamedNode(STC + "editionOf"), owner, HERE),
            Quad(edition, NamedNode(STC + "standsFrom"), date, HERE),
        )
    return quads, lists


def _restore_shared(store: Store) -> None:
    """Give back what a removed edition said that another of this state says too: chemicals."""
    store.update(f"""
        INSERT {{ ?thing ?p ?o }} WHERE {{
          ?list <{STC}presentEdition> ?edition .
          GRAPH ?edition {{ ?thing a <{STC}Chemical> ; ?p ?o }}
        }}""")


def main(arguments: list[str]) -> None:
    """Make the state that the arguments and standard input describe."""
    source, target, memory = arguments
    end_with_parent()
    order = json.load(sys.stdin)
    bound_memory(int(memory))
    forbid_network()
    make_state(Path(source), Path(target), order["leaves"], order["takes"])


if __name__ == "__main__":
    main(sys.argv[1:])
