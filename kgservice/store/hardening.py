"""What a worker gives up before it sees a query: the network, core dumps, endless memory.

The query text is inspected before it comes here; this is the wall behind that fence.  The
filter is written for Linux on x86-64 and AArch64; elsewhere :func:`forbid_network` says so.
"""

import ctypes
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

SOCKET_CALLS = {"x86_64": (0xC000003E, (41, 42)), "aarch64": (0xC00000B7, (198, 203))}
PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
ALLOW = 0x7FFF0000
REFUSE = 0x00050000 | 13  # SECCOMP_RET_ERRNO with EACCES
LOAD, EQUALS, RETURN = 0x20, 0x15, 0x06


def end_with_parent() -> None:
    """Ask to be killed when the process that started this one ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def forbid_network() -> bool:
    """Refuse new sockets to this process for good.

    :returns: whether that was possible on this system
    """
    known = SOCKET_CALLS.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    program = _filter(*known)
    code = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    argument = Program(len(program) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return not libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(argument), 0, 0)


def bound_memory(extra: int) -> None:
    """Bound the address space to what is mapped now plus ``extra`` bytes; write no core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    mapped = Path("/proc/self/statm")
    if mapped.exists():
        pages = int(mapped.read_text().split()[0])
        limit = pages * resource.getpagesize() + extra
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _filter(architecture: int, calls: tuple[int, ...]) -> bytes:
    """Return a BPF program that refuses these system calls and allows the others."""
    count = len(calls)
    steps = [
        (LOAD, 0, 0, 4),
        (EQUALS, 0, count + 1, architecture),
        (LOAD, 0, 0, 0),
        *((EQUALS, count - index, 0, call) for index, call in enumerate(calls)),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
