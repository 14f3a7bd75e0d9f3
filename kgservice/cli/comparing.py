"""The verb that sets two lists side by side: two of a release, or an own list and one of it."""

import sys
from pathlib import Path

import click

from kgservice.cli.group import NOT_VALID
from kgservice.cli.opening import open_store
from kgservice.cli.progress import progress_bar
from kgservice.errors import InputError
from kgservice.harmonization.comparison_output import WRITERS, as_turtle, as_xkos
from kgservice.harmonization.recalled_comparison import recall_comparison
from kgservice.own_list.running import FORMS, compare_submission
from kgservice.readers.documents import read_document
from kgservice.settings import Settings
from kgservice.submission import Submission

GRAPHS = {"turtle": as_turtle, "xkos": as_xkos}
OF_LISTS = (*WRITERS, *GRAPHS)
PATH = click.Path(path_type=Path)


@click.command("compare")
@click.argument("subject", metavar="[LIST-A", required=False)
@click.argument("other", metavar="LIST-B]", required=False)
@click.option("--file", type=PATH, help="Your own list, in place of LIST-A and LIST-B.")
@click.option("--to", metavar="LIST", help="The list that your own is held against.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(dict.fromkeys((*OF_LISTS, *FORMS)))),
    default="text",
    help="How the comparison is printed; sssom and xkos of two lists, html and xlsx of your own.",
)
@click.option("--output", type=PATH, help="A file to write to; xlsx needs one.")
@click.pass_context
def compare_two_lists(
    context: click.Context,
    subject: str | None,
    other: str | None,
    file: Path | None,
    to: str | None,
    form: str,
    output: Path | None,
) -> None:
    """Say how LIST-A stands to LIST-B, or your own list to one: counterparts, deviations, gaps."""
    settings: Settings = context.obj
    if file is not None and to and subject is None:
        _refuse_form(form, FORMS)
        if form == "xlsx" and output is None:
            raise InputError("xlsx is no text to print; expected --output FILE")
        document, differs = _own_list(settings, file, to, form)
    elif subject and other and file is None and to is None:
        _refuse_form(form, OF_LISTS)
        document, differs = _two_lists(settings, subject, other, form), False
    else:
        raise InputError("expected LIST-A LIST-B, or --file FILE --to LIST")
    if output is None:
        sys.stdout.buffer.write(document)
        sys.stdout.buffer.flush()
    else:
        output.write_bytes(document)
    if differs:
        context.exit(NOT_VALID)


def _refuse_form(form: str, known: tuple[str, ...]) -> None:
    if form not in known:
        raise InputError(f"{form} is no form of this comparison; there are {', '.join(known)}")


def _two_lists(settings: Settings, subject: str, other: str, form: str) -> bytes:
    store = open_store(settings, None, 1)
    try:
        found = recall_comparison(store, subject, other)
    finally:
        store.close()
    return GRAPHS[form](found) if form in GRAPHS else WRITERS[form](found).encode()


def _own_list(settings: Settings, file: Path, to: str, form: str) -> tuple[bytes, bool]:
    document = read_document(file)
    submission = Submission(document.name, document.data)
    limits = settings.timeout, settings.max_memory
    store = open_store(settings, None, 1)
    try:
        with progress_bar() as report:
            written = compare_submission(submission, store, to, form, *limits, report)
    finally:
        store.close()
    return written.document, written.differs
