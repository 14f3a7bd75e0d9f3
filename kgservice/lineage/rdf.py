"""A lineage as RDF in our own vocabulary, as ``kgservice.graph.lineage`` writes it.

Models are the ``stc:AIModel`` nodes; ``prov:wasGeneratedBy`` leads to their runs, and from
there ``stc:baseModel``, ``stc:dataUse`` and ``stc:usedDataset`` to the rest.  What is not
stated is unknown.  A number is an ``xsd:decimal`` or ``xsd:integer``; a float is refused.
"""

import difflib
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.errors import DocumentError
from kgservice.lineage.amounts import (
    LARGEST,
    ONE,
    UNKNOWN,
    UNKNOWN_SHARE,
    ZERO,
    Amount,
    Truth,
    read_number,
)
from kgservice.lineage.lineages import Lineage
from kgservice.lineage.model import AIModel, Dataset, DataUse, TrainingKind, TrainingRun
from kgservice.namespaces import DCTERMS, ID, PROV, RDF, RDFS, SKOS, STC, XSD
from kgservice.readers.documents import Document
from kgservice.readers.rdf_things import Thing, Things, read_things

KINDS: Final = {
    TrainingKind.PRE_TRAINING: "PreTrainingKind",
    TrainingKind.TRANSFER_LEARNING: "TransferLearningKind",
    TrainingKind.FINE_TUNING: "FineTuningKind",
    TrainingKind.ADAPTER: "AdapterKind",
    TrainingKind.MERGE: "MergeKind",
    TrainingKind.DISTILLATION: "DistillationKind",
    TrainingKind.QUANTISATION: "QuantisationKind",
    TrainingKind.UNSTATED: "UnstatedKind",
}
_AMOUNTS: Final = ("operations", "generationOperations", "operationShare", "syntheticShare")
_DERIVED: Final = ("cumulativeOperationsAtLeast", "cumulativeOperationsAtMost")
_KNOWN: Final = frozenset(
    {f"{name}{bound}" for name in _AMOUNTS for bound in ("", "AtLeast", "AtMost")}
    | {"parametersPublished", "dataPublished", *_DERIVED}
)
_EXACT: Final = (XSD + "decimal", XSD + "integer")
_FLOATS: Final = (XSD + "double", XSD + "float")


def read_rdf(document: Document) -> Lineage:
    """Return the lineage that an RDF document states.

    :param document: the document
    :returns: its models and datasets
    :raises DocumentError: if it is not well-formed, holds no model, or a statement cannot be
        used; the message names the thing
    """
    return _Reader(document.name, read_things(document, ID)).lineage()


