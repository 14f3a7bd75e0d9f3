"""Validating in a child process that is killed at its deadline."""

import dataclasses
import json
import math
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any, Final

from kgservice.errors import DeadlineError, EngineError, MemoryLimitError, SubmissionError
from kgservice.submission.model import Found, Submission, SubmissionReport

MOST_BYTES: Final = 32_000_000
"""A list of 25,000 rows with its texts has 10 MB."""
Progress = Callable[[str, int, int], None]
_COMMAND: Final = (sys.executable, "-m", "kgservice.submission.child")


def validate_submission(
    submission: Submission,
    seconds: float,
    memory: int,
    progress: Progress = lambda step, done, of: None,
) -> SubmissionReport:
    """Validate a document in a process of its own; nothing of it is kept.

    :param submission: a table, RDF, or an official document of a format we read
    :param seconds: after which the process is killed
    :param memory: bytes that the process may take
    :param progress: called with a step's name, what is done of it, and of how much
    :returns: all findings
    :raises SubmissionError: if the document as a whole cannot be used, or is too large
    :raises DeadlineError: if it was not validated in time
    :raises MemoryLimitError: if it needs more memory
    :raises EngineError: if the process ended without a word
    """
    for name, data in ((submission.name, submission.data), ("shapes", submission.shapes or b"")):
        if len(data) > MOST_BYTES:
            size = f"{len(data):,} bytes; what is validated has at most {MOST_BYTES:,}"
            raise SubmissionError(f"{name}: {size}")
    command = (*_COMMAND, str(memory), str(math.ceil(seconds)))
    child = subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    late = threading.Event()
    timer = threading.Timer(seconds, _end, (child, late))
    timer.start()
    try:
        said = _converse(child, submission, progress)
    finally:
        timer.cancel()
        child.kill()
        child.wait()
    if "report" in said:
        return _report(said["report"])
    if "refused" in said:
        raise SubmissionError(said["refused"])
    if "memory" in said:
        raise MemoryLimitError(
            f"{submission.name}: validating it needs more than {memory:,} bytes of memory",
            "memory",
            memory,
        )
    if late.is_set():
        raise DeadlineError(
            f"{submission.name}: was not validated within {seconds:g} seconds", "seconds", seconds
        )
    raise EngineError(f"{submission.name}: validating it ended without a report")


def _end(child: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    child.kill()


def _converse(
    child: "subprocess.Popen[bytes]", submission: Submission, progress: Progress
) -> dict[str, Any]:
    """Send a document and hear the child to its end; return what it said last."""
    if child.stdin is None or child.stdout is None:
        raise EngineError("the validating process has no pipes")
    sender = threading.Thread(target=_send, args=(child.stdin, submission))
    sender.start()
    said: dict[str, Any] = {}
    try:
        for line in child.stdout:
            said = json.loads(line)
            if "progress" in said:
                progress(*said.pop("progress"))
    except ValueError:
        said = {}
    finally:
        child.stdout.close()
        sender.join()
    return said


def _send(pipe: IO[bytes], submission: Submission) -> None:
    """Send a document; a child that ended before hears no more of it."""
    values = {
        field.name: getattr(submission, field.name)
        for field in dataclasses.fields(submission)
        if field.name not in ("data", "shapes")
    }
    shapes = submission.shapes
    values["size"] = len(submission.data)
    values["shapes_size"] = None if shapes is None else len(shapes)
    try:
        with pipe:
            pipe.write(json.dumps(values).encode() + b"\n" + submission.data + (shapes or b""))
    except BrokenPipeError:
        return


def _report(values: dict[str, Any]) -> SubmissionReport:
    findings = tuple(Found(**found) for found in values.pop("findings"))
    return SubmissionReport(**values, findings=findings)
