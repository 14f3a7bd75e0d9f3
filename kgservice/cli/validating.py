"""The verb that validates what an authority brings."""

from dataclasses import replace
from pathlib import Path

import click

from kgservice.cli.group import NOT_VALID
from kgservice.cli.progress import progress_bar
from kgservice.readers.documents import read_document
from kgservice.settings import Settings
from kgservice.submission import Submission, validate_submission
from kgservice.submission.output import as_csv, as_html, as_json, as_text

WRITERS = {"text": as_text, "csv": as_csv, "json": as_json, "html": as_html}
PATH = click.Path(path_type=Path)


@click.command("validate")
@click.argument("file", type=PATH)
@click.option("--shapes", type=PATH, help="SHACL shapes in place of ours, for RDF alone.")
@click.option(
    "--format",
    "output",
    type=click.Choice([*WRITERS, "turtle"]),
    default="text",
    help="How the report is printed.",
)
@click.pass_context
def validate(context: click.Context, file: Path, shapes: Path | None, output: str) -> None:
    """Validate a list: CSV, XLSX, RDF or an official document; exit with 1 on a violation."""
    settings: Settings = context.obj
    document = read_document(file)
    own = None if shapes is None else read_document(shapes)
    submission = Submission(document.name, document.data)
    if own is not None:
        submission = replace(submission, shapes=own.data, shapes_name=own.name)
    with progress_bar() as report:
        found = validate_submission(submission, settings.timeout, settings.max_memory, report)
    click.echo(found.turtle if output == "turtle" else WRITERS[output](found), nl=False)
    if found.violations:
        context.exit(NOT_VALID)
