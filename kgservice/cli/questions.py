"""The verb that asks a question."""

import datetime
from pathlib import Path

import click

from kgservice.cli.answers import FORMATS, read_query_file, show_answer
from kgservice.cli.opening import open_store
from kgservice.errors import InputError
from kgservice.queries import find_query
from kgservice.query_parameters import read_pairs
from kgservice.settings import Settings

_NO_BINDINGS: tuple[tuple[str, str], ...] = ()


@click.command()
@click.argument("question", metavar="FILE.rq|cq-NNN")
@click.option("--param", "pairs", multiple=True, metavar="NAME=VALUE", help="Value of a parameter.")
@click.option(
    "--format",
    "output",
    type=click.Choice(FORMATS),
    default="table",
    help="How the answer is printed.",
)
@click.option(
    "--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), help="Ask the editions in force that day."
)
@click.option(
    "--dataset",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Ask this RDF file in place of the current release.",
)
@click.pass_obj
def query(
    settings: Settings,
    question: str,
    pairs: tuple[str, ...],
    output: str,
    day: datetime.datetime | None,
    dataset: Path | None,
) -> None:
    """Ask the current release a question of the catalogue, or a query of a file."""
    values = read_pairs(pairs)
    path = Path(question)
    if path.suffix == ".rq":
        if values:
            raise InputError(f"{question}: a file takes no --param; write the values into it")
        text, bindings = read_query_file(path), _NO_BINDINGS
    else:
        asked = find_query(question)
        text, bindings = asked.text, tuple(asked.terms(values or asked.sample).items())
    store = open_store(settings, dataset, 1)
    try:
        show_answer(store, text, bindings, output, day.date() if day else None)
    finally:
        store.close()
