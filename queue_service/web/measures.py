"""The service's metrics, named by Prometheus' conventions; what each means for the hall stands in
`docs/running-a-hall.md`.

Counts are kept as things happen. What can be read off the hall is read when Prometheus asks, and is the same at every
process that serves the hall. Labels are few: a country has 3,400 sites, so none has a label beside the site but paper.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from queue_service.domain.hall import Hall, SlipState
from queue_service.store.tables import SCHEMA
from queue_service.store.writer import BATCH

SHORT_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)
LONG_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Measures:
    """A registry of its own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Info("queue_build", "The program and the schema it runs on", registry=registry).info(
            {"version": version("queue-service"), "schema": SCHEMA}
        )
        self.seconds = Histogram(
            "queue_http_request_seconds",
            "Time to the answer, and by its count the requests answered",
            ["method", "route", "status"],
            buckets=LONG_S,
            registry=registry,
        )
        self.answered = cache(self.seconds.labels)  # the series of a method, a route and a status
        self.refusals = Counter(
            "queue_refusals", "Requests answered with a problem, by its code", ["code"], registry=registry
        )
        self.sent_away = Counter(
            "queue_sent_away",
            "Requests refused at the door because too many were inside",
            registry=registry,
        )
        self.listeners = Gauge("queue_listeners", "Open sockets of the live feed", registry=registry)
        self.too_slow = Counter(
            "queue_listeners_too_slow", "Sockets let go because they fell behind", registry=registry
        )
        self.batch = Histogram(
            "queue_writer_batch_commands",
            "Commands committed together",
            buckets=[2**n for n in range(BATCH.bit_length())],
            registry=registry,
        )
        self.commit = Histogram(
            "queue_writer_commit_seconds",
            "Time until the database has a batch on its disk",
            buckets=SHORT_S,
            registry=registry,
        )
        self._read_off = _ReadOff()
        registry.register(self._read_off)

    def committed(self, commands: int, took_s: float) -> None:
        self.batch.observe(commands)
        self.commit.observe(took_s)

    def read_off(
        self, halls: Iterable[Hall], now: datetime, *, depth: int, up: dict[str, bool], folder: Path | None
    ) -> None:
        """Before `text`, from the event loop: what stands in the halls at this moment.

        `up` says which parts answer; `folder` is where an embedded database lies.
        """
        self._read_off.families = [
            _family("queue_writer_depth", "Commands that wait for the writer", {(): depth}),
            _family(
                "queue_part_up",
                "1 while the part answers",
                {(part,): float(is_up) for part, is_up in up.items()},
                "part",
            ),
            *_of_halls(list(halls), now),
            *_of_disk(folder),
        ]

    def text(self) -> bytes:
        """Prometheus' text format; may be made in a thread."""
        return generate_latest(self.registry)


class _ReadOff(Collector):
    def __init__(self) -> None:
        self.families: list[Metric] = []

    def collect(self) -> Iterable[Metric]:
        return self.families


def _of_halls(halls: list[Hall], now: datetime) -> list[Metric]:
    slips: dict[tuple[str, ...], float] = {
        (hall.site.id, state.value): 0 for hall in halls for state in SlipState
    }
    for hall in halls:
        for slip in hall.slips.values():
            slips[hall.site.id, slip.state.value] += 1
    return [
        _family(
            "queue_log_seq", "Last event of the site's log", {(h.site.id,): h.seq for h in halls}, "site"
        ),
        _family(
            "queue_tickets_waiting",
            "Tickets that wait",
            {(h.site.id,): sum(map(len, h.lines.values())) for h in halls},
            "site",
        ),
        _family(
            "queue_longest_wait_seconds",
            "How long the first of the lines have waited, at most",
            {(h.site.id,): _longest_wait_s(h, now) for h in halls},
            "site",
        ),
        _family("queue_slips", "Slips of the day by their state", slips, "site", "state"),
        _family(
            "queue_devices_in_trouble",
            "Printers that are lost or report a problem",
            {(h.site.id,): len(h.troubles) for h in halls},
            "site",
        ),
    ]


def _of_disk(folder: Path | None) -> list[Metric]:
    if folder is None:
        return []
    free = shutil.disk_usage(folder).free
    return [_family("queue_database_free_bytes", "Room on the disk of the embedded database", {(): free})]


def _longest_wait_s(hall: Hall, now: datetime) -> float:
    """By the first ticket of each rank of each line: a look at all who wait would grow with them."""
    waits = [
        now - hall.tickets[line.tickets[rank[0]]].issued_at
        for line in hall.lines.values()
        for rank in (line.front, line.priority, line.normal)
        if rank
    ]
    return max(waits, default=timedelta()).total_seconds()


def _family(name: str, meaning: str, values: dict[tuple[str, ...], float], *labels: str) -> Metric:
    family = GaugeMetricFamily(name, meaning, labels=labels)
    for label_values, value in values.items():
        family.add_metric(label_values, value)
    return family
