"""``/convergence``: where AI meets listed items, as a table, as a picture, and thing by thing.

What no filter leaves out is shown, page by page; the picture draws what the table of the page
says.  Candidates, which rules derived and nobody stated, are shown only where they are asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from flask import Blueprint, Flask, Response, request
from pyoxigraph import NamedNode

from kgservice.namespaces import ID, PREFIXES, STC, list_iri, regime_iri
from kgservice.reasoning.explain import explain
from kgservice.store.base import SOLUTION_TYPES, QueryRequest
from kgservice.web.addresses import place
from kgservice.web.catalogue import lists, name
from kgservice.web.frame import page
from kgservice.web.kinds import Parameter, list_id, pattern, whole
from kgservice.web.negotiation import SOLUTION_OFFERS
from kgservice.web.operations import HTML, JSON, Answer, Operation, Values, takes
from kgservice.web.paging import paged
from kgservice.web.resource import Kind, Resource, show
from kgservice.web.rows import Row, Term, rows, solutions
from kgservice.web.sparql import answer

blueprint = Blueprint("convergence", __name__)
SHOWN: Final = 50
_NAME: Final = "[A-Za-z][A-Za-z0-9-]{0,80}"


def _term(name: str, description: str, example: str) -> Parameter[str | None]:
    wanted = f"the local name of a term, such as {example}"
    return pattern(name, description, example, _NAME, wanted).optional()


LIST: Final = list_id("list", "A list whose items are met.").optional()
REGIME: Final = pattern(
    "regime", "A regime whose items are met.", "nsg", "[a-z][a-z0-9-]{0,40}", "a regime such as nsg"
).optional()
STAGE: Final = _term("stage", "The stage of the item's life.", "Use")
TASK: Final = _term("task", "The task, what AI does.", "AnomalyDetection")
TECHNIQUE: Final = _term("technique", "The technique, how it is done.", "IsolationForest")
STATUS: Final = _term(
    "status", "On what ground it is said; without it, all but candidates.", "StatedInLaw"
)
NUMBER: Final = whole("page", "Which page of the table a person sees.", 1, 100_000).otherwise(1)
FILTERS: Final = (LIST, REGIME, STAGE, TASK, TECHNIQUE, STATUS)
OFFERS: Final = {offer.media_type: offer for offer in SOLUTION_OFFERS}
VIEW: Final = Operation(
    "List the convergences of AI with listed items",
    (*FILTERS, NUMBER),
    (
        Answer(HTML, "A table and a picture."),
        *(Answer(name, "Every convergence that fits, a row for each of its parts.", {})
          for name in (*SOLUTION_TYPES, JSON)),
    ),
    description="Candidates, which are derived by rule, come with status=Candidate alone.",
)  # fmt: skip
CLAUSES: Final = {
    LIST.name: "?convergence stc:controlledItem/stc:inList $asked_list .",
    STAGE.name: "?convergence stc:atStage $asked_stage .",
    TASK.name: "?convergence stc:task $asked_task .",
    TECHNIQUE.name: "?convergence stc:technique $asked_technique .",
    STATUS.name: "?convergence stc:status $asked_status .",
    REGIME.name: """
    { ?convergence stc:controlledItem/stc:hasVersion/stc:implements $asked_regime }
    UNION {
      $asked_regime skos:notation|skos:prefLabel ?regimeName . ?convergence stc:alsoNames ?named
      FILTER(STRSTARTS(?named, CONCAT(STR(?regimeName), " "))
        || STRSTARTS(?named, CONCAT(STR(?regimeName), ",")))
    }""",
}
NO_CANDIDATES: Final = "FILTER NOT EXISTS { ?convergence stc:status stc:Candidate }"
PARTS: Final = """
  OPTIONAL { ?convergence skos:prefLabel ?label FILTER(LANG(?label) = "en") }
  OPTIONAL { ?convergence stc:status ?status }
  OPTIONAL { ?convergence stc:atStage ?stage }
  OPTIONAL { ?convergence stc:atActivity ?activity }
  OPTIONAL { ?convergence stc:task ?task }
  OPTIONAL { ?convergence stc:technique ?technique }
  OPTIONAL { ?convergence stc:controlledItem ?item }
  OPTIONAL { ?convergence stc:caughtBy ?by }"""
PART_NAMES: Final = ("status", "stage", "activity", "task", "technique", "item", "by")
CHOICES: Final = """
SELECT DISTINCT ?way ?value {
  { VALUES ?way { stc:atStage stc:task stc:technique stc:status }
    ?convergence a stc:Convergence ; ?way ?value }
  UNION { ?value a stc:Regime BIND(stc:Regime AS ?way) }
}"""


@dataclass(slots=True)
class Meeting:
    """A convergence as a row of the table.

    :ivar iri: of the convergence
    :ivar label: in our words, where it has one
    :ivar parts: IRIs by ``status``, ``stage``, ``activity``, ``task``, ``technique``, ``item``
        and ``by`` (what catches it), each once
    """

    iri: str
    label: Term | None
    parts: dict[str, list[str]] = field(default_factory=lambda: {each: [] for each in PART_NAMES})

    def add(self, row: Row) -> None:
        """Take in what another row says of it."""
        for each in PART_NAMES:
            if each in row and row[each].value not in self.parts[each]:
                self.parts[each].append(row[each].value)


def register(app: Flask) -> None:
    """Let an application show convergences, together and one by one."""
    show(app, Kind.CONVERGENCE, convergence_page)
    app.register_blueprint(blueprint)


@blueprint.get("/convergence")
@takes(VIEW)
def convergence(values: Values) -> Response:
    """List the convergences that fit the filters."""
    given = {each.name: value for each in FILTERS if (value := values[each]) is not None}
    terms = {f"asked_{key}": NamedNode(_iri(key, value)) for key, value in given.items()}
    projected = " ".join(f"${key}" for key in terms)
    fitting = "\n".join(["?convergence a stc:Convergence .", *(CLAUSES[key] for key in given)])
    if STATUS.name not in given:
        fitting += NO_CANDIDATES
    if values.media_type != HTML:
        columns = "?convergence ?label ?" + " ?".join(PART_NAMES)
        text = f"SELECT {projected} {columns} {{ {fitting}{PARTS} }} ORDER BY {columns}"
        return answer(_request(text, terms), OFFERS[values.media_type], volatile=False)
    every = f"SELECT DISTINCT {projected} ?convergence {{ {fitting} }} ORDER BY ?convergence"
    found = [row["convergence"].value for row in rows(every, **terms)]
    shown = paged(found, values[NUMBER], SHOWN)
    meetings = _meetings(shown.lines)
    return page(
        "convergence.html",
        meetings=meetings,
        picture={"elements": list(_elements(meetings))},
        count=len(found),
        paged=shown,
        given=given,
        choices=_choices(),
        lists=[each.id for each in lists().values()],
    )


def convergence_page(resource: Resource) -> Response:
    """Return the page of one convergence: its parts, its sources, and its proof step by step."""
    return page(
        "proof.html", resource=resource, proof=explain(resource.iri, _select), spaced=_spaced
    )


def _select(text: str) -> Iterator[Mapping[str, str]]:
    asked = QueryRequest(text, SOLUTION_TYPES[0], client=request.remote_addr or "")
    for row in solutions(asked).rows:
        yield {key: term.value for key, term in row.items()}


def _iri(key: str, value: str) -> str:
    if key == LIST.name:
        return list_iri(value)
    return regime_iri(value) if key == REGIME.name else STC + value


def _request(text: str, terms: Mapping[str, NamedNode]) -> QueryRequest:
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    bindings = tuple((key, str(term)) for key, term in terms.items())
    return QueryRequest(prefixes + text, SOLUTION_TYPES[0], bindings=bindings)


def _meetings(iris: Sequence[str]) -> list[Meeting]:
    """Return convergences with their parts, in the order of their IRIs."""
    if not iris:
        return []
    listed = " ".join(str(NamedNode(iri)) for iri in iris)
    text = f"""SELECT ?convergence ?label ?{" ?".join(PART_NAMES)} {{
      VALUES ?convergence {{ {listed} }}{PARTS}
    }}"""
    found = {iri: Meeting(iri, None) for iri in iris}
    for row in rows(text):
        meeting = found[row["convergence"].value]
        meeting.label = row.get("label", meeting.label)
        meeting.add(row)
    return list(found.values())


def _choices() -> dict[str, list[tuple[str, str]]]:
    """Return the values that each filter can have: local name and label, by label."""
    ways = {"atStage": STAGE.name, "task": TASK.name, "technique": TECHNIQUE.name}
    ways |= {"status": STATUS.name, "Regime": REGIME.name}
    found: dict[str, list[tuple[str, str]]] = {key: [] for key in ways.values()}
    for row in rows(CHOICES):
        key = ways[row["way"].value.removeprefix(STC)]
        local = row["value"].value.removeprefix(STC).removeprefix(f"{ID}regime/")
        found[key].append((local, name(row["value"]).value))
    return {key: sorted(each, key=lambda pair: pair[1].casefold()) for key, each in found.items()}


def _elements(meetings: list[Meeting]) -> Iterator[dict[str, dict[str, str]]]:
    """Yield nodes and edges of the picture: how or what, at which stage, meets which item."""
    nodes: dict[str, dict[str, str]] = {}
    edges: dict[tuple[str, str], dict[str, str]] = {}
    for meeting in meetings:
        parts = meeting.parts
        means = parts["task"] or parts["technique"]
        stages = parts["stage"] or [STC + "Stage"]
        for kind, iris in (("means", means), ("stage", stages), ("item", parts["item"])):
            for iri in iris:
                label = _spaced(iri) if kind == "item" else name(iri).value
                href = place(iri) or ""
                nodes[iri] = {"id": iri, "label": label, "kind": kind, "href": href}
        for sources, targets in ((means, stages), (stages, parts["item"])):
            for source in sources:
                for target in targets:
                    href = place(meeting.iri) or ""
                    edges[source, target] = {"source": source, "target": target, "href": href}
    yield from ({"data": each} for each in nodes.values())
    yield from ({"data": each} for each in edges.values())


def _spaced(iri: str) -> str:
    """Return list and code of a provision as people write them."""
    return iri.removeprefix(ID).replace("/", " ", 1).replace("_", " ")
