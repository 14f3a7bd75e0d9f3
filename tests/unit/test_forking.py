"""Work beside this process: the same results, wherever it was done."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kgservice.forking import forked, map_in_two

OPEN = Path("/proc/self/fd")


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the threads that other tests of this process keep."""
    monkeypatch.setattr("kgservice.forking.threading.active_count", lambda: 1)


@pytest.mark.usefixtures("alone")
def test_results_stand_in_order_and_half_comes_from_elsewhere() -> None:
    found = map_in_two(lambda item: (item, os.getpid()), range(7), fewest=2)
    assert [item for item, _ in found] == list(range(7))
    own = [process == os.getpid() for _, process in found]
    assert own[:3] == [True] * 3
    if len(os.sched_getaffinity(0)) > 1:
        assert not any(own[3:])


def test_few_items_stay_here() -> None:
    assert set(map_in_two(lambda _: os.getpid(), range(7))) == {os.getpid()}


def test_work_whose_process_ends_is_done_here() -> None:
    own = os.getpid()

    def work() -> str:
        if os.getpid() != own:
            os._exit(9)
        return "here"

    assert forked(work)() == "here"


def test_an_error_is_raised_here() -> None:
    def fail(item: int) -> int:
        raise ValueError(item)

    with pytest.raises(ValueError, match="3"):
        forked(lambda: fail(3))()


def test_a_process_of_several_threads_is_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    leave = threading.Event()
    thread = threading.Thread(target=leave.wait)
    thread.start()
    try:
        assert forked(os.getpid)() == os.getpid()
    finally:
        leave.set()
        thread.join()
    monkeypatch.setattr("kgservice.forking.threading.active_count", lambda: 1)
    if len(os.sched_getaffinity(0)) > 1:
        assert forked(os.getpid)() != os.getpid()


def test_a_process_for_which_nobody_waits_ends() -> None:
    program = (
        "import os; from kgservice.forking import forked;"
        " forked(lambda: 'x' * 1_000_000 if not print(os.getpid(), flush=True) else '')"
    )
    # What both say is heard to its end: a process that goes on would hold the pipe open.
    heard = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], stdout=subprocess.PIPE, timeout=60, check=True
    )
    assert heard.stdout == b""


def test_nothing_is_left_open() -> None:
    before = len(list(OPEN.iterdir()))
    assert forked(lambda: "x" * 1_000_000)() == "x" * 1_000_000
    assert len(list(OPEN.iterdir())) == before
