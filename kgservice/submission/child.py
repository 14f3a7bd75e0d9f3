"""The child process that validates what is brought.

``python -m kgservice.submission.child MEMORY SECONDS`` reads one JSON line and the bytes that it
announces from standard input, and prints JSON lines: ``progress``, and at last ``report``, or
``refused`` with a sentence.  A document can kill or hang a parser or an engine; here that ends
this process alone.  It has no network, and no more memory and processor time than it is given.
"""

import dataclasses
import json
import resource
import sys
from typing import Any, BinaryIO

from kgservice.errors import InputError
from kgservice.store.hardening import bound_memory, end_with_parent, forbid_network
from kgservice.submission.checking import check_submission
from kgservice.submission.model import Submission


def main(arguments: list[str]) -> dict[str, Any]:
    """Validate as arguments and standard input say, and return what is printed last."""
    memory, seconds = map(int, arguments)
    end_with_parent()
    submission = _receive(sys.stdin.buffer)
    bound_memory(memory)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    forbid_network()
    try:
        report = check_submission(submission, _tell)
    except InputError as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"memory": memory}
    except RecursionError:
        return {"refused": f"{submission.name}: is nested more deeply than can be read"}
    return {"report": dataclasses.asdict(report)}


def _receive(source: BinaryIO) -> Submission:
    header = json.loads(source.readline())
    data, shapes = source.read(header.pop("size")), header.pop("shapes_size")
    return Submission(**header, data=data, shapes=None if shapes is None else source.read(shapes))


def _tell(step: str, done: int, of: int) -> None:
    sys.stdout.write(json.dumps({"progress": [step, done, of]}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1:])) + "\n")
