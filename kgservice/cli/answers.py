"""A query's answer on the terminal: as a table to read, or in a format to pipe."""

import datetime
import sys
from pathlib import Path
from typing import Final

import click
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results
from rich import box
from rich.console import Console
from rich.table import Table

from kgservice.errors import InputError, ResultFormatError
from kgservice.namespaces import ID, PREFIXES
from kgservice.store import QueryRequest, Store
from kgservice.store.inspection import inspect_query

_SOLUTIONS: Final = {
    "table": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
}
_GRAPHS: Final = {
    "table": "text/turtle",
    "turtle": "text/turtle",
    "json": "application/ld+json",
    "ntriples": "application/n-triples",
    "xml": "application/rdf+xml",
}
FORMATS: Final = tuple(dict.fromkeys((*_SOLUTIONS, *_GRAPHS)))


def read_query_file(path: Path) -> str:
    """Return the text of a query file.

    :param path: of a SPARQL query
    :returns: the query with its comments and header
    :raises InputError: if it cannot be read as UTF-8
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8; save the query as UTF-8") from error


def show_answer(
    store: Store,
    text: str,
    bindings: tuple[tuple[str, str], ...],
    name: str,
    as_of: datetime.date | None = None,
) -> None:
    """Ask a store and print its whole answer.

    :param store: stays open
    :param text: a SPARQL query of any form
    :param bindings: values of variables as N-Triples terms
    :param name: one of :data:`FORMATS`
    :param as_of: the day whose editions are asked; they are named on standard error
    :raises ResultFormatError: if the answer has no such format
    """
    form = inspect_query(text).form
    known = _SOLUTIONS if form in ("SELECT", "ASK") else _GRAPHS
    if name not in known:
        raise ResultFormatError(f"{form} has no format {name}; there are {', '.join(known)}")
    result = store.query(QueryRequest(text, known[name], bindings=bindings, as_of=as_of))
    if result.editions is not None:
        named = ", ".join(iri.removeprefix(ID) for iri in result.editions) or "none"
        click.echo(f"editions in force on {as_of}: {named}", err=True)
    with result.body as body:
        if name == "table" and form == "SELECT":
            solutions = parse_query_results(body.read(), QueryResultsFormat.JSON)
            if isinstance(solutions, QuerySolutions):
                _print_table(solutions)
            return
        while piece := body.read(65536):
            sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()
    if name in ("table", "json"):
        click.echo()


def _print_table(solutions: QuerySolutions) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for variable in solutions.variables:
        table.add_column(variable.value, overflow="fold")
    count = 0
    for solution in solutions:
        cells = (solution[variable] for variable in solutions.variables)
        table.add_row(
            *(_short("" if cell is None else getattr(cell, "value", str(cell))) for cell in cells)
        )
        count += 1
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False, markup=False)
    console.print(table)
    console.print(f"{count:,} solution{'' if count == 1 else 's'}")


def _short(value: str) -> str:
    """Return an IRI as a CURIE, one of ours below ``id/`` as its path, else the value itself."""
    if value.startswith(ID):
        return value.removeprefix(ID)
    for prefix, namespace in PREFIXES.items():
        if value.startswith(namespace):
            return f"{prefix}:{value.removeprefix(namespace)}"
    return value
