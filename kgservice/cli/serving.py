"""The verb that serves a release over HTTP."""

from dataclasses import replace
from pathlib import Path

import click

from kgservice.cli.opening import open_store
from kgservice.settings import Settings, show_settings
from kgservice.web.records import write_json_logs
from kgservice.web.server import serve as run


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
