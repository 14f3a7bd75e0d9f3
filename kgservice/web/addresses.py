"""Addresses in pages: of views, of things of the graph, of static files, behind a proxy too."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import parse_qsl, quote, urlencode

from flask import Flask, current_app, request, url_for

from kgservice.namespaces import BASE
from kgservice.web.languages import PARAMETER, asked_language

ASSETS: Final = "kgservice.assets"
LIBRARIES: Final = "vendor/LICENSES.txt"
SHOWN: Final = ("http://", "https://")


def register(app: Flask) -> None:
    """Name the static files of an application by their content, so that they may be kept."""
    folder = Path(app.static_folder or "")
    files = (path for path in folder.rglob("*") if path.is_file())
    app.extensions[ASSETS] = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in files
    }
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000


def link(view: str, **parameters: Any) -> str:  # noqa: ANN401
    """Return the address of a view, in the language that this request asked for by name.

    :param view: name of an endpoint, such as ``home.home``
    :param **parameters: of its rule, else of its query string; an empty one is left out
    :returns: an address without host
    """
    given = {name: value for name, value in parameters.items() if value not in (None, "", ())}
    return _in_language(url_for(view, **given))


def place(iri: str) -> str | None:
    """Return where a browser finds what an IRI names.

    :param iri: of ours, which this service answers itself, or of others
    :returns: an address; ``None`` for an IRI that no browser should follow
    """
    if iri.startswith(BASE):
        return _in_language(f"{request.script_root}/{iri.removeprefix(BASE)}")
    return iri if iri.startswith(SHOWN) else None


def here(**changes: Any) -> str:  # noqa: ANN401
    """Return the address of this request with some parameters of its query string changed.

    :param **changes: ``None`` takes a parameter out
    :returns: an address without host
    """
    return quote(f"{request.script_root}{request.path}", safe="/()._-:~") + _query(
        [(name, value) for name, value in _given() if name not in changes]
        + [(name, str(value)) for name, value in changes.items() if value is not None]
    )


def asset(name: str) -> str | None:
    """Return the address of a static file, ``None`` if it was not built.

    :param name: path below ``static/``
    :returns: an address that changes with the content
    """
    known = cast(dict[str, str], current_app.extensions[ASSETS])
    return url_for("static", filename=name, v=known[name]) if name in known else None


def has_libraries(app: Flask) -> bool:
    """Return whether the libraries that pages take from npm were built."""
    return LIBRARIES in cast(dict[str, str], app.extensions[ASSETS])


def _given() -> list[tuple[str, str]]:
    text = request.query_string.decode("utf-8", "replace")
    return parse_qsl(text, keep_blank_values=True)


def _query(pairs: Iterable[tuple[str, str]]) -> str:
    text = urlencode(list(pairs))
    return f"?{text}" if text else ""


def _in_language(address: str) -> str:
    """Return an address that keeps the language, if this request names one."""
    asked = asked_language()
    if not asked:
        return address
    path, mark, fragment = address.partition("#")
    joint = "&" if "?" in path else "?"
    return f"{path}{joint}{urlencode({PARAMETER: asked})}{mark}{fragment}"
