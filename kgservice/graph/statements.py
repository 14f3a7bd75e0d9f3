"""What entries and notes state alike, as triples: texts, chemicals, times."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from kgservice.graph.terms import TYPE, Triple, day, node, stc, words
from kgservice.model import Chemical, Interval, Text
from kgservice.namespaces import ID, SKOS


def texts_terms(iri: NamedNode, texts: Iterable[Text]) -> Iterator[Triple]:
    """Yield the texts of an entry or a note: digests, and words where they are known."""
    for text in texts:
        yield iri, stc("textDigest"), words(text.digest, text.lang)
        if text.value is not None:
            yield iri, stc("officialText"), words(text.value, text.lang)


def chemicals_terms(iri: NamedNode, chemicals: Iterable[Chemical]) -> Iterator[Triple]:
    """Yield the chemicals with a CAS number that an entry or a note names."""
    for chemical in chemicals:
        if chemical.cas is None:
            continue
        own = node(f"{ID}chemical/{chemical.cas}")
        yield iri, stc("namesChemical"), own
        yield own, TYPE, stc("Chemical")
        yield own, stc("casNumber"), words(chemical.cas)
        if chemical.name:
            yield own, node(SKOS + "altLabel"), words(chemical.name)


def interval_terms(iri: NamedNode, interval: Interval) -> Iterator[Triple]:
    """Yield when the text of an entry is in force."""
    own = node(f"{iri.value}/text-in-force")
    yield iri, stc("textInForce"), own
    yield own, TYPE, stc("Interval")
    if interval.start:
        yield own, stc("start"), day(interval.start)
    if interval.end:
        yield own, stc("end"), day(interval.end)
