"""The W3C SHACL test suites as values, and reports in a form that can be compared.

The suites are not part of the repository; they lie in ``shacl`` of the folder ``suites`` beside
the documents.  Two reports are alike when they say as much: whether the data conform, and for
each result its focus node, path, value, severity, component and source shape.  A blank node is
only known to be one, and a path by what it is made of.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import rdflib
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

ROOT = Path(__file__).parents[2]
DOCUMENTS = Path(os.environ.get("KGSERVICE_DOCUMENTS", ROOT.parent / "shared" / "data"))
SUITES = DOCUMENTS.parent / "suites" / "shacl" / "tests"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = rdflib.Namespace("http://www.w3.org/ns/shacl-test#")
SAID = (
    SH.focusNode, SH.resultPath, SH.value, SH.resultSeverity, SH.sourceConstraintComponent,
    SH.sourceShape,
)  # fmt: skip
DIFFERENCES = {
    "sparql/pre-binding/shapesGraph-001": (
        "the engine does not bind $shapesGraph, which the specification leaves open; the shapes "
        "are refused with a sentence that says so"
    ),
}
"""The tests that come out otherwise, each with the reason; pyshacl alone gives the same."""
Told = tuple[bool | None, Counter[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class ShaclTest:
    """One test: data, shapes, and the report that is expected, ``None`` for a failure."""

    id: str
    data: Path
    shapes: Path
    expected: Told | None


def read_tests(manifest: Path = SUITES / "manifest.ttl") -> Iterator[ShaclTest]:
    """Yield the tests of a manifest and of those that it includes, in their order."""
    graph = Graph().parse(manifest, publicID=manifest.as_uri())
    (own,) = graph.subjects(RDF.type, MF.Manifest)
    for other in sorted(graph.objects(own, MF.include)):
        yield from read_tests(_path(other))
    for entries in graph.objects(own, MF.entries):
        for test in graph.items(entries):
            action, result = graph.value(test, MF.action), graph.value(test, MF.result)
            name = Path(urlparse(str(test)).path).relative_to(SUITES).as_posix()
            data, shapes = (graph.value(action, SHT[kind]) for kind in ("dataGraph", "shapesGraph"))
            failure = result == SHT.Failure
            yield ShaclTest(
                name, _path(data), _path(shapes), None if failure else told(graph, result)
            )


def told(graph: Graph, report: Node) -> Told:
    """Return what a report says."""
    conforms = graph.value(report, SH.conforms)
    results = Counter(
        tuple(_key(graph, graph.value(result, predicate), predicate) for predicate in SAID)
        for result in graph.objects(report, SH.result)
    )
    return (None if conforms is None else conforms.toPython()), results


def told_by_turtle(turtle: bytes) -> Told:
    """Return what the report of a document says."""
    graph = Graph().parse(data=turtle, format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    return told(graph, report)


def _path(iri: Node | None) -> Path:
    return Path(urlparse(str(iri)).path)


def _key(graph: Graph, node: Node | None, predicate: URIRef) -> str:
    if node is None:
        return ""
    if isinstance(node, rdflib.BNode):
        return _structure(graph, node, ()) if predicate == SH.resultPath else "_:"
    return node.n3()


def _structure(graph: Graph, node: Node, above: tuple[Node, ...]) -> str:
    """Return a blank node as what it is made of."""
    if not isinstance(node, rdflib.BNode) or node in above:
        return node.n3()
    parts = sorted(
        f"{predicate.n3()} {_structure(graph, value, (*above, node))}"
        for predicate, value in graph.predicate_objects(node)
    )
    return f"[{'; '.join(parts)}]"
