"""The command itself: settings in, errors out as one sentence and an exit code."""

import logging
from typing import Any, Final

import click

import kgservice
from kgservice.errors import GateError, InputError, KgServiceError
from kgservice.settings import read_settings

NOT_VALID: Final = 1
WRONG_INPUT: Final = 2
OUR_FAULT: Final = 3
REPORT_FORMATS = click.Choice(["text", "json"])


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
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    context.obj = read_settings()
