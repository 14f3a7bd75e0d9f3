"""``/livez``, ``/readyz``, ``/metrics``: whether the service runs, whether it answers, how much."""

from typing import cast

from flask import Blueprint, Response, current_app

from kgservice.web.metrics import METRICS, Metrics
from kgservice.web.operations import Answer, Operation, describes
from kgservice.web.service import store

blueprint = Blueprint("health", __name__)
PLAIN = "text/plain"
LIVE = Operation("Say that the service runs", answers=(Answer(PLAIN, "It runs."),))
READY = Operation("Say whether it answers", answers=(Answer(PLAIN, "It answers."),))
COUNTERS = Operation("Give the counters", answers=(Answer(PLAIN, "As Prometheus reads them."),))


@blueprint.route("/livez")
@describes(LIVE)
def livez() -> Response:
    """Say that the service runs."""
    return _plain("alive\n")


@blueprint.route("/readyz")
@describes(READY)
def readyz() -> Response:
    """Answer a query, and say so; an error of the store becomes its problem document."""
    store().check()
    return _plain(f"ready, release {store().release()}\n")


@blueprint.route("/metrics")
@describes(COUNTERS)
def metrics() -> Response:
    """Return the counters in the text format of Prometheus."""
    found = cast(Metrics, current_app.extensions[METRICS])
    response = Response(found.text(), content_type="text/plain; version=1.0.0; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response


def _plain(text: str) -> Response:
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
