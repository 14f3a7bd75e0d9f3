"""Every route that ``/openapi.json`` describes, asked at random: it answers as it is described.

The examples are the same each time.  A server error, a status or media type that is not
described, and a body that is not of its schema fail.
"""

from typing import Any, Final

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)


def no_fault_of_ours(_: Any, response: Any, __: Any) -> None:  # noqa: ANN401 - as checks are called
    """Let 503 name a limit; any other status of the 500s is our fault."""
    assert response.status_code < 500 or response.status_code == 503, response.text


HELD: Final = (
    no_fault_of_ours,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
EXAMPLES: Final = 5


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_route_answers_as_described(app: Flask, mode: GenerationMode) -> None:
    described = schemathesis.openapi.from_wsgi("/openapi.json", app)
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()
        asked += _probe(operation, mode)
    assert asked > 40


def _probe(operation: Any, mode: GenerationMode) -> bool:  # noqa: ANN401 - the library's own type
    """Ask one operation a few times; tell whether there was anything to ask."""

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:  # noqa: ANN401 - the library's own type
        case.call_and_validate(checks=HELD, headers={"Accept-Encoding": "identity"})

    try:
        ask()
    except Unsatisfiable:  # nothing that it takes could be wrong
        return False
    return True
