"""The gateway without a server: bodies that come too slowly."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from kgservice.web.cache import AnswerCache
from kgservice.web.gateway import Gateway, Observation
from kgservice.web.records import RequestLog


@dataclass
class SlowScope:
    """A request that announces a body."""

    proto: str = "http"
    method: str = "POST"
    client: str = "192.0.2.1:5000"
    headers: dict[str, str] = field(default_factory=lambda: {"content-length": "1000"})


class SlowProtocol:
    """A client that sends a byte now and then, for ever."""

    def __init__(self) -> None:
        self.replies: list[tuple[int, list[tuple[str, str]], bytes]] = []

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield a byte now and then."""
        while True:
            await asyncio.sleep(0.02)
            yield b"x"

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Keep what is answered."""
        self.replies.append((status, headers, body))


class Seen:
    """Metrics that keep the records they are told of."""

    def __init__(self) -> None:
        self.records: list[Any] = []

    def observe(self, record: Any) -> None:  # noqa: ANN401 - stands in for Metrics
        """Keep the record."""
        self.records.append(record)


def test_a_slow_body_ends_with_408(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgservice.web.gateway.BODY_SECONDS", 0.2)
    seen, protocol = Seen(), SlowProtocol()
    observation = Observation(seen, RequestLog(None, queries=False))  # type: ignore[arg-type]
    gateway = Gateway(lambda *_: [], 10_000, 1, AnswerCache(0), lambda: "r1", observation)
    asyncio.run(gateway.__rsgi__(SlowScope(), protocol))  # type: ignore[arg-type]
    gateway.close()
    ((status, headers, body),) = protocol.replies
    assert status == json.loads(body)["status"] == 408
    assert json.loads(body)["type"].endswith("/slow-body")
    assert "0.2 seconds" in json.loads(body)["detail"]
    assert ("connection", "close") in headers
    assert [(r.status, r.route) for r in seen.records] == [(408, "refused")]
    assert gateway.running == 0
