"""The embedded store: releases on disk, answered by a pool of killable workers."""

import contextlib
import dataclasses
import datetime
import io
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from kgservice.errors import (
    EngineError,
    KgServiceError,
    QuerySyntaxError,
    QueryUnsupportedError,
    ReleaseError,
    ResultFormatError,
    RowLimitError,
    SizeLimitError,
    SpoolError,
)
from kgservice.store.base import Activity, Limits, QueryRequest, Result, never
from kgservice.store.inspection import inspect_query
from kgservice.store.loops import LoopThread
from kgservice.store.pool import WorkerPool
from kgservice.store.states import State, StateFolder, read_state, refuse_own_dataset
from kgservice.store.wire import Message
from kgservice.store.workers import Source, memory_error

logger = logging.getLogger(__name__)

PATIENCE = 5.0
RETRY = 30.0
PROBE = QueryRequest("ASK {}", "application/sparql-results+json", seconds=5.0)


class EmbeddedStore:
    """A store over workers.

    :param current: returns the release to answer from; asked before each query
    :param limits: what one query may cost
    :param workers: how many query processes
    :param patience: seconds a request may wait for one
    :param scratch: a folder that is removed when the store is closed
    :param spool: where large answers are kept until they are sent; the system's own if ``None``
    :param states: where the states of days are kept; without it only the present is answered
    """

    def __init__(
        self,
        current: Callable[[], Source],
        limits: Limits,
        workers: int,
        *,
        patience: float = PATIENCE,
        scratch: Path | None = None,
        spool: Path | None = None,
        states: StateFolder | None = None,
    ) -> None:
        self._current = current
        self._limits = limits
        self._scratch = scratch
        self._spool = str(spool) if spool else ""
        self._states = states
        self._changing = threading.Lock()
        self._refused: tuple[Source, float] | None = None
        self._loop = LoopThread()
        self._pool = WorkerPool(current(), workers, limits, patience)

    @property
    def limits(self) -> Limits:
        """What one query may cost at most."""
        return self._limits

    def query(self, request: QueryRequest, cancelled: Callable[[], bool] = never) -> Result:
        """Answer a query, completely or not at all; see :meth:`Store.query`."""
        if request.as_of is None:
            return self._loop.run(self.answer(request, cancelled))
        inspect_query(request.text)
        refuse_own_dataset(request.text, request.default_graphs + request.named_graphs)
        self._follow()
        limits = self._limits.lowered(request.seconds)
        with contextlib.ExitStack() as held:
            began, source = time.monotonic(), self._pool.source
            state, path = self._state(source, request.as_of, held, limits, cancelled)
            left = limits.lowered(max(1.0, limits.seconds - time.monotonic() + began))
            result = self._loop.run(self._answer(request, left, cancelled, str(path)))
        return dataclasses.replace(result, release=source.release, editions=state.editions)

    async def answer(self, request: QueryRequest, cancelled: Callable[[], bool] = never) -> Result:
        """Answer a query about the present in the running event loop, as :meth:`query` does.

        :param request: what is asked; names no day
        :param cancelled: looked at while waiting
        :returns: the whole answer
        :raises KgServiceError: as :meth:`Store.query` says
        """
        inspect_query(request.text)
        self._follow()
        return await self._answer(request, self._limits.lowered(request.seconds), cancelled)

    async def _answer(
        self,
        request: QueryRequest,
        limits: Limits,
        cancelled: Callable[[], bool],
        store: str | None = None,
    ) -> Result:
        """Let a worker answer, over its release or the state whose store is named."""
        question = {
            "text": request.text,
            "media_type": request.media_type,
            "base": request.base,
            "default_graphs": request.default_graphs,
            "named_graphs": request.named_graphs,
            "bindings": request.bindings,
            "rows": limits.rows,
            "size": limits.size,
            "folder": self._spool,
            "store": store,
        }
        reply, source = await self._pool.ask(question, limits, request.client, cancelled)
        if "failure" in reply.header:
            raise refusal(reply.header, request, limits)
        return Result(
            media_type=request.media_type,
            size=reply.header["size"],
            rows=reply.header["rows"],
            release=source.release,
            body=_body(reply),
        )

    def _state(
        self,
        source: Source,
        day: datetime.date,
        held: contextlib.ExitStack,
        limits: Limits,
        cancelled: Callable[[], bool],
    ) -> tuple[State, Path]:
        """Return the state of a release on a day, and its store, held until the stack is left."""
        if self._states is None:
            raise ReleaseError(f"{source.release} is no release, so it has no state of a day")
        state = read_state(source, day)
        if state.editions == state.present:
            return state, source.path
        hold = self._states.hold(source, state, limits.seconds, cancelled)
        return state, held.enter_context(hold)

    def release(self) -> str:
        """Return the id of the release that new queries are answered from."""
        self._follow()
        return self._pool.source.release

    def check(self) -> None:
        """Answer a trivial query; see :meth:`Store.check`."""
        self.query(PROBE).body.close()

    def activity(self) -> Activity:
        """Return the counters."""
        return self._pool.activity()

    def close(self) -> None:
        """End the workers and remove temporary files."""
        self._pool.close()
        self._loop.close()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _follow(self) -> None:
        """Begin to change to another release when there is one; go on with this one until then."""
        try:
            source = self._current()
        except ReleaseError:
            return
        if source == self._pool.source or not self._changing.acquire(blocking=False):
            return
        if self._refused and self._refused[0] == source and time.monotonic() < self._refused[1]:
            self._changing.release()
            return
        threading.Thread(target=self._change, args=[source], daemon=True).start()

    def _change(self, source: Source) -> None:
        try:
            self._pool.change(source)
        except KgServiceError:
            self._refused = (source, time.monotonic() + RETRY)
            logger.exception("release %s cannot be served; %s stays", source, self._pool.source)
        finally:
            self._changing.release()


