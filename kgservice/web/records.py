"""What is known of a request once it is over, and the log that says it: one JSON line each.

The lines are written by a thread of their own, so that a reader of the log that stops reading
never stops the service; what does not fit into the queue is counted and said.
"""

import datetime
import hashlib
import json
import logging
import os
import queue
import re
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import getrandbits
from typing import Any, TextIO

from kgservice.web.rsgi import Scope

RECORD = "kgservice.record"
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
MOST_LINES = 50_000
LONGEST_QUERY = 10_000
WAKE = 0.05
AT_ONCE = 5000
MOST_CLIENTS = 1000


@dataclass(slots=True)
class Record:
    """One request.

    :ivar id: sent back as ``X-Request-ID``
    :ivar client: address of who asks, behind the proxies that are trusted
    :ivar began: monotonic seconds
    :ivar route: pattern of its path; ``refused`` if it never reached one
    :ivar status: what was sent; 499 if the client went away before
    :ivar size: bytes of the body that was sent
    :ivar rows: solutions or triples
    :ivar seconds: worker time
    :ivar query: text of the query
    :ivar cached: whether the answer was one given before
    """

    id: str
    client: str
    method: str
    began: float
    route: str = "refused"
    status: int = 499
    size: int = 0
    rows: int | None = None
    seconds: float = 0.0
    query: str | None = None
    cached: bool = False

    def repeat(self, former: "Record") -> None:
        """Take over what holds of an answer given before."""
        self.route, self.rows, self.query = former.route, former.rows, former.query
        self.cached = True


def begin_record(scope: Scope, proxies: int) -> Record:
    """Return the record of a request that just came.

    :param scope: its head; a sound ``X-Request-ID`` is kept
    :param proxies: how many proxies in front are trusted to say who asks
    :returns: the record
    """
    given = scope.headers.get("x-request-id")
    known = given if given and REQUEST_ID.fullmatch(given) else f"{getrandbits(64):016x}"
    client = scope.client.rpartition(":")[0]
    if proxies:
        hops = (scope.headers.get("x-forwarded-for") or "").split(",")
        if len(hops) >= proxies and hops[-proxies].strip():
            client = hops[-proxies].strip()
    return Record(known, client, scope.method, time.perf_counter())


Ended = tuple[float, float, Record]
"""When a request ended, how many seconds it took, and its record."""


class RequestLog:
    """The log of requests.

    :param stream: where lines go; ``None`` writes none
    :param queries: whether a line carries the text of its query
    """

    def __init__(self, stream: TextIO | None, *, queries: bool) -> None:
        self._stream = stream
        self._queries = queries
        self._salt = os.urandom(16)
        self._pseudonyms: dict[str, str] = {}
        self._second = 0, ""
        self._lines: queue.SimpleQueue[Ended | None] = queue.SimpleQueue()
        self._lost = 0
        self._thread = threading.Thread(target=self._write, name="log", daemon=True)
        if stream is not None:
            self._thread.start()

    def add(self, record: Record) -> None:
        """Write the line of a request that is over, soon."""
        if self._stream is None:
            return
        if self._lines.qsize() >= MOST_LINES:
            self._lost += 1
        else:
            self._lines.put((time.time(), time.perf_counter() - record.began, record))

    def close(self) -> None:
        """Write what is left, for up to a second."""
        if self._thread.is_alive():
            self._lines.put(None)
            self._thread.join(1.0)

    def _write(self) -> None:
        """Write lines, many at once, so that writing seldom takes the interpreter from requests."""
        while (first := self._lines.get()) is not None:
            time.sleep(WAKE)
            text = "".join(self._text(*ended) for ended in self._following(first))
            if lost := self._lost:
                self._lost = 0
                text += _line("warning", "log", time.time(), {"lost": lost})
            try:
                if self._stream is not None:
                    self._stream.write(text)
                    self._stream.flush()
            except (OSError, ValueError):
                return

    def _following(self, first: Ended) -> Iterator[Ended]:
        """Yield a line and those that wait behind it."""
        yield first
        for _ in range(min(self._lines.qsize(), AT_ONCE)):
            following = self._lines.get()
            if following is None:
                self._lines.put(None)
                return
            yield following

    def _text(self, when: float, seconds: float, record: Record) -> str:
        """Return the line of a request, as :func:`_line` would, but several times as fast."""
        if (second := int(when)) != self._second[0]:
            moment = datetime.datetime.fromtimestamp(second, datetime.UTC)
            self._second = second, moment.strftime("%Y-%m-%dT%H:%M:%S")
        rows = "null" if record.rows is None else record.rows
        query = ""
        if self._queries and record.query is not None:
            query = f', "query": {json.dumps(record.query[:LONGEST_QUERY])}'
        return (
            f'{{"time": "{self._second[1]}.{int((when - second) * 1000):03}+00:00",'
            f' "level": "info", "event": "request", "id": "{record.id}",'
            f' "method": {_quoted(record.method)}, "route": {_quoted(record.route)},'
            f' "status": {record.status}, "milliseconds": {round(seconds * 1000, 2)},'
            f' "workerMilliseconds": {round(record.seconds * 1000, 2)}, "rows": {rows},'
            f' "bytes": {record.size}, "cached": {"true" if record.cached else "false"},'
            f' "client": "{self._pseudonym(record.client)}"{query}}}\n'
        )

    def _pseudonym(self, client: str) -> str:
        """Return a name for a client that holds as long as this process and tells no address."""
        name = self._pseudonyms.get(client)
        if name is None:
            if len(self._pseudonyms) >= MOST_CLIENTS:
                self._pseudonyms.clear()
            digest = hashlib.blake2b(client.encode(), key=self._salt, digest_size=6)
            name = self._pseudonyms[client] = digest.hexdigest()
        return name


@lru_cache(256)
def _quoted(text: str) -> str:
    return json.dumps(text)


class JsonFormatter(logging.Formatter):
    """A message of the program as a line of the same log."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        fields = {"logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        return _line(record.levelname.lower(), "message", record.created, fields).rstrip("\n")


def write_json_logs() -> None:
    """Let every message of this process be a JSON line on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().handlers = [handler]


def _line(level: str, event: str, when: float, fields: dict[str, Any]) -> str:
    moment = datetime.datetime.fromtimestamp(when, datetime.UTC).isoformat(timespec="milliseconds")
    return json.dumps({"time": moment, "level": level, "event": event, **fields}) + "\n"
