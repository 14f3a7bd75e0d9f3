"""The command line: thin verbs over the package.  The only place that prints.

Exit codes: 0 done, 1 the answer is "not valid" or "differs", 2 the input is wrong, 3 our fault.
"""

from kgservice.cli.group import main

__all__ = ["main"]
