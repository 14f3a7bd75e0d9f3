"""Graph and shapes in, report out as plain values, by the reference engine: pyshacl.

It stands apart from :mod:`kgservice.validation` for it is slow to load.
"""

import pyoxigraph
import pyshacl
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from kgservice.errors import GateError
from kgservice.validation import Finding, Report, Shapes


def shapes_graph(shapes: Shapes) -> rdflib.Graph:
    """Return shapes parsed anew, which takes thirty times as long as compiling them."""
    return rdflib.Graph().parse(data=shapes.turtle, format="turtle")


def validate_graph(graph: rdflib.Graph, shapes: Shapes) -> Report:
    """Validate a graph by the reference engine, without inference and without imports."""
    try:
        return validate_by(graph, shapes_graph(shapes))[1]
    except ValueError as error:
        raise GateError(f"the reference engine gave no report: {error}") from error


def validate_by(graph: rdflib.Graph, shapes: rdflib.Graph) -> tuple[rdflib.Graph, Report]:
    """Validate a graph against any shapes by the reference engine, which may never come back.

    :param graph: the data
    :param shapes: parsed SHACL, Core and SPARQL constraints
    :returns: the report as its graph and as values
    :raises ValueError: if the engine cannot use the shapes
    """
    try:
        _, results, _ = pyshacl.validate(
            graph, shacl_graph=shapes, inference="none", do_owl_imports=False
        )
    except Exception as error:  # what shapes say, the engine and its query parser may not read
        raise ValueError(getattr(error, "message", None) or str(error)) from error
    if not isinstance(results, rdflib.Graph):
        raise ValueError(f"pyshacl gave no report but {results}")
    found = results.objects(None, SH.result)  # results behind sh:detail only explain others
    return results, Report.of(_reference_finding(results, result, shapes) for result in found)


def _reference_finding(results: rdflib.Graph, result: Node, shapes: rdflib.Graph) -> Finding:
    severity = results.value(result, SH.resultSeverity)
    source = results.value(result, SH.sourceShape)
    path, value = results.value(result, SH.resultPath), results.value(result, SH.value)
    if isinstance(path, rdflib.BNode) and source is not None:
        path = shapes.value(source, SH.path)
    return Finding(
        str(severity).removeprefix(str(SH)),
        _term_text(results.value(result, SH.focusNode)) or "",
        None if path is None else _path_text(shapes, path),
        _term_text(value),
        str(results.value(result, SH.resultMessage)),
        _term_text(source) or "",
    )


def _term_text(term: Node | None) -> str | None:
    """Return a term in N-Triples syntax, in the canonical form."""
    if isinstance(term, rdflib.Literal):
        if term.language:
            return str(pyoxigraph.Literal(str(term), language=term.language))
        datatype = None if term.datatype is None else pyoxigraph.NamedNode(str(term.datatype))
        return str(pyoxigraph.Literal(str(term), datatype=datatype))
    if isinstance(term, rdflib.URIRef):
        return f"<{term}>"
    return None if term is None else f"_:{term}"


def _path_text(shapes: rdflib.Graph, path: Node) -> str:
    """Return a SHACL property path as SPARQL writes it, in the fast engine's spelling."""
    if isinstance(path, rdflib.URIRef):
        return f"<{path}>"
    inverse = shapes.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{_path_text(shapes, inverse)}"
    choice = shapes.value(path, SH.alternativePath)
    steps = Collection(shapes, path if choice is None else choice)
    joined = ("/" if choice is None else "|").join(_path_text(shapes, step) for step in steps)
    return f"({joined})"