class _Reader:
    def __init__(self, file: str, things: Things) -> None:
        self.file, self.things = file, things
        self.reached: set[Thing] = set()

    def lineage(self) -> Lineage:
        models = [self._model(thing) for thing in self._of_class("AIModel")]
        if not models:
            raise DocumentError(f"{self.file}: no thing is an stc:AIModel; expected one or more")
        for run in self._of_class("TrainingRun"):
            if run not in self.reached:
                raise self._error(run, "no model has this run; expected one by prov:wasGeneratedBy")
        datasets = [self._dataset(thing) for thing in self._of_class("TrainingDataset")]
        return Lineage.of(models, datasets, self.file)

    def _of_class(self, name: str) -> list[Thing]:
        kind = NamedNode(STC + name)
        found = [t for t in self.things if kind in self.things.nodes(t, RDF + "type")]
        return sorted(found, key=str)

    def _model(self, thing: Thing) -> AIModel:
        iri = self._iri(thing, "a model")
        self._refuse_unknown_terms(thing)
        found = enumerate(sorted(self.things.nodes(thing, PROV + "wasGeneratedBy"), key=str), 1)
        runs = sorted((self._run(node, iri, n) for n, node in found), key=lambda run: run.iri)
        named = {base for run in runs for base in run.bases}
        for base in self._iris(thing, PROV + "wasDerivedFrom", "a model"):
            if base not in named:
                raise self._error(
                    thing, f"prov:wasDerivedFrom {base}, which no run of it has as stc:baseModel; "
                    "expected a run with that base",
                )  # fmt: skip
        return AIModel(
            iri, self._word(thing, SKOS + "prefLabel"), self._truth(thing, "parametersPublished"),
            tuple(runs), self._locals(thing, "trainedFor"),
            next(iter(self._locals(thing, "lineageStatus")), None),
            self._word(thing, RDFS + "comment"), self._sources(thing),
        )  # fmt: skip

    def _run(self, thing: Thing, model: str, number: int) -> TrainingRun:
        if thing in self.reached:
            raise self._error(thing, "is the run of two models; expected one run for each model")
        self.reached.add(thing)
        self._refuse_unknown_terms(thing)
        iri = thing.value if isinstance(thing, NamedNode) else f"{model}/run-{number}"
        uses = sorted(
            (self._use(node) for node in self.things.nodes(thing, STC + "dataUse")),
            key=lambda use: use.dataset,
        )
        if len({use.dataset for use in uses}) < len(uses):
            raise self._error(thing, "uses a dataset twice; expected one stc:dataUse for each")
        return TrainingRun(
            iri, self._kind(thing), self._iris(thing, STC + "baseModel", "a base model"),
            tuple(uses), self._amount(thing, "syntheticShare", share=True),
            self._amount(thing, "operations"), self._word(thing, RDFS + "comment"),
            self._sources(thing),
        )  # fmt: skip

    def _kind(self, thing: Thing) -> TrainingKind:
        kinds = {local: kind for kind, local in KINDS.items()}
        found = self._locals(thing, "trainingKind")
        if len(found) != 1 or found[0] not in kinds:
            names = ", ".join(f"stc:{local}" for local in kinds)
            stated = ", ".join(found) or "none"
            raise self._error(thing, f"stc:trainingKind is {stated}; expected one of {names}")
        return kinds[found[0]]

    def _use(self, thing: Thing) -> DataUse:
        self._refuse_unknown_terms(thing)
        found = self._iris(thing, STC + "usedDataset", "a dataset")
        if len(found) != 1:
            raise self._error(thing, f"has {len(found)} stc:usedDataset; expected one")
        return DataUse(found[0], self._amount(thing, "operationShare", share=True))

    def _dataset(self, thing: Thing) -> Dataset:
        self._refuse_unknown_terms(thing)
        generators = self._iris(thing, STC + "generatedByModel", "a model")
        if len(generators) > 1:
            raise self._error(thing, "has two stc:generatedByModel; expected a dataset for each")
        return Dataset(
            self._iri(thing, "a dataset"), self._word(thing, SKOS + "prefLabel"),
            self._truth(thing, "dataPublished"), generators[0] if generators else None,
            self._amount(thing, "generationOperations"), self._sources(thing),
        )  # fmt: skip

    def _amount(self, thing: Thing, name: str, *, share: bool = False) -> Amount:
        largest, unknown = (ONE, UNKNOWN_SHARE) if share else (LARGEST, UNKNOWN)
        exact = self._number(thing, name, largest)
        low = self._number(thing, name + "AtLeast", largest)
        high = self._number(thing, name + "AtMost", largest)
        if exact is not None:
            if low is not None or high is not None:
                raise self._error(thing, f"stc:{name} stands beside bounds; expected either")
            return Amount(exact, exact)
        found = Amount(ZERO if low is None else low, unknown.high if high is None else high)
        if found.high is not None and found.high < found.low:
            raise self._error(thing, f"stc:{name}AtLeast is over stc:{name}AtMost; swap them")
        return found

    def _number(self, thing: Thing, name: str, largest: Decimal) -> Decimal | None:
        found = self.things.literals(thing, STC + name)
        if not found:
            return None
        if len(found) > 1:
            raise self._error(thing, f"has {len(found)} stc:{name}; expected one")
        literal = found[0]
        if literal.datatype.value not in (*_EXACT, *_FLOATS):
            raise self._error(thing, f"stc:{name} is {literal}; expected an xsd:decimal")
        try:
            value = read_number(literal.value.removeprefix("+"), largest)
        except ValueError as error:
            raise self._error(thing, f"stc:{name}: {error}") from error
        if literal.datatype.value in _FLOATS:
            raise self._error(
                thing, f"stc:{name} is {literal.value}, a float; write the decimal {value:f}"
                f"{'' if '.' in f'{value:f}' else '.0'}",
            )  # fmt: skip
        return value

    def _truth(self, thing: Thing, name: str) -> Truth:
        found = {literal.value for literal in self.things.literals(thing, STC + name)}
        known = {"true": Truth.TRUE, "1": Truth.TRUE, "false": Truth.FALSE, "0": Truth.FALSE}
        if not found:
            return Truth.UNKNOWN
        if len(found) > 1 or not found <= set(known):
            raise self._error(
                thing, f"stc:{name} is {' and '.join(sorted(found))}; expected true or false, "
                "or no statement where it is unknown",
            )  # fmt: skip
        return known[found.pop()]

    def _locals(self, thing: Thing, name: str) -> tuple[str, ...]:
        found = self._iris(thing, STC + name, "a term")
        return tuple(sorted(iri.removeprefix(STC) for iri in found))

    def _iris(self, thing: Thing, predicate: str, what: str) -> tuple[str, ...]:
        return tuple(sorted(self._iri(n, what) for n in set(self.things.nodes(thing, predicate))))

    def _iri(self, thing: Thing, what: str) -> str:
        if not isinstance(thing, NamedNode):
            raise self._error(thing, f"{what} is a blank node; expected an IRI")
        return thing.value

    def _word(self, thing: Thing, predicate: str) -> str:
        found = self.things.literals(thing, predicate)
        chosen = [literal for literal in found if literal.language == "en"] or found
        return chosen[0].value if chosen else ""

    def _sources(self, thing: Thing) -> tuple[str, ...]:
        found: Iterator[str] = (
            value.value
            for value in (
                *self.things.literals(thing, DCTERMS + "source"),
                *self.things.nodes(thing, DCTERMS + "source"),
            )
            if isinstance(value, Literal | NamedNode)
        )
        return tuple(sorted(set(found)))

    def _refuse_unknown_terms(self, thing: Thing) -> None:
        for predicate, _ in self.things.all_literals(thing):
            local = predicate.removeprefix(STC)
            if predicate.startswith(STC) and local not in _KNOWN:
                near = difflib.get_close_matches(local, sorted(_KNOWN), 1)
                hint = f"; did you mean stc:{near[0]}?" if near else "; leave it out"
                raise self._error(thing, f"stc:{local} says nothing of a lineage{hint}")

    def _error(self, thing: Thing, message: str) -> DocumentError:
        return DocumentError(f"{self.file}: {thing}: {message}")
