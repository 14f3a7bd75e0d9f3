"""Queries that the gateway answers itself, without Flask and without a thread.

It takes what an embedded store can answer at once: short queries about the present from clients
that read data.  Everything else is left to Flask, which answers in the same words: both read
parameters, negotiate, limit and reply with the same functions.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from flask import Flask

from kgservice.errors import KgServiceError
from kgservice.store.embedded import EmbeddedStore
from kgservice.web.answers import Pieces, Reply
from kgservice.web.asking import Charged, limiter_of
from kgservice.web.heads import FIXED, Head, head_of_scope
from kgservice.web.negotiation import choose
from kgservice.web.parameters import read_operation
from kgservice.web.problems import PROBLEM_OFFERS, problem_of, render, unexpected
from kgservice.web.protocol import Question, settle
from kgservice.web.records import Record
from kgservice.web.rsgi import Scope
from kgservice.web.service import endpoint, settings_of
from kgservice.web.wsgi import Answer, behind_proxies, environ_of

PATH = "/sparql"
VIEW = "sparql.sparql"
METHODS = frozenset(("GET", "HEAD", "POST"))
ADDRESS = ("host", "x-forwarded-host", "x-forwarded-prefix", "x-forwarded-proto")
LONGEST = 8192
LARGE = 64 * 1024
MOST_ADDRESSES = 256


class DirectQueries:
    """Answers queries in the event loop of the gateway.

    :param app: the application that answers everything else
    :param store: what answers
    """

    def __init__(self, app: Flask, store: EmbeddedStore) -> None:
        self._app = app
        self._store = store
        self._limiter = limiter_of(app)
        self._max_query = settings_of(app).max_query
        self._calls = bool(settings_of(app).service_endpoints)
        self._proxies = settings_of(app).proxies
        self._bases: dict[tuple[str | None, ...], str] = {}

    async def answer(
        self, scope: Scope, body: bytes, record: Record, gone: Callable[[], bool]
    ) -> Answer | None:
        """Answer a request if it is a query that can be answered here.

        :param scope: head of the request
        :param body: its body
        :param record: of the request
        :param gone: tells whether the client went away
        :returns: the answer, ``None`` for a request that is Flask's
        """
        if scope.path != PATH or scope.method not in METHODS:
            return None
        if len(body) > LONGEST or len(scope.query_string) > LONGEST:
            return None  # reading it would hold up the loop
        head = head_of_scope(scope, record.client, body)
        offer = choose(head.accept, PROBLEM_OFFERS)
        if offer is not None and offer.writes == "html":
            return None
        record.route = PATH
        try:
            operation = read_operation(head, self._max_query)
            if operation.query is None or operation.as_of is not None:
                return None
            if self._calls and "SERVICE" in operation.query.upper():
                return None
            question = settle(operation, head, self._base(scope), frozenset())
            return _answer(await self._reply(head, question, record, gone))
        except KgServiceError as error:
            problem = problem_of(error)
            if problem.status == 500:
                self._app.logger.error("%s", error, exc_info=error)
        except Exception as error:
            problem = unexpected()
            self._app.logger.error("unexpected error", exc_info=error)
        status, fields, content = render(problem, head.accept)
        headers = [(name.lower(), value) for name, value in fields.items()]
        headers += [("content-length", str(len(content))), *FIXED]
        return Answer(status, headers, (content,))

    async def _reply(
        self, head: Head, question: Question, record: Record, gone: Callable[[], bool]
    ) -> Reply:
        if known := question.known(head, self._store.release):
            return known
        with Charged(self._limiter, head.client, record):
            record.query = question.request.text
            result = await self._store.answer(question.request, gone)
            record.rows = result.rows
        if result.size < LARGE:
            return question.reply(head, result)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, question.reply, head, result)

    def _base(self, scope: Scope) -> str:
        """Return the IRI of the endpoint as Flask finds it for a request with these headers."""
        key = (scope.scheme, scope.authority, *map(scope.headers.get, ADDRESS))
        if (base := self._bases.get(key)) is None:
            if len(self._bases) >= MOST_ADDRESSES:
                self._bases.clear()
            base = self._bases[key] = self._found_base(environ_of(scope, b""))
        return base

    def _found_base(self, environ: dict[str, Any]) -> str:
        found: list[str] = []

        def note(trusted: dict[str, Any], _: object) -> tuple[()]:
            with self._app.request_context(trusted):
                found.append(endpoint(VIEW))
            return ()

        behind_proxies(note, self._proxies)(environ, Answer().start)
        return found[0]


def _answer(reply: Reply) -> Answer:
    pieces = () if reply.body is None else Pieces(reply.body)
    return Answer(reply.status, [*reply.headers, *FIXED], pieces)
