"""Validating RDF against shapes, ours or foreign ones.

Foreign RDF is parsed by the engine's parser, which fetches nothing, and goes from there term by
term into the graph that the SHACL engine reads; so lexical forms stay as they were written.
Nothing here protects the process: it runs in a child (:mod:`kgservice.submission.child`).
"""

import hashlib
from pathlib import Path
from urllib.parse import quote

import pyoxigraph
import rdflib
import rdflib.plugins.sparql
from pyoxigraph import RdfFormat
from pyshacl.monkey import rdflib_bool_patch

from kgservice.errors import SubmissionError
from kgservice.graph.turtle import turtle_text
from kgservice.readers.documents import Document
from kgservice.readers.rdf_things import refuse_unsafe_xml, syntax_error, syntax_of
from kgservice.reference_engine import shapes_graph, validate_by
from kgservice.submission.model import Found, Submission
from kgservice.submission.nesting import refuse_deep
from kgservice.validation import Finding, read_shapes

Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal


def check_graph(submission: Submission) -> tuple[tuple[Found, ...], str]:
    """Validate RDF by the reference engine.

    :param submission: data in any RDF syntax, and shapes where they are not ours
    :returns: the findings, and the report as Turtle
    :raises DocumentError: if data or shapes are not well-formed, or nested too deeply
    :raises SubmissionError: if the engine cannot use the shapes
    """
    rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False
    rdflib_bool_patch()  # type: ignore[no-untyped-call]  # as the engine does where it parses itself: "1" is not "true"
    data = parse_graph(submission.name, submission.data)
    if submission.shapes is None:
        shapes = shapes_graph(read_shapes())
    else:
        shapes = parse_graph(submission.shapes_name, submission.shapes)
    try:
        results, report = validate_by(data, shapes)
    except ValueError as error:
        raise SubmissionError(f"{submission.shapes_name}: cannot be used: {error}") from error
    return tuple(map(_found, report.findings)), _turtle(results)


def parse_graph(name: str, data: bytes) -> rdflib.Graph:
    """Return the triples of a document, those of all its graphs together.

    :param name: whose suffix tells the syntax where there is one
    :param data: RDF in any syntax
    :returns: a graph of rdflib's; literals keep the form in which they are written
    :raises DocumentError: if it is not well-formed, nested too deeply, holds triples within
        triples, or names a remote context
    """
    document = Document(Path(name), data, hashlib.sha256(data).hexdigest())
    syntax = syntax_of(document)
    if syntax == RdfFormat.RDF_XML:
        refuse_unsafe_xml(document)
    else:
        refuse_deep(document)
    graph = rdflib.Graph()
    try:
        iri = f"file:///{quote(document.name)}"
        quads = pyoxigraph.parse(data, format=syntax, base_iri=iri, rename_blank_nodes=True)
        for quad in quads:
            terms = (quad.subject, quad.predicate, quad.object)
            graph.add(tuple(_term(term) for term in terms))  # type: ignore[arg-type]
        for prefix, namespace in quads.prefixes.items():  # for sh:prefixes, which may import them
            graph.bind(prefix, namespace)
    except (SyntaxError, ValueError) as error:
        raise syntax_error(document, syntax, error) from error
    return graph


def _turtle(results: rdflib.Graph) -> str:
    """Return a report as Turtle; rdflib's own writer makes some literals unreadable."""
    lines = results.serialize(format="nt", encoding="utf-8")
    triples = (quad.triple for quad in pyoxigraph.parse(lines, format=RdfFormat.N_TRIPLES))
    return turtle_text(sorted(triples, key=str))


def _term(term: object) -> rdflib.term.Node:
    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, pyoxigraph.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=_datatype(term), normalize=False)
    raise ValueError("a triple stands as a term of another; expected plain RDF")


def _datatype(literal: pyoxigraph.Literal) -> rdflib.URIRef | None:
    """Return a literal's datatype; none for a string, which the engine takes for the same."""
    iri = literal.datatype.value
    return None if iri == str(rdflib.XSD.string) else rdflib.URIRef(iri)


def _found(finding: Finding) -> Found:
    return Found(
        finding.severity,
        finding.message,
        finding.source_shape,
        focus_node=finding.focus_node,
        path=finding.path,
        value=finding.value,
    )
