"""The child process that validates what is brought; see :mod:`kgservice.submission.serving`."""

import dataclasses
import sys
from typing import Any

from kgservice.submission.checking import check_submission
from kgservice.submission.model import Submission
from kgservice.submission.serving import Progress, serve


def validate(submission: Submission, more: tuple[bytes, ...], progress: Progress) -> dict[str, Any]:
    """Validate a document; nothing is sent beside it."""
    return dataclasses.asdict(check_submission(submission, progress))


if __name__ == "__main__":
    serve(validate, sys.argv[1:])
