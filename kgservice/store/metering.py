"""How long workers work for whoever asks: a meter that is read by the asker's own thread."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Meter:
    """Seconds of worker time since the meter was set."""

    seconds: float = 0.0


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextlib.contextmanager
def metered() -> Iterator[Meter]:
    """Set a meter for what this thread asks a store within the block."""
    meter = Meter()
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)


def spend(seconds: float) -> None:
    """Add the time that a worker spent to the meter of this thread, if one is set."""
    meter = _METER.get()
    if meter is not None:
        meter.seconds += seconds
