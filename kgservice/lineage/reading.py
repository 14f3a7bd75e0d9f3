"""Lineage from files of any known format, joined into one."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from kgservice.errors import DocumentError
from kgservice.lineage.cyclonedx import read_cyclonedx
from kgservice.lineage.lineages import Lineage
from kgservice.lineage.model_card import read_model_card
from kgservice.lineage.rdf import read_rdf
from kgservice.lineage.spdx import read_spdx
from kgservice.readers.documents import Document, read_document
from kgservice.readers.rdf_things import SYNTAXES

_Read = Callable[[Document], Lineage]
_CARDS: Final = (".md", ".markdown")
_SPDX_MARKS: Final = (b"spdx.org/rdf/", b'"spdxVersion"')
_KNOWN: Final = "a model card (.md), CycloneDX or SPDX 3 (.json), or RDF"


def read_lineage(paths: Iterable[Path]) -> Lineage:
    """Return the lineage that documents state together.

    What two documents state of one IRI is joined; where they differ, that is an error.

    :param paths: model cards (``.md``), CycloneDX ML-BOM and SPDX 3 (``.json``, also
        ``.jsonld``), and RDF in our vocabulary (``.ttl`` and what else RDF is kept in)
    :returns: the lineage; a model that is only named is part of it
    :raises DocumentError: if there is no path, a document cannot be read, or documents
        contradict each other
    """
    found = [(path, _read_one(path)) for path in paths]
    if not found:
        raise DocumentError(f"no document is given; expected {_KNOWN}")
    place = " and ".join(dict.fromkeys(path.name for path, _ in found))
    models = (model for _, lineage in found for model in lineage.models)
    datasets = (dataset for _, lineage in found for dataset in lineage.datasets)
    return Lineage.of(models, datasets, place)


def _read_one(path: Path) -> Lineage:
    document = read_document(path)
    return _reader_of(document)(document)


def _reader_of(document: Document) -> _Read:
    suffix = document.path.suffix.lower()
    opening = document.data.lstrip()
    if suffix in _CARDS:
        return read_model_card
    if suffix == ".json" or (suffix not in SYNTAXES and opening.startswith(b"{")):
        return read_spdx if _is_spdx(document) else read_cyclonedx
    if suffix == ".jsonld" and _is_spdx(document):
        return read_spdx
    if suffix in SYNTAXES:
        return read_rdf
    raise DocumentError(f"{document.name}: the format is unknown; expected {_KNOWN}")


def _is_spdx(document: Document) -> bool:
    return any(mark in document.data for mark in _SPDX_MARKS)
