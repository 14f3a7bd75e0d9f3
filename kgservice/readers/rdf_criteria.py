"""What entries and notes ask for in numbers, read off the nodes of an RDF document."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final

from kgservice.criteria import Connective, Group, Parameter, Role
from kgservice.errors import DocumentError
from kgservice.individuals import COMPARATORS, CONNECTIVES, GROUPS, ROLES
from kgservice.namespaces import RDF, STC
from kgservice.readers.rdf_things import Thing, Things
from kgservice.thresholds.quantities import quantity_kinds
from kgservice.thresholds.units import units

_COMPARATORS: Final = {local: comparator for comparator, local in COMPARATORS.items()}
_CONNECTIVES: Final = {local: connective for connective, local in CONNECTIVES.items()}
_GROUPS: Final = {local: connective for connective, local in GROUPS.items()}
_ROLES: Final = {local: role for role, local in ROLES.items()}


class CriterionReader:
    """Read criteria off their nodes.

    :param things: every node of the document with its statements
    """

    def __init__(self, things: Things) -> None:
        self._things = things

    def criterion(self, thing: Thing) -> Parameter | Group | None:
        """Return what an entry or a note asks for; several criteria are joined by no words.

        :param thing: the node of the entry or note
        :returns: None where it asks for nothing
        :raises DocumentError: if a node is no parameter and no group, or lacks what one has
        """
        roots = self._members(thing, "criterion")
        if len(roots) > 1:
            return Group(Connective.UNSTATED, roots)
        return roots[0] if roots else None

    def unparsed(self, thing: Thing) -> tuple[str, ...]:
        """Return the number phrases that could not be read."""
        phrases = self._things.literals(thing, STC + "unparsedQuantity")
        return tuple(phrase.value for phrase in phrases)

    def standards(self, thing: Thing) -> tuple[str, ...]:
        """Return the technical standards that the words name."""
        named = self._things.literals(thing, STC + "namesStandard")
        return tuple(sorted(name.value for name in named))

    def joins(self, thing: Thing) -> tuple[Connective | None, int | None]:
        """Return how the entries below are joined, and how many of them must hold."""
        local = self._things.local_name(thing, STC + "joinsBelow", STC)
        return _CONNECTIVES.get(local or ""), self._count(thing, "joinsAtLeast")

    def _members(self, thing: Thing, predicate: str) -> tuple[Parameter | Group, ...]:
        nodes = sorted(self._things.nodes(thing, STC + predicate), key=_order)
        return tuple(map(self._read, nodes))

    def _read(self, node: Thing) -> Parameter | Group:
        kind = self._things.local_name(node, RDF + "type", STC) or ""
        if kind == "Parameter":
            return self._parameter(node)
        if kind not in _GROUPS:
            known = ", ".join(f"stc:{name}" for name in ("Parameter", *_GROUPS))
            raise DocumentError(f"{node}: is no criterion; expected the class {known}")
        operands = self._members(node, "operand")
        return Group(_GROUPS[kind], operands, self._count(node, "least"))

    def _parameter(self, node: Thing) -> Parameter:
        conditions = self._members(node, "atCondition")
        upper = self._things.literals(node, STC + "upperValue")
        return Parameter(
            self._known(node, "quantity", quantity_kinds()),
            _COMPARATORS[self._known(node, "comparator", _COMPARATORS)],
            self._number(node, "value"),
            self._unit(node),
            self._word(node, "asWritten"),
            self._number(node, "upperValue") if upper else None,
            _ROLES.get(self._things.local_name(node, STC + "role", STC) or "", Role.CONTROL),
            tuple(one for one in conditions if isinstance(one, Parameter)),
            bool(self._things.literals(node, STC + "lowerOpen")),
            bool(self._things.literals(node, STC + "upperOpen")),
        )

    def _known(self, node: Thing, name: str, known: Iterable[str]) -> str:
        local = self._things.local_name(node, STC + name, STC)
        if local is None or local not in known:
            raise DocumentError(f"{node}: stc:{name} is {local!r}; expected a concept of ours")
        return local

    def _unit(self, node: Thing) -> str:
        code = self._word(node, "ucumCode")
        if code not in units():
            raise DocumentError(f"{node}: stc:ucumCode is {code!r}, which is no known UCUM code")
        return code

    def _word(self, node: Thing, name: str) -> str:
        for literal in self._things.literals(node, STC + name):
            return literal.value
        raise DocumentError(f"{node}: has no stc:{name}; a parameter has one")

    def _number(self, node: Thing, name: str) -> Decimal:
        printed = self._word(node, name)
        try:
            return Decimal(printed)
        except InvalidOperation as error:
            raise DocumentError(
                f"{node}: stc:{name} is {printed!r}; expected a decimal number"
            ) from error

    def _count(self, node: Thing, name: str) -> int | None:
        found = self._things.literals(node, STC + name)
        return int(found[0].value) if found and found[0].value.isdecimal() else None


def _order(node: Thing) -> tuple[int, str]:
    """Return what orders ``…#p2`` before ``…#g10``."""
    digits = node.value.rpartition("#")[2][1:]
    return (int(digits) if digits.isdecimal() else 0, node.value)
