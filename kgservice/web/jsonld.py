"""JSON-LD by one context that stays as it is: ``/context.jsonld``.

The context names the vocabularies and makes ours the default one, and no more.  So the form of
a statement never depends on what the context happens to know: an IRI is always an object with
``@id``, a text with a language an object with ``@value`` and ``@language``; a new property of the
ontology changes nothing for who reads the others.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kgservice.errors import ResultFormatError
from kgservice.namespaces import PREFIXES, RDF, STC, XSD

CONTEXT: Final[dict[str, Any]] = {"@version": 1.1, "@vocab": STC, **PREFIXES}
_TYPE: Final = RDF + "type"
_EXACT: Final = 2**53
"""Whole numbers from here on are not exact where JSON's numbers are floating point."""

Statement = Triple | Quad


def node_objects(statements: Iterable[Statement]) -> Iterator[dict[str, Any]]:
    """Yield one node object for each run of statements of one subject.

    :param statements: those of one subject, and among them those of one predicate, side by side
    :yields: objects whose keys are compact by :data:`CONTEXT`
    :raises ResultFormatError: if an IRI reads as a compact one
    """
    for subject, group in groupby(statements, key=lambda each: each.subject):
        found: dict[str, Any] = {"@id": _reference(subject)}
        for predicate, values in groupby(group, key=lambda each: each.predicate):
            objects = [value.object for value in values]
            if predicate.value == _TYPE:
                found["@type"] = _one([_name(each) for each in objects])
            else:
                found[_name(predicate)] = _one([_value(each) for each in objects])
        yield found


def write_document(statements: Iterable[Statement], context: str | dict[str, Any]) -> Iterator[str]:
    """Yield a JSON-LD document in pieces, one node object a line.

    :param statements: as for :func:`node_objects`
    :param context: address of the context, or the context itself
    :yields: text that together is one JSON document
    """
    yield f'{{"@context": {_json(context)}, "@graph": ['
    joint = "\n"
    for found in node_objects(statements):
        yield joint + _json(found)
        joint = ",\n"
    yield "\n]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _one(values: list[Any]) -> Any:  # noqa: ANN401
    return values[0] if len(values) == 1 else values


def _name(term: Any) -> str:  # noqa: ANN401
    """Return a property or class as the context has it."""
    if isinstance(term, BlankNode):
        return str(term)
    iri: str = term.value
    local = iri.removeprefix(STC)
    return local if local != iri and local.isalnum() else _compact(iri)


def _compact(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("_", "").replace("-", "").isalnum():
            return f"{prefix}:{local}"
    scheme, _, rest = iri.partition(":")
    if scheme in PREFIXES and not rest.startswith("//"):
        raise ResultFormatError(
            f"the answer contains <{iri}>, which JSON-LD would read as a name of the prefix"
            f" {scheme!r}; ask for another media type"
        )
    return iri


def _reference(term: Any) -> str:  # noqa: ANN401
    return _compact(term.value) if isinstance(term, NamedNode) else str(term)


def _value(term: Any) -> Any:  # noqa: ANN401
    if not isinstance(term, Literal):
        return {"@id": _reference(term)}
    if term.language:
        return {"@language": term.language, "@value": term.value}
    kind = term.datatype.value
    if kind == XSD + "string":
        return term.value
    if kind == XSD + "boolean" and term.value in ("true", "false"):
        return term.value == "true"
    if kind == XSD + "integer" and _is_plain(term.value):
        return int(term.value)
    return {"@type": _compact(kind), "@value": term.value}


def _is_plain(text: str) -> bool:
    """Return whether a number comes back from JSON as it is written."""
    digits = text.removeprefix("-")
    return len(digits) < 17 and digits.isdecimal() and str(int(text)) == text and (
        abs(int(text)) < _EXACT
    )  # fmt: skip
