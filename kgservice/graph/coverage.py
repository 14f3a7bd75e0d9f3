"""What a software or technology entry covers, as triples.

Shape, for coverage ``C`` of entry ``E``::

    E stc:covers C . C a stc:Coverage ; stc:coversStage S ; stc:namesActivity A ;
      stc:leavesOutActivity A ; stc:coversItem E' ; stc:leavesOutItem E'' ;
      stc:forReason "NP" ; stc:linkage L ; stc:narrowed true .

A range is written out; a heading (``2B``) stands for itself, and rules look below it.
"""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from kgservice.codes import Grammar
from kgservice.graph.terms import TYPE, Triple, node, stc, words
from kgservice.individuals import ACTIVITIES, LINKAGES, STAGES
from kgservice.model import Coverage
from kgservice.namespaces import XSD


def coverage_terms(own: NamedNode, coverage: Coverage) -> Iterator[Triple]:
    """Yield what a coverage says beside its items."""
    yield own, TYPE, stc("Coverage")
    for stage in coverage.stages:
        yield own, stc("coversStage"), stc(STAGES[stage])
    for activity in coverage.activities:
        yield own, stc("namesActivity"), stc(ACTIVITIES[activity])
    for activity in coverage.without:
        yield own, stc("leavesOutActivity"), stc(ACTIVITIES[activity])
    for reason in coverage.reasons:
        yield own, stc("forReason"), words(reason)
    if coverage.linkage:
        yield own, stc("linkage"), stc(LINKAGES[coverage.linkage])
    if coverage.qualified:
        yield own, stc("narrowed"), Literal("true", datatype=node(XSD + "boolean"))


def expand_ranges(
    references: Iterable[str], keys: Mapping[str, str], grammar: Grammar
) -> tuple[str, ...]:
    """Return codes with every range written out, each code once.

    ``9B001.b to 9B002.c`` runs over the codes of the same depth between its ends, whatever
    stands above them; where the ends differ in depth, they stand alone.

    :param references: codes, and ranges as ``FIRST to LAST``
    :param keys: the sort key of each code of the edition
    :param grammar: of the list
    :returns: the codes, in the order of the references
    """
    found: list[str] = []
    for reference in references:
        first, _, last = reference.partition(" to ")
        found += _between(first, last, keys, grammar) if last else [first]
    return tuple(dict.fromkeys(found))


def _between(first: str, last: str, keys: Mapping[str, str], grammar: Grammar) -> list[str]:
    depth = len(grammar.parts(first))
    if depth != len(grammar.parts(last)):
        return [first, last]
    low, high = grammar.sort_key(first), grammar.sort_key(last)
    inside = [
        code
        for code, key in keys.items()
        if low <= key <= high and len(grammar.parts(code)) == depth
    ]
    return [*dict.fromkeys((first, *inside, last))]
