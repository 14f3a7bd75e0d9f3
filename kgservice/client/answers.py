"""Answers of a service as Python values, and as pandas tables where pandas is installed."""

import dataclasses
import datetime
import decimal
import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    parse_query_results,
)

from kgservice.errors import IncompleteAnswerError, MissingExtraError
from kgservice.namespaces import XSD

if TYPE_CHECKING:
    import pandas

Term: TypeAlias = NamedNode | Literal | BlankNode


class Iri(str):
    """An IRI, told from a text by its class."""

    __slots__ = ()


Value: TypeAlias = Iri | str | int | decimal.Decimal | float | bool | datetime.date | None
Row: TypeAlias = Mapping[str, Value]
_DOUBLES: Final = (XSD + "double", XSD + "float")


@dataclass(frozen=True, slots=True)
class Solutions:
    """The whole answer to a SELECT.

    :ivar variables: in the order of the query
    :ivar terms: one mapping a solution, of what is bound; with languages and datatypes
    :ivar release: id of the release that answered
    """

    variables: tuple[str, ...]
    terms: tuple[Mapping[str, Term], ...]
    release: str

    def __len__(self) -> int:
        """Return the number of solutions."""
        return len(self.terms)

    def __iter__(self) -> Iterator[Row]:
        """Yield each solution as Python values; ``None`` where a variable is not bound."""
        for solution in self.terms:
            yield {name: value_of(solution.get(name)) for name in self.variables}

    def frame(self) -> "pandas.DataFrame":
        """Return the solutions as a table, a column a variable.

        :returns: ``None`` where a variable is not bound; decimals stay exact
        :raises MissingExtraError: if pandas is not installed
        """
        rows = [list(row.values()) for row in self]
        frame: pandas.DataFrame = _pandas().DataFrame(
            rows, columns=list(self.variables), dtype=object
        )
        return frame


def table(rows: Iterable[object]) -> "pandas.DataFrame":
    """Return rows as a table: hits of a search, convergences, changes of a document.

    :param rows: dataclasses or mappings; what one lacks is ``None``
    :returns: a column a field, in the order in which fields first come; parts stay as they are
    :raises MissingExtraError: if pandas is not installed
    """
    found = [
        {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}
        if dataclasses.is_dataclass(row)
        else dict(cast(Mapping[str, object], row))
        for row in rows
    ]
    names = list(dict.fromkeys(name for row in found for name in row))
    cells = [[row.get(name) for name in names] for row in found]
    frame: pandas.DataFrame = _pandas().DataFrame(cells, columns=names, dtype=object)
    return frame


def read_solutions(body: bytes, release: str) -> Solutions:
    """Return the solutions of a document of SPARQL results in JSON.

    :param body: the whole document
    :param release: that answered
    :returns: every solution
    :raises IncompleteAnswerError: if the document is no whole one
    """
    try:
        found = parse_query_results(body, QueryResultsFormat.JSON)
        if not isinstance(found, QuerySolutions):
            raise IncompleteAnswerError("the answer holds no solutions; expected those of a SELECT")
        names = tuple(variable.value for variable in found.variables)
        terms = tuple(_bound(names, tuple(solution)) for solution in found)
    except (SyntaxError, ValueError) as error:
        raise IncompleteAnswerError(f"the answer is no whole document: {error}") from error
    return Solutions(names, terms, release)


def value_of(term: Term | None) -> Value:
    """Return a term as a Python value; a literal that has none of its own as its text."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return Iri(term.value)
    if isinstance(term, BlankNode):
        return str(term)
    kind, text = term.datatype.value, term.value
    try:
        if kind == XSD + "integer":
            return int(text)
        if kind == XSD + "decimal":
            return decimal.Decimal(text)
        if kind in _DOUBLES:
            return float(text)
        if kind == XSD + "date":
            return datetime.date.fromisoformat(text)
    except (ValueError, decimal.InvalidOperation):
        return text
    return text == "true" if kind == XSD + "boolean" else text


def _bound(names: tuple[str, ...], solution: tuple[Any, ...]) -> dict[str, Term]:
    pairs = zip(names, solution, strict=True)
    return {name: term for name, term in pairs if term is not None}


def _pandas() -> Any:  # noqa: ANN401 - a module that may be missing
    try:
        return importlib.import_module("pandas")
    except ImportError as error:
        raise MissingExtraError(
            "pandas is not installed; the extra 'data' brings it: pip install 'kgservice[data]'"
        ) from error
