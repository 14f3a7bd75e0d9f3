"""A question of the catalogue in other forms: outline for programs, RDF, parameters of a route."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, cast

from pyoxigraph import Literal, NamedNode, Triple

from kgservice.errors import QueryParameterError
from kgservice.namespaces import BASE, DCAT, DCTERMS, RDF, RDFS, SH
from kgservice.queries import CatalogueQuery
from kgservice.query_parameters import QueryParameter
from kgservice.web.forms import write_lines
from kgservice.web.kinds import LONGEST, Parameter
from kgservice.web.service import endpoint

QUERIES: Final = BASE + "queries"
SPARQL: Final = "application/sparql-query"


@dataclass(frozen=True, slots=True)
class ParameterOutline:
    """A parameter of a question, as programs see it."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class QuestionOutline:
    """A question as programs see it; ``sample`` gives an answer over the bundled lists."""

    id: str
    question: str
    summary: str
    tags: tuple[str, ...]
    parameters: tuple[ParameterOutline, ...]
    sample: dict[str, str]
    address: str


def outline_of(query: CatalogueQuery, address: str) -> QuestionOutline:
    """Return the outline of a question that stands at an address."""
    parameters = (ParameterOutline(each.name, each.kind, each.meaning) for each in query.parameters)
    return QuestionOutline(
        query.id,
        query.question,
        query.summary,
        query.tags,
        tuple(parameters),
        dict(query.sample),
        address,
    )


def parameter_of(parameter: QueryParameter, sample: dict[str, str]) -> Parameter[str | None]:
    """Return a question's parameter as one of a route; its value is an N-Triples term.

    :param parameter: of a question
    :param sample: values that give an answer, by name
    :returns: an optional parameter, for a question without values answers its sample
    """

    def read(given: str) -> str:
        try:
            return parameter.term(given)
        except QueryParameterError:
            raise ValueError from None

    schema = {"type": "string", "maxLength": LONGEST}
    example = sample.get(parameter.name, "")
    meaning = parameter.meaning[0].upper() + parameter.meaning[1:]
    required: Parameter[str] = Parameter(
        parameter.name, meaning, example, schema, parameter.wanted, read
    )
    return cast("Parameter[str | None]", dataclasses.replace(required, required=False))


def iri_of_question(query: CatalogueQuery) -> str:
    """Return the IRI of a question."""
    return f"{QUERIES}/{query.id.lower()}"


def describe_questions(queries: Iterable[CatalogueQuery], media_type: str) -> bytes:
    """Return what is said of questions: each a SHACL ``sh:SPARQLSelectExecutable``.

    :param queries: of the catalogue
    :param media_type: of an RDF syntax
    :returns: the whole document
    """
    lines = sorted(f"{triple} .\n" for query in queries for triple in _statements(query))
    return write_lines("".join(lines).encode(), media_type)


def _statements(query: CatalogueQuery) -> Iterator[Triple]:
    iri = NamedNode(iri_of_question(query))
    for name in ("SPARQLExecutable", "SPARQLSelectExecutable"):
        yield Triple(iri, NamedNode(RDF + "type"), NamedNode(SH + name))
    yield Triple(iri, NamedNode(DCTERMS + "identifier"), Literal(query.id))
    yield Triple(iri, NamedNode(RDFS + "label"), Literal(query.question, language="en"))
    yield Triple(iri, NamedNode(RDFS + "comment"), Literal(query.summary, language="en"))
    yield Triple(iri, NamedNode(SH + "select"), Literal(query.text))
    yield Triple(iri, NamedNode("https://schema.org/target"), NamedNode(endpoint("sparql.sparql")))
    for tag in query.tags:
        yield Triple(iri, NamedNode(DCAT + "keyword"), Literal(tag, language="en"))
    for order, parameter in enumerate(query.parameters):
        own = NamedNode(f"{iri.value}#{parameter.name}")
        yield Triple(iri, NamedNode(SH + "parameter"), own)
        yield Triple(own, NamedNode(RDF + "type"), NamedNode(SH + "Parameter"))
        yield Triple(own, NamedNode(SH + "name"), Literal(parameter.name))
        yield Triple(own, NamedNode(SH + "description"), Literal(parameter.meaning, language="en"))
        yield Triple(own, NamedNode(SH + "order"), Literal(order))
