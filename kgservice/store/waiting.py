"""Waiting in event loops, with an eye on what may end the wait early."""

import asyncio
import weakref
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
Look = Callable[[], Exception | None]
SLICE = 0.02


class Lookout:
    """Looks every so often whether what is waited for has to be given up.

    One timer a loop serves all that is waited for there, and runs only while something is.
    """

    def __init__(self) -> None:
        self._loops: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Round] = (
            weakref.WeakKeyDictionary()
        )

    async def watch(self, bell: "asyncio.Future[T]", look: Look) -> T:
        """Wait for a future of the running loop.

        :param bell: what is waited for
        :param look: called every so often; the wait ends with the error that it returns
        :returns: the result of the future
        :raises Exception: what ``look`` returned, or what the future got
        """
        loop = bell.get_loop()
        turn = self._loops.get(loop)
        if turn is None:
            turn = self._loops.setdefault(loop, _Round())
        turn.add(loop, bell, look)
        try:
            return await bell
        finally:
            turn.waits.pop(bell, None)  # type: ignore[arg-type]


class _Round:
    """What is waited for in one loop."""

    def __init__(self) -> None:
        self.waits: dict[asyncio.Future[object], Look] = {}
        self._ticking = False

    def add(self, loop: asyncio.AbstractEventLoop, bell: "asyncio.Future[T]", look: Look) -> None:
        """Look at one more wait."""
        self.waits[bell] = look  # type: ignore[index]
        if not self._ticking:
            self._ticking = True
            loop.call_later(SLICE, self._tick, loop)

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        for bell, look in list(self.waits.items()):
            if not bell.done() and (error := look()):
                bell.set_exception(error)
        self._ticking = bool(self.waits)
        if self._ticking:
            loop.call_later(SLICE, self._tick, loop)
