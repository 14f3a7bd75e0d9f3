"""What operators see of a running service: metrics, the log, and the share of each client."""

import contextlib
import io
import json
import logging
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from kgservice.web.records import JsonFormatter, Record, RequestLog
from tests.serving import Served, serving

LOOKUP = "SELECT ?o WHERE { <urn:x:a> <urn:x:b> ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(
    f"VALUES ?x{i} {{ {' '.join(map(str, range(100)))} }}" for i in range(5)
)
SLOW += " }"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a file with one triple."""
    path = tmp_path / "data.ttl"
    path.write_text('<urn:x:a> <urn:x:b> "c" .', encoding="utf-8")
    return path


@contextlib.contextmanager
def logged(data: Path, **settings: Any) -> Iterator[tuple[Served, list[dict[str, Any]]]]:  # noqa: ANN401
    """Serve, and have every request line of its log once it has stopped."""
    lines: list[dict[str, Any]] = []
    path = data.with_suffix(".log")
    with path.open("wb") as stream:
        with serving(data, settings=settings, seconds=0.3, stderr=stream) as served:
            yield served, lines
    for text in path.read_text(encoding="utf-8").splitlines():
        lines.append(json.loads(text))
    lines[:] = [line for line in lines if line["event"] == "request"]


def samples(served: Served) -> dict[str, float]:
    """Return each sample of the metrics under its name and labels."""
    reply = served.get("/metrics")
    assert reply.status == 200
    assert reply.media_type == "text/plain"
    return {
        sample.name + "".join(f",{v}" for _, v in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(reply.body.decode())
        for sample in family.samples
    }


def test_metrics_count_what_happened(data: Path) -> None:
    with serving(data, workers=3, seconds=0.3) as served:
        before = samples(served)
        for _ in range(3):
            assert served.query(LOOKUP).status == 200
        assert served.query("SELECT").status == 400
        assert served.query(SLOW).status == 503
        assert served.get("/absent/one").status == served.get("/absent/two").status == 404
        after = samples(served)

    def more(name: str) -> float:
        return after.get(name, 0.0) - before.get(name, 0.0)

    assert more("kgservice_requests_total,/sparql,200") == 3
    assert more("kgservice_requests_total,/sparql,400") == 1
    assert more("kgservice_requests_total,/sparql,503") == 1
    assert more("kgservice_requests_total,unknown,404") == 2
    assert more("kgservice_request_seconds_count,/sparql") == 5
    assert more("kgservice_request_seconds_bucket,0.25,/sparql") == 4
    assert more("kgservice_cache_hits_total") == 2
    assert more("kgservice_cache_misses_total") >= 1
    assert more("kgservice_workers_killed_total") == 1
    assert more("kgservice_workers_replaced_total") == 1
    assert more("kgservice_worker_seconds_total") >= 0.3
    assert (after["kgservice_workers"], after["kgservice_queue_length"]) == (3, 0)
    (release,) = [name for name in after if name.startswith("kgservice_release_info")]
    assert release.startswith("kgservice_release_info,dataset-")


def test_each_request_is_a_line_without_its_text(data: Path) -> None:
    with logged(data) as (served, lines):
        reply = served.query(LOOKUP, "text/csv")
        served.query(LOOKUP, "text/csv")
        served.query("SELECT")
        served.query(SLOW)
        served.ask("GET", "/graphs?default", headers={"X-Request-ID": "mine-1"})
        head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99000000\r\n\r\n"
        assert served.raw(head).startswith(b"HTTP/1.1 413")
    asked = [line for line in lines if line["route"] != "/readyz"]
    routes = [(line["route"], line["status"], line["cached"]) for line in asked]
    assert routes == [
        ("/sparql", 200, False),
        ("/sparql", 200, True),
        ("/sparql", 400, False),
        ("/sparql", 503, False),
        ("/graphs", 200, False),
        ("refused", 413, False),
    ]
    assert asked[0]["rows"] == asked[1]["rows"] == 1
    assert asked[0]["bytes"] == len(reply.body)
    assert asked[0]["id"] == reply.headers["x-request-id"] != asked[1]["id"]
    assert asked[4]["id"] == "mine-1"
    assert asked[3]["workerMilliseconds"] >= 300
    assert all("query" not in line for line in lines)
    assert all(re.fullmatch("[0-9a-f]{12}", line["client"]) for line in lines)
    assert "127.0.0.1" not in json.dumps(lines)


def test_the_text_is_logged_where_it_is_asked_for(data: Path) -> None:
    with logged(data, log_queries=True) as (served, lines):
        served.query(LOOKUP)
        served.query(LOOKUP)
    assert [line["query"] for line in lines if line["route"] == "/sparql"] == [LOOKUP, LOOKUP]


def test_no_request_is_logged_where_that_is_not_wanted(data: Path) -> None:
    with logged(data, log_requests=False) as (served, lines):
        served.query(LOOKUP)
    assert lines == []


@pytest.mark.parametrize("given", ["a b", "x" * 65, "a\tb", 'a"b'])
def test_an_odd_request_id_is_replaced(data: Path, given: str) -> None:
    with serving(data) as served:
        reply = served.ask("GET", "/livez", headers={"X-Request-ID": given})
        assert re.fullmatch("[0-9a-f]{16}", reply.headers["x-request-id"])


def test_a_client_that_used_its_time_waits(data: Path) -> None:
    settings = {"client_seconds": 0.2, "proxies": 1}
    first, second = ({"X-Forwarded-For": f"203.0.113.9, 192.0.2.{n}"} for n in (1, 2))
    slow = "/sparql?query=" + SLOW.replace(" ", "%20").replace("?", "%3F").replace("{", "%7B")
    slow = slow.replace("}", "%7D")
    with serving(data, settings=settings, seconds=0.3) as served:
        assert served.ask("GET", slow, headers=first).status == 503
        reply = served.ask("GET", slow, headers=first)
        assert (reply.status, reply.slug) == (429, "rate-limit")
        assert int(reply.headers["retry-after"]) == reply.problem["retryAfter"] >= 1
        assert served.ask("GET", "/graphs?default", headers=first).status == 429
        assert served.ask("GET", "/graphs?default", headers=second).status == 200
        spoofed = {"X-Forwarded-For": "192.0.2.7, 192.0.2.1"}
        assert served.ask("GET", "/sparql", headers=spoofed).status == 429
        assert served.ask("GET", "/readyz", headers=first).status == 200


def test_without_proxies_nobody_may_say_who_asks(data: Path) -> None:
    with serving(data, settings={"client_seconds": 0.2}, seconds=0.3) as served:
        assert served.query(SLOW).status == 503
        spoofed = {"X-Forwarded-For": "192.0.2.7"}
        assert served.ask("GET", "/graphs?default", headers=spoofed).status == 429


class Stalled(io.StringIO):
    """A stream whose reader has stopped reading."""

    def write(self, _: str) -> int:
        """Take no line."""
        time.sleep(60)
        return 0


def test_a_log_that_nobody_reads_does_not_stop_the_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kgservice.web.records.MOST_LINES", 10)
    log = RequestLog(Stalled(), queries=False)
    begin = time.monotonic()
    for _ in range(1000):
        log.add(Record("i", "c", "GET", 0.0))
    assert time.monotonic() - begin < 30  # it would take 60 s a line
    assert log._lost >= 980


def test_messages_are_lines_of_the_same_form() -> None:
    try:
        raise ValueError("line one\nline two")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "a %s", ("b",), sys.exc_info())
    text = JsonFormatter().format(record)
    assert "\n" not in text
    line = json.loads(text)
    assert (line["level"], line["logger"], line["message"]) == ("error", "x", "a b")
    assert "line two" in line["exception"]
