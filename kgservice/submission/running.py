"""Validating in a child process that is killed at its deadline."""

import dataclasses
import json
import math
import signal
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
_CHILD: Final = "kgservice.submission.child"


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
    said = run_child(_CHILD, "validated", submission, seconds, memory, progress)
    return _report(said["report"])


def run_child(
    module: str,
    deed: str,
    submission: Submission,
    seconds: float,
    memory: int,
    progress: Progress,
    *more: bytes,
) -> dict[str, Any]:
    """Have a module of ours work on a document in a process of its own.

    :param module: as :mod:`kgservice.submission.serving` describes it
    :param deed: what it does, as messages say it: ``validated``
    :param submission: the document
    :param seconds: after which the process is killed
    :param memory: bytes that the process may take
    :param progress: called with a step's name, what is done of it, and of how much
    :param *more: what else the module needs, of our own making
    :returns: the object with the key ``report`` that the process said last
    :raises SubmissionError: if the document as a whole cannot be used, or is too large
    :raises DeadlineError: if it was not worked on in time
    :raises MemoryLimitError: if that needs more memory
    :raises EngineError: if the process ended without a word
    """
    refuse_large(submission, deed)
    command = (sys.executable, "-m", module, str(memory), str(math.ceil(seconds)))
    child = subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    late = threading.Event()
    timer = threading.Timer(seconds, _end, (child, late))
    timer.start()
    try:
        said = _converse(child, submission, progress, more)
    finally:
        timer.cancel()
        child.kill()
        child.wait()
    if "report" in said:
        return said
    if "refused" in said:
        raise SubmissionError(said["refused"])
    name = submission.name
    if "memory" in said:
        told = f"{name}: cannot be {deed} within {memory:,} bytes of memory"
        raise MemoryLimitError(told, "memory", memory)
    if late.is_set() or child.returncode == -signal.SIGXCPU:
        told = f"{name}: was not {deed} within {seconds:g} seconds"
        raise DeadlineError(told, "seconds", seconds)
    raise EngineError(f"{name}: the process that it was to be {deed} in ended without a report")


def refuse_large(submission: Submission, deed: str) -> None:
    """Refuse a document that is too large before anything is done with it.

    :param submission: the document
    :param deed: what would be done with it, as messages say it: ``validated``
    :raises SubmissionError: naming its size, and what is allowed
    """
    for name, data in ((submission.name, submission.data), ("shapes", submission.shapes or b"")):
        if len(data) > MOST_BYTES:
            size = f"{len(data):,} bytes; what is {deed} has at most {MOST_BYTES:,}"
            raise SubmissionError(f"{name}: {size}")


def _end(child: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    child.kill()


def _converse(
    child: "subprocess.Popen[bytes]",
    submission: Submission,
    progress: Progress,
    more: tuple[bytes, ...],
) -> dict[str, Any]:
    """Send a document and hear the child to its end; return what it said last."""
    if child.stdin is None or child.stdout is None:
        raise EngineError("the process has no pipes")
    sender = threading.Thread(target=_send, args=(child.stdin, submission, more))
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


def _send(pipe: IO[bytes], submission: Submission, more: tuple[bytes, ...]) -> None:
    """Send a document; a child that ended before hears no more of it."""
    values = {
        field.name: getattr(submission, field.name)
        for field in dataclasses.fields(submission)
        if field.name not in ("data", "shapes")
    }
    shapes = submission.shapes
    values["size"] = len(submission.data)
    values["shapes_size"] = None if shapes is None else len(shapes)
    values["more"] = list(map(len, more))
    try:
        with pipe:
            pipe.write(json.dumps(values).encode() + b"\n" + submission.data + (shapes or b""))
            pipe.writelines(more)
    except BrokenPipeError:
        return


def _report(values: dict[str, Any]) -> SubmissionReport:
    findings = tuple(Found(**found) for found in values.pop("findings"))
    return SubmissionReport(**values, findings=findings)
