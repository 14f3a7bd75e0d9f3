"""Where lists, laws and perceivers differ on a case, and which entries reach its techniques."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.assessment.asking import Ask, rows, values
from kgservice.assessment.gathering import Knowledge
from kgservice.assessment.model import Citation, Difference, Reached
from kgservice.assessment.rules import join, label
from kgservice.graph.terms import stc, words
from kgservice.namespaces import DCTERMS, STC

_HEADING: Final = 2
_WITHIN: Final = {
    "LatestNationalityBasis": "looks at the latest citizenship or permanent residency only",
    "AllNationalitiesBasis": "looks at every citizenship held now or before, and at residency",
    "ForeignPersonBasis": "looks at whether the person is foreign and exempt; names no State",
    "ResidencyAndInfluenceBasis": "looks at residency and at direction by another government",
    "PlaceBasis": "looks at where it goes; its definition of export names no nationality",
}


def reached_entries(knowledge: Knowledge, ask: Ask) -> tuple[Reached, ...]:
    """Return the entries that reach the case's techniques, by list, technique and status.

    Where the case names provisions too, only convergences with those or with provisions of the
    same codes in other lists count, as the item or as what catches it.
    """
    found: dict[tuple[str, str, str], dict[str, tuple[str, ...]]] = defaultdict(dict)
    counts: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    codes = [words(code) for _, code in knowledge.provisions.values()]
    via = "?c stc:controlledItem|stc:caughtBy ?via . ?via skos:notation ?itemCode ."
    narrowed = f"{values('itemCode', codes)} {via}"
    for technique in knowledge.techniques:
        pattern = f"""?c stc:technique|stc:task {technique} ; stc:caughtBy ?e ; stc:status ?s .
            {narrowed if codes else ""}
            ?e skos:notation ?code ; stc:inList/dcterms:identifier ?list"""
        for row in rows(ask, "c list code s", pattern):
            status = row["s"].value.removeprefix(STC)
            key = (row["list"].value, label(technique, knowledge.labels), status)
            found[key][row["code"].value] = ()
            counts[key].add(row["c"].value)
    return tuple(
        Reached(*key[:2], tuple(sorted(entries)), key[2], len(counts[key]), min(counts[key]))
        for key, entries in sorted(found.items())
    )


def differences(knowledge: Knowledge, ask: Ask) -> tuple[Difference, ...]:
    """Return where lists, nationality rules and perceivers differ on the case."""
    return (*_lists(knowledge, ask), *_nationality(knowledge), *_perceptions(knowledge))


def _lists(knowledge: Knowledge, ask: Ask) -> Iterator[Difference]:
    for provision, (_, code) in sorted(knowledge.provisions.items(), key=lambda item: item[1]):
        family = values("head", [words(code[:_HEADING])])
        pattern = f"""{family} {values("code", [words(code)])}
            ?l stc:presentEdition ?ed ; dcterms:identifier ?list .
            ?h skos:inScheme ?ed ; skos:notation ?head .
            OPTIONAL {{ ?e skos:inScheme ?ed ; skos:notation ?code ; stc:status ?s }}
            BIND(REPLACE(STR(?ed), "^.*/", "") AS ?day)"""
        about = label(provision, knowledge.labels)
        for row in rows(ask, "list day s", pattern):
            status = row["s"].value.removeprefix(STC).lower() if "s" in row else None
            says = f"prints {code}, marked {status}" if status else f"prints no {code}"
            told = f"{says} (edition {row['day'].value}; contents are not compared here)"
            yield Difference("lists", about, row["list"].value, told)


def _nationality(knowledge: Knowledge) -> Iterator[Difference]:
    case = knowledge.case
    for person in case.things("recipient"):
        ties = {
            name: case.objects(person, name)
            for name in ("citizenOf", "formerCitizenOf", "permanentResidentOf", "latestNationality")
        }
        if not any(ties.values()):
            continue
        about = label(person, knowledge.labels)
        laws = _by_subject(knowledge, "NationalityRule")
        for law in sorted(laws, key=lambda iri: iri.value):
            stated = laws[law]
            basis = stated[f"{STC}nationalityBasis"][0].value.removeprefix(STC)
            clause = stated[f"{STC}clause"][0].value
            place = stated[f"{STC}releasePlace"][0].value
            states = _named_states(basis, ties, knowledge.labels)
            says = f"for a release {place}, {_WITHIN[basis]}{states}"
            sources = tuple(_citation(source) for source in stated[f"{DCTERMS}source"])
            who = f"{label(law, knowledge.labels)}, {clause}"
            yield Difference("nationality", about, who, says, sources)


def _named_states(
    basis: str, ties: Mapping[str, tuple[NamedNode | Literal, ...]], labels: Mapping[str, str]
) -> str:
    if basis == "LatestNationalityBasis":
        chosen = ties["latestNationality"]
        return f": {join([label(s, labels) for s in chosen])}" if chosen else ": not stated"
    if basis == "AllNationalitiesBasis":
        return f": {join([label(s, labels) for states in ties.values() for s in states])}"
    return ""


def _perceptions(knowledge: Knowledge) -> Iterator[Difference]:
    users = knowledge.case.things("endUser")
    views = _by_subject(knowledge, "ThreatPerception")
    for view in sorted(views, key=lambda iri: iri.value):
        stated = views[view]
        actors = stated.get(f"{STC}perceivedActor", [])
        if not set(actors) & set(users):
            continue
        kinds = [value.value for value in stated.get(f"{STC}actorType", [])]
        kind = {f"{STC}StateActor": "a State's own", f"{STC}NonStateActor": "a non-State actor"}
        takes = f"takes it for {kind[kinds[0]]}" if kinds else "does not say whose it is"
        ground = join([value.value for value in stated.get(f"{STC}perceptionGround", [])])
        since = [value.value for value in stated.get(f"{STC}beganNotBefore", [])]
        until = [value.value for value in stated.get(f"{STC}endedNotAfter", [])]
        time = "".join(
            [f" since {since[0]}" if since else "", f" until {until[0]}" if until else ""]
        )
        about = join([label(actor, knowledge.labels) for actor in actors])
        who = join([label(p, knowledge.labels) for p in stated.get(f"{STC}perceiver", [])])
        sources = tuple(_citation(source) for source in stated.get(f"{DCTERMS}source", []))
        yield Difference("perception", about, who, f"{takes}{time}: {ground}", sources)


def _by_subject(
    knowledge: Knowledge, kind: str
) -> dict[NamedNode, dict[str, list[NamedNode | Literal]]]:
    own = {s for s, p, o in knowledge.triples if o == stc(kind)}
    found: dict[NamedNode, dict[str, list[NamedNode | Literal]]] = {}
    for subject, predicate, value in knowledge.triples:
        if subject in own:
            found.setdefault(subject, {}).setdefault(predicate.value, []).append(value)
    return found


def _citation(source: NamedNode | Literal) -> Citation:
    return Citation(source.value, source.value if isinstance(source, NamedNode) else None)
