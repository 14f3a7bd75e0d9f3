"""Work in a forked process beside this one, where a second core is free to do it.

What is forked shares what is in memory by copy and sends its result back by a pipe.  Where there
is one core or more than one thread, or the process ends without a result, the work is done here.
"""

import os
import pickle
import threading
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

STDOUT: Final = 1
FEWEST: Final = 2000
"""Items below which a process of its own is not worth its start."""
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def forked(work: Callable[[], _Result]) -> Callable[[], _Result]:
    """Begin work in a forked process.

    :param work: changes nothing outside itself; its result can be pickled
    :returns: what waits for the result, and does the work here if there is none
    """
    if len(os.sched_getaffinity(0)) == 1 or threading.active_count() > 1:
        return work
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)  # so that writing ends where the process that waits is gone
        _answer(work, writing)
    os.close(writing)

    def result() -> _Result:
        with os.fdopen(reading, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(process, 0)
        if status:
            return work()
        found: _Result = pickle.loads(data)  # noqa: S301 - this process's own fork wrote it
        return found

    return result


def _answer(work: Callable[[], object], writing: int) -> None:
    """Send the result of work, and end the process without running what stands behind.

    What hears the standard output of the other process hears its end, not that of this one.
    """
    code = 1
    os.dup2(os.open(os.devnull, os.O_WRONLY), STDOUT)
    try:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
        code = 0
    finally:
        os._exit(code)


def map_in_two(
    work: Callable[[_Item], _Result], items: Sequence[_Item], fewest: int = FEWEST
) -> list[_Result]:
    """Return what work makes of each item, of many items the half in a forked process.

    :param work: changes nothing outside itself; its results can be pickled
    :param items: in order
    :param fewest: items below which all are worked on here
    :returns: a result an item, in the same order
    """
    if len(items) < fewest:
        return list(map(work, items))
    middle, parent = len(items) // 2, os.getpid()

    def half() -> list[_Result]:
        found = []
        for item in items[middle:]:
            if os.getpid() != parent and os.getppid() != parent:
                os._exit(1)  # nobody waits any more
            found.append(work(item))
        return found

    other = forked(half)
    return [*map(work, items[:middle]), *other()]
