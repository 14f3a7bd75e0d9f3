"""Stores: what answers SPARQL queries, completely or with an error that says why not."""

from pathlib import Path

from kgservice.store.base import Limits, QueryRequest, Store
from kgservice.store.dataset import open_dataset
from kgservice.store.embedded import EmbeddedStore, ReleaseFolder
from kgservice.store.federation import federated
from kgservice.store.remote import RemoteStore
from kgservice.store.states import StateFolder

__all__ = [
    "Limits",
    "QueryRequest",
    "RemoteStore",
    "Store",
    "federated",
    "open_dataset",
    "open_release",
]


def open_release(
    releases_dir: Path, limits: Limits, workers: int, states: Path | None = None
) -> Store:
    """Open the release that ``current`` names, and follow it when it is changed.

    :param releases_dir: holds ``<id>/store`` for each release and the link ``current``
    :param limits: what one query may cost
    :param workers: how many query processes
    :param states: where the states of days are kept; ``.states`` beside the releases if ``None``
    :returns: the store, which the caller closes
    :raises ReleaseError: if there is no release or it cannot be opened
    """
    folder = StateFolder((states or releases_dir / ".states").absolute())
    return EmbeddedStore(ReleaseFolder(releases_dir).current, limits, workers, states=folder)
