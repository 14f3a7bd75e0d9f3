"""Asking the store on behalf of a request: limited, metered and noted in its record."""

import contextlib
from collections.abc import Iterator
from typing import cast

from flask import current_app, request

from kgservice.store.base import QueryRequest, Result
from kgservice.store.metering import metered
from kgservice.web.limiter import ClientLimiter
from kgservice.web.records import RECORD, Record
from kgservice.web.service import cancelled, store

LIMITER = "kgservice.limiter"


@contextlib.contextmanager
def accounted(client: str) -> Iterator[Record | None]:
    """Let a client pay for what is asked of the store within the block.

    :param client: its address
    :yields: the record of this request
    :raises RateLimitError: if the client has used its worker time
    """
    limiter = cast(ClientLimiter, current_app.extensions[LIMITER])
    record = cast(Record | None, request.environ.get(RECORD))
    limiter.admit(client)
    with metered() as meter:
        try:
            yield record
        finally:
            limiter.charge(client, meter.seconds)
            if record is not None:
                record.seconds += meter.seconds


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
