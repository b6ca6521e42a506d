"""From the officer's request to the listeners: one at a busy counter's pace, and the last of a thousand."""

from __future__ import annotations

import asyncio
import base64
import os
import time
from pathlib import Path

from bench.bare_broadcast import FRAME
from bench.figure import Figure
from bench.hall import API, Served, found, free_port, running, served
from bench.load import drive, post

LISTENERS = 1_000
MANY = 5_000
MISSED = 500
SHOTS = 40
RUNS = 3
PACE_S = 1 / 50  # fifty calls a second
CALLS = 500
EVENT = b'"type":"event"'


class _Listener(asyncio.Protocol):
    """A websocket that costs next to nothing: it looks for a mark in what arrives and notes when."""

    def __init__(self, path: str, crowd: _Crowd) -> None:
        self._path = path
        self._crowd = crowd
        self._open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        lines = (
            f"GET {self._path} HTTP/1.1",
            "Host: 127.0.0.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
        )
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        if not self._open:
            self._open = True
            self._crowd.opened()
        if self._crowd.mark is not None and self._crowd.mark in data:
            self._crowd.heard()


class _Crowd:
    """All listeners of one server; `shot` waits until the last of them has heard."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.missing = size
        self.mark: bytes | None = None
        self._done = asyncio.Event()

    async def gather(self, port: int, path: str) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(self._size):
            await loop.create_connection(lambda: _Listener(path, self), "127.0.0.1", port)
        await self._done.wait()

    def opened(self) -> None:
        self.heard()

    def heard(self) -> None:
        self.missing -= 1
        if self.missing == 0:
            self._done.set()

    def expect(self, mark: bytes) -> None:
        self._done.clear()
        self.missing, self.mark = self._size, mark

    async def last(self) -> float:
        await self._done.wait()
        self.mark = None
        return time.perf_counter()


def measure(folder: Path) -> list[Figure]:
    url = f"sqlite:///{folder / 'fan-out.db'}"
    tokens = found(url)
    port = free_port()
    with (
        served(url, tokens) as hall,
        running(("-m", "bench.bare_broadcast", str(port)), f"http://127.0.0.1:{port}/"),
    ):
        with hall.client("counter") as officer, hall.client("kiosk") as kiosk:
            officer.post("/counters/6/open").raise_for_status()
            kiosk.post("/tickets", json={"service": "dat-dai"}).raise_for_status()
            officer.post("/counters/6/call-next").raise_for_status()
        one = [asyncio.run(_paced(hall)) for _ in range(RUNS)]
        before = hall.process.memory_info().rss
        told = [_told(hall, port, listeners) for listeners in (LISTENERS, MANY)]
        back = [asyncio.run(_back(hall)) for _ in range(RUNS)]
    return [
        Figure(
            "call → frame at a listener, p99 at 50 calls/s",
            "ms",
            tuple(one),
            digits=1,
            limit_name="one listener",
            reach="≤ 25 ms",
        ),
        *told,
        Figure(
            f"{MANY:,} listeners come back and hear {MISSED} missed events each",
            "s",
            tuple(back),
            digits=1,
            limit_name="client on the same cores",
            reach="≤ 10 s",
        ),
        Figure("memory before the listeners came", "MB", (before / 1e6,), limit_name="process", reach="–"),
    ]


def _told(hall: Served, bare: int, listeners: int) -> Figure:
    ours, limit = [], []
    for _ in range(RUNS):
        ours.append(asyncio.run(_last_of_many(hall, listeners)))
        limit.append(asyncio.run(_last_of_bare(bare, listeners)))
    return Figure(
        f"call → last of {listeners:,} listeners, median",
        "ms",
        tuple(ours),
        tuple(limit),
        f"bare websockets.broadcast of {len(FRAME)} bytes",
        "≤ 3" if listeners == LISTENERS else "≤ 2",
        digits=1,
    )


class _Resuming(_Listener):
    """Has heard when the last of its missed events is there; each must be."""

    def __init__(self, path: str, crowd: _Crowd) -> None:
        super().__init__(path, crowd)
        self._events = MISSED
        self._tail = b""

    def data_received(self, data: bytes) -> None:
        text = self._tail + data
        self._events -= text.count(EVENT)
        self._tail = (
            text[text.rfind(EVENT) + len(EVENT) :][-len(EVENT) + 1 :]
            if EVENT in text
            else text[-len(EVENT) + 1 :]
        )
        if self._events == 0:
            self._events = -1
            self._crowd.heard()


async def _back(hall: Served) -> float:
    """Seconds until the last of many has heard all that it missed, from the moment that all try at once."""
    with hall.client("supervisor") as supervisor:
        after = supervisor.get("/board").json()["seq"]
    recall = post(f"{API}/counters/6/recall", b"", hall.tokens["counter"])
    await drive(hall.port, 1, MISSED, lambda n: recall)
    crowd = _Crowd(MANY)
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    path = f"{API}/live?topics=board&after={after}"
    for _ in range(MANY):
        await loop.create_connection(lambda: _Resuming(path, crowd), "127.0.0.1", hall.port)
    return await crowd.last() - began


async def _last_of_many(hall: Served, listeners: int) -> float:
    crowd = _Crowd(listeners)
    await crowd.gather(hall.port, f"{API}/live?topics=board")
    request = post(f"{API}/counters/6/recall", b"", hall.tokens["counter"])
    reader, writer = await asyncio.open_connection("127.0.0.1", hall.port)
    times = []
    for _ in range(SHOTS):
        crowd.expect(b"ticket.recalled")
        began = time.perf_counter()
        writer.write(request)
        times.append(await crowd.last() - began)
        await reader.readuntil(b"}")
        await asyncio.sleep(PACE_S)
    writer.close()
    return sorted(times)[len(times) // 2] * 1000


async def _last_of_bare(port: int, listeners: int) -> float:
    crowd = _Crowd(listeners)
    await crowd.gather(port, "/")
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    times = []
    for _ in range(SHOTS):
        crowd.expect(b"ticket.recalled")
        began = time.perf_counter()
        writer.write(b"GET /go HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        times.append(await crowd.last() - began)
        writer.close()
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.sleep(PACE_S)
    writer.close()
    return sorted(times)[len(times) // 2] * 1000


async def _paced(hall: Served) -> float:
    """p99 of one listener at fifty calls a second, in milliseconds."""
    crowd = _Crowd(1)
    await crowd.gather(hall.port, f"{API}/live?topics=board")
    request = post(f"{API}/counters/6/recall", b"", hall.tokens["counter"])
    reader, writer = await asyncio.open_connection("127.0.0.1", hall.port)
    times = []
    for _ in range(CALLS):
        crowd.expect(b"ticket.recalled")
        began = time.perf_counter()
        writer.write(request)
        times.append(await crowd.last() - began)
        await reader.readuntil(b"}")
        await asyncio.sleep(max(0.0, PACE_S - (time.perf_counter() - began)))
    writer.close()
    return sorted(times)[int(0.99 * len(times))] * 1000
