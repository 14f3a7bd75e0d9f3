"""What a release knows of the things a case names, as triples beside those of the case.

Here the things that a case names are held against the release: a provision, a technique or a
State that it does not have is an error that names the nearest ones.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from kgservice.assessment.asking import Ask, iri_of, rows, values
from kgservice.assessment.cases import (
    DERIVED,
    MADE_BY,
    Case,
    derivations,
    is_term,
    nearest,
    refuse_circle,
)
from kgservice.errors import CaseError
from kgservice.graph.terms import TYPE, Triple, node, stc, words
from kgservice.namespaces import DCTERMS, ID, SKOS, STC, code_of_segment

_PROVISION: Final = re.compile(re.escape(ID) + r"(?P<list>[a-z][a-z0-9-]*)/(?P<rest>[^#?]+)")
_DATED: Final = re.compile(r"\d{4}-\d{2}-\d{2}/")
_STATES: Final = (
    "fromState", "destination", "citizenOf", "formerCitizenOf", "permanentResidentOf",
    "latestNationality",
)  # fmt: skip
DATE: Final = "http://purl.org/dc/terms/date"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A case together with what the release adds.

    :ivar triples: both; derivations of models are closed, so that a base is any ancestor
    :ivar labels: a name for each IRI that has one
    :ivar provisions: list id and code of each provision transferred
    :ivar techniques: the techniques and tasks transferred
    """

    case: Case
    triples: tuple[Triple, ...]
    labels: dict[str, str]
    provisions: dict[NamedNode, tuple[str, str]]
    techniques: tuple[NamedNode, ...]


def gather(case: Case, ask: Ask) -> Knowledge:
    """Return the case together with what the release knows of the things it names.

    :param case: what the person sent
    :param ask: evaluates a SELECT over the present of a release
    :returns: both, and names for what they speak of
    :raises CaseError: if the case names a provision, technique, model or State that neither it
        nor the release knows, or its derivations and those of the release run in a circle
    """
    labels: dict[str, str] = {}
    triples = list(case.triples)
    provisions = _provisions(case, ask, labels, triples)
    techniques = _techniques(case, ask, labels, triples)
    _states(case, ask, labels)
    _laws(ask, labels, triples)
    _perceptions(case, ask, labels, triples)
    _controls(provisions, ask, triples)
    triples += _convergences(techniques, ask)
    triples += _lineage(case, ask, labels)
    labels.update(case.labels)
    _refuse_undescribed(case, {*provisions, *techniques}, labels)
    return Knowledge(case, tuple(dict.fromkeys(triples)), labels, provisions, techniques)


def _convergences(techniques: Iterable[NamedNode], ask: Ask) -> Iterator[Triple]:
    """Yield one convergence of each technique that has any: there may be thousands."""
    for technique in techniques:
        one = f"?c a stc:Convergence ; stc:technique|stc:task {technique}"
        for row in rows(ask, "c", f"{{ SELECT ?c WHERE {{ {one} }} ORDER BY ?c LIMIT 1 }}"):
            yield iri_of(row, "c"), stc("technique"), technique


def _provisions(
    case: Case, ask: Ask, labels: dict[str, str], triples: list[Triple]
) -> dict[NamedNode, tuple[str, str]]:
    named = {t: m for t in case.things("transfers") if (m := _PROVISION.fullmatch(t.value))}
    if not named:
        return {}
    lists = {
        str(row["id"].value): row["l"]
        for row in rows(ask, "l id", "?l a stc:ControlList ; dcterms:identifier ?id")
    }
    wanted = {thing: match for thing, match in named.items() if match["list"] in lists}
    found: dict[NamedNode, tuple[str, str]] = {}
    pattern = f"{values('p', wanted)} ?p stc:inList ?l ; skos:notation ?code ."
    for row in rows(ask, "p l code name", f"{pattern} OPTIONAL {{ {_name('p')} }}"):
        provision, own_list, code = iri_of(row, "p"), iri_of(row, "l"), row["code"].value
        list_id = wanted[provision]["list"]
        found[provision] = (list_id, code)
        triples.append((provision, TYPE, stc("Provision")))
        triples.append((provision, stc("inList"), own_list))
        triples.append((provision, node(SKOS + "notation"), row["code"]))
        named_so = f" ({row['name'].value})" if "name" in row else ""
        labels[provision.value] = f"{list_id} {code}{named_so}"
        labels[own_list.value] = list_id
    for thing in wanted.keys() - found.keys():
        raise _unknown_provision(thing, wanted[thing], ask)
    for thing, match in named.items():
        if (
            thing not in wanted
            and not case.describes(thing)
            and not rows(ask, "p", f"{thing} ?p ?o")
        ):
            raise CaseError(
                f"{thing.value}: there is no list {match['list']}; "
                f"near it are {nearest(match['list'], list(lists))}"
            )
    return found


