"""How much worker time each client may use: a bucket of seconds that fills again with time.

A query is paid when it is over, with the time that workers spent on it.  So a client may get into
debt, at most by what its running queries may cost; until the debt is paid it is refused.
"""

import ipaddress
import math
import threading
import time
from collections.abc import Callable

from kgservice.errors import RateLimitError

MINUTE = 60.0
MOST_CLIENTS = 10_000
PREFIX_6 = 64


class ClientLimiter:
    """The buckets of all clients.

    :param seconds: of worker time that a client may use a minute; 0 refuses nobody
    :param clock: monotonic seconds
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def admit(self, client: str) -> None:
        """Let a client ask, if anything is left for it.

        :param client: its address; those of one IPv6 network of 64 bits count as one
        :raises RateLimitError: if it has used its seconds
        """
        if not self._seconds:
            return
        with self._lock:
            level = self._level(_name(client))
        if level <= 0:
            wait = math.ceil(-level / self._seconds * MINUTE) or 1
            raise RateLimitError(
                f"you have used your {self._seconds:g} seconds of worker time a minute;"
                f" ask again in {wait} seconds",
                wait,
            )

    def charge(self, client: str, seconds: float) -> None:
        """Take what a query cost from the bucket of its client."""
        if not self._seconds or not seconds:
            return
        name = _name(client)
        with self._lock:
            self._buckets[name] = (self._level(name) - seconds, self._clock())
            if len(self._buckets) > MOST_CLIENTS:
                self._forget()

    def _level(self, name: str) -> float:
        level, when = self._buckets.get(name, (self._seconds, 0.0))
        return min(self._seconds, level + (self._clock() - when) * self._seconds / MINUTE)

    def _forget(self) -> None:
        """Drop full buckets; where there are none, those that were used longest ago."""
        kept = {name: self._buckets[name] for name in self._buckets if not self._full(name)}
        newest = sorted(kept, key=lambda name: kept[name][1])[-MOST_CLIENTS // 2 :]
        self._buckets = kept if len(kept) <= MOST_CLIENTS else {name: kept[name] for name in newest}

    def _full(self, name: str) -> bool:
        return self._level(name) >= self._seconds


def _name(client: str) -> str:
    try:
        address = ipaddress.ip_address(client.strip("[]"))
    except ValueError:
        return client
    if address.version == 6 and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, PREFIX_6), strict=False))
    return str(address)
