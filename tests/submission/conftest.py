"""Validating in this process, and as the verb and the route do in one of its own."""

from collections.abc import Callable

import pytest

from kgservice.submission import Submission, SubmissionReport, validate_submission
from kgservice.submission.checking import check_submission


@pytest.fixture
def check() -> Callable[[str, bytes], SubmissionReport]:
    """Return what checks a document by name and bytes in this process."""
    return lambda name, data: check_submission(Submission(name, data), lambda step, done, of: None)


@pytest.fixture
def validate() -> Callable[..., SubmissionReport]:
    """Return what validates a document by name and bytes, and by shapes where they are given."""

    def run(name: str, data: bytes, shapes: bytes | None = None) -> SubmissionReport:
        return validate_submission(Submission(name, data, shapes), 60, 1_000_000_000)

    return run
