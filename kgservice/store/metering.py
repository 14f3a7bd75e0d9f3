"""How long workers work for whoever asks: a meter that is read by the asker's own task."""

from contextvars import ContextVar, Token


class Meter:
    """Counts the worker time of what its task asks a store between start and stop."""

    __slots__ = ("_token", "seconds")

    def __init__(self) -> None:
        self.seconds = 0.0

    def start(self) -> None:
        """Begin to count."""
        self._token: Token[Meter | None] = _METER.set(self)

    def stop(self) -> float:
        """Return the seconds since the start."""
        _METER.reset(self._token)
        return self.seconds


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


def spend(seconds: float) -> None:
    """Add the time that a worker spent to the meter of this task, if one is started."""
    meter = _METER.get()
    if meter is not None:
        meter.seconds += seconds
