"""What a child process does that works on foreign input.

``python -m MODULE MEMORY SECONDS`` reads one JSON line and the bytes that it announces from
standard input, and prints JSON lines: ``progress``, and at last ``report``, or ``refused`` with a
sentence.  A document can kill or hang a parser or an engine; here that ends this process alone.
It has no network, and no more memory and processor time than it is given; each process that it
forks to work beside it has as much again.
"""

import gc
import json
import resource
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from kgservice.errors import InputError
from kgservice.store.hardening import bound_memory, end_with_parent, forbid_network
from kgservice.submission.model import Submission

SELDOM: Final = 200_000
"""New objects after which unreachable ones are looked for: a list is read into many that stay."""
Progress = Callable[[str, int, int], None]
Work = Callable[[Submission, tuple[bytes, ...], Progress], Any]


def serve(work: Work, arguments: list[str]) -> None:
    """Work as arguments and standard input say, and print what came of it.

    :param work: called with the document, what was sent beside it, and what reports progress;
        returns a value that JSON can carry
    :param arguments: of the command: bytes of memory and seconds of processor time
    """
    said = _work(work, *map(int, arguments))
    sys.stdout.write(json.dumps(said) + "\n")


def _work(work: Work, memory: int, seconds: int) -> dict[str, Any]:
    end_with_parent()
    gc.set_threshold(SELDOM)
    submission, more = _receive(sys.stdin.buffer)
    bound_memory(memory)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    forbid_network()
    try:
        return {"report": work(submission, more, _tell)}
    except InputError as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"memory": memory}
    except RecursionError:
        return {"refused": f"{submission.name}: is nested more deeply than can be read"}


def _receive(source: BinaryIO) -> tuple[Submission, tuple[bytes, ...]]:
    header = json.loads(source.readline())
    data, shapes = source.read(header.pop("size")), header.pop("shapes_size")
    own = None if shapes is None else source.read(shapes)
    more = tuple(source.read(size) for size in header.pop("more"))
    return Submission(**header, data=data, shapes=own), more


def _tell(step: str, done: int, of: int) -> None:
    sys.stdout.write(json.dumps({"progress": [step, done, of]}) + "\n")
    sys.stdout.flush()
