"""A lineage as an SPDX 3.0.1 document in JSON-LD, which :mod:`kgservice.lineage.spdx` reads back.

Only what is known is written.  The AI profile demands facts that a lineage does not hold (a
supplier, a release time, a download location), so the document claims the core profile alone.
"""

import datetime
import json
from collections.abc import Iterable, Iterator
from typing import Final

from kgservice.lineage.amounts import UNKNOWN, UNKNOWN_SHARE, Amount, Truth
from kgservice.lineage.lineages import Lineage
from kgservice.lineage.model import AIModel, Dataset, TrainingRun
from kgservice.lineage.rdf import KINDS
from kgservice.lineage.spdx import BUILD, CONTEXTS, DATASET, EXTENSION, MODEL
from kgservice.namespaces import BASE, STC

_CREATION: Final = "_:creation"
_AGENT: Final = f"{BASE}id/agent/kgservice"
_Element = dict[str, object]


def spdx_document(lineage: Lineage, iri: str, created: datetime.datetime) -> str:
    """Return a lineage as the text of an SPDX document.

    :param lineage: what to write
    :param iri: the IRI of the document
    :param created: when it is made, with its time zone
    :returns: JSON with elements in the order of the lineage, so that the same lineage gives the
        same text
    """
    models = [model.iri for model in lineage.models]
    graph: list[_Element] = [
        {
            "type": "CreationInfo",
            "@id": _CREATION,
            "specVersion": "3.0.1",
            "created": created.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "createdBy": [_AGENT],
        },
        _element("SoftwareAgent", _AGENT, name="kgservice"),
        _element("SpdxDocument", iri, profileConformance=["core"], rootElement=models),
        *(element for model in lineage.models for element in _model(model)),
        *(_dataset(dataset) for dataset in lineage.datasets),
    ]
    links = [link for model in lineage.models for link in _links(model)]
    links += [
        (dataset.generated_by, "generates", [dataset.iri])
        for dataset in lineage.datasets
        if dataset.generated_by is not None
    ]
    for number, (source, kind, targets) in enumerate(links, 1):
        graph.append(
            _element("Relationship", f"{iri}#relationship-{number}", relationshipType=kind)
            | {"from": source, "to": targets}
        )
    text = json.dumps({"@context": CONTEXTS[-1], "@graph": graph}, indent=1, ensure_ascii=False)
    return f"{text}\n"


def _element(kind: str, iri: str, **values: object) -> _Element:
    return {"type": kind, "spdxId": iri, "creationInfo": _CREATION, **values}


def _model(model: AIModel) -> Iterator[_Element]:
    yield _element(MODEL, model.iri, name=model.name, software_primaryPurpose="model") | _rest(
        model.note,
        parametersPublished=_truth(model.published),
        trainedFor=" ".join(model.tasks),
        lineageStatus=model.status or "",
        sources=_list(model.sources),
    )
    for run in model.runs:
        yield _element(BUILD, run.iri, build_buildType=f"{STC}{KINDS[run.kind]}") | _rest(
            run.note,
            trainingKind=run.kind,
            operations=_amount(run.operations),
            syntheticShare=_amount(run.synthetic_share),
            dataShares=_shares(run),
            sources=_list(run.sources),
        )


def _dataset(dataset: Dataset) -> _Element:
    return _element(
        DATASET, dataset.iri, name=dataset.name, software_primaryPurpose="data",
        dataset_datasetType=["noAssertion"],
    ) | _rest(
        "",
        dataPublished=_truth(dataset.published),
        generationOperations=_amount(dataset.generation_operations),
        sources=_list(dataset.sources),
    )  # fmt: skip


def _links(model: AIModel) -> Iterator[tuple[str, str, list[str]]]:
    if model.bases:
        yield model.iri, "descendantOf", list(model.bases)
    data = sorted({use.dataset for run in model.runs for use in run.data})
    if data:
        yield model.iri, "trainedOn", data
    for run in model.runs:
        inputs = [*run.bases, *(use.dataset for use in run.data)]
        if inputs:
            yield run.iri, "hasInput", inputs
        yield run.iri, "hasOutput", [model.iri]


def _rest(comment: str, **values: str) -> _Element:
    """Return a comment and our own properties, as far as they say something."""
    found: _Element = {"comment": comment} if comment else {}
    entries = [
        {
            "type": "extension_CdxPropertyEntry",
            "extension_cdxPropName": f"stc:{name}",
            "extension_cdxPropValue": value,
        }
        for name, value in sorted(values.items())
        if value
    ]
    if entries:
        found["extension"] = [{"type": EXTENSION, "extension_cdxProperty": entries}]
    return found


def _truth(value: Truth) -> str:
    return "" if value is Truth.UNKNOWN else value.value


def _amount(amount: Amount) -> str:
    return "" if amount in (UNKNOWN, UNKNOWN_SHARE) else str(amount)


def _shares(run: TrainingRun) -> str:
    shares = {use.dataset: _amount(use.share) for use in run.data if _amount(use.share)}
    return json.dumps(shares) if shares else ""


def _list(texts: Iterable[str]) -> str:
    found = list(texts)
    return json.dumps(found, ensure_ascii=False) if found else ""
