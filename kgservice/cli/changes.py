"""The verb that says what changed between two editions of a list."""

import datetime

import click

from kgservice.cli.opening import open_store
from kgservice.harmonization.change_output import (
    as_csv,
    as_html,
    as_json,
    as_markdown,
    as_text,
    as_turtle,
)
from kgservice.harmonization.change_report import report_changes
from kgservice.harmonization.changes import compare_editions
from kgservice.harmonization.recalling import recall_edition
from kgservice.settings import Settings

WRITERS = {
    "text": as_text,
    "html": as_html,
    "markdown": as_markdown,
    "csv": as_csv,
    "json": as_json,
}
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("changes")
@click.argument("list_id", metavar="LIST")
@click.argument("old", metavar="FROM", type=DAY)
@click.argument("new", metavar="TO", type=DAY)
@click.option("--from-list", help="The list of the earlier edition, where it is another one.")
@click.option(
    "--format",
    "output",
    type=click.Choice([*WRITERS, "turtle"]),
    default="text",
    help="How the changes are printed.",
)
@click.pass_obj
def show_changes(
    settings: Settings,
    list_id: str,
    old: datetime.datetime,
    new: datetime.datetime,
    from_list: str | None,
    output: str,
) -> None:
    """Say what changed between two editions of a list, given by the days they stand from."""
    store = open_store(settings, None, 1)
    try:
        earlier, _ = recall_edition(store, from_list or list_id, old.date())
        later, _ = recall_edition(store, list_id, new.date())
    finally:
        store.close()
    found = compare_editions(earlier, later)
    turtle = output == "turtle"
    click.echo(as_turtle(found) if turtle else WRITERS[output](report_changes(found)), nl=False)
