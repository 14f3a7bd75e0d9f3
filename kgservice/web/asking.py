"""Asking the store on behalf of a request: limited, metered and noted in its record."""

import contextlib
from collections.abc import Iterator
from typing import cast

from flask import Flask, current_app, request

from kgservice.store.base import QueryRequest, Result
from kgservice.store.metering import Meter
from kgservice.web.limiter import ClientLimiter
from kgservice.web.records import RECORD, Record
from kgservice.web.service import cancelled, store

LIMITER = "kgservice.limiter"


def limiter_of(app: Flask) -> ClientLimiter:
    """Return what limits the clients of an application."""
    return cast(ClientLimiter, app.extensions[LIMITER])


@contextlib.contextmanager
def accounted(client: str) -> Iterator[Record | None]:
    """Let a client pay for what is asked of the store within the block, in a view of Flask.

    :param client: its address
    :yields: the record of this request
    :raises RateLimitError: if the client has used its worker time
    """
    record = cast(Record | None, request.environ.get(RECORD))
    with Charged(limiter_of(current_app), client, record):
        yield record


class Charged:
    """A block whose questions to the store a client pays for.

    :param limiter: of the clients
    :param client: its address
    :param record: of the request
    """

    def __init__(self, limiter: ClientLimiter, client: str, record: Record | None) -> None:
        self._limiter = limiter
        self._client = client
        self._record = record
        self._meter = Meter()

    def __enter__(self) -> None:
        """Begin to measure, if anything is left for the client.

        :raises RateLimitError: if the client has used its worker time
        """
        self._limiter.admit(self._client)
        self._meter.start()

    def __exit__(self, *_: object) -> None:
        """Let the client pay."""
        seconds = self._meter.stop()
        self._limiter.charge(self._client, seconds)
        if self._record is not None:
            self._record.seconds += seconds


def ask(query: QueryRequest) -> Result:
    """Return the store's answer to a query of the client of this request.

    :param query: its ``client`` pays for it
    :returns: the whole answer
    :raises KgServiceError: as :meth:`Store.query` says
    :raises RateLimitError: if the client has used its worker time
    """
    with accounted(query.client) as record:
        if record is not None:
            record.query = query.text
        result = store().query(query, cancelled())
        if record is not None:
            record.rows = result.rows
    return result