def _unknown_provision(thing: NamedNode, match: re.Match[str], ask: Ask) -> CaseError:
    list_id, rest = match["list"], match["rest"]
    if _DATED.match(rest):
        return CaseError(
            f"{thing.value}: is an entry of one edition; name the provision, "
            f"{ID}{list_id}/{rest[11:]}, which is the same through all editions"
        )
    code = code_of_segment(rest)
    pattern = f"?p stc:inList <{ID}{list_id}> ; skos:notation ?code"
    codes = [row["code"].value for row in rows(ask, "code", pattern)]
    return CaseError(
        f"{thing.value}: {list_id} has no entry {code}; near it are {nearest(code, codes)}"
    )


def _techniques(
    case: Case, ask: Ask, labels: dict[str, str], triples: list[Triple]
) -> tuple[NamedNode, ...]:
    named = [thing for thing in case.things("transfers") if is_term(thing)]
    if not named:
        return ()
    kinds = values("kind", (stc("AITechnique"), stc("AITask")))
    known = rows(ask, "t kind name", f"{kinds} ?t a ?kind . OPTIONAL {{ {_name('t')} }}")
    kind_of = {row["t"]: row for row in known}
    for thing in named:
        if thing not in kind_of:
            locals_ = [term.value.removeprefix(STC) for term in kind_of]
            local = thing.value.removeprefix(STC)
            raise CaseError(
                f"stc:{local}: is no technique or task of AI; near it are {nearest(local, locals_)}"
            )
        triples.append((thing, TYPE, kind_of[thing]["kind"]))
        if "name" in kind_of[thing]:
            labels[thing.value] = kind_of[thing]["name"].value
    return tuple(named)


def _states(case: Case, ask: Ask, labels: dict[str, str]) -> None:
    predicates = {stc(name) for name in (*_STATES, "perceiver")}
    named = {o for _, p, o in case.triples if p in predicates and isinstance(o, NamedNode)}
    known = rows(ask, "s name", f"?s a stc:Party . OPTIONAL {{ {_name('s')} }}")
    labels |= {row["s"].value: row["name"].value for row in known if "name" in row}
    parties = {row["s"].value for row in known}
    for state in sorted(named, key=lambda term: term.value):
        ours = state.value.startswith(f"{ID}party/")
        if ours and state.value not in parties and not case.describes(state):
            tail = state.value.removeprefix(f"{ID}party/")
            codes = [party.removeprefix(f"{ID}party/") for party in parties]
            raise CaseError(
                f"{state.value}: no State {tail} is known; near it are {nearest(tail, codes)}; "
                "describe another with a skos:prefLabel"
            )


def _laws(ask: Ask, labels: dict[str, str], triples: list[Triple]) -> None:
    for row in rows(ask, "law p o", "?law a stc:NationalityRule ; ?p ?o"):
        law, predicate, value = iri_of(row, "law"), iri_of(row, "p"), row["o"]
        triples.append((law, predicate, value))
        if predicate.value == SKOS + "prefLabel":
            labels[law.value] = value.value


def _perceptions(case: Case, ask: Ask, labels: dict[str, str], triples: list[Triple]) -> None:
    """Add how the end users are seen; what did not hold on the day of the case is left out."""
    users = case.things("endUser")
    if users:
        pattern = f"{values('u', users)} ?v stc:perceivedActor ?u ; ?p ?o"
        told = rows(ask, "v p o", pattern)
        triples += [(iri_of(row, "v"), iri_of(row, "p"), row["o"]) for row in told]
        seen = f"{values('u', users)} ?v stc:perceivedActor ?u ; stc:perceiver ?s . {_name('s')}"
        labels |= {row["s"].value: row["name"].value for row in rows(ask, "s name", seen)}
        own = f"{values('u', users)} {_name('u')}"
        labels |= {row["u"].value: row["name"].value for row in rows(ask, "u name", own)}
    on = next((o.value for s, p, o in case.triples if s == case.iri and p.value == DATE), None)
    day = on or datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    outside = {
        subject
        for subject, predicate, value in triples
        if (predicate == stc("endedNotAfter") and value.value < day)
        or (predicate == stc("beganNotBefore") and value.value > day)
    }
    triples[:] = [t for t in triples if t[0] not in outside]


