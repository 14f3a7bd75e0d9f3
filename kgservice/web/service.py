"""What views need of the application they run in: store, settings, own address, the caller."""

import re
from collections.abc import Callable
from typing import cast

from flask import Flask, current_app, request, url_for

from kgservice.namespaces import BASE
from kgservice.settings import Settings
from kgservice.store.base import Store, never
from kgservice.web.problems import RequestError

OTHER = r"\x00-\x20<>\"{}|^`\\"
IRI = re.compile(rf"https?://[^/{OTHER}][^{OTHER}]*")
STORE = "kgservice.store"
SETTINGS = "kgservice.settings"
CANCELLED = "kgservice.cancelled"


def store() -> Store:
    """Return the store this application serves."""
    return cast(Store, current_app.extensions[STORE])


def settings() -> Settings:
    """Return the settings of this application."""
    return settings_of(current_app)


def settings_of(app: Flask) -> Settings:
    """Return the settings of an application."""
    return cast(Settings, app.extensions[SETTINGS])


def cancelled() -> Callable[[], bool]:
    """Return what tells whether the client of this request went away."""
    return cast(Callable[[], bool], request.environ.get(CANCELLED, never))


def endpoint(name: str) -> str:
    """Return the address of a view as clients reach it, behind a proxy too.

    :param name: of the view
    :returns: an absolute IRI
    :raises RequestError: if what the client sent as ``Host`` makes it no IRI
    """
    return origin() + url_for(name).removeprefix(request.script_root)


def origin() -> str:
    """Return where this service stands as clients reach it.

    :returns: an absolute IRI without a slash at its end
    :raises RequestError: if what the client sent as ``Host`` makes it no IRI
    """
    public = settings().public_url.rstrip("/")
    address = public + request.script_root if public else request.url_root.rstrip("/")
    if not IRI.fullmatch(address):
        raise RequestError(f"{address[:80]!r} is no address of this service")
    return address


def address_of(iri: str) -> str:
    """Return where this service answers an IRI of ours, as clients reach it."""
    return f"{origin()}/{iri.removeprefix(BASE)}"
