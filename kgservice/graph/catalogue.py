"""What stands above the editions: lists, legal acts, provisions; content of the default graph."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kgservice.graph.labels import Labels
from kgservice.graph.regimes import source_of
from kgservice.graph.terms import TYPE, Triple, day, node, stc, words
from kgservice.model import Extent
from kgservice.namespaces import (
    DCAT,
    DCTERMS,
    ELI,
    ID,
    SKOS,
    SPDX,
    checksum_iri,
    edition_iri,
    entry_iri,
    list_iri,
    provision_iri,
    regime_iri,
)
from kgservice.readers.descriptors import ListDescriptor


@dataclass(frozen=True, slots=True)
class EditionOutline:
    """What the catalogue needs to know of an edition; ``codes`` in reading order."""

    list_id: str
    date: datetime.date
    extent: Extent
    codes: tuple[str, ...]


def present_edition(editions: Iterable[EditionOutline]) -> EditionOutline | None:
    """Return the newest edition of one list that is no excerpt: what the present shows."""
    whole = [edition for edition in editions if edition.extent is not Extent.EXCERPT]
    return max(whole, key=lambda edition: edition.date, default=None)


def list_triples(
    descriptor: ListDescriptor, editions: Iterable[EditionOutline]
) -> Iterator[Triple]:
    """Yield what is known of a list as a work, and which editions it has."""
    iri = node(list_iri(descriptor.id))
    known = sorted(editions, key=lambda edition: edition.date)
    yield iri, TYPE, stc("ControlList")
    yield iri, TYPE, node(DCAT + "DatasetSeries")
    yield iri, node(DCTERMS + "identifier"), words(descriptor.id)
    for lang, title in descriptor.title.items():
        yield iri, node(DCTERMS + "title"), words(title, lang)
    yield iri, node(DCTERMS + "license"), words(descriptor.licence)
    if descriptor.jurisdiction:
        yield iri, stc("jurisdiction"), words(descriptor.jurisdiction)
    if descriptor.authority:
        yield iri, stc("authority"), words(descriptor.authority, "en")
    if descriptor.publisher_url:
        yield iri, node(DCTERMS + "source"), source_of(descriptor.publisher_url)
    if descriptor.legal_act:
        yield from _legal_act(iri, descriptor)
    for regime in descriptor.regimes:
        yield iri, stc("implements"), node(regime_iri(regime))
    for edition in known:
        own = node(edition_iri(descriptor.id, edition.date))
        yield iri, stc("hasEdition"), own
        yield own, TYPE, stc("Edition")
        yield own, stc("editionOf"), iri
        yield own, stc("standsFrom"), day(edition.date)
    present = present_edition(known)
    if present is not None:
        yield iri, stc("presentEdition"), node(edition_iri(descriptor.id, present.date))


def checksum_triples(iri: str, sha256: str) -> Iterator[Triple]:
    """Yield the checksum of an edition's graph as sorted canonical N-Quads.

    :param iri: of the edition
    :param sha256: in hexadecimal digits
    :yields: triples of the default graph: the graph itself cannot hold its own checksum
    """
    checksum = node(checksum_iri(iri))
    yield checksum, TYPE, node(SPDX + "Checksum")
    yield checksum, node(SPDX + "algorithm"), node(SPDX + "checksumAlgorithm_sha256")
    yield checksum, node(SPDX + "checksumValue"), words(sha256)


def _legal_act(iri: NamedNode, descriptor: ListDescriptor) -> Iterator[Triple]:
    act = node(f"{ID}legal-act/{descriptor.id}")
    yield iri, stc("enactedBy"), act
    yield act, TYPE, stc("LegalAct")
    yield act, TYPE, node(ELI + "LegalResource")
    yield act, node(DCTERMS + "title"), words(descriptor.legal_act, "en")
    if descriptor.legal_act_url:
        yield act, node(DCTERMS + "source"), node(descriptor.legal_act_url)


def provision_triples(
    descriptor: ListDescriptor, editions: Iterable[EditionOutline], labels: Labels
) -> Iterator[Triple]:
    """Yield the provisions of a list: each code of any edition, with its entries in all.

    A provision bears the label of its newest edition that has one.
    """
    grammar, iri = descriptor.grammar, node(list_iri(descriptor.id))
    newest: dict[str, dict[str, str]] = {}
    for edition in sorted(editions, key=lambda edition: edition.date):
        for code in edition.codes:
            own = node(provision_iri(descriptor.id, code))
            yield own, TYPE, stc("Provision")
            yield own, stc("inList"), iri
            yield own, node(SKOS + "notation"), words(code)
            yield own, stc("sortKey"), words(grammar.sort_key(code))
            version = node(entry_iri(descriptor.id, edition.date, code))
            yield own, stc("hasVersion"), version
            newest[code] = labels.of(descriptor.id, code, edition.date) or newest.get(code, {})
    for code, label in newest.items():
        for lang, text in label.items():
            yield (
                node(provision_iri(descriptor.id, code)),
                node(SKOS + "prefLabel"),
                words(text, lang),
            )
