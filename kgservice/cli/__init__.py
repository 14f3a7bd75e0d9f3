"""The command line: thin verbs over the package.  The only place that prints.

Exit codes: 0 done, 1 the answer is "not valid" or "differs", 2 the input is wrong, 3 our fault.
"""

from kgservice.cli.assessing import assess_case
from kgservice.cli.changes import show_changes
from kgservice.cli.comparing import compare_two_lists
from kgservice.cli.explaining import explain_convergence
from kgservice.cli.fetching import fetch_list
from kgservice.cli.group import main
from kgservice.cli.publishing import publish_release
from kgservice.cli.questions import query, serve
from kgservice.cli.reasoning import reason
from kgservice.cli.releases import build, import_document, releases, rollback
from kgservice.cli.tools import serve_tools
from kgservice.cli.validating import validate

for verb in (
    fetch_list,
    import_document,
    build,
    serve,
    query,
    explain_convergence,
    show_changes,
    validate,
    compare_two_lists,
    assess_case,
    reason,
    releases,
    rollback,
    publish_release,
    serve_tools,
):
    main.add_command(verb)

__all__ = ["main"]
