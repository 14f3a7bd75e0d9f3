"""Candidates for a reconciliation query: found by the search index, scored by what agrees.

A candidate is a *match* only where one entity alone has the code, CAS number or name that was
asked for; whether an item is caught by the entry is for people to say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from rapidfuzz import fuzz

from kgservice.errors import InputError
from kgservice.namespaces import ID, provision_iri
from kgservice.search import Hit, Question, SearchIndex
from kgservice.search.codes import codes_of
from kgservice.search.words import MOST_WORDS, squeeze, words_of
from kgservice.web.reconciliation.manifest import TYPES
from kgservice.web.reconciliation.reading import MOST_CANDIDATES, ReconciliationQuery

CERTAIN: Final = 100.0
NAMED: Final = 80.0
ALIKE: Final = 0.9
HELD: Final = 0.7
_DECIDING: Final = ("code", "cas")


@dataclass(slots=True)
class Candidate:
    """A hit with the features that speak for it, by their ids."""

    hit: Hit
    features: dict[str, float | bool] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id in the identifier space: of an entry that of its provision."""
        return entity_id(self.hit)

    @property
    def score(self) -> float:
        """From 0 to 100; what is certain has 100."""
        likeness = float(self.features.get("name-likeness", 0.0))
        if self.features.get("code") or self.features.get("cas") or likeness >= CERTAIN:
            return CERTAIN
        held = float(self.features.get("words-held", 0.0))
        named = self.features.get("names-cas") or self.features.get("names-chemical")
        return round(max(NAMED if named else 0.0, ALIKE * likeness, HELD * held), 1)


def find_candidates(index: SearchIndex, query: ReconciliationQuery) -> list[dict[str, Any]]:
    """Return the candidates for a query, the best first.

    :param index: of the release that is asked
    :param query: checked
    :returns: candidates as the protocol writes them
    """
    found: dict[str, Candidate] = {}
    for text, list_id, feature in _searches(index, query):
        for hit in _hits(index, query, text, list_id):
            candidate = found.setdefault(hit.iri, Candidate(hit))
            _add_features(candidate, text, feature)
    order = {iri: place for place, iri in enumerate(found)}
    ranked = sorted(found.values(), key=lambda each: (-each.score, order[each.hit.iri]))
    certain = sum(each.score == CERTAIN for each in ranked) == 1
    return [_written(each, certain) for each in ranked[: query.limit]]


def entity_id(hit: Hit) -> str:
    """Return the id of what was found: of an entry that of its provision, good in any edition."""
    iri = provision_iri(hit.list, hit.code) if hit.kind == "entry" else hit.iri
    return iri.removeprefix(ID)


def entity_name(hit: Hit) -> str:
    """Return the name of what was found: code and label, or code and the label above."""
    label = hit.label.text if hit.label is not None else ""
    if not label and hit.above is not None:
        label = f"({hit.above.text})"
    return " ".join(part for part in (hit.code if hit.list else "", label) if part) or hit.iri


def entity_types(hit: Hit) -> list[dict[str, str]]:
    """Return the types of what was found."""
    return [{"id": each.id, "name": each.name} for each in TYPES if hit.kind in each.kinds]


def entity_description(hit: Hit) -> str:
    """Return what tells namesakes apart."""
    parts = (hit.list, hit.code, "" if hit.status == "Listed" else hit.status)
    missing = "no entry in the present edition" if hit.kind == "provision" else ""
    return ", ".join(part for part in (*parts, missing) if part)


def _searches(
    index: SearchIndex, query: ReconciliationQuery
) -> Iterator[tuple[str, str | None, str]]:
    """Yield texts to search for, the list to search, and what a text is: its property or a name."""
    lists = _lists(index, query)
    for property_id in _DECIDING:
        for value in query.values.get(property_id, ()):
            yield from ((value, list_id, property_id) for list_id in lists)
    if query.text:
        head, _, rest = query.text.strip().removeprefix(ID).partition("/")
        if rest and head in index.lists:
            yield rest.rpartition("/")[2].replace("_", " "), head, "id"
        yield from ((query.text, list_id, "name") for list_id in lists)


def _lists(index: SearchIndex, query: ReconciliationQuery) -> tuple[str | None, ...]:
    """Return the lists that a query names, one of nothing for all; an unknown one finds nothing."""
    named = query.values.get("list", ())
    known = tuple(
        value.removeprefix(ID) for value in named if value.removeprefix(ID) in index.lists
    )
    return known if named else (None,)


def _hits(
    index: SearchIndex, query: ReconciliationQuery, text: str, list_id: str | None
) -> Iterable[Hit]:
    """Return what a text finds; the first words of a long one, nothing for one of no words."""
    words = words_of(text)
    if len(words) > MOST_WORDS:
        text = " ".join(words[:MOST_WORDS])
    wanted = [each for each in TYPES if not query.types or each.id in query.types]
    kinds = tuple(kind for each in wanted for kind in each.kinds)
    try:
        question = Question(text, list=list_id, kinds=kinds, limit=MOST_CANDIDATES, loose=True)
        return index.search(question).hits
    except InputError:
        return ()


def _add_features(candidate: Candidate, text: str, feature: str) -> None:
    hit, features = candidate.hit, candidate.features
    if hit.list and _is_code(text, hit):
        features["code"] = True
    if hit.matched == "cas":
        features["cas" if hit.kind == "chemical" else "names-cas"] = True
    if feature == "name":
        others = [] if hit.extract is None else hit.extract.text.split("; ")
        own = [entity_name(hit), *([] if hit.label is None else [hit.label.text])]
        if hit.list:  # what an entry names besides its label are chemicals
            features.update({"names-chemical": True} if _alike(text, others) >= CERTAIN else {})
        else:
            own += others
        features["name-likeness"] = round(_alike(text, own), 1)
        held = max(fuzz.token_set_ratio(_bare(text), _bare(name)) for name in own)
        features["words-held"] = round(held, 1)


def _alike(text: str, names: Iterable[str]) -> float:
    """Return how alike a text and the nearest of some names are, 0 to 100."""
    ratios = (fuzz.token_sort_ratio(_bare(text), _bare(name)) for name in names)
    return max(ratios, default=0.0)


def _bare(text: str) -> str:
    """Return the words of a text, without accents, case and marks."""
    return " ".join(words_of(text))


def _is_code(text: str, hit: Hit) -> bool:
    if text.strip().casefold() == hit.code.casefold():
        return True
    return bool(squeeze(text)) and codes_of(text, (hit.list,)).get(hit.list) == hit.code


def _written(candidate: Candidate, certain: bool) -> dict[str, Any]:
    return {
        "id": candidate.id,
        "name": entity_name(candidate.hit),
        "description": entity_description(candidate.hit),
        "type": entity_types(candidate.hit),
        "score": candidate.score,
        "features": [{"id": key, "value": value} for key, value in candidate.features.items()],
        "match": certain and candidate.score == CERTAIN,
    }
