"""Three times more than the server can do: what is still done, for whom, and how soon it is over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.figure import Figure
from bench.hall import API, Served, found, number, served
from bench.load import drive, post, whole

CLIENTS = 64
CONNECTIONS = 1_500
LOADS = (1, 2, 3)  # times what it can do
SECONDS = 4.0
RUNS = 3
TICK_S = 0.005
PACE_S = 0.1
SETTLE_S = 0.5  # the last crowd has gone


@dataclass(slots=True)
class Told:
    """Answers by status, and the seconds that good ones took."""

    statuses: dict[int, int] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    without_retry_after: int = 0


class _Caller(asyncio.Protocol):
    """One keep-alive connection: busy from a request until its answer."""

    def __init__(self, idle: list[_Caller], told: Told) -> None:
        self._idle, self._told = idle, told
        self._buffer = b""
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._idle.append(self)

    def ask(self, request: bytes) -> None:
        self._began = time.perf_counter()
        self._transport.write(request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        answer = whole(self._buffer)
        if answer is None:
            return
        head, _ = answer
        status = int(head[9:12])
        self._told.statuses[status] = self._told.statuses.get(status, 0) + 1
        if status < 400:
            self._told.took.append(time.perf_counter() - self._began)
        elif b"retry-after:" not in head.lower():
            self._told.without_retry_after += 1
        self._buffer = b""
        self._idle.append(self)


async def _crowd(port: int, told: Told) -> list[_Caller]:
    idle: list[_Caller] = []
    for _ in range(CONNECTIONS):
        await asyncio.get_running_loop().create_connection(lambda: _Caller(idle, told), "127.0.0.1", port)
    return idle


async def _offer(idle: list[_Caller], rate: float, make: Callable[[int], bytes]) -> None:
    """Ask at a rate whatever the answers, as a crowd does; who finds no connection free does not ask."""
    loop = asyncio.get_running_loop()
    began, asked = loop.time(), 0
    while (now := loop.time() - began) < SECONDS:
        for _ in range(min(len(idle), int(now * rate) - asked)):
            idle.pop().ask(make(asked))
            asked += 1
        asked = max(asked, int(now * rate) - len(idle))
        await asyncio.sleep(TICK_S)


async def _officer(hall: Served) -> list[float]:
    """A counter that calls ten times a second, on a connection of its own; the seconds of each call."""
    request = post(f"{API}/counters/6/recall", b"", hall.tokens["counter"])
    reader, writer = await asyncio.open_connection("127.0.0.1", hall.port)
    took = []
    for _ in range(int(SECONDS / PACE_S)):
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(head.lower().split(b"content-length:")[1].split()[0]))
        took.append(time.perf_counter() - began)
        await asyncio.sleep(max(0.0, PACE_S - took[-1]))
    writer.close()
    return took


def measure(folder: Path) -> list[Figure]:
    """Each load in turn, round after round, so that a noisy moment meets all; beside the best of them."""
    url = f"sqlite:///{folder / 'overload.db'}"
    tokens = found(url)
    with served(url, tokens) as hall:
        with hall.client("counter") as officer, hall.client("kiosk") as kiosk:
            officer.post("/counters/6/open").raise_for_status()
            kiosk.post("/tickets", json={"service": "dat-dai"}).raise_for_status()
            officer.post("/counters/6/call-next").raise_for_status()
        capacity = _capacity(hall)
        rounds = [{load: _beset(hall, load * capacity) for load in LOADS} for _ in range(RUNS)]
        memory = hall.process.memory_info().rss / 1e6
        recovered = tuple(_answered_within(hall) for _ in range(RUNS))
    beset = [each[LOADS[-1]] for each in rounds]
    peaks = tuple(max(each[load].goodput for load in LOADS) for each in rounds)
    silent = sum(each.told.without_retry_after for each in beset)
    refused = sum(each.told.statuses.get(503, 0) for each in beset)
    return [
        Figure(
            f"issues a second at {LOADS[-1]}× the load that it can do",
            "/s",
            tuple(each.goodput for each in beset),
            peaks,
            f"the best of {', '.join(f'{load}×' for load in LOADS)}; {refused:,} refused, {silent} without Retry-After",
            "≥ 0.9",
        ),
        Figure(
            "an officer's call meanwhile, median",
            "ms",
            tuple(median(each.officers) * 1000 for each in beset),
            limit_name=f"slowest {max(max(each.officers) for each in beset) * 1000:.0f} ms",
            reach="–",
        ),
        Figure("memory after all this", "MB", (memory,), limit_name="one process", reach="–"),
        Figure("a number taken right after it", "ms", recovered, limit_name="one client", reach="≤ 5,000 ms"),
    ]


def _capacity(hall: Served) -> float:
    return asyncio.run(drive(hall.port, CLIENTS, 5_000, lambda n: number(hall.tokens, n)))[0]


def _answered_within(hall: Served) -> float:
    _beset(hall, 3 * CLIENTS**2)
    return asyncio.run(drive(hall.port, 1, 1, lambda n: number(hall.tokens, n)))[1][0] * 1000


@dataclass(frozen=True, slots=True)
class _Beset:
    told: Told
    officers: list[float]

    @property
    def goodput(self) -> float:
        return self.told.statuses.get(201, 0) / SECONDS


def _beset(hall: Served, rate: float) -> _Beset:
    async def both() -> _Beset:
        told = Told()
        crowd = await _crowd(hall.port, told)
        await asyncio.sleep(SETTLE_S)
        offered = _offer(crowd, rate, lambda n: number(hall.tokens, n))
        officers, _ = await asyncio.gather(_officer(hall), offered)
        return _Beset(told, officers)

    return asyncio.run(both())
