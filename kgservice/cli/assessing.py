"""The verb that assesses a transfer case."""

import json
import sys
from pathlib import Path

import click

from kgservice.assessment import ask_store, assess
from kgservice.assessment.cases import MOST_BYTES
from kgservice.assessment.output import as_json, as_text, as_turtle
from kgservice.errors import CaseError, ReleaseError
from kgservice.release import current_release
from kgservice.settings import Settings
from kgservice.store import Limits, Store, open_dataset, open_release


@click.command("assess")
@click.argument("case", metavar="CASE.ttl", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "turtle"]),
    default="text",
    help="How the assessment is printed.",
)
@click.option(
    "--dataset",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Ask this RDF file in place of the current release.",
)
@click.pass_obj
def assess_case(settings: Settings, case: Path, output: str, dataset: Path | None) -> None:
    """Show a transfer case by its four factors: reasons, what is unknown, what to ask."""
    data = _read(case)
    store = _open(settings, dataset)
    try:
        found = assess(data, ask_store(store))
    finally:
        store.close()
    if output == "turtle":
        sys.stdout.buffer.write(as_turtle(found))
    elif output == "json":
        click.echo(json.dumps(as_json(found), indent=1, ensure_ascii=False))
    else:
        click.echo(as_text(found), nl=False)


def _open(settings: Settings, dataset: Path | None) -> Store:
    limits = Limits(settings.timeout, settings.max_rows, settings.max_bytes, settings.max_memory)
    if dataset is not None:
        return open_dataset(dataset, limits, 1)
    if current_release(settings.releases) is None:
        raise ReleaseError(
            f"{settings.releases}: holds no release; expected one of kgservice build"
        )
    return open_release(settings.releases, limits, 1)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CaseError(f"{path}: cannot be read: {error.strerror}; expected a file") from error
