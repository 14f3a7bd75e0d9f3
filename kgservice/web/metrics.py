"""What the service counts, in the text format of Prometheus."""

import time
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kgservice.errors import KgServiceError
from kgservice.store.base import Store
from kgservice.web.cache import AnswerCache
from kgservice.web.records import Record

METRICS = "kgservice.metrics"
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counters of one running service.

    :param store: whose workers and queue are counted
    :param cache: of answers given before
    """

    def __init__(self, store: Store, cache: AnswerCache) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "kgservice_requests",
            "Requests that are over; status 499: the client went away.",
            ("route", "status"),
            registry=self._registry,
        )
        self._latency = Histogram(
            "kgservice_request_seconds",
            "Time from head of the request to end of its answer.",
            ("route",),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._worker_seconds = Counter(
            "kgservice_worker_seconds",
            "Time that workers spent on queries.",
            registry=self._registry,
        )
        self._registry.register(_Activity(store, cache))
        self._known: dict[tuple[str, int], tuple[Counter, Histogram]] = {}

    def observe(self, record: Record) -> None:
        """Count a request that is over."""
        known = self._known.get((record.route, record.status))
        if known is None:
            count = self._requests.labels(record.route, record.status)
            known = self._known[record.route, record.status] = (
                count,
                self._latency.labels(record.route),
            )
        count, latency = known
        count.inc()
        latency.observe(time.perf_counter() - record.began)
        if record.seconds:
            self._worker_seconds.inc(record.seconds)

    def text(self) -> bytes:
        """Return everything as Prometheus reads it."""
        return generate_latest(self._registry)


class _Activity(Collector):
    """What store and cache count themselves, read when it is asked for."""

    def __init__(self, store: Store, cache: AnswerCache) -> None:
        self._store = store
        self._cache = cache

    def collect(self) -> Iterable[Metric]:
        """Yield the counters."""
        found = self._store.activity()
        gauges = (
            ("workers", "Query processes.", found.workers),
            ("workers_idle", "Query processes that are free.", found.idle),
            ("queue_length", "Requests that wait for a worker.", found.waiting),
        )
        counters = (
            ("queries_answered", "Queries that a worker answered or refused.", found.answered),
            ("workers_killed", "Query processes that were ended within a query.", found.killed),
            ("workers_replaced", "Query processes started in place of lost ones.", found.replaced),
            ("cache_hits", "Answers given again without asking a worker.", self._cache.hits),
            ("cache_misses", "Requests whose answer was not kept.", self._cache.misses),
        )
        for name, text, value in gauges:
            yield GaugeMetricFamily(f"kgservice_{name}", text, value)
        for name, text, value in counters:
            yield CounterMetricFamily(f"kgservice_{name}", text, value)
        release = GaugeMetricFamily(
            "kgservice_release_info", "The release that is served.", labels=("release",)
        )
        try:
            release.add_metric((self._store.release(),), 1)
        except KgServiceError:
            return
        yield release
