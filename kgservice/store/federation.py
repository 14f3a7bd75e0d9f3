"""A store that may call named endpoints: what they answer is fetched before the query is asked."""

import dataclasses
import ipaddress
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from urllib.parse import urlsplit

from kgservice.errors import BusyError, CancelledError, InputError, QueryUnsupportedError
from kgservice.store.base import Activity, Limits, QueryRequest, Result, Store, never
from kgservice.store.calling import Guard, fetch_solutions
from kgservice.store.calls import Call, inspect_with_calls, replace_calls
from kgservice.store.workers import deadline_error

AT_ONCE = 4
MOST_CALLS = 8
SLICE = 0.02


class FederatedStore:
    """A store in front of which ``SERVICE`` clauses are answered.

    :param store: answers everything else; closed with this one
    :param endpoints: IRIs of the endpoints that may be called
    :param guard: where connections may go
    :param seconds: how long one endpoint may take
    """

    def __init__(
        self, store: Store, endpoints: frozenset[str], guard: Guard, seconds: float
    ) -> None:
        self.store = store
        self._endpoints = endpoints
        self._guard = guard
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(AT_ONCE, "service")
        self._calling = 0

    @property
    def limits(self) -> Limits:
        """What one query may cost at most."""
        return self.store.limits

    def query(self, request: QueryRequest, cancelled: Callable[[], bool] = never) -> Result:
        """Answer a query, completely or not at all; see :meth:`Store.query`."""
        _, calls = inspect_with_calls(request.text, self._endpoints)
        if calls:
            request = self._called(request, calls, cancelled)
        return self.store.query(request, cancelled)

    def release(self) -> str:
        """Return the id of the release that new queries are answered from."""
        return self.store.release()

    def check(self) -> None:
        """Answer a trivial query; see :meth:`Store.check`."""
        self.store.check()

    def activity(self) -> Activity:
        """Return the counters."""
        return self.store.activity()

    def close(self) -> None:
        """Close the store; nothing is called any more."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.store.close()

    def _called(
        self, request: QueryRequest, calls: list[Call], cancelled: Callable[[], bool]
    ) -> QueryRequest:
        """Return a request in which the answers of the endpoints stand, with the time left."""
        if request.bindings:
            raise QueryUnsupportedError("a query with given values cannot call SERVICE")
        if len(calls) > MOST_CALLS:
            raise QueryUnsupportedError(f"the query calls {len(calls)} times; at most {MOST_CALLS}")
        limits = self.limits.lowered(request.seconds)
        deadline = time.monotonic() + limits.seconds
        base = f"BASE <{request.base}> " if request.base else ""
        answers = []
        for call in calls:
            seconds = min(self._seconds, deadline - time.monotonic())
            if seconds <= 0:
                raise deadline_error(limits)
            answers.append(self._fetch(call.endpoint, base + call.text, seconds, cancelled))
        left = max(0.01, deadline - time.monotonic())
        text = replace_calls(request.text, calls, answers)
        return dataclasses.replace(request, text=text, seconds=left)

    def _fetch(
        self, endpoint: str, text: str, seconds: float, cancelled: Callable[[], bool]
    ) -> str:
        """Ask an endpoint in a thread, and stop waiting at the deadline or when nobody listens."""
        end = time.monotonic() + seconds
        work: Future[str] = self._threads.submit(
            fetch_solutions, endpoint, text, seconds, self._guard
        )
        while not wait((work,), SLICE).done:
            if cancelled():
                work.cancel()
                raise CancelledError("the client went away")
            if time.monotonic() > end + SLICE and work.cancel():
                raise BusyError("too many endpoints are being called; ask again", 5)
            if time.monotonic() > end + SLICE:
                raise deadline_error(Limits(seconds=seconds))
        return work.result()


def federated(store: Store, endpoints: str, networks: str, seconds: float) -> Store:
    """Return a store that calls the endpoints that its operator allows; the same if there is none.

    :param store: answers everything else
    :param endpoints: their IRIs, apart by spaces
    :param networks: those that may be reached though they are not public, apart by spaces
    :param seconds: how long one endpoint may take
    :returns: the store
    :raises InputError: if one is no endpoint or no network
    """
    try:
        known = tuple(map(ipaddress.ip_network, networks.split()))
    except ValueError as error:
        raise InputError(f"service_networks: {error}; expected such as 10.0.0.0/8") from None
    allowed = allowed_endpoints(endpoints)
    return FederatedStore(store, allowed, Guard(known), seconds) if allowed else store


def allowed_endpoints(text: str) -> frozenset[str]:
    """Return the endpoints that a setting names.

    :param text: their IRIs, apart by spaces
    :returns: the IRIs
    :raises InputError: if one is no address of an endpoint
    """
    for iri in text.split():
        parts = urlsplit(iri)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment:
            raise InputError(f"service_endpoints: {iri} is no endpoint; expected https://host/path")
        if "@" in parts.netloc:
            raise InputError("service_endpoints: an endpoint cannot carry a user or a password")
    return frozenset(text.split())
