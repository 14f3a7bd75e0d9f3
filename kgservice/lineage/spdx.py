"""SPDX 3.0 documents with AI packages (JSON-LD in its one canonical form).

An ``ai_AIPackage`` is a model, a ``dataset_DatasetPackage`` data.  ``trainedOn`` leads from
model to data, ``descendantOf`` and ``ancestorOf`` between models, ``generates`` from a model to
the data it generated.  A ``build_Build`` with ``hasInput`` and ``hasOutput`` is a run; without
one a model has one run of unstated kind.  What the format has no field for is read from
``extension_CdxPropertiesExtension``, names beginning with ``stc:``.
Source: SPDX 3.0.1, AI, Dataset, Build and Extension profiles, RelationshipType.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from kgservice.lineage.amounts import UNKNOWN_SHARE, Amount
from kgservice.lineage.identity import iri_of
from kgservice.lineage.json_text import JsonPlace, parse_json
from kgservice.lineage.lineages import Lineage
from kgservice.lineage.model import AIModel, Dataset, DataUse, TrainingRun
from kgservice.lineage.properties import (
    Pairs,
    json_in,
    kind_in,
    operations_in,
    read_pairs,
    read_share,
    share_in,
    text_in,
    truth_in,
)
from kgservice.readers.documents import Document

CONTEXTS: Final = tuple(
    f"https://spdx.org/rdf/{version}/spdx-context.jsonld" for version in ("3.0.0", "3.0.1")
)
MODEL: Final = "ai_AIPackage"
DATASET: Final = "dataset_DatasetPackage"
BUILD: Final = "build_Build"
EXTENSION: Final = "extension_CdxPropertiesExtension"
_RELATIONSHIPS: Final = ("Relationship", "LifecycleScopedRelationship")
_FOLLOWED: Final = {
    "trainedOn": (MODEL, DATASET),
    "descendantOf": (MODEL, MODEL),
    "ancestorOf": (MODEL, MODEL),
    "generates": (MODEL, DATASET),
    "hasInput": (BUILD, None),
    "hasOutput": (BUILD, None),
}


def read_spdx(document: Document) -> Lineage:
    """Return the lineage that an SPDX document states.

    :param document: the document
    :returns: its models and datasets
    :raises DocumentError: if it is no SPDX 3.0 in JSON-LD, has no AI package, a relationship
        leads nowhere or between the wrong things, or a value is of the wrong kind
    """
    root = JsonPlace(document.name, parse_json(document))
    if root.get("spdxVersion") is not None:
        raise root.error("spdxVersion marks SPDX 2; expected SPDX 3.0 in JSON-LD")
    context = root.text("@context")
    if context not in CONTEXTS:
        raise root.error(f"@context is {context}; expected one of {' or '.join(CONTEXTS)}")
    return _Reader(root).lineage()


class _Reader:
    def __init__(self, root: JsonPlace) -> None:
        self.root = root
        self.elements: dict[str, JsonPlace] = {}
        self.types: dict[str, str] = {}
        self.links: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def lineage(self) -> Lineage:
        elements = self.root.items("@graph") or [self.root]
        for element in elements:
            self._enter(element)
        for element in elements:
            if element.text("type") in _RELATIONSHIPS:
                self._relate(element)
        models = [self._model(iri) for iri in self._of_type(MODEL)]
        if not models:
            raise self.root.error(f"has no element of type {MODEL}; expected an AI BOM")
        datasets = [self._dataset(iri) for iri in self._of_type(DATASET)]
        return Lineage.of(models, datasets, self.root.file)

    def _enter(self, element: JsonPlace) -> None:
        kind, iri = element.text("type"), element.text("spdxId")
        if kind is None:
            raise element.error("has no type; every element has one")
        if iri is None:
            if kind in (MODEL, DATASET, BUILD):
                raise element.error(f"{kind} has no spdxId; every element has one")
            return
        if iri in self.elements:
            raise element.error(f"spdxId {iri} comes twice; expected each element once")
        self.elements[iri], self.types[iri] = element, kind

    def _of_type(self, kind: str) -> list[str]:
        return sorted(iri for iri, found in self.types.items() if found == kind)

    def _relate(self, element: JsonPlace) -> None:
        kind = element.text("relationshipType")
        if kind not in _FOLLOWED:
            return
        source = self._end(element, element.text("from"), _FOLLOWED[kind][0])
        for target in element.items("to"):
            other = self._end(element, target.string(), _FOLLOWED[kind][1])
            if source is None or other is None:
                continue
            if kind == "ancestorOf":
                self.links["descendantOf"][other].add(source)
            elif kind == "generates":
                self.links["generatedBy"][other].add(source)
            elif kind == "hasOutput":
                self.links["builtBy"][other].add(source)
            else:
                self.links[kind][source].add(other)

    def _end(self, element: JsonPlace, iri: str | None, wanted: str | None) -> str | None:
        """Return one end of a relationship; None where it is not between what concerns us."""
        if iri is None or iri not in self.elements:
            raise element.error(f"leads to {iri}, which the document lacks; expected its element")
        found = self.types[iri]
        kind = element.text("relationshipType")
        if wanted in (None, found):
            return iri
        if kind == "trainedOn":
            raise element.error(f"trainedOn has {iri}, a {found}, where a {wanted} stands")
        return None

    def _pairs(self, iri: str) -> Pairs:
        items = [
            entry
            for extension in self.elements[iri].items("extension")
            if extension.text("type") == EXTENSION
            for entry in extension.items("extension_cdxProperty")
        ]
        return read_pairs(items, "extension_cdxPropName", "extension_cdxPropValue")

    def _model(self, iri: str) -> AIModel:
        element, pairs = self.elements[iri], self._pairs(iri)
        builds = sorted(self.links["builtBy"][iri])
        runs = [self._run(build) for build in builds if self.types[build] == BUILD]
        bases = self.links["descendantOf"][iri] - {base for run in runs for base in run.bases}
        data = self.links["trainedOn"][iri] - {use.dataset for run in runs for use in run.data}
        if bases or data:
            if runs:
                raise element.error(
                    f"comes from {' and '.join(sorted({*bases, *data}))}, which no build of it has "
                    "as input; expected hasInput"
                )
            runs.append(self._plain_run(iri, bases, data, pairs))
        return AIModel(
            iri_of(iri, "ai-model"), element.text("name") or "",
            truth_in(pairs, "parametersPublished"), tuple(sorted(runs, key=lambda r: r.iri)),
            tuple(sorted(text_in(pairs, "trainedFor").split())),
            text_in(pairs, "lineageStatus") or None, element.text("comment") or "",
            self._sources(pairs),
        )  # fmt: skip

    def _plain_run(
        self, iri: str, bases: Iterable[str], data: Iterable[str], pairs: Pairs
    ) -> TrainingRun:
        uses = tuple(DataUse(dataset) for dataset in sorted(data))
        return TrainingRun(
            f"{iri}#run-1", kind_in(pairs), tuple(sorted(bases)), uses,
            share_in(pairs, "syntheticShare"), operations_in(pairs),
        )  # fmt: skip

    def _run(self, iri: str) -> TrainingRun:
        element, pairs = self.elements[iri], self._pairs(iri)
        inputs = sorted(self.links["hasInput"][iri])
        shares = self._shares(pairs)
        uses = (
            DataUse(data, shares.get(data, UNKNOWN_SHARE))
            for data in inputs
            if self.types[data] == DATASET
        )
        return TrainingRun(
            iri, kind_in(pairs), tuple(i for i in inputs if self.types[i] == MODEL), tuple(uses),
            share_in(pairs, "syntheticShare"), operations_in(pairs),
            element.text("comment") or "", self._sources(pairs),
        )  # fmt: skip

    def _shares(self, pairs: Pairs) -> dict[str, Amount]:
        return {place.path: amount for place, amount in self._read_shares(pairs)}

    def _read_shares(self, pairs: Pairs) -> Iterator[tuple[JsonPlace, Amount]]:
        found = json_in(pairs, "dataShares")
        if found is None:
            return
        if not isinstance(found.value, dict):
            raise found.error("is no JSON object; expected shares by dataset")
        for dataset in found.value:
            place = JsonPlace(found.file, found.value, found.path)
            try:
                yield (
                    JsonPlace(found.file, None, dataset),
                    read_share(place.text(dataset) or ""),
                )
            except ValueError as error:
                raise found.error(f"{dataset}: {error}") from error

    def _dataset(self, iri: str) -> Dataset:
        element, pairs = self.elements[iri], self._pairs(iri)
        generators = sorted(self.links["generatedBy"][iri])
        if len(generators) > 1:
            raise element.error("is generated by two models; expected a dataset for each")
        return Dataset(
            iri, element.text("name") or "", truth_in(pairs, "dataPublished"),
            generators[0] if generators else None, operations_in(pairs, "generationOperations"),
            self._sources(pairs),
        )  # fmt: skip

    def _sources(self, pairs: Pairs) -> tuple[str, ...]:
        found = json_in(pairs, "sources")
        if found is None:
            return ()
        place = JsonPlace(found.file, {"sources": found.value}, found.path)
        return tuple(sorted({item.string() for item in place.items("sources")}))
