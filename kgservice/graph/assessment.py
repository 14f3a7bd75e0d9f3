"""Sources, nationality rules and threat perceptions as triples: what assessments rest on.

A State is ``id/party/ISO`` as in the memberships; an actor that is no State of a regime is
``id/actor/…``.  Where a source does not say whether an actor is a State's own, no actor type is
stated.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kgservice.errors import TableError
from kgservice.graph.facts import FactRow, days_of, read_facts
from kgservice.graph.lifecycle import chosen, sources_of
from kgservice.graph.terms import TYPE, Triple, day, node, stc, words
from kgservice.namespaces import DCTERMS, ID, SKOS, list_iri, segment

_SOURCES: Final = ("id", "citation", "source")
_RULES: Final = (
    "id", "state", "title", "basis", "place", "excludes", "list", "clause", "began", "as_of",
    "source",
)  # fmt: skip
_PERCEPTIONS: Final = (
    "id", "perceiver", "perceiver_name", "actor", "actor_name", "actor_type", "ground", "began",
    "ended", "source",
)  # fmt: skip
BASES: Final = {
    "latest": "LatestNationalityBasis",
    "all": "AllNationalitiesBasis",
    "foreign-person": "ForeignPersonBasis",
    "residency": "ResidencyAndInfluenceBasis",
    "place": "PlaceBasis",
}
ACTOR_TYPES: Final = {"state": "StateActor", "non-state": "NonStateActor"}
FORMS: Final = (
    "GoodsForm", "ObjectCodeForm", "SourceCodeForm", "TechnologyForm", "ModelParametersForm",
)  # fmt: skip


def assessment_triples(folder: Path) -> Iterator[Triple]:
    """Yield what the sources, the nationality rules and the threat perceptions state.

    :param folder: holds ``assessment-sources.csv``, ``nationality-rules.csv`` and
        ``threat-perceptions.csv``
    :yields: triples of the default graph
    :raises TableError: if a table's header, a date or a word in a cell is not of the known form
    """
    for row in read_facts(folder / "assessment-sources.csv", _SOURCES):
        yield from _source(row)
    for row in read_facts(folder / "nationality-rules.csv", _RULES):
        yield from _rule(row)
    for row in read_facts(folder / "threat-perceptions.csv", _PERCEPTIONS):
        yield from _perception(row)


def _source(row: FactRow) -> Iterator[Triple]:
    iri = node(f"{ID}source/{row['id']}")
    yield iri, TYPE, node("http://xmlns.com/foaf/0.1/Document")
    yield iri, node(DCTERMS + "title"), words(row["citation"], "en")
    yield from sources_of(iri, row)


def _rule(row: FactRow) -> Iterator[Triple]:
    iri = node(f"{ID}nationality-rule/{row['id']}")
    yield iri, TYPE, stc("NationalityRule")
    yield iri, node(SKOS + "prefLabel"), words(row["title"], "en")
    yield iri, stc("lawOf"), node(f"{ID}party/{segment(row['state'])}")
    yield iri, stc("nationalityBasis"), stc(chosen(row, "basis", BASES))
    yield iri, stc("releasePlace"), words(row["place"], "en")
    yield iri, stc("clause"), words(row["clause"])
    yield iri, stc("textAsOf"), words(row["as_of"])
    for form in row["excludes"].split():
        if form not in FORMS:
            raise TableError(f"{row.place}: excludes {form!r} is none of {', '.join(FORMS)}")
        yield iri, stc("excludesForm"), stc(form)
    if row["list"]:
        yield iri, stc("forList"), node(list_iri(row["list"]))
    if row["began"]:
        low, high = days_of(row["began"], row.place)
        yield iri, stc("beganNotBefore"), day(low)
        yield iri, stc("beganNotAfter"), day(high)
    yield from sources_of(iri, row)


def _perception(row: FactRow) -> Iterator[Triple]:
    iri = node(f"{ID}threat-perception/{row['id']}")
    perceiver = node(f"{ID}party/{segment(row['perceiver'])}")
    actor = node(f"{ID}actor/{segment(row['actor'])}")
    yield iri, TYPE, stc("ThreatPerception")
    yield iri, stc("perceiver"), perceiver
    yield iri, stc("perceivedActor"), actor
    yield perceiver, node(SKOS + "prefLabel"), words(row["perceiver_name"], "en")
    yield actor, node(SKOS + "prefLabel"), words(row["actor_name"], "en")
    yield iri, stc("perceptionGround"), words(row["ground"], "en")
    if row["actor_type"]:
        yield iri, stc("actorType"), stc(chosen(row, "actor_type", ACTOR_TYPES))
    for column, name in (("began", "began"), ("ended", "ended")):
        if row[column]:
            low, high = days_of(row[column], row.place)
            yield iri, stc(f"{name}NotBefore"), day(low)
            yield iri, stc(f"{name}NotAfter"), day(high)
    yield from sources_of(iri, row)
