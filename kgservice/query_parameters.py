"""Parameters of catalogue queries: their kinds, and from a typed value to an N-Triples term."""

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kgservice.errors import QueryParameterError
from kgservice.namespaces import PREFIXES, XSD, list_iri, regime_iri
from kgservice.readers.mentions import cas_is_valid

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_SHORT_ID: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_CAS: Final = re.compile(r"[1-9][0-9]{1,6}-[0-9]{2}-[0-9]")


@dataclass(frozen=True, slots=True)
class QueryParameter:
    """A parameter: the variable's name without its mark, one of :data:`KINDS`, its meaning."""

    name: str
    kind: str
    meaning: str

    @property
    def wanted(self) -> str:
        """What a value is, as the end of the sentence "expected …"."""
        return _KINDS[self.kind][1]

    def term(self, value: str) -> str:
        """Return a value as an N-Triples term.

        :param value: as a person types it
        :returns: ``<https://…>``, ``"3A001"`` or ``"2025-11-15"^^<…#date>``
        :raises QueryParameterError: if the value is none of the parameter's kind
        """
        read = _KINDS[self.kind][0]
        try:
            return str(read(value.strip()))
        except ValueError as error:
            raise QueryParameterError(
                f"parameter {self.name}: {value!r} does not do; expected {self.wanted}"
            ) from error


def read_pairs(pairs: Iterable[str]) -> dict[str, str]:
    """Return ``k=v`` texts of a command line as a mapping.

    :param pairs: one text a parameter; only its first ``=`` divides
    :returns: values by name
    :raises QueryParameterError: if a text has no ``=``, or a name comes twice
    """
    values: dict[str, str] = {}
    for pair in pairs:
        name, mark, value = pair.partition("=")
        if not mark or not name:
            raise QueryParameterError(f"parameter {pair!r}: expected name=value")
        if name in values:
            raise QueryParameterError(f"parameter {name} is given twice; each is given once")
        values[name] = value
    return values


def _iri(value: str) -> NamedNode:
    if value.startswith("<") and value.endswith(">"):
        value = value[1:-1]
    prefix, _, local = value.partition(":")
    if prefix in PREFIXES and not local.startswith("//"):
        value = PREFIXES[prefix] + local
    if not _IRI.fullmatch(value):
        raise ValueError(value)
    return NamedNode(value)


def _code(value: str) -> Literal:
    if not value:
        raise ValueError(value)
    return Literal(value)


def _codes(value: str) -> Literal:
    """Return codes as one literal in which ``; `` stands between them, each once."""
    codes = dict.fromkeys(code.strip() for code in value.split(";"))
    if not codes or "" in codes:
        raise ValueError(value)
    return Literal("; ".join(codes))


def _day(value: str) -> Literal:
    day = datetime.date.fromisoformat(value)
    if day.isoformat() != value:
        raise ValueError(value)
    return Literal(value, datatype=NamedNode(XSD + "date"))


def _list(value: str) -> NamedNode:
    return _named(value, list_iri)


def _regime(value: str) -> NamedNode:
    return _named(value, regime_iri)


def _named(value: str, make: Callable[[str], str]) -> NamedNode:
    """Return the IRI of a short id; a whole IRI of the same pattern stands for itself."""
    short = value.strip("<>").removeprefix(make("")).lower()
    if not _SHORT_ID.fullmatch(short):
        raise ValueError(value)
    return NamedNode(make(short))


def _cas(value: str) -> Literal:
    if not (_CAS.fullmatch(value) and cas_is_valid(value)):
        raise ValueError(value)
    return Literal(value)


_KINDS: Final[dict[str, tuple[Callable[[str], NamedNode | Literal], str]]] = {
    "iri": (_iri, "an IRI, or a CURIE with one of the prefixes " + ", ".join(PREFIXES)),
    "code": (_code, "a code as its list prints it, such as 3A001.a.7.b"),
    "codes": (_codes, "codes as their list prints them, such as 3A001; 3A090"),
    "date": (_day, "a day such as 2025-11-15"),
    "list": (_list, "the id of a list, such as us-ccl"),
    "regime": (_regime, "the id of a regime, such as nsg"),
    "cas": (_cas, "a CAS number whose check digit holds, such as 7440-61-1"),
}
KINDS: Final = tuple(_KINDS)
"""The kinds of parameters there are."""
