"""How long the look-ahead takes, for all services at once, however many wait."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path

from bench.figure import Figure
from queue_service.commands.counter_state import open_counter
from queue_service.commands.issue_ticket import issue_ticket
from queue_service.domain.events import Fact, seal
from queue_service.domain.forecast import forecast
from queue_service.domain.hall import Hall
from queue_service.sites.site_file import load_site_file

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # a Tuesday, nine in the hall
WAITING = (60, 600, 6_000)
RUNS = 9


def measure(folder: Path) -> list[Figure]:
    with as_file(files("queue_service.sites") / "lam-dong.toml") as path:
        hall = Hall.of(load_site_file(path).site)
    for counter in hall.site.counters:
        _happen(hall, open_counter(hall, NOW, counter=counter.number))
    return [_figure(hall, waiting) for waiting in WAITING]


def _figure(hall: Hall, waiting: int) -> Figure:
    services = [service.id for service in hall.site.services]
    while sum(len(line) for line in hall.lines.values()) < waiting:
        priority = hall.site.priority_classes[0].id if hall.seq % 9 == 0 else "normal"
        _happen(
            hall, issue_ticket(hall, NOW, service=services[hall.seq * 7 % len(services)], priority=priority)
        )
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        forecast(hall, NOW)
        times.append((time.perf_counter() - began) * 1000)
    return Figure(
        f"forecast of all services, {waiting:,} waiting",
        "ms",
        tuple(times),
        limit_name="one core",
        reach="≤ 10 ms",
        digits=1,
    )


def _happen(hall: Hall, facts: list[Fact]) -> None:
    for fact in facts:
        hall.apply(
            seal(fact, site=hall.site.id, seq=hall.seq + 1, at=NOW, actor="bench", prev_hash=hall.head)
        )
