"""Verbs that answer: serve, query."""

import datetime
from dataclasses import replace
from pathlib import Path

import click

from kgservice.build import build_release
from kgservice.cli.answers import FORMATS, read_query_file, show_answer
from kgservice.cli.progress import progress_bar
from kgservice.errors import InputError
from kgservice.queries import find_query
from kgservice.query_parameters import read_pairs
from kgservice.release import current_release
from kgservice.settings import Settings, show_settings
from kgservice.store import Limits, RemoteStore, Store, federated, open_dataset, open_release
from kgservice.web.records import write_json_logs
from kgservice.web.server import serve as run

AT_ONCE = 16
_NO_BINDINGS: tuple[tuple[str, str], ...] = ()


@click.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--workers", type=int, help="Query processes.")
@click.option(
    "--dataset",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Serve this RDF file as it is, without our pipeline.",
)
@click.pass_obj
def serve(
    settings: Settings,
    host: str | None,
    port: int | None,
    workers: int | None,
    dataset: Path | None,
) -> None:
    """Serve the current release; the bundled one is built first where there is none."""
    chosen = replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
        workers=settings.workers if workers is None else workers,
    )
    for line in show_settings(chosen):
        click.echo(line, err=True)
    store = open_store(chosen, dataset, chosen.workers)
    click.echo(f"serving {store.release()} at http://{chosen.host}:{chosen.port}/", err=True)
    write_json_logs()
    run(store, chosen)


def _limits(settings: Settings) -> Limits:
    return Limits(settings.timeout, settings.max_rows, settings.max_bytes, settings.max_memory)


def open_store(settings: Settings, dataset: Path | None, workers: int) -> Store:
    """Return what answers: a dataset's file, or the current release, built first if need be.

    :param settings: the limits of a query, the folders, and the remote server where there is one
    :param dataset: an RDF file in place of the release, or None
    :param workers: how many query processes
    :returns: an open store; the caller closes it
    """
    store = _open(settings, dataset, workers)
    endpoints, networks = settings.service_endpoints, settings.service_networks
    try:
        return federated(store, endpoints, networks, settings.service_seconds)
    except InputError:
        store.close()
        raise


def _open(settings: Settings, dataset: Path | None, workers: int) -> Store:
    limits = _limits(settings)
    if dataset is not None:
        return open_dataset(dataset, limits, workers)
    if settings.store:
        at_once = max(workers, AT_ONCE)
        return RemoteStore(settings.store, limits, at_once, settings.store_default_graph)
    if current_release(settings.releases) is None:
        click.echo("no release yet: building the bundled one", err=True)
        with progress_bar() as report:
            build_release(settings.releases, settings.imports, None, report)
    states = Path(settings.states) if settings.states else None
    return open_release(settings.releases, limits, workers, states)


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
