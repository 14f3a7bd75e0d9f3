"""What views need of the application they run in: store, settings, own address, the caller."""

from collections.abc import Callable
from typing import cast

from flask import current_app, request, url_for

from kgservice.settings import Settings
from kgservice.store.base import Store, never

STORE = "kgservice.store"
SETTINGS = "kgservice.settings"
CANCELLED = "kgservice.cancelled"


def store() -> Store:
    """Return the store this application serves."""
    return cast(Store, current_app.extensions[STORE])


def settings() -> Settings:
    """Return the settings of this application."""
    return cast(Settings, current_app.extensions[SETTINGS])


def cancelled() -> Callable[[], bool]:
    """Return what tells whether the client of this request went away."""
    return cast(Callable[[], bool], request.environ.get(CANCELLED, never))


def endpoint(name: str) -> str:
    """Return the address of a view as clients reach it, behind a proxy too."""
    if public := settings().public_url:
        return public.rstrip("/") + url_for(name)
    return url_for(name, _external=True)
