"""``/lineage``: the models of a release, what each was made from, and what is not known of it."""

from dataclasses import dataclass, field
from typing import Final

from flask import Blueprint, Response
from pyoxigraph import Literal

from kgservice.queries import find_query
from kgservice.store.base import SOLUTION_TYPES, QueryRequest
from kgservice.web.catalogue import in_language
from kgservice.web.frame import page, release
from kgservice.web.operations import HTML, JSON, Answer, Operation, Values, json_response, takes
from kgservice.web.rows import Term, rows, solutions
from kgservice.web.schemas import schema_of

blueprint = Blueprint("lineage", __name__)
UNKNOWN: Final = "CQ-024"
MODELS: Final = """
SELECT ?model ?name ?base ?kind ?least ?most ?task ?status {
  ?model a stc:AIModel .
  OPTIONAL { ?model skos:prefLabel ?name }
  OPTIONAL { ?model prov:wasDerivedFrom ?base }
  OPTIONAL { ?model prov:wasGeneratedBy/stc:trainingKind ?kind }
  OPTIONAL { ?model stc:cumulativeOperationsAtLeast ?least }
  OPTIONAL { ?model stc:cumulativeOperationsAtMost ?most }
  OPTIONAL { ?model stc:trainedFor ?task }
  OPTIONAL { ?model stc:lineageStatus ?status }
} ORDER BY ?model ?base ?kind ?task"""


@dataclass(slots=True)
class LineageModel:
    """A model and where it comes from.

    :ivar iri: of the model
    :ivar name: in the language of the request
    :ivar bases: IRIs of the models that it was made from
    :ivar kinds: IRIs of the kinds of its training runs
    :ivar tasks: IRIs of what it was trained for
    :ivar at_least: operations that its lineage is known to have taken, at the least
    :ivar at_most: the same at the most; ``None`` where no bound is known
    :ivar status: IRI of the ground on which it is told
    :ivar unknown: what is not known, at it or at a model that it descends from
    """

    iri: str
    name: str
    bases: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    at_least: str | None = None
    at_most: str | None = None
    status: str | None = None
    unknown: list[str] = field(default_factory=list)


LINEAGE: Final = Operation(
    "List the models and what they descend from",
    answers=(
        Answer(JSON, "The models, by IRI.", schema_of(tuple[LineageModel, ...])),
        Answer(HTML, "The models as a page."),
    ),
)


@blueprint.get("/lineage")
@takes(LINEAGE)
def lineage(values: Values) -> Response:
    """List the models of the release with their descent."""
    found = _models()
    if values.media_type == HTML:
        return page("lineage.html", models=found, by_iri={each.iri: each for each in found})
    return json_response(found, release())


def _models() -> list[LineageModel]:
    names: dict[str, dict[str, Literal]] = {}
    found: dict[str, LineageModel] = {}
    for row in rows(MODELS):
        iri = row["model"].value
        model = found.setdefault(iri, LineageModel(iri, iri.rpartition("/")[2]))
        if isinstance(name := row.get("name"), Literal):
            names.setdefault(iri, {})[name.language or ""] = name
        for values, key in ((model.bases, "base"), (model.kinds, "kind"), (model.tasks, "task")):
            if key in row and row[key].value not in values:
                values.append(row[key].value)
        model.at_least = _value(row.get("least"), model.at_least)
        model.at_most = _value(row.get("most"), model.at_most)
        model.status = _value(row.get("status"), model.status)
    for iri, texts in names.items():
        if text := in_language(texts):
            found[iri].name = text.value
    asked = QueryRequest(find_query(UNKNOWN).text, SOLUTION_TYPES[0])
    for row in solutions(asked).rows:
        told = row["unknown"].value
        if (model_ := found.get(row["model"].value)) and told not in model_.unknown:
            model_.unknown.append(told)
    return list(found.values())


def _value(term: Term | None, otherwise: str | None) -> str | None:
    return term.value if term is not None else otherwise
