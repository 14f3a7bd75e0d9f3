"""The command itself: settings in, errors out as one sentence and an exit code."""

import difflib
import importlib
import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import click

import kgservice
from kgservice.errors import GateError, InputError, KgServiceError
from kgservice.settings import read_settings

NOT_VALID: Final = 1
WRONG_INPUT: Final = 2
OUR_FAULT: Final = 3
REPORT_FORMATS = click.Choice(["text", "json"])


_VERBS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "assess": "assessing:assess_case",
        "build": "releases:build",
        "changes": "changes:show_changes",
        "compare": "comparing:compare_two_lists",
        "explain": "explaining:explain_convergence",
        "fetch": "fetching:fetch_list",
        "import": "releases:import_document",
        "mcp": "tools:serve_tools",
        "publish": "publishing:publish_release",
        "query": "questions:query",
        "reason": "reasoning:reason",
        "releases": "releases:releases",
        "rollback": "releases:rollback",
        "serve": "serving:serve",
        "validate": "validating:validate",
    }
)
"""Where each verb stands, as ``module:function``."""


class _Verbs(click.Group):
    """A group that loads a verb when it is called, and whose errors are a sentence and a code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        module, _, function = _VERBS[cmd_name].partition(":")
        verb = getattr(importlib.import_module(f"kgservice.cli.{module}"), function)
        return verb if isinstance(verb, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _VERBS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0][:80], _VERBS, 1, 0.0)[0]
            ctx.fail(f"there is no verb {args[0]!r}; did you mean {near!r}?")
        return super().resolve_command(ctx, args)

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
