"""Answers given before, in front of Flask: bounded, and bound to the release that gave them.

An answer is kept when it is whole, public and has a validator; its key is the release and all
of the request that the answer depends on.  So nothing ever has to be thrown out for being old.
"""

import collections
from dataclasses import dataclass

from kgservice.web.records import Record
from kgservice.web.rsgi import Scope

LARGEST_BODY = 16 * 1024
LARGEST_ANSWER = 512 * 1024
OVERHEAD = 1024
DEPENDS_ON = (
    "accept",
    "accept-datetime",
    "accept-encoding",
    "accept-language",
    "content-type",
    "host",
    "x-forwarded-host",
    "x-forwarded-prefix",
    "x-forwarded-proto",
)
BYPASSED_BY = ("if-none-match", "cache-control", "range", "authorization", "cookie")

Key = tuple[str | bytes | None, ...]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A whole answer of status 200."""

    headers: list[tuple[str, str]]
    body: bytes
    record: Record | None = None


class AnswerCache:
    """The answers used last; for one thread.

    :param size: bytes that all of them may take
    :ivar hits: how often one was found
    :ivar misses: how often none was
    """

    def __init__(self, size: int) -> None:
        self.hits = 0
        self.misses = 0
        self._room = size
        self._size = size
        self._answers: collections.OrderedDict[Key, KeptAnswer] = collections.OrderedDict()

    def key(self, scope: Scope, body: bytes) -> Key | None:
        """Return what an answer to this request depends on beside the release.

        :param scope: head of the request
        :param body: its body
        :returns: ``None`` for a request whose answer is neither kept nor taken from here
        """
        if not self._size or scope.method not in ("GET", "POST") or len(body) > LARGEST_BODY:
            return None
        field = scope.headers.get
        if any(map(field, BYPASSED_BY)):
            return None
        request = (scope.scheme, scope.method, scope.path, scope.query_string, body)
        return (*request, *map(field, DEPENDS_ON))

    def get(self, release: str, key: Key) -> KeptAnswer | None:
        """Return the answer that a release gave to a request."""
        found = self._answers.get((release, *key))
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._answers.move_to_end((release, *key))
        return found

    def keep(
        self, key: Key, headers: list[tuple[str, str]], body: bytes, record: Record | None = None
    ) -> None:
        """Keep an answer of status 200, if it may be given again.

        :param key: what :meth:`key` returned
        :param headers: of the answer; names in lower case
        :param body: of the answer
        :param record: of the request that it answered
        """
        fields = dict(headers)
        release = fields.get("x-release")
        public = fields.get("cache-control", "").startswith("public") and "etag" in fields
        if release is None or not public or len(body) > LARGEST_ANSWER:
            return
        whole = (release, *key)
        if whole in self._answers:
            return
        self._answers[whole] = KeptAnswer(headers, body, record)
        self._room -= _size(whole, body)
        while self._room < 0:
            oldest, answer = self._answers.popitem(last=False)
            self._room += _size(oldest, answer.body)


def _size(key: Key, body: bytes) -> int:
    return len(body) + OVERHEAD + sum(map(len, filter(None, key)))
