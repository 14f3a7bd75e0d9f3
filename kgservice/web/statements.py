"""What is said of a thing: the query for it, and the statements it gives.

Of each thing: every statement with it as the subject, the same for its parts (see ``PARTS``),
and every statement that points at it by one of ``POINTING``, each of which points at one thing
from few.  ``skos:inScheme``, ``stc:inList``, ``stc:within`` and their like point from thousands;
who wants those asks ``/sparql``.
"""

from typing import Final

from flask import request
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kgservice.namespaces import PREFIXES
from kgservice.store.base import QueryRequest
from kgservice.web.asking import ask
from kgservice.web.resource import Resource
from kgservice.web.rows import keep_to

PARTS: Final = (
    "stc:reasonForControl", "stc:covers", "stc:textInForce", "stc:legalEffect", "stc:enforcement",
    "prov:wasDerivedFrom", "spdx:checksum",
)  # fmt: skip
POINTING: Final = ("stc:noteOf", "skos:broader", "skos:topConceptOf", "stc:atEntry")
N_TRIPLES: Final = "application/n-triples"


def statements_query(resource: Resource, media_type: str = N_TRIPLES) -> QueryRequest:
    """Return the query whose answer is what is said of a thing.

    :param resource: what is described
    :param media_type: one of the graph types
    :returns: a CONSTRUCT over the default graph and the graph of the thing
    """
    said = f"""
    {{ BIND(<{resource.iri}> AS ?s) ?s ?p ?o }}
    UNION {{ <{resource.iri}> ({"|".join(PARTS)})+ ?s . ?s ?p ?o
      FILTER(STRSTARTS(STR(?s), "{resource.iri}")) }}
    UNION {{ BIND(<{resource.iri}> AS ?o) VALUES ?p {{ {" ".join(POINTING)} }} ?s ?p ?o }}
    """
    prologue = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    text = f"""{prologue}
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ {said} }} UNION {{ GRAPH <{resource.graph}> {{ {said} }} }}
}}"""
    return QueryRequest(text, media_type, client=request.remote_addr or "")


def statements(resource: Resource) -> list[Triple]:
    """Return what is said of a thing, sorted, each once."""
    found = ask(statements_query(resource))
    with found.body as body:
        lines = sorted(set(body.read().splitlines(keepends=True)))
    keep_to(found.release)
    return [quad.triple for quad in parse(b"".join(lines), RdfFormat.N_TRIPLES)]


def subject_of(triple: Triple) -> str:
    """Return the IRI of a statement's subject, or its label where it is a blank node."""
    subject = triple.subject
    return subject.value if isinstance(subject, NamedNode) else str(subject)
