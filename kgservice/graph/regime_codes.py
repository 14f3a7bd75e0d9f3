"""The regimes' own lists and their provisions as triples; content of the default graph.

Of these lists we know codes and no edition: which revision the codes follow is not stated where
they were read.  A list is therefore an ``stc:ControlList`` without ``stc:hasEdition``, enacted by
no legal act but an ``stc:RegimeDocument`` adopted by its regime, and its provisions have no
version.  Provisions stand below one another by ``skos:broader``.
"""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kgservice.graph.labels import Labels
from kgservice.graph.regimes import source_of
from kgservice.graph.terms import TYPE, Triple, node, stc, words
from kgservice.namespaces import DCAT, DCTERMS, SKOS, list_iri, provision_iri, regime_iri
from kgservice.readers.descriptors import ListDescriptor, read_descriptor
from kgservice.readers.regime_codes import RegimeCode, read_codes

_PRESENT: Final = datetime.date.max


def regime_code_triples(folder: Path, labels: Labels) -> Iterator[Triple]:
    """Yield what the tables of a folder state, one a list, and our labels of the codes.

    :param folder: ``data/regime-codes``
    :param labels: our words for the codes
    :yields: triples of the default graph: each list, and its provisions without an edition
    :raises TableError: if a table is not of its form
    """
    for path in sorted(folder.glob("*.csv")):
        descriptor, codes = read_descriptor(path.stem), read_codes(path)
        yield from _list(descriptor, codes)
        for code in codes:
            yield from _provision(descriptor, code, labels)


def _list(descriptor: ListDescriptor, codes: tuple[RegimeCode, ...]) -> Iterator[Triple]:
    iri = node(list_iri(descriptor.id))
    for kind in (stc("ControlList"), stc("RegimeDocument"), node(DCAT + "DatasetSeries")):
        yield iri, TYPE, kind
    yield iri, node(DCTERMS + "identifier"), words(descriptor.id)
    for lang, title in descriptor.title.items():
        yield iri, node(DCTERMS + "title"), words(title, lang)
    yield iri, stc("authority"), words(descriptor.authority, "en")
    yield iri, node(DCTERMS + "license"), words(descriptor.licence)
    yield iri, node(DCTERMS + "source"), source_of(descriptor.publisher_url)
    for regime in descriptor.regimes:
        yield iri, stc("adoptedBy"), node(regime_iri(regime))
    for source in dict.fromkeys(code.source for code in codes):
        yield iri, node(DCTERMS + "source"), words(source)


def _provision(descriptor: ListDescriptor, code: RegimeCode, labels: Labels) -> Iterator[Triple]:
    iri = node(provision_iri(descriptor.id, code.code))
    yield iri, TYPE, stc("Provision")
    yield iri, stc("inList"), node(list_iri(descriptor.id))
    yield iri, node(SKOS + "notation"), words(code.code)
    yield iri, stc("sortKey"), words(descriptor.grammar.sort_key(code.code))
    if code.parent is not None:
        yield iri, node(SKOS + "broader"), node(provision_iri(descriptor.id, code.parent))
    for lang, label in labels.of(descriptor.id, code.code, _PRESENT).items():
        yield iri, node(SKOS + "prefLabel"), words(label, lang)