def _controls(provisions: Iterable[NamedNode], ask: Ask, triples: list[Triple]) -> None:
    if not provisions:
        return
    where = f"""{values("i", provisions)}
        ?c stc:concernsProvision ?i ; dcterms:source ?source
        OPTIONAL {{ ?c stc:controlState ?state }}
        OPTIONAL {{ ?c stc:notEnforcedFrom ?d }}
        OPTIONAL {{ ?c stc:endedNotAfter ?end }}"""
    for row in rows(ask, "c i d end state source", where):
        control = iri_of(row, "c")
        triples.append((control, stc("concernsProvision"), row["i"]))
        for name, property_name in (("d", "notEnforcedFrom"), ("end", "endedNotAfter")):
            if name in row:
                triples.append((control, stc(property_name), row[name]))
        triples.append((control, stc("controlState"), row.get("state") or words("not said")))
        triples.append((control, node(f"{DCTERMS}source"), row["source"]))


def _lineage(case: Case, ask: Ask, labels: dict[str, str]) -> Iterator[Triple]:
    """Yield what models the case's models come from, however far back."""
    pairs = derivations(case.triples)
    models = {*case.things("transfers"), *(model for pair in pairs for model in pair)}
    models = {model for model in models if not _is_listed(model)}
    if models:
        for row in rows(ask, "m b", f"{values('m', models)} ?m prov:wasDerivedFrom+ ?b"):
            pairs.append((iri_of(row, "m"), iri_of(row, "b")))
        models |= {base for _, base in pairs}
        typed = rows(ask, "m kind", f"{values('m', models)} ?m a ?kind . {_IS_MODEL}")
        yield from ((iri_of(row, "m"), TYPE, stc("AIModel")) for row in typed)
        made = f"{values('m', models)} ?m prov:wasGeneratedBy ?run . ?run stc:trainingKind ?kind"
        for row in rows(ask, "m run kind", made):
            yield iri_of(row, "m"), MADE_BY, iri_of(row, "run")
            yield iri_of(row, "run"), stc("trainingKind"), row["kind"]
        found = rows(ask, "m name", f"{values('m', models)} {_name('m')}")
        labels |= {row["m"].value: row["name"].value for row in found}
    refuse_circle([(model.value, base.value) for model, base in pairs], case.iri.value)
    yield from _closed(pairs, case.things("transfers"))


_IS_MODEL: Final = "FILTER(?kind = stc:AIModel)"


def _closed(
    pairs: list[tuple[NamedNode, NamedNode]], models: Iterable[NamedNode]
) -> Iterator[Triple]:
    """Yield each of the models with all its ancestors."""
    bases: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for model, base in pairs:
        bases[model].add(base)
    for model in models:
        reached: set[NamedNode] = set()
        todo = list(bases.get(model, ()))
        while todo:
            base = todo.pop()
            if base not in reached:
                reached.add(base)
                todo += bases.get(base, ())
        yield from ((model, DERIVED, base) for base in sorted(reached, key=str))


def _is_listed(thing: NamedNode) -> bool:
    return is_term(thing) or bool(_PROVISION.fullmatch(thing.value) and "/case/" not in thing.value)


def _refuse_undescribed(case: Case, known: set[NamedNode], labels: dict[str, str]) -> None:
    for thing in case.things("transfers"):
        if thing not in known and not case.describes(thing) and thing.value not in labels:
            raise CaseError(
                f"{thing.value}: neither the case nor the release says what this is; describe it "
                "in the case, or name a provision such as "
                f"{ID}us-ccl/2B201, a technique or a model of the release"
            )


def _name(variable: str) -> str:
    names = "skos:prefLabel|rdfs:label|dcterms:title"
    return f'?{variable} {names} ?name FILTER(LANG(?name) IN ("en", ""))'
