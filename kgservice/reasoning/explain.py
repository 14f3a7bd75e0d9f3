"""The proof of a convergence, link by link, as values.

A candidate has a chain of statements; a curated case has its sources and says which parts of
it are our own inference.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kgservice.errors import ExplanationError
from kgservice.namespaces import DCTERMS, RDF, RDFS, SKOS, STC

Select = Callable[[str], Iterable[Mapping[str, str]]]
"""Called with the text of a SELECT; a solution maps variables to IRIs or plain text."""
_IRI: Final = re.compile(r"[a-z][a-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]+", re.IGNORECASE)
_MANY: Final = (
    "technique", "task", "atStage", "atActivity", "aiPhase", "controlledItem", "caughtBy",
    "linkage", "condition", "forReason", "inferred", "legalBasis", "derivedBy",
)  # fmt: skip
_PREFIXES: Final = (
    f"PREFIX stc: <{STC}>\nPREFIX rdf: <{RDF}>\nPREFIX rdfs: <{RDFS}>\n"
    f"PREFIX skos: <{SKOS}>\nPREFIX dcterms: <{DCTERMS}>\n"
)


@dataclass(frozen=True, slots=True)
class ProofStep:
    """A statement of a proof: in words, as a triple, and where it stands.

    :ivar objects: several where one step names all items that remain
    """

    iri: str
    number: int
    statement: str
    subject: str
    predicate: str
    objects: tuple[str, ...]
    stated_in: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of a convergence, and the steps from which it was concluded, if any.

    :ivar status: local name of the status; ``NonConvergence`` for a contrast case
    :ivar facts: IRIs or texts by the local name of the property, sorted
    """

    iri: str
    label: str
    status: str
    facts: dict[str, tuple[str, ...]]
    sources: tuple[str, ...]
    steps: tuple[ProofStep, ...]


def explain(iri: str, select: Select) -> Proof:
    """Return the proof of a convergence.

    :param iri: of the convergence, in full
    :param select: evaluates a SELECT over the present
    :returns: what is known of it, and the steps it was concluded from, by number
    :raises ExplanationError: if the text is no IRI, or names nothing that can be explained
    """
    if not _IRI.fullmatch(iri):
        raise ExplanationError(f"{iri!r} is no IRI; expected one such as …/id/convergence/NAME")
    found: dict[str, set[str]] = {}
    for row in select(f"{_PREFIXES}SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }}"):
        found.setdefault(row["p"], set()).add(row["o"])
    kinds = {kind.removeprefix(STC) for kind in found.get(RDF + "type", set())}
    if not kinds & {"Convergence", "NonConvergence"}:
        raise ExplanationError(
            f"<{iri}> is no convergence of this release; expected the IRI of one, as the view of "
            "convergences lists them"
        )
    status = min(found.get(STC + "status", {"NonConvergence"})).removeprefix(STC)
    facts = {name: tuple(sorted(found[STC + name])) for name in _MANY if STC + name in found}
    label = min(found.get(SKOS + "prefLabel", {iri}))
    sources = tuple(sorted(found.get(DCTERMS + "source", set())))
    return Proof(iri, label, status, facts, sources, _steps(iri, select))


def _steps(iri: str, select: Select) -> tuple[ProofStep, ...]:
    rows = select(
        f"""{_PREFIXES}
        SELECT ?step ?number ?statement ?subject ?predicate ?object ?place ?source
        WHERE {{
          <{iri}> stc:proof/stc:step ?step .
          ?step stc:stepNumber ?number ; rdfs:label ?statement ; stc:statedIn ?place ;
                rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
          OPTIONAL {{ ?step dcterms:source ?source }}
        }}"""
    )
    gathered: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        gathered.setdefault(row["step"], []).append(row)
    steps = (_step(step, found) for step, found in gathered.items())
    return tuple(sorted(steps, key=lambda step: (step.number, step.iri)))


def _step(iri: str, rows: list[Mapping[str, str]]) -> ProofStep:
    first = rows[0]
    return ProofStep(
        iri,
        int(first["number"]),
        min(row["statement"] for row in rows),
        first["subject"],
        first["predicate"],
        tuple(sorted({row["object"] for row in rows})),
        first["place"],
        tuple(sorted({row["source"] for row in rows if "source" in row})),
    )
