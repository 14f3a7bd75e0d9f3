"""The verb ``fetch``: an official document from its publisher into the documents folder."""

import json
from datetime import datetime

import click

from kgservice.cli.group import REPORT_FORMATS
from kgservice.cli.progress import progress_bar
from kgservice.fetching import Fetched, fetch_document
from kgservice.readers.descriptors import read_descriptor
from kgservice.settings import Settings


@click.command("fetch")
@click.argument("list_id", metavar="LIST")
@click.option(
    "--edition",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day from which the edition stands; the publisher's present text if not given.",
)
@click.option("--format", "output", type=REPORT_FORMATS, default="text", help="How it is told.")
@click.pass_obj
def fetch_list(settings: Settings, list_id: str, day: datetime | None, output: str) -> None:
    """Download a list's official document from its publisher into the documents folder."""
    descriptor = read_descriptor(list_id)
    date = day.date() if day else None
    with progress_bar() as report:
        fetched = fetch_document(
            descriptor,
            date,
            settings.documents,
            lambda done, of: report("bytes", done, done if of is None else of),
        )
    if output == "json":
        click.echo(json.dumps(_as_json(fetched)))
        return
    click.echo(f"{fetched.path}: {fetched.size:,} bytes, SHA-256 {fetched.sha256}")
    if fetched.edition is not None:
        click.echo(f"as described, the document of {list_id} {fetched.edition}")
    else:
        click.echo(
            "no descriptor knows this text; read its day in it, then run"
            f" 'kgservice import {fetched.path} --list {list_id} --edition DATE'"
        )


def _as_json(fetched: Fetched) -> dict[str, object]:
    return {
        "path": str(fetched.path),
        "address": fetched.address,
        "bytes": fetched.size,
        "sha256": fetched.sha256,
        "edition": fetched.edition and fetched.edition.isoformat(),
    }