class ReleaseFolder:
    """A folder of releases, of which the link ``current`` names one.

    :param folder: holds ``<id>/store`` for each release
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._pointer = str(self._folder / "current")
        self._known: tuple[str, Source] | None = None

    def current(self) -> Source:
        """Return the release that ``current`` names now; cheap, as every query asks.

        :returns: its id and the folder of its store
        :raises ReleaseError: if there is none, or it has no store
        """
        try:
            link = os.readlink(self._pointer)  # noqa: PTH115 - a path object costs ten times more
        except OSError:
            text = f"{self._pointer} names no release; expected a link to one"
            raise ReleaseError(text) from None
        if self._known is None or self._known[0] != link:
            self._known = (link, self._source(Path(link).name))
        return self._known[1]

    def _source(self, release: str) -> Source:
        path = self._folder / release / "store"
        if not path.is_dir():
            raise ReleaseError(f"{path} is missing; expected the store of release {release}")
        return Source(release, path)


def _body(reply: Message) -> BinaryIO:
    if reply.descriptor is None:
        return io.BytesIO(reply.payload)
    return os.fdopen(reply.descriptor, "rb")


def refusal(header: dict[str, Any], request: QueryRequest, limits: Limits) -> KgServiceError:
    """Return the error of a worker's refusal."""
    detail = header.get("detail", "")
    if header["failure"] == "syntax":
        return QuerySyntaxError(header["sentence"], header["line"], header["column"])
    match header["failure"]:
        case "unsupported":
            return QueryUnsupportedError(f"the query cannot be answered: {detail}")
        case "rows":
            text = f"the answer has more than {limits.rows:,} rows"
            return RowLimitError(text, "rows", limits.rows)
        case "size":
            text = f"the answer has more than {limits.size:,} bytes"
            return SizeLimitError(text, "bytes", limits.size)
        case "format":
            return ResultFormatError(
                f"the answer contains {detail}, which {request.media_type} cannot carry;"
                " ask for another media type"
            )
        case "memory":
            return memory_error(limits)
        case "spool":
            return SpoolError(f"the answer could not be kept: {detail}")
    return EngineError(f"the engine failed: {detail}")
