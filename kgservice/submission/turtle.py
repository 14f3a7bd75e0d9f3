"""The report on a table as ``sh:ValidationReport``: the focus node is the row, by its address."""

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kgservice.graph.turtle import turtle_text
from kgservice.namespaces import RDF, SH, STCSH, XSD
from kgservice.submission.model import Found

_COMPONENT: Final = NamedNode(STCSH + "TableConstraintComponent")
_TYPE: Final = NamedNode(RDF + "type")


def report_turtle(file: str, findings: Iterable[Found]) -> str:
    """Return findings as a SHACL validation report.

    A row is named as RFC 7111 names the rows of a CSV file, ``list.csv#row=7``; of a workbook
    the sheet stands before it, ``list.xlsx#sheet=Items&row=7``.

    :param file: the name of what was validated
    :param findings: of one table or document
    :returns: Turtle; a message names row and column
    """
    return turtle_text(_triples(file, tuple(findings)))


def _triples(file: str, findings: tuple[Found, ...]) -> Iterator[Triple]:
    report = BlankNode("report")
    conforms = Literal(str(not findings).lower(), datatype=NamedNode(XSD + "boolean"))
    yield Triple(report, _TYPE, _sh("ValidationReport"))
    yield Triple(report, _sh("conforms"), conforms)
    for number, found in enumerate(findings, 1):
        result = BlankNode(f"result{number}")
        yield Triple(report, _sh("result"), result)
        yield Triple(result, _TYPE, _sh("ValidationResult"))
        yield Triple(result, _sh("focusNode"), NamedNode(_address(file, found)))
        yield Triple(result, _sh("resultSeverity"), _sh(found.severity))
        yield Triple(result, _sh("resultMessage"), Literal(message_of(found)))
        yield Triple(result, _sh("sourceConstraintComponent"), _COMPONENT)
        yield Triple(result, _sh("sourceShape"), _shape(found.check))
        if found.value is not None:
            yield Triple(result, _sh("value"), _value(found, found.value))


def message_of(found: Found) -> str:
    """Return a finding as one sentence that begins with its place."""
    where = [
        f"sheet {found.sheet}" if found.sheet else "",
        f"row {found.row}" if found.row else "",
        f"column {found.column}" if found.column else "",
        found.place or "",
    ]
    place = ", ".join(filter(None, where))
    return f"{place}: {found.message}" if place else found.message


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


def _shape(check: str) -> NamedNode:
    return NamedNode(check[1:-1]) if check.startswith("<") else NamedNode(f"{STCSH}check-{check}")


def _address(file: str, found: Found) -> str:
    parts = [f"sheet={quote(found.sheet)}" if found.sheet else ""]
    parts.append(f"row={found.row}" if found.row else "")
    parts.append(f"place={quote(found.place)}" if found.place and not found.row else "")
    fragment = "&".join(filter(None, parts))
    return f"file:///{quote(file)}" + (f"#{fragment}" if fragment else "")


def _value(found: Found, value: str) -> NamedNode | Literal:
    """Return the value of a finding: of a shape a term, of a check the cell."""
    if found.focus_node is None:
        return Literal(value)
    (quad,) = parse(f"<x:s> <x:p> {value} .", RdfFormat.N_TRIPLES)
    return quad.object if isinstance(quad.object, NamedNode | Literal) else Literal(value)
