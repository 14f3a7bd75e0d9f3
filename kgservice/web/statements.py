"""What is said of a thing: the query for it, and the statements it gives.

Of each thing: every statement with it as the subject, the same for its parts (see ``PARTS``),
and every statement that points at it by one of ``POINTING``, each of which points at one thing
from at most a few hundred.  ``skos:inScheme``, ``stc:inList``, ``stc:within`` and their like
point from thousands; who wants those asks ``/sparql``.
"""

from typing import Final

from flask import request
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kgservice.namespaces import PREFIXES
from kgservice.store.base import QueryRequest
from kgservice.web.asking import ask
from kgservice.web.resource import Kind, Resource
from kgservice.web.rows import keep_to

PARTS: Final = (
    "stc:reasonForControl", "stc:covers", "stc:textInForce", "stc:legalEffect", "stc:enforcement",
    "prov:wasDerivedFrom", "spdx:checksum", "stc:criterion", "stc:operand", "stc:atCondition",
)  # fmt: skip
POINTING: Final = (
    "skos:broader", "skos:topConceptOf", "stc:noteOf", "stc:atEntry", "stc:refersTo", "stc:excepts",
    "stc:coversItem", "stc:controlledItem", "stc:caughtBy", "stc:subjectEntry", "stc:objectEntry",
    "stc:affects", "stc:fromEntry", "stc:toEntry", "stc:continues", "stc:concernsProvision",
    "stc:namesChemical", "stc:adoptedBy", "org:organization", "org:member", "stc:ofCase",
    "stc:usesAxiom",
)  # fmt: skip
N_TRIPLES: Final = "application/n-triples"


PROLOGUE: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
THING: Final = """
  {{ BIND(<{iri}> AS ?s) ?s ?p ?o }}
  UNION {{ <{iri}> ({parts})+ ?s . ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{iri}")) }}
  UNION {{ BIND(<{iri}> AS ?o) VALUES ?p {{ {pointing} }} ?s ?p ?o }}"""
VOCABULARY: Final = """
CONSTRUCT { ?s ?p ?o . <%(iri)s> dcterms:hasPart ?module ; a owl:Ontology } WHERE {
  { ?s a owl:Ontology BIND(?s AS ?module) ?s ?p ?o }
  UNION { ?s rdfs:isDefinedBy/rdf:type owl:Ontology ; ?p ?o }
  UNION { ?any sh:declare ?s . ?s ?p ?o }
  UNION { ?s rdf:first ?any . ?s ?p ?o }
  UNION {
    VALUES ?type { owl:Axiom owl:Restriction owl:Class owl:AllDisjointClasses }
    ?s a ?type FILTER(isBlank(?s)) ?s ?p ?o
  }
}"""
MODULE: Final = """
CONSTRUCT { ?s ?p ?o } WHERE {
  { BIND(<%(iri)s> AS ?s) ?s ?p ?o }
  UNION { ?s rdfs:isDefinedBy <%(iri)s> ; ?p ?o }
  UNION { <%(iri)s> sh:declare ?s . ?s ?p ?o }
  UNION { ?term rdfs:isDefinedBy <%(iri)s> . ?s owl:annotatedSource ?term ; ?p ?o }
  UNION {
    ?term rdfs:isDefinedBy <%(iri)s> .
    ?term (rdfs:subClassOf|owl:equivalentClass|owl:intersectionOf|owl:complementOf
      |owl:someValuesFrom|owl:allValuesFrom|rdf:first|rdf:rest)+ ?s
    FILTER(isBlank(?s)) ?s ?p ?o
  }
}"""
REPLACED: Final = """
  UNION {{ BIND(<{iri}> AS ?s) BIND(dcterms:isReplacedBy AS ?p)
    <{iri}> stc:hasVersion ?before . ?o stc:hasVersion ?after .
    ?change stc:fromEntry ?before ; stc:toEntry ?after ; stc:changeKind stc:Renumbered
    FILTER NOT EXISTS {{ ?change stc:doubt ?doubt }} }}"""
SHAPES: Final = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <%(iri)s> { ?s ?p ?o } }"


def statements_query(resource: Resource, media_type: str = N_TRIPLES) -> QueryRequest:
    """Return the query whose answer is what is said of a thing.

    :param resource: what is described
    :param media_type: one of the graph types
    :returns: a CONSTRUCT over the default graph and the graph of the thing
    """
    iri = resource.about or resource.iri
    if resource.kind is Kind.SHAPES:
        text = SHAPES % {"iri": iri}
    elif resource.kind is Kind.VOCABULARY:
        text = (VOCABULARY if iri == resource.graph else MODULE) % {"iri": iri}
    else:
        said = THING.format(iri=iri, parts="|".join(PARTS), pointing=" ".join(POINTING))
        if resource.kind is Kind.PROVISION:
            said += REPLACED.format(iri=iri)
        where = f"{{ {said} }} UNION {{ GRAPH <{resource.graph}> {{ {said} }} }}"
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}"
    return QueryRequest(PROLOGUE + text, media_type, client=request.remote_addr or "")


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
