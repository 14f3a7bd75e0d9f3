"""What assessments ask in these tests: a store of facts, opened once."""

from collections.abc import Callable, Iterable

import pytest

from tests.assessment.release import asker, open_facts

Ask = Callable[[str], Iterable[object]]


@pytest.fixture(scope="session")
def ask() -> Ask:
    """Return what asks the facts, in which there is no convergence."""
    return asker(open_facts())
