"""The types of problem documents: the one list from which documents, titles and pages come.

A type is ``https://w3id.org/stc/problem/<slug>`` (RFC 9457, section 3.1.1), which
:mod:`kgservice.web.problem_pages` answers.
"""

from typing import Final

from kgservice.web.problem_types.model import PROBLEMS, ProblemType
from kgservice.web.problem_types.requests import OF_REQUESTS
from kgservice.web.problem_types.service import OF_THE_SERVICE

__all__ = ["OF_STATUS", "PROBLEMS", "PROBLEM_TYPES", "ProblemType"]

PROBLEM_TYPES: Final = {each.slug: each for each in (*OF_REQUESTS, *OF_THE_SERVICE)}
"""Every type by its slug."""
OF_STATUS: Final = {
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    408: "slow-body",
    413: "body-too-large",
    414: "uri-too-long",
    415: "unsupported-media-type",
    416: "range-not-satisfiable",
    429: "rate-limit",
}
"""What the framework refuses by itself, by its status; any other of the 400s is a bad request."""
