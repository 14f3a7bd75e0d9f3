"""Routes asked at random by what ``/openapi.json`` says of them: they answer as it says.

The examples are the same each time.  A server error, a status or media type that is not
described, and a body that is not of its schema fail.
"""

from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
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


def probe(operation: Any, mode: GenerationMode, examples: int, *, known: bool = False) -> bool:  # noqa: ANN401
    """Ask one operation a few times.

    :param operation: the library's own type
    :param mode: whether what is asked fits the description
    :param examples: how often it is asked at most
    :param known: whether values are mostly the examples of the description, which stand for
        something, and ``Accept`` is each form in turn
    :returns: whether there was anything to ask
    """
    described = operation.definition.raw
    forms = list(described["responses"].get("200", {}).get("content", {})) or ["*/*"]
    right = {(each["in"], each["name"]): each["example"] for each in described["parameters"]}

    @settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), draw=st.data())
    def ask(case: Any, draw: st.DataObject) -> None:  # noqa: ANN401 - the library's own type
        headers = {"Accept-Encoding": "identity"}
        if known:
            headers["Accept"] = draw.draw(st.sampled_from(forms))
            for (place, name), value in right.items():
                if draw.draw(st.integers(0, 9)):
                    (case.query if place == "query" else case.path_parameters)[name] = value
        case.call_and_validate(checks=HELD, headers=headers)

    try:
        ask()
    except Unsatisfiable:  # nothing that it takes could be wrong
        return False
    return True
