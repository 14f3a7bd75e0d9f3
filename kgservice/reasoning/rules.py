"""Rules as SPARQL CONSTRUCT, run layer by layer to a fixed point.

A rule is a file ``ontology/rules/*.rq`` with a YAML header behind ``#+``: ``id``, ``label``,
``source`` and ``stratum``.  All rules of a stratum run, again and again, until they add
nothing; then those of the next.  Rules make no blank node, so the same graph gives the same
triples.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import pyoxigraph
import yaml
from pyoxigraph import Literal, NamedNode

from kgservice.bundled import bundled
from kgservice.errors import QueryHeaderError, RuleError
from kgservice.graph.terms import TYPE, Triple, node, stc, whole_number, words
from kgservice.namespaces import DCTERMS, ID, RDFS

Construct = Callable[[str], Iterable[pyoxigraph.Triple]]
"""Called with the text of a CONSTRUCT, returns its triples over the present."""
Add = Callable[[Iterable[Triple]], None]
"""Called with new triples, makes them part of what the next CONSTRUCT sees."""
ROUNDS: Final = 20
_KEYS: Final = {"id", "label", "source", "stratum"}
_ID: Final = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it concludes in words, whence it is taken, and its layer from 1."""

    id: str
    label: str
    source: str
    stratum: int
    text: str

    @property
    def iri(self) -> str:
        """The IRI under which derived things name the rule."""
        return f"{ID}rule/{self.id}"


def read_rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """Return the rules of a folder, by stratum and id; of the bundled one by default.

    :param folder: holds the rules as ``*.rq``; folders below it are not looked at
    :returns: the rules in the order in which they run
    :raises QueryHeaderError: if a header cannot be used, or two rules bear one id
    """
    paths = sorted((folder or bundled("ontology") / "rules").glob("*.rq"))
    rules = sorted((_read(path) for path in paths), key=lambda rule: (rule.stratum, rule.id))
    ids = [rule.id for rule in rules]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise QueryHeaderError(f"two rules bear the id {twice[0]}; each rule has its own")
    return tuple(rules)


def _read(path: Path) -> Rule:
    text = path.read_text(encoding="utf-8")
    lines = [line[2:] for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        raise QueryHeaderError(f"{path.name}: its header is no YAML: {error}") from error
    if not isinstance(header, dict) or set(header) != _KEYS:
        raise QueryHeaderError(f"{path.name}: expected a header with {', '.join(sorted(_KEYS))}")
    if not _ID.fullmatch(str(header["id"])) or not isinstance(header["stratum"], int):
        raise QueryHeaderError(
            f"{path.name}: expected an id such as item-reached and a whole number as stratum"
        )
    return Rule(header["id"], header["label"], header["source"], header["stratum"], text)


def derive_triples(rules: Iterable[Rule], construct: Construct, add: Add) -> tuple[Triple, ...]:
    """Return all that follows from the graph by the rules, sorted, with the rules themselves.

    :param rules: in any order
    :param construct: evaluates a CONSTRUCT over the graph, what was added before included
    :param add: adds triples to that graph
    :returns: each derived triple once, sorted
    :raises RuleError: if a rule makes a blank node, or a stratum comes to no end
    """
    known: set[Triple] = set(_about(rules := tuple(rules)))
    add(known)
    for _, group in groupby(sorted(rules, key=lambda r: r.stratum), key=lambda r: r.stratum):
        _saturate(tuple(group), construct, add, known)
    return tuple(
        sorted(known, key=lambda triple: (triple[0].value, triple[1].value, str(triple[2])))
    )


def _saturate(rules: tuple[Rule, ...], construct: Construct, add: Add, known: set[Triple]) -> None:
    due = rules
    for _ in range(ROUNDS):
        found = {triple for rule in due for triple in _concluded(rule, construct)} - known
        if not found:
            return
        add(found)
        known |= found
        due = _asking(rules, found)
    names = ", ".join(rule.id for rule in rules)
    raise RuleError(f"rules {names} still add triples after {ROUNDS} rounds; expected an end")


def _asking(rules: tuple[Rule, ...], found: set[Triple]) -> tuple[Rule, ...]:
    """Return the rules of the layer that ask for a predicate which the layer has just added."""
    predicates = {predicate for _, predicate, _ in found if predicate != TYPE}
    names = "|".join(sorted(re.escape(re.split("[#/:]", one.value)[-1]) for one in predicates))
    asks = re.compile(rf"[:/#](?:{names})\b") if names else None
    return tuple(rule for rule in rules if asks and asks.search(rule.text.partition("WHERE")[2]))


def _concluded(rule: Rule, construct: Construct) -> Iterator[Triple]:
    for triple in construct(rule.text):
        subject, predicate, value = triple.subject, triple.predicate, triple.object
        if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
            raise RuleError(f"rule {rule.id} makes {triple}; expected IRIs and literals only")
        yield subject, predicate, value


def _about(rules: Iterable[Rule]) -> Iterator[Triple]:
    for rule in rules:
        iri = node(rule.iri)
        yield iri, TYPE, stc("Rule")
        yield iri, node(RDFS + "label"), words(rule.label, "en")
        yield iri, node(DCTERMS + "source"), words(rule.source)
        yield iri, stc("stratum"), whole_number(rule.stratum)
