"""What is brought, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kgservice.model import Edition
from kgservice.readers.table_rows import Row


@dataclass(frozen=True, slots=True)
class Submission:
    """A document to be validated.

    :ivar name: its file name, whose suffix tells the format where there is one
    :ivar data: its bytes
    :ivar shapes: SHACL shapes in any RDF syntax, in place of ours; for RDF alone
    :ivar shapes_name: the file name of the shapes
    """

    name: str
    data: bytes
    shapes: bytes | None = None
    shapes_name: str = "shapes.ttl"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding.

    :ivar severity: ``Violation``, ``Warning`` or ``Info``
    :ivar message: what is wrong and what would be right
    :ivar check: the shape, in N-Triples syntax, or the name of a check of ours
    :ivar sheet: of a workbook
    :ivar row: of a table, counted from 1, the header's
    :ivar column: of a table, by its name
    :ivar place: the code, or the place in a document, where no row is meant
    :ivar focus_node: in N-Triples syntax
    :ivar path: the result path as a SPARQL property path
    :ivar value: in N-Triples syntax, or the cell
    """

    severity: str
    message: str
    check: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    place: str | None = None
    focus_node: str | None = None
    path: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class SubmissionReport:
    """What validating a document found.

    :ivar file: its name
    :ivar format: ``table``, ``rdf``, or the name of another format we read
    :ivar conforms: as SHACL defines it: there is no finding at all
    :ivar grammar: of the codes, None for RDF
    :ivar entries: how many entries were read; 0 for RDF
    :ivar turtle: the report as ``sh:ValidationReport``
    """

    file: str
    format: str
    conforms: bool
    grammar: str | None
    entries: int
    findings: tuple[Found, ...]
    turtle: str

    @property
    def violations(self) -> int:
        """How many findings are violations; an authority's list is valid without any."""
        return sum(1 for found in self.findings if found.severity == "Violation")


@dataclass(frozen=True, slots=True)
class SubmittedList:
    """A list that was brought, as far as it could be read.

    :ivar grammar: name of the grammar of its codes
    :ivar findings: what is wrong with it
    :ivar rows: of a table, from which each entry comes, by code
    :ivar refused: rows of a table that are no entry, because their code cannot be used
    """

    edition: Edition
    grammar: str
    findings: tuple[Found, ...]
    rows: Mapping[str, Row] = field(default_factory=dict)
    refused: tuple[Row, ...] = ()
