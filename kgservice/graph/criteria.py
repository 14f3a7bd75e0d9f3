"""What an entry or a note asks for in numbers, as triples.

Shape, for an entry or note ``E``, a group ``G`` and a parameter ``P``::

    E stc:criterion G ; stc:joinsBelow J ; stc:joinsAtLeast n ; stc:unparsedQuantity "…" ;
      stc:namesStandard "ISO 230-2:2006" .
    G a stc:AllOf ; stc:operand P, … . (stc:AnyOf, stc:NoneOf; stc:AtLeast with stc:least n)
    P a stc:Parameter ; stc:quantity Q ; stc:comparator C ; stc:value 0.5 ; stc:upperValue 2 ;
      stc:lowerOpen true ; stc:upperOpen true ; stc:unit U ; stc:ucumCode "mm" ;
      stc:siValue 0.0005 ; stc:siUpperValue 0.002 ; stc:atCondition P' ; stc:role R ;
      stc:asWritten "0,50 mm" .

The engine rewrites a decimal (``0.50`` becomes ``0.5``); ``stc:asWritten`` keeps what is printed.
Its decimals hold 18 digits on either side of the point: 10²⁶ operations are an ``xsd:double``.
What words do not join stands as several ``stc:criterion`` of one entry.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.criteria import Connective, Group, Parameter, parameters_of
from kgservice.graph.terms import TYPE, Triple, node, stc, whole_number, words
from kgservice.individuals import COMPARATORS, CONNECTIVES, GROUPS, ROLES
from kgservice.model import Entry, Note
from kgservice.namespaces import XSD
from kgservice.thresholds.units import QUDT_UNIT, si_value, units

_PLACES: Final = 18
"""Digits after the point that an ``xsd:decimal`` of the engine holds."""


def criteria_triples(iri: NamedNode, thing: Entry | Note) -> Iterator[Triple]:
    """Yield what an entry or a note asks for, and what of it could not be read."""
    criterion = thing.criterion
    if isinstance(criterion, Group) and criterion.connective is Connective.UNSTATED:
        roots: tuple[Parameter | Group, ...] = criterion.operands
    else:
        roots = () if criterion is None else (criterion,)
    names = _Names(iri)
    for root in roots:
        own = names.next(root)
        yield iri, stc("criterion"), own
        yield from _criterion(own, root, names)
    for phrase in thing.unparsed:
        yield iri, stc("unparsedQuantity"), words(phrase)
    for name in thing.standards:
        yield iri, stc("namesStandard"), words(name)
    if isinstance(thing, Entry):
        yield from _joins(iri, thing)


def parameter_iris(iri: NamedNode, thing: Entry | Note) -> tuple[tuple[Parameter, NamedNode], ...]:
    """Return the parameters of an entry's or a note's criterion with their IRIs, in order.

    Those that are conditions of another are left out.
    """
    named = (
        object_
        for _, predicate, object_ in criteria_triples(iri, thing)
        if predicate in (stc("criterion"), stc("operand")) and isinstance(object_, NamedNode)
    )
    own = (name for name in named if "#p" in name.value)
    return tuple(zip(parameters_of(thing.criterion), own, strict=True))


def _joins(iri: NamedNode, entry: Entry) -> Iterator[Triple]:
    if entry.joins is not None:
        yield iri, stc("joinsBelow"), stc(CONNECTIVES[entry.joins])
    if entry.joins_least is not None:
        yield iri, stc("joinsAtLeast"), whole_number(entry.joins_least)


class _Names:
    """IRIs of the parameters and groups of one entry: ``…#g1``, ``…#p2``, in reading order."""

    def __init__(self, above: NamedNode) -> None:
        self._above = above.value
        self._count = 0

    def next(self, criterion: Parameter | Group) -> NamedNode:
        letter = "p" if isinstance(criterion, Parameter) else "g"
        self._count += 1
        return node(f"{self._above}#{letter}{self._count}")


def _criterion(own: NamedNode, criterion: Parameter | Group, names: _Names) -> Iterator[Triple]:
    if isinstance(criterion, Parameter):
        yield from _parameter(own, criterion, names)
        return
    yield own, TYPE, stc(GROUPS[criterion.connective])
    if criterion.least is not None:
        yield own, stc("least"), whole_number(criterion.least)
    yield from _members(own, "operand", criterion.operands, names)


def _members(
    own: NamedNode, predicate: str, members: Iterable[Parameter | Group], names: _Names
) -> Iterator[Triple]:
    for member in members:
        other = names.next(member)
        yield own, stc(predicate), other
        yield from _criterion(other, member, names)


def _parameter(own: NamedNode, parameter: Parameter, names: _Names) -> Iterator[Triple]:
    yield own, TYPE, stc("Parameter")
    yield own, stc("quantity"), stc(parameter.quantity)
    yield own, stc("comparator"), stc(COMPARATORS[parameter.comparator])
    yield own, stc("role"), stc(ROLES[parameter.role])
    yield own, stc("asWritten"), words(parameter.as_written)
    yield own, stc("ucumCode"), words(parameter.unit)
    qudt = units()[parameter.unit].qudt
    if qudt:
        yield own, stc("unit"), node(QUDT_UNIT + qudt)
    yield from _value(own, parameter, "value", "siValue", parameter.value)
    if parameter.upper is not None:
        yield from _value(own, parameter, "upperValue", "siUpperValue", parameter.upper)
    for name, is_open in (("lowerOpen", parameter.lower_open), ("upperOpen", parameter.upper_open)):
        if is_open:
            yield own, stc(name), Literal("true", datatype=node(XSD + "boolean"))
    yield from _members(own, "atCondition", parameter.conditions, names)


def _value(
    own: NamedNode, parameter: Parameter, name: str, si_name: str, value: Decimal
) -> Iterator[Triple]:
    yield own, stc(name), _number(value)
    converted = si_value(value, parameter.unit, parameter.quantity)
    if converted is not None and _fits(converted):
        yield own, stc(si_name), _decimal(converted)


def _fits(value: Decimal) -> bool:
    """Tell whether the engine holds a value without loss; 20 keV in joules it does not."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_PLACES and value.adjusted() <= _PLACES


def _number(value: Decimal) -> Literal:
    """Return a value as ``xsd:decimal``; as ``xsd:double`` where it is too great for one."""
    if _fits(value):
        return _decimal(value)
    nearest = Decimal(repr(float(value)))
    return Literal(_digits(nearest), datatype=node(XSD + "double"))


def _decimal(value: Decimal) -> Literal:
    return Literal(_digits(value), datatype=node(XSD + "decimal"))


def _digits(value: Decimal) -> str:
    """Return a number as the engine writes it back, so that a graph keeps its checksum."""
    return f"{value.normalize():f}"
