"""Verbs that make and keep releases: import, build, releases, rollback."""

import datetime
import json
from pathlib import Path
from typing import Any

import click

from kgservice.build import build_release
from kgservice.cli.group import REPORT_FORMATS
from kgservice.cli.progress import progress_bar
from kgservice.errors import InputError
from kgservice.model import Reading
from kgservice.readers.counts import count_edition
from kgservice.readers.edition_files import write_edition
from kgservice.readers.formats import format_names
from kgservice.readers.reading import read_list_document
from kgservice.release import current_release, list_releases, point_to
from kgservice.settings import Settings


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is no date; expected one such as 2025-09-29") from error


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--list", "list_id", required=True, help="Id of the list, e.g. us-ccl.")
@click.option("--edition", required=True, help="The day from which the edition stands.")
@click.option(
    "--format", "format_name", type=click.Choice(format_names()), help="Told if not given."
)
@click.option("--output", type=REPORT_FORMATS, default="text", help="How the report is printed.")
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


@click.command()
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
    with progress_bar() as report:
        release = build_release(output or settings.releases, settings.imports, documents, report)
    quads, seconds = release.manifest["quads"], release.manifest["seconds"]
    editions = len(release.manifest["editions"])
    click.echo(f"{release.id}: {quads:,} quads, {editions} editions, {seconds} s; now current")


@click.command()
@click.option("--output", type=REPORT_FORMATS, default="text", help="How the list is printed.")
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


@click.command()
@click.argument("release_id", metavar="ID")
@click.pass_obj
def rollback(settings: Settings, release_id: str) -> None:
    """Make an older release the current one; a running service takes it up by itself."""
    release = point_to(settings.releases, release_id)
    click.echo(f"{release.id}: now current")
