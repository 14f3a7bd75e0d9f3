"""``/livez`` and ``/readyz``: whether the service runs, and whether it answers queries."""

from flask import Blueprint, Response

from kgservice.web.service import store

blueprint = Blueprint("health", __name__)


@blueprint.route("/livez")
def livez() -> Response:
    """Say that the service runs."""
    return _plain("alive\n")


@blueprint.route("/readyz")
def readyz() -> Response:
    """Answer a query, and say so; an error of the store becomes its problem document."""
    store().check()
    return _plain(f"ready, release {store().release()}\n")


def _plain(text: str) -> Response:
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
