"""What the verbs that answer ask: the current release, a file, or a remote server."""

from pathlib import Path

import click

from kgservice.cli.progress import progress_bar
from kgservice.errors import InputError
from kgservice.release import current_release
from kgservice.settings import Settings
from kgservice.store import Limits, RemoteStore, Store, federated, open_dataset, open_release

AT_ONCE = 16


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
        from kgservice.build import build_release  # slow to load, and seldom needed

        click.echo("no release yet: building the bundled one", err=True)
        with progress_bar() as report:
            build_release(settings.releases, settings.imports, None, report)
    states = Path(settings.states) if settings.states else None
    return open_release(settings.releases, limits, workers, states)
