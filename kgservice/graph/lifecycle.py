"""How lists, regimes and acts define stages and terms, as triples.

A row's ``defined_by`` is a list id, ``regime/…``, or an id of ``clauses.csv`` such as
``clause/us-15-cfr-744-2`` or ``act/us-10-cfr-810``.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.errors import TableError
from kgservice.graph.facts import FactRow, read_facts
from kgservice.graph.regimes import source_of
from kgservice.graph.terms import TYPE, Triple, node, stc, words
from kgservice.namespaces import DCTERMS, ELI, ID, RDFS, SKOS, XSD

_CLAUSES: Final = ("id", "title", "kind", "source")
_STAGES: Final = (
    "id", "defined_by", "stage", "activities", "composition", "open", "scope", "clause", "as_of",
    "source",
)  # fmt: skip
_TERMS: Final = (
    "id", "defined_by", "term", "definition", "difference", "clause", "as_of", "source",
)  # fmt: skip
COMPOSITIONS: Final = {"all": "AllActivities", "any": "AnyActivity"}
_SUBDIVISION: Final = "LegalResourceSubdivision"
KINDS: Final = {"catch-all": "CatchAllClause", "act": "LegalAct"}


def lifecycle_triples(folder: Path) -> Iterator[Triple]:
    """Yield what ``clauses.csv``, ``stage-definitions.csv`` and ``term-definitions.csv`` state.

    :param folder: holds the tables
    :yields: triples of the default graph
    :raises TableError: if a table's header or a word in a cell is not of the known form
    """
    for row in read_facts(folder / "clauses.csv", _CLAUSES):
        yield from _clause(row)
    for row in read_facts(folder / "stage-definitions.csv", _STAGES):
        yield from _stage(row)
    for row in read_facts(folder / "term-definitions.csv", _TERMS):
        yield from _term(row)


def sources_of(iri: NamedNode, row: FactRow) -> Iterator[Triple]:
    """Yield the sources of a row, IRIs where they are addresses."""
    for source in row.sources:
        yield iri, node(DCTERMS + "source"), source_of(source)


def chosen(row: FactRow, column: str, choices: dict[str, str]) -> str:
    """Return what a word in a cell stands for.

    :param row: the row of a table
    :param column: the column of the cell
    :param choices: what each word that may stand there means
    :returns: the meaning of the word that stands there
    :raises TableError: if the word is none of the choices
    """
    if row[column] not in choices:
        raise TableError(
            f"{row.place}: {column} {row[column]!r} is none of {', '.join(map(repr, choices))}"
        )
    return choices[row[column]]


def truth(value: bool) -> Literal:
    """Return an ``xsd:boolean``."""
    return Literal(str(value).lower(), datatype=node(XSD + "boolean"))


def _clause(row: FactRow) -> Iterator[Triple]:
    iri = node(ID + row["id"])
    kind = chosen(row, "kind", KINDS)
    yield iri, TYPE, stc(kind)
    yield iri, TYPE, node(ELI + ("LegalResource" if kind == "LegalAct" else _SUBDIVISION))
    yield iri, node(DCTERMS + "title"), words(row["title"], "en")
    for triple in sources_of(iri, row):
        if kind == "CatchAllClause" or isinstance(triple[2], NamedNode):
            yield triple  # of an act a source is its address; its title cites it


def _stage(row: FactRow) -> Iterator[Triple]:
    iri = node(f"{ID}stage-definition/{row['id']}")
    yield iri, TYPE, stc("StageDefinition")
    yield from _about_definition(iri, row)
    if row["stage"]:
        yield iri, stc("definesStage"), stc(row["stage"])
    for activity in row["activities"].split():
        yield iri, stc("includesActivity"), stc(activity)
    yield iri, stc("composition"), stc(chosen(row, "composition", COMPOSITIONS))
    yield iri, stc("openEnded"), truth(chosen(row, "open", {"yes": "y", "no": ""}) == "y")
    if row["scope"]:
        yield iri, node(SKOS + "scopeNote"), words(row["scope"], "en")


def _term(row: FactRow) -> Iterator[Triple]:
    iri = node(f"{ID}term-definition/{row['id']}")
    yield iri, TYPE, stc("TermDefinition")
    yield from _about_definition(iri, row)
    yield iri, stc("definesTerm"), words(row["term"], "en")
    yield iri, node(SKOS + "definition"), words(row["definition"], "en")
    if row["difference"]:
        yield iri, node(RDFS + "comment"), words(row["difference"], "en")


def _about_definition(iri: NamedNode, row: FactRow) -> Iterator[Triple]:
    yield iri, stc("definedBy"), node(ID + row["defined_by"])
    yield iri, stc("clause"), words(row["clause"])
    yield iri, stc("textAsOf"), words(row["as_of"])
    yield from sources_of(iri, row)
