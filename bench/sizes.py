"""Does latency stay flat as a hall grows: tickets of the day, events in the log, listeners."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.fan_out import _Crowd
from bench.figure import Figure
from bench.growth import lengthen
from bench.hall import API, Served, found, number, served
from bench.load import drive, post

TICKETS = (100, 1_000, 10_000, 100_000)
EVENTS = (10_000, 100_000, 1_000_000)
LISTENERS = (10, 100, 1_000, 10_000)
PROBES = 60
PAUSE_S = 0.05  # a busy hall's pace, and time for the last of many listeners to hear

Latencies = dict[str, dict[int, float]]  # milliseconds by command and size


def measure(folder: Path) -> list[Figure]:
    """The largest beside the smallest; the sizes between are in the chart."""
    grown = {
        "tickets of the day": _over_tickets(folder),
        "events in the log": _over_events(folder),
        "listeners": _over_listeners(folder),
    }
    (folder / "sizes.chart").write_text("\n".join(_chart(what, by) for what, by in grown.items()))
    return [_figure(what, command, sizes) for what, by in grown.items() for command, sizes in by.items()]


def _figure(what: str, command: str, sizes: dict[int, float]) -> Figure:
    fewest, most = min(sizes), max(sizes)
    told = ", ".join(f"{size:,}: {ms:.1f}" for size, ms in sizes.items())
    return Figure(
        f"{command} with {most:,} {what} ({told})",
        "ms",
        (sizes[most],),
        (sizes[fewest],),
        f"with {fewest:,}",
        "≤ 1.2",
        digits=2,
    )


def _chart(what: str, by: Latencies) -> str:
    sizes = ", ".join(f'"{size:,}"' for size in next(iter(by.values())))
    top = max(1.0, *(ms for values in by.values() for ms in values.values())) * 1.2
    lines = [f"    line [{', '.join(f'{ms:.2f}' for ms in values.values())}]" for values in by.values()]
    return "\n".join(
        (
            "```mermaid",
            "xychart-beta",
            f'    title "Milliseconds to take a number, and to call, by {what}"',
            f"    x-axis [{sizes}]",
            f'    y-axis "ms" 0 --> {top:.1f}',
            *lines,
            "```",
        )
    )


def _over_tickets(folder: Path) -> Latencies:
    url = f"sqlite:///{folder / 'tickets.db'}"
    with _at_work(url) as hall:
        return _gathered((size, _grown(hall, size)) for size in TICKETS)


def _grown(hall: Served, size: int) -> Served:
    with hall.client("supervisor") as supervisor:
        there = supervisor.get("/board").json()["seq"]
    asyncio.run(drive(hall.port, 64, max(0, size - there), lambda n: number(hall.tokens, n)))
    return hall


def _over_events(folder: Path) -> Latencies:
    def halls() -> Iterator[tuple[int, Served]]:
        for size in EVENTS:
            url = f"sqlite:///{folder / f'events-{size}.db'}"
            with _at_work(url, size) as hall:
                yield size, hall

    return _gathered(halls())


def _over_listeners(folder: Path) -> Latencies:
    url = f"sqlite:///{folder / 'listeners.db'}"
    by: Latencies = {"issue": {}, "call": {}}
    with _at_work(url) as hall:
        for size in LISTENERS:
            issue, call = asyncio.run(_beside(hall, size))
            by["issue"][size], by["call"][size] = issue, call
    return by


async def _beside(hall: Served, listeners: int) -> tuple[float, float]:
    crowd = _Crowd(listeners)
    await crowd.gather(hall.port, f"{API}/live?topics=board")
    return await _latencies(hall)


def _gathered(halls: Iterator[tuple[int, Served]]) -> Latencies:
    by: Latencies = {"issue": {}, "call": {}}
    for size, hall in halls:
        by["issue"][size], by["call"][size] = asyncio.run(_latencies(hall))
    return by


@contextmanager
def _at_work(url: str, events: int = 0) -> Iterator[Served]:
    """A hall with a log of that length, and a counter with a ticket to call again."""
    tokens = found(url)
    if events:
        lengthen(url, events)
    with served(url, tokens) as hall:
        with hall.client("counter") as officer, hall.client("kiosk") as kiosk:
            officer.post("/counters/6/open").raise_for_status()
            kiosk.post("/tickets", json={"service": "dat-dai"}).raise_for_status()
            officer.post("/counters/6/call-next").raise_for_status()
        yield hall


async def _latencies(hall: Served) -> tuple[float, float]:
    """Medians of taking a number and of calling again, in milliseconds, at a busy hall's pace."""
    call = post(f"{API}/counters/6/recall", b"", hall.tokens["counter"])
    return (
        await _paced(hall.port, [number(hall.tokens, n) for n in range(PROBES)]),
        await _paced(hall.port, [call] * PROBES),
    )


async def _paced(port: int, requests: list[bytes]) -> float:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took = []
    for request in requests:
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(head.lower().split(b"content-length:")[1].split()[0]))
        took.append(time.perf_counter() - began)
        await asyncio.sleep(PAUSE_S)
    writer.close()
    return median(took) * 1000
