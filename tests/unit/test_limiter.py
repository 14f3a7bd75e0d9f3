"""Worker time per client: a bucket that empties with what was used and fills with time."""

import pytest

from kgservice.errors import RateLimitError
from kgservice.web.limiter import MOST_CLIENTS, ClientLimiter


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return what it shows."""
        return self.now


def refused(limiter: ClientLimiter, client: str) -> int:
    """Return after how many seconds a client may ask again, 0 if it may now."""
    try:
        limiter.admit(client)
    except RateLimitError as error:
        return error.retry_after
    return 0


def test_a_client_pays_and_waits() -> None:
    clock = Clock()
    limiter = ClientLimiter(6.0, clock)
    limiter.charge("192.0.2.1", 5.5)
    assert refused(limiter, "192.0.2.1") == 0
    limiter.charge("192.0.2.1", 1.5)
    assert refused(limiter, "192.0.2.1") == 10  # a second of debt, a tenth of a second a second
    assert refused(limiter, "192.0.2.2") == 0
    clock.now += 9.9
    assert refused(limiter, "192.0.2.1") == 1
    clock.now += 0.2
    assert refused(limiter, "192.0.2.1") == 0


def test_a_bucket_holds_a_minute_at_most() -> None:
    clock = Clock()
    limiter = ClientLimiter(6.0, clock)
    limiter.charge("a", 0.1)
    clock.now += 100_000
    limiter.charge("a", 6.1)
    assert refused(limiter, "a") >= 1


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ("2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:3::1", False),
        ("[2001:db8:1:2::9]", True),
        ("192.0.2.1", False),
    ],
)
def test_a_network_of_ipv6_is_one_client(other: str, same: bool) -> None:
    limiter = ClientLimiter(1.0, Clock())
    limiter.charge("2001:db8:1:2::1", 5.0)
    assert bool(refused(limiter, other)) is same


def test_nothing_is_limited_without_a_limit() -> None:
    limiter = ClientLimiter(0.0, Clock())
    limiter.charge("a", 1e9)
    assert refused(limiter, "a") == 0


def test_the_message_names_the_limit() -> None:
    limiter = ClientLimiter(2.0, Clock())
    limiter.charge("a", 4.0)
    with pytest.raises(RateLimitError, match="2 seconds of worker time a minute; ask again in 60"):
        limiter.admit("a")


def test_clients_are_forgotten_but_not_the_one_in_debt() -> None:
    clock = Clock()
    limiter = ClientLimiter(6.0, clock)
    limiter.charge("debtor", 100.0)
    for number in range(MOST_CLIENTS + 10):
        clock.now += 0.001
        limiter.charge(f"client {number}", 0.00001)
    assert len(limiter._buckets) <= MOST_CLIENTS
    assert refused(limiter, "debtor")
