"""CycloneDX ML-BOM documents (JSON, 1.5 and 1.6).

A component of type ``machine-learning-model`` is a model; its ``pedigree.ancestors`` are what it
came from, ``pedigree.descendants`` what came from it, ``modelCard.modelParameters.datasets``
what it learned from.  The format has no field for kind of training, operations or share of
synthetic data: they are read from ``properties`` whose names begin with ``stc:``, of the
component or of its model card, and stay unknown without them.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kgservice.lineage.identity import iri_of
from kgservice.lineage.json_text import JsonPlace, parse_json
from kgservice.lineage.lineages import Lineage
from kgservice.lineage.model import AIModel, Dataset, DataUse, TrainingRun
from kgservice.lineage.properties import (
    kind_in,
    operations_in,
    read_pairs,
    share_in,
    truth_in,
)
from kgservice.readers.documents import Document

VERSIONS: Final = ("1.5", "1.6")
_MODEL: Final = "machine-learning-model"
_DATA: Final = "data"


def read_cyclonedx(document: Document) -> Lineage:
    """Return the lineage that an ML-BOM states.

    :param document: the document
    :returns: its models and datasets
    :raises DocumentError: if it is no CycloneDX of a known version, lists no model, a reference
        leads nowhere, or a value is of the wrong kind; the message names the place
    """
    root = JsonPlace(document.name, parse_json(document))
    if root.text("bomFormat") != "CycloneDX":
        raise root.error("bomFormat is not CycloneDX; expected a CycloneDX document")
    version = root.text("specVersion")
    if version not in VERSIONS:
        raise root.error(f"specVersion is {version}; expected one of {', '.join(VERSIONS)}")
    return _Bom(root).lineage()


class _Bom:
    def __init__(self, root: JsonPlace) -> None:
        self.root = root
        self.by_ref: dict[str, JsonPlace] = {}
        self.models: list[AIModel] = []
        self.datasets: list[Dataset] = []

    def lineage(self) -> Lineage:
        components = list(self._components(self.root))
        metadata = self.root.get("metadata")
        if metadata is not None and (main := metadata.get("component")) is not None:
            components = [main, *self._components(main), *components]
        for component in components:
            self._enter(component)
        found = [c for c in components if c.text("type") == _MODEL]
        if not found:
            raise self.root.error(f"lists no component of type {_MODEL}; expected an ML-BOM")
        for component in found:
            self._model(component)
        return Lineage.of(self.models, self.datasets, self.root.file)

    def _components(self, place: JsonPlace) -> Iterator[JsonPlace]:
        for component in place.items("components"):
            yield component
            yield from self._components(component)

    def _enter(self, component: JsonPlace) -> None:
        self._take_ref(component)
        for data in component.items("data"):
            self._take_ref(data)

    def _take_ref(self, place: JsonPlace) -> None:
        ref = place.text("bom-ref")
        if ref is None:
            return
        if ref in self.by_ref:
            raise place.error(
                f"bom-ref {ref} stands at {self.by_ref[ref].path} too; expected another"
            )
        self.by_ref[ref] = place

    def _iri(self, component: JsonPlace, kind: str) -> str:
        reference = component.text("purl") or component.text("bom-ref")
        if reference is not None:
            return iri_of(reference, kind)
        return iri_of(self._name(component), kind)

    def _name(self, component: JsonPlace) -> str:
        name, version = component.text("name"), component.text("version")
        if name is None:
            raise component.error("has no name; a component has one")
        group = component.text("group")
        full = f"{group}/{name}" if group else name
        return f"{full}@{version}" if version else full

    def _model(self, component: JsonPlace) -> str:
        iri, name = self._iri(component, "ai-model"), self._name(component)
        card = component.get("modelCard")
        places = component.items("properties") + (card.items("properties") if card else [])
        pairs = read_pairs(places, "name", "value")
        pedigree = component.get("pedigree")
        bases = self._relatives(pedigree, "ancestors")
        uses = self._uses(card)
        run = TrainingRun(
            f"{iri}#run-1", kind_in(pairs), bases, uses,
            share_in(pairs, "syntheticShare"), operations_in(pairs),
        )  # fmt: skip
        empty = run == TrainingRun(run.iri)
        published = truth_in(pairs, "parametersPublished")
        self.models.append(AIModel(iri, name, published, () if empty else (run,)))
        for child in self._relatives(pedigree, "descendants"):
            made = TrainingRun(f"{child}#run-1", bases=(iri,))
            self.models.append(AIModel(child, runs=(made,)))
        return iri

    def _relatives(self, pedigree: JsonPlace | None, key: str) -> tuple[str, ...]:
        items = [] if pedigree is None else pedigree.items(key)
        if pedigree is not None and pedigree.get(key) is not None and not items:
            raise pedigree.error(f"{key} is empty; expected a component, or no {key} at all")
        found = []
        for item in items:
            known = self.by_ref.get(item.text("bom-ref") or "")
            if known is None:
                if item.text("type") != _MODEL:
                    raise item.error(f"type is {item.text('type')}; expected {_MODEL}")
                found.append(self._model(item))
            else:
                found.append(self._iri(known, "ai-model"))
        return tuple(sorted(set(found)))

    def _uses(self, card: JsonPlace | None) -> tuple[DataUse, ...]:
        parameters = card.get("modelParameters") if card else None
        found = {}
        for item in parameters.items("datasets") if parameters else []:
            ref = item.text("ref")
            if ref is not None and ref not in self.by_ref:
                raise item.error(f"ref {ref} leads nowhere; expected the bom-ref of a component")
            data = item if ref is None else self.by_ref[ref]
            if ref is None and item.text("type") not in ("dataset", None):
                continue
            iri = self._iri(data, "dataset")
            self.datasets.append(self._dataset(data, iri))
            found[iri] = DataUse(iri)
        return tuple(use for _, use in sorted(found.items()))

    def _dataset(self, data: JsonPlace, iri: str) -> Dataset:
        dataset = Dataset(iri, data.text("name") or "")
        if data.text("type") != _DATA:
            return dataset
        pairs = read_pairs(data.items("properties"), "name", "value")
        return replace(
            dataset,
            published=truth_in(pairs, "dataPublished"),
            generation_operations=operations_in(pairs, "generationOperations"),
        )
