"""What a process holds and has used, as Linux says."""

import os
import resource
from pathlib import Path

PAGE = resource.getpagesize()
TICKS = os.sysconf("SC_CLK_TCK")


def private_memory(pid: int) -> int:
    """Return the bytes of memory of a process that it shares with no other; 0 if unknown."""
    try:
        return _private(Path(f"/proc/{pid}/statm").read_bytes())
    except OSError:
        return 0


def processor_seconds(pid: int) -> float:
    """Return the processor time that a process has used, in hundredths; 0 if unknown."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


class OwnMemory:
    """What this process holds for itself, read from a file that stays open."""

    def __init__(self) -> None:
        statm = Path("/proc/self/statm")
        self._file = os.open(statm, os.O_RDONLY) if statm.exists() else None

    def read(self) -> int:
        """Return the bytes of memory that no other process shares; 0 if unknown."""
        return 0 if self._file is None else _private(os.pread(self._file, 256, 0))


def _private(statm: bytes) -> int:
    _, resident, shared, *_ = statm.split()
    return (int(resident) - int(shared)) * PAGE
