"""Does it stay fast: a full day of tickets, a million events in the log, a thousand listeners in memory."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from sqlalchemy import update

from bench.fan_out import LISTENERS, _Crowd, _Listener
from bench.figure import Figure
from bench.hall import API, SITE, Served, found, number, served
from bench.load import drive
from queue_service.domain.events import Event, EventType, Fact, seal
from queue_service.store import event_log
from queue_service.store.engine import writing_engine
from queue_service.store.tables import sites
from queue_service.tokens import Tokens

TICKETS = 20_000
EVENTS = 1_000_000
MEMORY_TICKETS = 10_000
PROBES = 300
PHONES = 10_000
HEARD_WITHIN_S = 3.0
RUNS = 5


def measure(folder: Path) -> list[Figure]:
    """One client, one request after another: latency, not throughput."""
    empty, full = (f"sqlite:///{folder / name}.db" for name in ("empty", "full"))
    tokens, more = found(empty), found(full)
    lengthen(full, EVENTS)
    with served(empty, tokens) as small, served(full, more) as large:
        asyncio.run(_take(large, TICKETS))
        slow, quick = [], []
        for _ in range(RUNS):
            quick.append(asyncio.run(_latency(small)))
            slow.append(asyncio.run(_latency(large)))
    ready = tuple(_seconds_to_ready(full, more) for _ in range(RUNS))
    memory = asyncio.run(_memory(folder))
    phones, heard = asyncio.run(_phones(folder))
    return [
        Figure(
            f"issue with {TICKETS:,} tickets of the day and {EVENTS:,} events",
            "ms",
            tuple(slow),
            tuple(quick),
            "an empty hall",
            "≤ 1.2",
            digits=2,
        ),
        Figure(
            f"start with {EVENTS:,} events, {TICKETS:,} of today, to ready",
            "s",
            ready,
            limit_name="one process",
            reach="≤ 2 s",
            digits=2,
        ),
        Figure(
            f"memory with {PHONES:,} phones, each on its own ticket",
            "MB",
            (phones,),
            limit_name=f"one process; a call was told to {heard} of them",
            reach="≤ 250 MB",
        ),
        Figure(
            f"memory with {LISTENERS:,} listeners and {MEMORY_TICKETS:,} tickets of the day",
            "MB",
            (memory,),
            limit_name="one process",
            reach="≤ 150 MB",
        ),
    ]


async def _take(hall: Served, count: int) -> None:
    await drive(hall.port, 64, count, lambda n: number(hall.tokens, n))


async def _latency(hall: Served) -> float:
    _, latencies = await drive(hall.port, 1, PROBES, lambda n: number(hall.tokens, n))
    return median(latencies) * 1000


def _seconds_to_ready(url: str, tokens: dict[str, str]) -> float:
    began = time.perf_counter()
    with served(url, tokens):
        return time.perf_counter() - began


async def _phones(folder: Path) -> tuple[float, int]:
    """Megabytes of a process that ten thousand phones listen to, and how many of them hear one call."""
    url = f"sqlite:///{folder / 'phones.db'}"
    with served(url, found(url)) as hall:
        with hall.client("kiosk") as kiosk:
            first = kiosk.post("/tickets", json={"service": "dat-dai"}).json()
        await _take(hall, PHONES - 1)
        tokens = Tokens(hall.key)
        crowd = _Crowd(PHONES)
        loop = asyncio.get_running_loop()
        for n in range(1, PHONES + 1):
            ticket = f"{first['id'].partition('-')[0]}-{first['prefix']}{n:03d}"
            path = f"{API}/live?topics=ticket:{tokens.of_ticket(SITE, ticket)}"
            await loop.create_connection(lambda path=path: _Listener(path, crowd), "127.0.0.1", hall.port)
        await crowd.last()
        memory = hall.process.memory_info().rss / 1e6
        crowd.expect(b'"event":"ticket.called"')
        with hall.client("counter") as officer:
            officer.post("/counters/6/open").raise_for_status()
            await asyncio.to_thread(officer.post, "/counters/6/call-next", timeout=30)
        await asyncio.sleep(HEARD_WITHIN_S)
        return memory, PHONES - crowd.missing


async def _memory(folder: Path) -> float:
    url = f"sqlite:///{folder / 'memory.db'}"
    with served(url, found(url)) as hall:
        await _take(hall, MEMORY_TICKETS)
        crowd = _Crowd(LISTENERS)
        await crowd.gather(hall.port, f"{API}/live?topics=board")
        await drive(hall.port, 1, 64, lambda n: number(hall.tokens, n))
        return hall.process.memory_info().rss / 1e6


@dataclass(slots=True)
class _Head:
    seq: int
    hash: str


def lengthen(url: str, count: int) -> None:
    """Fill the log with events of past days, chained as they must be, and close the last of them."""
    engine = writing_engine(url)
    with engine.begin() as connection:
        (last,) = list(event_log.all_after(connection, SITE, 0))[-1:]
        head = _Head(last.seq, last.hash)
        batch: list[Event] = []
        for event in _past(head, count):
            batch.append(event)
            if len(batch) == event_log.PAGE:
                event_log.append(connection, batch)
                batch.clear()
        if batch:
            event_log.append(connection, batch)
        connection.execute(
            update(sites)
            .where(sites.c.site_id == SITE)
            .values(seq=head.seq, head=head.hash, closed_seq=head.seq, closed_config_seq=1)
        )
    engine.dispose()


def _past(head: _Head, count: int) -> Iterator[Event]:
    at = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
    back = Fact(EventType.DEVICE_BACK, data={"device": "printer-1", "problem": "paper-low"})
    closed = Fact(EventType.DAY_CLOSED, data={"day": "2026-01-05", "numbers": {}})
    for past in range(count):
        fact = closed if past + 1 == count else back
        event = seal(fact, site=SITE, seq=head.seq + 1, at=at, actor="system", prev_hash=head.hash)
        head.seq, head.hash = event.seq, event.hash
        yield event
