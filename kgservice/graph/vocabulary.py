"""The hand-written Turtle as triples: ontology, schemes and shapes."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse

from kgservice.errors import DocumentError


def turtle_lines(folder: Path) -> Iterator[str]:
    """Yield the Turtle files below a folder as canonical N-Triples lines, sorted, each once.

    Blank nodes are named by RDFC-1.0, so the same files give the same lines.

    :param folder: ``ontology`` or another folder of Turtle; subfolders are read too
    :yields: one triple with its line break, in code point order
    :raises DocumentError: if a file is no Turtle; the message names file and line
    """
    dataset = Dataset()
    for path in sorted(folder.rglob("*.ttl")):
        try:
            for quad in parse(path=str(path), format=RdfFormat.TURTLE, rename_blank_nodes=True):
                dataset.add(quad)
        except SyntaxError as error:
            raise DocumentError(f"{path}: {error}") from error
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    yield from sorted(f"{quad} .\n" for quad in dataset)
