"""The verb that sets two lists side by side."""

import sys

import click

from kgservice.cli.questions import open_store
from kgservice.harmonization.comparison_output import WRITERS, as_turtle, as_xkos
from kgservice.harmonization.recalled_comparison import recall_comparison
from kgservice.settings import Settings

GRAPHS = {"turtle": as_turtle, "xkos": as_xkos}


@click.command("compare")
@click.argument("subject", metavar="LIST-A")
@click.argument("other", metavar="LIST-B")
@click.option(
    "--format",
    "output",
    type=click.Choice([*WRITERS, *GRAPHS]),
    default="text",
    help="How the comparison is printed.",
)
@click.pass_obj
def compare_two_lists(settings: Settings, subject: str, other: str, output: str) -> None:
    """Say how LIST-A stands to LIST-B: counterparts, deviations, what either lacks and why."""
    store = open_store(settings, None, 1)
    try:
        found = recall_comparison(store, subject, other)
    finally:
        store.close()
    if output in GRAPHS:
        sys.stdout.buffer.write(GRAPHS[output](found))
    else:
        click.echo(WRITERS[output](found), nl=False)
