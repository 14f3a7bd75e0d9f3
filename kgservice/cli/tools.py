"""The verb ``mcp``: the questions as tools for language models."""

import click
import httpx

from kgservice.cli.opening import open_store
from kgservice.client import Client
from kgservice.errors import MissingExtraError
from kgservice.settings import Settings
from kgservice.web.app import create_app
from kgservice.web.cache import AnswerCache
from kgservice.web.metrics import Metrics


@click.command("mcp")
@click.option("--service", help="Address of a running service to ask.")
@click.pass_obj
def serve_tools(settings: Settings, service: str | None) -> None:
    """Offer the questions to language-model tools over standard input and output."""
    try:
        from kgservice.mcp import make_server
    except ImportError as error:
        raise MissingExtraError(
            "the MCP library is not installed; the extra 'mcp' brings it:"
            " pip install 'kgservice[mcp]'"
        ) from error
    if service is not None:
        with Client(service, settings.timeout * 2) as client:
            make_server(client).run("stdio")
        return
    store = open_store(settings, None, settings.workers)
    try:
        app = create_app(store, settings, Metrics(store, AnswerCache(0)))
        transport = httpx.WSGITransport(app, raise_app_exceptions=False)
        with Client("http://kgservice.invalid", settings.timeout * 2, transport) as client:
            make_server(client).run("stdio")
    finally:
        store.close()
