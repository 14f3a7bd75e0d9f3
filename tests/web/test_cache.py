"""The cache in front of Flask gives an answer again only to the same request and release."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kgservice.web.cache import OVERHEAD, AnswerCache
from tests.serving import Served, serving

HEADERS = [("x-release", "r1"), ("cache-control", "public, no-cache"), ("etag", 'W/"a"')]


@dataclass
class FakeScope:
    """The head of a request."""

    method: str = "GET"
    path: str = "/sparql"
    query_string: str = "query=ASK%7B%7D"
    scheme: str = "http"
    headers: dict[str, str] = field(default_factory=lambda: {"host": "x", "accept": "*/*"})


def kept(cache: AnswerCache, scope: FakeScope, release: str = "r1", body: bytes = b"") -> bytes:
    key = cache.key(scope, body)  # type: ignore[arg-type]
    found = key and cache.get(release, key)
    return found.body if found else b""


@pytest.fixture
def cache() -> AnswerCache:
    """Return a cache that has one answer."""
    filled = AnswerCache(1_000_000)
    key = filled.key(FakeScope(), b"")  # type: ignore[arg-type]
    assert key is not None
    filled.keep(key, HEADERS, b"answer")
    return filled


def test_the_same_request_is_answered(cache: AnswerCache) -> None:
    assert kept(cache, FakeScope()) == b"answer"
    assert (cache.hits, cache.misses) == (1, 0)


@pytest.mark.parametrize(
    "other",
    [
        FakeScope(method="POST"),
        FakeScope(method="HEAD"),
        FakeScope(path="/graphs"),
        FakeScope(query_string="query=ASK%7B%7D&timeout=1"),
        FakeScope(scheme="https"),
        FakeScope(headers={"host": "y", "accept": "*/*"}),
        FakeScope(headers={"host": "x", "accept": "text/csv"}),
        FakeScope(headers={"host": "x", "accept": "*/*", "accept-encoding": "br"}),
        FakeScope(headers={"host": "x", "accept": "*/*", "x-forwarded-proto": "https"}),
        FakeScope(headers={"host": "x", "accept": "*/*", "if-none-match": "*"}),
        FakeScope(headers={"host": "x", "accept": "*/*", "cache-control": "no-cache"}),
        FakeScope(headers={"host": "x", "accept": "*/*", "authorization": "Basic x"}),
    ],
    ids=str,
)
def test_another_request_is_not(cache: AnswerCache, other: FakeScope) -> None:
    assert kept(cache, other) == b""


def test_another_release_or_body_is_not(cache: AnswerCache) -> None:
    assert kept(cache, FakeScope(), release="r2") == b""
    assert kept(cache, FakeScope(), body=b"x") == b""


@pytest.mark.parametrize("missing", ["x-release", "cache-control", "etag"])
def test_what_is_not_public_is_not_kept(missing: str) -> None:
    cache = AnswerCache(1_000_000)
    key = cache.key(FakeScope(), b"")  # type: ignore[arg-type]
    assert key is not None
    cache.keep(key, [pair for pair in HEADERS if pair[0] != missing], b"answer")
    assert kept(cache, FakeScope()) == b""


def test_it_is_bounded() -> None:
    cache = AnswerCache(10 * (OVERHEAD + 1100))
    scopes = [FakeScope(query_string=f"query={number}") for number in range(100)]
    for scope in scopes:
        key = cache.key(scope, b"")  # type: ignore[arg-type]
        assert key is not None
        cache.keep(key, HEADERS, bytes(1000))
    found = [scope for scope in scopes if kept(cache, scope)]
    assert found == scopes[-len(found) :]
    assert 8 <= len(found) <= 10


def test_it_can_be_off() -> None:
    assert AnswerCache(0).key(FakeScope(), b"") is None  # type: ignore[arg-type]


def test_served_answers_are_the_same_again(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text('<urn:x:a> <urn:x:b> "c" .', encoding="utf-8")

    def same(served: Served, text: str) -> bool:
        first, second = (served.query(text, "text/csv") for _ in range(2))
        assert first.status == second.status == 200
        drop = {"date", "x-request-id"}
        headers = [{k: v for k, v in r.headers.items() if k not in drop} for r in (first, second)]
        return first.body == second.body and headers[0] == headers[1]

    with serving(path) as served:
        assert same(served, "SELECT * WHERE { ?s ?p ?o }")
        assert not same(served, "SELECT (UUID() AS ?x) WHERE {}")
        assert served.query("SELECT").status == served.query("SELECT").status == 400
