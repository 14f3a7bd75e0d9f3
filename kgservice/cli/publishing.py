"""The verb that loads a release into another SPARQL server."""

import click

from kgservice.cli.progress import progress_bar
from kgservice.errors import ReleaseError
from kgservice.publish import publish
from kgservice.release import current_release
from kgservice.settings import Settings
from kgservice.store.graph_store import GraphStore


@click.command("publish")
@click.argument("url", metavar="URL")
@click.option("--graph-store", help="Address of its Graph Store Protocol, if it is not URL.")
@click.option("--default-graph", help="IRI of the graph that stands for the default graph there.")
@click.option(
    "--days", is_flag=True, help="Write the states of days too, so that asOf can be asked there."
)
@click.pass_obj
def publish_release(
    settings: Settings, url: str, graph_store: str | None, default_graph: str | None, days: bool
) -> None:
    """Load the current release into the SPARQL server at URL, and verify what stands there."""
    release = current_release(settings.releases)
    if release is None:
        raise ReleaseError(f"there is no release in {settings.releases}; run 'kgservice build'")
    server = GraphStore(graph_store or url, default_graph or settings.store_default_graph)
    with progress_bar() as report:
        graphs = publish(release, server, report, days=days)
    sent = sum(graph.sent for graph in graphs)
    exact = sum(graph.compared == "digest" for graph in graphs)
    click.echo(
        f"{release.id}: {sum(graph.triples for graph in graphs):,} quads in {len(graphs)} graphs,"
        f" {sent} sent, {len(graphs) - sent} there already; verified: {exact} by digest,"
        f" {len(graphs) - exact} by value"
    )
