"""A lineage as triples.

A model is ``prov:wasGeneratedBy`` its runs and ``prov:wasDerivedFrom`` their bases; a run has
kind, operations, bases and the data it used.  An amount is one ``xsd:decimal`` where it is
known, ``…AtLeast`` and ``…AtMost`` where bounds are, and not stated where it is unknown.
``stc:cumulativeOperationsAtLeast`` and ``…AtMost`` are derived: the operations of Technical
Notes 2 and 3 of 4E091, which engines with bounded decimals cannot sum themselves.
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kgservice.graph.regimes import source_of
from kgservice.graph.terms import TYPE, Triple, node, stc, words
from kgservice.lineage.amounts import ONE, Amount, Truth
from kgservice.lineage.lineages import Lineage
from kgservice.lineage.model import AIModel, Dataset, TrainingRun
from kgservice.lineage.operations import OperationCounter
from kgservice.lineage.rdf import KINDS
from kgservice.namespaces import DCTERMS, PROV, RDFS, SKOS, XSD


def lineage_triples(lineage: Lineage) -> Iterator[Triple]:
    """Yield what a lineage states, and the operations counted for each of its models."""
    counter = OperationCounter(lineage)
    for model in lineage.models:
        yield from _model(model)
        total = counter.counted(model.iri).total(counter.ledger)
        yield from _bounds(node(model.iri), "cumulativeOperations", total)
    for dataset in lineage.datasets:
        yield from _dataset(dataset)


def _model(model: AIModel) -> Iterator[Triple]:
    iri = node(model.iri)
    yield iri, TYPE, stc("AIModel")
    yield iri, TYPE, node(PROV + "Entity")
    yield from _about(iri, model.name, model.sources)
    yield from _comment(iri, model.note)
    yield from _truth(iri, "parametersPublished", model.published)
    for task in model.tasks:
        yield iri, stc("trainedFor"), stc(task)
    if model.status is not None:
        yield iri, stc("lineageStatus"), stc(model.status)
    for base in model.bases:
        yield iri, node(PROV + "wasDerivedFrom"), node(base)
    for run in model.runs:
        yield iri, node(PROV + "wasGeneratedBy"), node(run.iri)
        yield from _run(run)


def _run(run: TrainingRun) -> Iterator[Triple]:
    iri = node(run.iri)
    yield iri, TYPE, stc("TrainingRun")
    yield iri, TYPE, node(PROV + "Activity")
    yield iri, stc("trainingKind"), stc(KINDS[run.kind])
    yield from _about(iri, "", run.sources)
    yield from _comment(iri, run.note)
    yield from _amount(iri, "operations", run.operations)
    yield from _amount(iri, "syntheticShare", run.synthetic_share, ONE)
    for base in run.bases:
        yield iri, stc("baseModel"), node(base)
        yield iri, node(PROV + "used"), node(base)
    for number, use in enumerate(run.data, 1):
        own = node(f"{run.iri}/data-{number}")
        yield iri, stc("dataUse"), own
        yield iri, node(PROV + "used"), node(use.dataset)
        yield own, TYPE, stc("DataUse")
        yield own, stc("usedDataset"), node(use.dataset)
        yield from _amount(own, "operationShare", use.share, ONE)


def _dataset(dataset: Dataset) -> Iterator[Triple]:
    iri = node(dataset.iri)
    yield iri, TYPE, stc("TrainingDataset")
    yield iri, TYPE, node(PROV + "Entity")
    yield from _about(iri, dataset.name, dataset.sources)
    yield from _truth(iri, "dataPublished", dataset.published)
    if dataset.generated_by is not None:
        yield iri, stc("generatedByModel"), node(dataset.generated_by)
    yield from _amount(iri, "generationOperations", dataset.generation_operations)


def _about(iri: NamedNode, name: str, sources: tuple[str, ...]) -> Iterator[Triple]:
    if name:
        yield iri, node(SKOS + "prefLabel"), words(name, "en")
    for source in sources:
        yield iri, node(DCTERMS + "source"), source_of(source)


def _comment(iri: NamedNode, note: str) -> Iterator[Triple]:
    if note:
        yield iri, node(RDFS + "comment"), words(note, "en")


def _truth(iri: NamedNode, name: str, value: Truth) -> Iterator[Triple]:
    if value is not Truth.UNKNOWN:
        yield iri, stc(name), Literal(value.value, datatype=node(XSD + "boolean"))


def _amount(iri: NamedNode, name: str, amount: Amount, highest: object = None) -> Iterator[Triple]:
    if amount.known:
        yield iri, stc(name), _decimal(f"{amount.low:f}")
    else:
        bound = Amount(amount.low, None if amount.high == highest else amount.high)
        yield from _bounds(iri, name, bound)


def _bounds(iri: NamedNode, name: str, amount: Amount) -> Iterator[Triple]:
    if amount.low:
        yield iri, stc(f"{name}AtLeast"), _decimal(f"{amount.low:f}")
    if amount.high is not None:
        yield iri, stc(f"{name}AtMost"), _decimal(f"{amount.high:f}")


def _decimal(text: str) -> Literal:
    return Literal(text if "." in text else f"{text}.0", datatype=node(XSD + "decimal"))
