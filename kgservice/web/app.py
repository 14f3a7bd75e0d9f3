"""The application: blueprints over one store, errors as problems, headers on everything."""

from flask import Flask, Response, request

from kgservice.search import IndexKeeper
from kgservice.settings import Settings
from kgservice.store.base import Store
from kgservice.web import (
    assessment,
    changes,
    comparing,
    convergence,
    downloads,
    editor,
    entries,
    feeds,
    frame,
    graphs,
    health,
    home,
    lineage,
    lists,
    ontology,
    openapi,
    own_list,
    problem_pages,
    problems,
    questions,
    reconciliation,
    resources,
    search,
    sending,
    sparql,
    validation,
    vocabulary,
    void,
)
from kgservice.web.asking import LIMITER
from kgservice.web.heads import FIXED
from kgservice.web.limiter import ClientLimiter
from kgservice.web.metrics import METRICS, Metrics
from kgservice.web.records import RECORD
from kgservice.web.service import SETTINGS, STORE
from kgservice.web.wsgi import behind_proxies

FRAMED = frozenset(("reconciliation.preview",))  # what other sites show in a frame of theirs
ANY_FRAME = "frame-ancestors *"
DRAWN = frozenset(
    ("editor.editor", "convergence.convergence", "own_list.compare", "validation.validate")
)  # what a library draws with style attributes, and reports with a style of their own
OWN_STYLE, ANY_STYLE = "style-src 'self'", "style-src 'self' 'unsafe-inline'"
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Accept-Datetime, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def create_app(store: Store, settings: Settings, metrics: Metrics) -> Flask:
    """Return the application over a store.

    :param store: what answers; the caller closes it
    :param settings: the limits of requests, and where the service stands
    :param metrics: what ``/metrics`` shows
    :returns: a WSGI application
    """
    app = Flask(__name__)
    app.extensions[STORE] = store
    app.extensions[SETTINGS] = settings
    app.extensions[METRICS] = metrics
    app.extensions[LIMITER] = ClientLimiter(settings.client_seconds)
    app.extensions[search.KEEPER] = IndexKeeper(store, settings.releases)
    app.url_map.strict_slashes = False
    problems.register(app)
    frame.register(app)
    resources.register(app)
    questions.register(app)
    convergence.register(app)
    downloads.register(app, settings.max_memory)
    sending.register(app, settings.workers)
    entries.register(app)
    lists.register(app)
    ontology.register(app)
    for concern in (
        sparql,
        graphs,
        search,
        reconciliation,
        resources,
        vocabulary,
        downloads,
        void,
        feeds,
        editor,
        lineage,
        assessment,
        changes,
        comparing,
        own_list,
        validation,
        health,
        home,
        openapi,
        problem_pages,
    ):
        app.register_blueprint(concern.blueprint)
    app.after_request(_complete)
    application = behind_proxies(app.wsgi_app, settings.proxies)
    app.wsgi_app = application  # type: ignore[assignment,method-assign]
    return app


def _complete(response: Response) -> Response:
    """Set the headers that every response has."""
    response.headers.extend(FIXED)
    if request.endpoint in FRAMED:
        del response.headers["X-Frame-Options"]
        _relax(response, "frame-ancestors 'none'", ANY_FRAME)
    if request.endpoint in DRAWN:
        _relax(response, OWN_STYLE, ANY_STYLE)
    if (record := request.environ.get(RECORD)) is not None:
        record.route = request.url_rule.rule if request.url_rule else "unknown"
    if request.method == "OPTIONS" and response.status_code == 200:
        allowed = response.headers.get("Allow", "OPTIONS")
        response.headers.extend({**PREFLIGHT, "Access-Control-Allow-Methods": allowed})
        response.status_code = 204
        response.headers.pop("Content-Type", None)
    return response


def _relax(response: Response, rule: str, instead: str) -> None:
    """Put another rule in place of one of the policy of a response."""
    policy = response.headers["Content-Security-Policy"]
    response.headers["Content-Security-Policy"] = policy.replace(rule, instead)
