"""The command line: thin verbs over the package.  The only module that prints.

Exit codes: 0 done, 1 the answer is "not valid" or "differs", 2 the input is wrong, 3 our fault.
"""

import datetime
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import kgservice
from kgservice.build import Progress as Report
from kgservice.build import build_release
from kgservice.errors import GateError, InputError, KgServiceError
from kgservice.model import Reading
from kgservice.readers.counts import count_edition
from kgservice.readers.edition_files import write_edition
from kgservice.readers.formats import format_names
from kgservice.readers.reading import read_list_document
from kgservice.release import current_release, list_releases, point_to
from kgservice.settings import Settings, read_settings
from kgservice.store import Limits, Store, open_dataset, open_release

NOT_VALID: Final = 1
WRONG_INPUT: Final = 2
OUR_FAULT: Final = 3
FORMATS = click.Choice(["text", "json"])


class _Verbs(click.Group):
    """A group whose errors are one sentence on standard error, and an exit code."""

    def invoke(self, context: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        try:
            return super().invoke(context)
        except KgServiceError as error:
            click.echo(f"kgservice: {error}", err=True)
            context.exit(_exit_code(error))


def _exit_code(error: KgServiceError) -> int:
    if isinstance(error, GateError):
        return NOT_VALID
    return WRONG_INPUT if isinstance(error, InputError) else OUR_FAULT


@click.group(cls=_Verbs)
@click.version_option(kgservice.__version__, prog_name="kgservice")
@click.pass_context
def main(context: click.Context) -> None:
    """Knowledge graph of strategic-trade control lists, and the service that publishes it."""
    context.obj = read_settings()


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is no date; expected one such as 2025-09-29") from error


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--list", "list_id", required=True, help="Id of the list, e.g. us-ccl.")
@click.option("--edition", required=True, help="The day from which the edition stands.")
@click.option(
    "--format", "format_name", type=click.Choice(format_names()), help="Told if not given."
)
@click.option("--output", type=FORMATS, default="text", help="How the report is printed.")
@click.pass_obj
def import_document(
    settings: Settings,
    file: Path,
    list_id: str,
    edition: str,
    format_name: str | None,
    output: str,
) -> None:
    """Read one document, report what was read, and keep the edition for the next build."""
    reading, descriptor = read_list_document(file, list_id, _date(edition), format_name)
    kept = write_edition(reading, descriptor, settings.imports, with_texts=True)
    if output == "json":
        click.echo(json.dumps(_import_report(reading, kept.path), indent=1, ensure_ascii=False))
    else:
        _print_reading(reading)
        click.echo(f"kept in {kept.path}; 'kgservice build' takes it into the next release")


def _import_report(reading: Reading, kept: Path) -> dict[str, Any]:
    edition = reading.edition
    return {
        "list": edition.list_id,
        "edition": edition.date.isoformat(),
        "extent": edition.extent,
        "counts": count_edition(edition),
        "placed": round(reading.placed_share, 6),
        "unplaced": [
            {"where": fragment.where, "reason": fragment.reason, "text": fragment.text}
            for fragment in reading.unplaced
        ],
        "gaps": [{"code": gap.code, "kind": gap.kind} for gap in edition.gaps],
        "kept": str(kept),
    }


def _print_reading(reading: Reading) -> None:
    edition = reading.edition
    click.echo(f"{edition.list_id} {edition.date} ({edition.extent})")
    for name, count in count_edition(edition).items():
        click.echo(f"  {name:<14}{count:>8,}")
    share = int(reading.placed_share * 10_000) / 100
    click.echo(f"placed {share:.2f} % of {reading.characters:,} characters")
    for fragment in reading.unplaced:
        click.echo(f"  not placed, {fragment.where}: {fragment.text[:100]} ({fragment.reason})")
    for gap in edition.gaps:
        click.echo(f"  gap: {gap.code} ({gap.kind})")


@main.command()
@click.option(
    "--documents",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Read official documents from this folder in place of the bundled facts.",
)
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="Folder of releases."
)
@click.pass_obj
def build(settings: Settings, documents: Path | None, output: Path | None) -> None:
    """Build a release from all sources and make it the current one."""
    with _progress() as report:
        release = build_release(output or settings.releases, settings.imports, documents, report)
    quads, seconds = release.manifest["quads"], release.manifest["seconds"]
    editions = len(release.manifest["editions"])
    click.echo(f"{release.id}: {quads:,} quads, {editions} editions, {seconds} s; now current")


@contextmanager
def _progress() -> Iterator[Report]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    with Progress(*columns, TimeElapsedColumn(), console=console) as bar:
        tasks: dict[str, Any] = {}

        def report(step: str, done: int, of: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=of)
            bar.update(tasks[step], completed=done)

        yield report


@main.command()
@click.option("--output", type=FORMATS, default="text", help="How the list is printed.")
@click.pass_obj
def releases(settings: Settings, output: str) -> None:
    """List the releases; a star marks the current one."""
    current = current_release(settings.releases)
    found = list_releases(settings.releases)
    if output == "json":
        click.echo(json.dumps([release.manifest for release in found], ensure_ascii=False))
        return
    for release in found:
        mark = "*" if current is not None and release.id == current.id else " "
        editions = len(release.manifest["editions"])
        click.echo(
            f"{mark} {release.id}  {release.manifest['quads']:>10,} quads  {editions} editions"
        )


@main.command()
@click.argument("release_id", metavar="ID")
@click.pass_obj
def rollback(settings: Settings, release_id: str) -> None:
    """Make an older release the current one; a running service takes it up by itself."""
    release = point_to(settings.releases, release_id)
    click.echo(f"{release.id}: now current")


@main.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--workers", type=int, help="Query processes.")
@click.option(
    "--dataset",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Serve this RDF file as it is, without our pipeline.",
)
@click.pass_obj
def serve(
    settings: Settings,
    host: str | None,
    port: int | None,
    workers: int | None,
    dataset: Path | None,
) -> None:
    """Serve the current release; the bundled one is built first where there is none."""
    from kgservice.web.server import serve as run

    given = {"host": host, "port": port, "workers": workers}
    chosen = replace(
        settings, **{name: value for name, value in given.items() if value is not None}
    )
    store = _open(chosen, dataset, chosen.workers)
    click.echo(f"serving {store.release()} at http://{chosen.host}:{chosen.port}/", err=True)
    run(store, chosen)


def _limits(settings: Settings) -> Limits:
    return Limits(settings.timeout, settings.max_rows, settings.max_bytes, settings.max_memory)


def _open(settings: Settings, dataset: Path | None, workers: int) -> Store:
    limits = _limits(settings)
    if dataset is not None:
        return open_dataset(dataset, limits, workers)
    if current_release(settings.releases) is None:
        click.echo("no release yet: building the bundled one", err=True)
        with _progress() as report:
            build_release(settings.releases, settings.imports, None, report)
    return open_release(settings.releases, limits, workers)
