"""Regimes, their documents and their members as triples.

A membership is a thing of its own (ORG, n-ary): state, regime, role, and the days between
which it began.  Where a source gives a year, ``stc:beganNotBefore`` and ``stc:beganNotAfter``
are its first and last day; where none is known, neither is stated.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.errors import TableError
from kgservice.graph.facts import FactRow, days_of, read_facts
from kgservice.graph.terms import TYPE, Triple, day, node, stc, words
from kgservice.namespaces import DCTERMS, ID, ORG, RDFS, SKOS, regime_iri, segment

_REGIMES: Final = (
    "id", "abbreviation", "name_en", "name_fr", "legal_character", "founded", "website", "source",
)  # fmt: skip
_DOCUMENTS: Final = ("regime", "document", "revision", "date", "source")
_MEMBERSHIPS: Final = ("regime", "state", "name_en", "role", "since", "until", "note", "source")
COUNTRY_CODE: Final = 3
"""Letters of an ISO 3166-1 alpha-3 code; what has none (the EU, a chair) has no notation."""
ROLES: Final = {
    "participating-government": "ParticipatingGovernment",
    "participant": "Participant",
    "participating-state": "ParticipatingState",
    "partner": "Partner",
    "member": "Member",
    "state-party": "StateParty",
    "adherent": "Adherent",
    "observer": "Observer",
}


def regime_triples(folder: Path) -> Iterator[Triple]:
    """Yield what ``regimes.csv``, ``regime-documents.csv`` and ``memberships.csv`` state.

    :param folder: ``data``, where the three tables lie
    :yields: triples of the default graph
    :raises TableError: if a table's header, a date, or a role is not of the known form
    """
    for row in read_facts(folder / "regimes.csv", _REGIMES):
        yield from _regime(row)
    for number, row in enumerate(read_facts(folder / "regime-documents.csv", _DOCUMENTS), 1):
        yield from _document(row, number)
    for row in read_facts(folder / "memberships.csv", _MEMBERSHIPS):
        yield from _membership(row)


def source_of(text: str) -> NamedNode | Literal:
    """Return a source as an IRI where it is an address, else as its citation."""
    return node(text) if text.startswith(("http://", "https://")) else words(text)


def _sources(iri: NamedNode, row: FactRow) -> Iterator[Triple]:
    for source in row.sources:
        yield iri, node(DCTERMS + "source"), source_of(source)


def _regime(row: FactRow) -> Iterator[Triple]:
    iri = node(regime_iri(row["id"]))
    yield iri, TYPE, stc("Regime")
    yield iri, TYPE, node(ORG + "Organization")
    yield iri, node(SKOS + "prefLabel"), words(row["name_en"], "en")
    yield iri, node(SKOS + "prefLabel"), words(row["name_fr"], "fr")
    yield iri, node(SKOS + "notation"), words(row["abbreviation"])
    yield iri, stc("legalCharacter"), words(row["legal_character"], "en")
    low, high = days_of(row["founded"], row.place)
    yield iri, stc("beganNotBefore"), day(low)
    yield iri, stc("beganNotAfter"), day(high)
    if row["website"]:
        yield iri, node("http://xmlns.com/foaf/0.1/homepage"), node(row["website"])
    yield from _sources(iri, row)


def _document(row: FactRow, number: int) -> Iterator[Triple]:
    iri = node(f"{ID}regime-document/{number}")
    yield iri, TYPE, stc("RegimeDocument")
    yield iri, stc("adoptedBy"), node(regime_iri(row["regime"]))
    yield iri, node(DCTERMS + "title"), words(row["document"], "en")
    if row["revision"]:
        yield iri, stc("revision"), words(row["revision"])
    if row["date"]:
        low, high = days_of(row["date"], row.place)
        yield iri, stc("beganNotBefore"), day(low)
        yield iri, stc("beganNotAfter"), day(high)
    yield from _sources(iri, row)


def _membership(row: FactRow) -> Iterator[Triple]:
    state = row["state"] or row["name_en"]
    iri = node(f"{ID}membership/{row['regime']}-{segment(state)}")
    member = node(f"{ID}party/{segment(state)}")
    yield iri, TYPE, stc("RegimeMembership")
    yield iri, TYPE, node(ORG + "Membership")
    yield iri, node(ORG + "organization"), node(regime_iri(row["regime"]))
    yield iri, node(ORG + "member"), member
    yield member, TYPE, stc("Party")
    yield member, node(SKOS + "prefLabel"), words(row["name_en"], "en")
    if len(row["state"]) == COUNTRY_CODE:
        yield member, node(SKOS + "notation"), words(row["state"])
    if row["role"] not in ROLES:
        raise TableError(f"{row.place}: role {row['role']!r} is none of {', '.join(ROLES)}")
    yield iri, stc("membershipRole"), stc(ROLES[row["role"]])
    for column, name in (("since", "began"), ("until", "ended")):
        if row[column]:
            low, high = days_of(row[column], row.place)
            yield iri, stc(f"{name}NotBefore"), day(low)
            yield iri, stc(f"{name}NotAfter"), day(high)
    if row["note"]:
        yield iri, node(RDFS + "comment"), words(row["note"], "en")
    yield from _sources(iri, row)
