"""What of a release can be found, gathered by SPARQL; any store answers these queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Variable

from kgservice.assessment.asking import Ask, Row
from kgservice.namespaces import PREFIXES, STC
from kgservice.search.model import Item, Kind

Pairs = dict[str, tuple[tuple[str, str], ...]]
_STEPS: Final = 12
_PROLOGUE: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_NAMED: Final[tuple[tuple[Kind, str], ...]] = (
    ("technique", "stc:AITechnique"),
    ("task", "stc:AITask"),
    ("list", "stc:ControlList"),
    ("regime", "stc:Regime"),
)


def gather_items(ask: Ask) -> tuple[Item, ...]:
    """Return everything of a release that can be found.

    :param ask: evaluates a SELECT over the release's present
    :returns: entries and provisions by list and order of codes, then all else by IRI
    :raises KgServiceError: as the store of ``ask`` says
    """
    return (*_places(ask), *_chemicals(ask), *_named(ask))


def _places(ask: Ask) -> Iterator[Item]:
    labels = _texts(ask, "?s skos:prefLabel ?text")
    texts = _texts(ask, "?s stc:officialText ?text")
    notes = _group(ask, "?value stc:noteOf ?s")
    above = _group(ask, "?s skos:broader ?value")
    named = _group(ask, "?s stc:namesChemical ?value")
    names = _group(ask, "?s a stc:Chemical ; skos:altLabel ?value")
    numbers = _group(ask, "?s a stc:Chemical ; stc:casNumber ?value")
    entries = {_text(row, "provision"): row for row in _rows(ask, *_ENTRIES)}
    found = _rows(ask, *_PROVISIONS)
    for row in sorted(found, key=lambda row: (_text(row, "list"), _text(row, "key"))):
        provision = _text(row, "provision")
        entry = entries.get(provision)
        iri = provision if entry is None else _text(entry, "entry")
        own = (iri, *notes.get(iri, ()))
        chemicals = [chemical for each in own for chemical in named.get(each, ())]
        own_labels = labels.get(iri, ())
        yield Item(
            iri=iri,
            kind="provision" if entry is None else "entry",
            list=_text(row, "list"),
            code=_text(row, "code"),
            key=_text(row, "key"),
            edition="" if entry is None else _text(entry, "edition"),
            status="" if entry is None else _text(entry, "status").removeprefix(STC),
            labels=own_labels,
            above=() if own_labels else _above(iri, above, labels),
            names=_flat(names, chemicals),
            cas=_flat(numbers, chemicals),
            texts=tuple(pair for each in own for pair in texts.get(each, ())),
        )


_PROVISIONS: Final = (
    "provision list code key",
    "?provision a stc:Provision ; stc:inList ?of ; skos:notation ?code ; stc:sortKey ?key ."
    " ?of dcterms:identifier ?list",
)
_ENTRIES: Final = (
    "provision entry edition status",
    "?entry a stc:Entry ; stc:versionOf ?provision ; skos:inScheme ?edition ; stc:status ?status",
)


def _chemicals(ask: Ask) -> Iterator[Item]:
    names = _group(ask, "?s a stc:Chemical ; skos:altLabel ?value")
    for iri, numbers in sorted(_group(ask, "?s a stc:Chemical ; stc:casNumber ?value").items()):
        known = names.get(iri, ())
        labels = tuple(("", name) for name in known[:1])
        yield Item(iri, "chemical", code=numbers[0], labels=labels, names=known[1:], cas=numbers)


def _named(ask: Ask) -> Iterator[Item]:
    for kind, term in _NAMED:
        labels = _texts(ask, f"?s a {term} ; skos:prefLabel|dcterms:title ?text")
        names = _group(ask, f"?s a {term} ; skos:altLabel|skos:notation ?value")
        ids = _group(ask, f"?s a {term} ; dcterms:identifier ?value")
        for iri, pairs in sorted(labels.items()):
            known = (*ids.get(iri, ()), *names.get(iri, ()))
            yield Item(iri, kind, labels=pairs, names=known)


def _rows(ask: Ask, names: str, where: str) -> list[dict[str, Literal | NamedNode]]:
    """Return the solutions of a pattern; sorted here, since engines take far longer for it."""
    variables = names.split()
    text = f"{_PROLOGUE}SELECT {' '.join(f'?{name}' for name in variables)} WHERE {{ {where} }}"
    found = [
        {name: solution[Variable(name)] for name in variables}  # type: ignore[index]
        for solution in ask(text)
    ]
    return sorted(found, key=lambda row: [str(term) for term in row.values()])


def _texts(ask: Ask, where: str) -> Pairs:
    """Return the literals ``?text`` of each ``?s``, as pairs of language and text."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in _rows(ask, "s text", where):
        literal = row["text"]
        language = literal.language if isinstance(literal, Literal) else None
        found[_text(row, "s")].append((language or "", literal.value))
    return {subject: tuple(pairs) for subject, pairs in found.items()}


def _group(ask: Ask, where: str) -> dict[str, tuple[str, ...]]:
    """Return the values ``?value`` of each ``?s``."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in _rows(ask, "s value", where):
        found[_text(row, "s")].append(_text(row, "value"))
    return {subject: tuple(values) for subject, values in found.items()}


def _above(
    iri: str, above: Mapping[str, tuple[str, ...]], labels: Pairs
) -> tuple[tuple[str, str], ...]:
    """Return the labels of the nearest place above that has any."""
    for _ in range(_STEPS):
        higher = above.get(iri, ())
        if not higher:
            break
        iri = higher[0]
        if iri in labels:
            return labels[iri]
    return ()


def _flat(values: Mapping[str, tuple[str, ...]], keys: Iterable[str]) -> tuple[str, ...]:
    """Return all values of some keys, each once."""
    return tuple(dict.fromkeys(value for key in keys for value in values.get(key, ())))


def _text(row: Row, name: str) -> str:
    return row[name].value
