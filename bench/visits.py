"""Clients of many halls at once, light enough to share two cores with what they measure.

A visit: a number is taken at the kiosk, the counter calls the next, starts, finishes. So many visits are under way at
each server at any time, at all counters in turn. An arrival is one number asked for at its time, whatever became of
those before it.
"""

from __future__ import annotations

import asyncio
import base64
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import cast

from bench.country import Town
from bench.load import post, whole

COME_BACK_S = 0.2  # after a 503


@dataclass(slots=True)
class Told:
    """What the clients were answered, by HTTP status, and how long each answer took."""

    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)

    @property
    def good(self) -> int:
        return sum(count for status, count in self.statuses.items() if status < 300)

    def percentile_ms(self, part: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[int(part * (len(ordered) - 1))] * 1000 if ordered else 0.0


class Client(asyncio.Protocol):
    """One connection, one request after another."""

    def __init__(self) -> None:
        self._buffer = b""
        self._answered: asyncio.Future[int] | None = None

    @classmethod
    async def to(cls, port: int) -> Client:
        _, client = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return client

    async def ask(self, request: bytes) -> int:
        """The status of the answer."""
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answered

    def close(self) -> None:
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        answer = whole(self._buffer)
        if answer is not None and self._answered is not None and not self._answered.done():
            self._buffer = b""
            self._answered.set_result(int(answer[0][9:12]))

    def connection_lost(self, error: Exception | None) -> None:
        if self._answered is not None and not self._answered.done():
            self._answered.set_exception(error or ConnectionResetError())


class Ear(asyncio.Protocol):
    """A listener of a board that only counts what it is told."""

    def __init__(self, port: int, town: Town) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        self._hello = (
            f"GET /api/v1/sites/{town.id}/live?topics=board HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n"
        )
        self.bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.Transport, transport).write(self._hello.encode())

    def data_received(self, data: bytes) -> None:
        self.bytes += len(data)


def requests_of(town: Town, counter: int) -> tuple[bytes, ...]:
    """A visit: a number for what this counter serves, then its officer's three presses."""
    at = f"/api/v1/sites/{town.id}/counters/{counter}"
    return (
        number_of(town, counter),
        *(post(f"{at}/{verb}", b"{}", town.counter) for verb in ("call-next", "start", "finish")),
    )


def number_of(town: Town, counter: int) -> bytes:
    body = b'{"service":"%s"}' % town.services[counter].encode()
    return post(f"/api/v1/sites/{town.id}/tickets", body, town.kiosk)


async def open_all(ports: Sequence[int], towns: Sequence[Town], *, by_site: bool) -> None:
    """Every counter of every hall opens, a few at a time."""
    at: list[deque[bytes]] = [deque() for _ in ports]
    for desk, n in _desks(towns, by_site=by_site):
        town, number = desk
        path = f"/api/v1/sites/{town.id}/counters/{number}/open"
        at[n % len(ports)].append(post(path, b"{}", town.counter))

    async def work(port: int, waiting: deque[bytes]) -> None:
        client = await Client.to(port)
        while waiting:
            status = await client.ask(waiting.popleft())
            assert status == 200, status
        client.close()

    await asyncio.gather(
        *(work(port, waiting) for port, waiting in zip(ports, at, strict=True) for _ in range(8))
    )


def _desks(towns: Sequence[Town], *, by_site: bool) -> Iterator[tuple[tuple[Town, int], int]]:
    """Each counter of each hall, with a number that says at which server it is."""
    for number in range(1, 22):
        for n, town in enumerate(towns):
            if number in town.services:
                yield (town, number), n if by_site else n + number


async def play(
    ports: Sequence[int],
    towns: Sequence[Town],
    *,
    at_once: int,
    by_site: bool,
    warm_s: float,
    seconds: float,
    begin: Callable[[], None],
    end: Callable[[], None],
) -> Told:
    """Visits at all counters of all halls; told is what came in the `seconds`.

    `by_site`: a balancer sends all that concerns a hall to one server; else each of its counters is at one of them.
    """
    told = Told()
    counting = stopping = False

    async def visits(port: int, desks: deque[tuple[bytes, ...]]) -> None:
        client = await Client.to(port)
        while not stopping:
            desk = desks.popleft()
            for request in desk:
                began = time.perf_counter()
                status = await client.ask(request)
                if counting:
                    told.statuses[status] += 1
                    told.latencies.append(time.perf_counter() - began)
                if status == 503:
                    await asyncio.sleep(COME_BACK_S)
                if status not in (200, 201):  # nobody waits here: another counter was quicker
                    break
            desks.append(desk)
        client.close()

    at: list[deque[tuple[bytes, ...]]] = [deque() for _ in ports]
    for (town, number), n in _desks(towns, by_site=by_site):
        at[n % len(ports)].append(requests_of(town, number))
    under_way = [
        asyncio.create_task(visits(port, desks))
        for port, desks in zip(ports, at, strict=True)
        for _ in range(at_once)
    ]
    await asyncio.sleep(warm_s)
    counting = True
    begin()
    await asyncio.sleep(seconds)
    end()
    counting, stopping = False, True
    await asyncio.gather(*under_way)
    return told


async def listen(ports: Sequence[int], towns: Sequence[Town]) -> list[Ear]:
    """One screen a hall, at a server in turn."""
    loop = asyncio.get_running_loop()
    ears = []
    for n, town in enumerate(towns):
        port = ports[n % len(ports)]
        _, ear = await loop.create_connection(partial(Ear, port, town), "127.0.0.1", port)
        ears.append(ear)
    return ears


async def arrive(
    ports: Sequence[int], asks: Iterator[tuple[int, bytes]], *, per_s: float, seconds: float, connections: int
) -> tuple[Told, int]:
    """Numbers asked for at an even pace, each at the server that is said with it.

    Returns what was answered in the time, and how many were offered.

    Who finds all `connections` of a server in use is counted as offered and not carried.
    """
    told, offered = Told(), 0
    free = [[await Client.to(port) for _ in range(connections)] for port in ports]
    under_way: set[asyncio.Task[None]] = set()
    began = time.perf_counter()

    async def ask(at: list[Client], client: Client, request: bytes) -> None:
        asked = time.perf_counter()
        status = await client.ask(request)
        if time.perf_counter() - began <= seconds:
            told.statuses[status] += 1
            told.latencies.append(time.perf_counter() - asked)
        at.append(client)

    while (now := time.perf_counter() - began) < seconds:
        while offered < now * per_s:
            server, request = next(asks)
            at = free[server % len(free)]
            offered += 1
            if at:
                task = asyncio.create_task(ask(at, at.pop(), request))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
        await asyncio.sleep(0.002)
    await asyncio.gather(*under_way)
    for clients in free:
        for client in clients:
            client.close()
    return told, offered
