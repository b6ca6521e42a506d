"""More people at the door than the server has room for."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import httpx
from sqlalchemy import make_url

from queue_service.web.room import ROOM
from tests.halls import small_site
from tests.running import Running
from tests.service.crowd import client
from tests.service.hall import OpenHall, good, refused

Asked = asyncio.Task[httpx.Response]


@asynccontextmanager
async def beset(hall: OpenHall, http: httpx.AsyncClient) -> AsyncIterator[list[Asked]]:
    """Another program holds the database, so that nobody inside gets on, until there is no room for one more."""
    hall.headers("kiosk")  # made while the database can be written
    file = make_url(hall.server.database_url).database or ""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        inside = [take(hall, http) for _ in range(ROOM)]
        await waiting(http, ROOM)
        yield inside


def take(hall: OpenHall, http: httpx.AsyncClient) -> Asked:
    answer = http.post(hall.path("tickets"), json={"service": "land"}, headers=hall.headers("kiosk"))
    return asyncio.create_task(answer)


async def waiting(http: httpx.AsyncClient, commands: int) -> None:
    while f"queue_writer_depth {commands}.0" not in (await http.get("/metrics")).text:
        pass


def people(server: Running) -> httpx.AsyncClient:
    return client(server, limits=httpx.Limits(max_connections=ROOM + 10))


def test_when_no_room_is_left_strangers_are_told_to_come_back_officers_come_in_and_nobody_inside_is_lost(
    own_server: Running,
) -> None:
    hall = OpenHall(own_server.start(), small_site())
    hall.open(1)
    hall.take()
    officer = hall.headers("counter")

    async def story() -> list[httpx.Response]:
        async with people(own_server) as http:
            async with beset(hall, http) as inside:
                late = await take(hall, http)
                assert refused(late, 503, "unavailable")["reason"] == "busy"
                assert late.headers["retry-after"] == "1"
                good(await http.get("/healthz"))
                call = asyncio.create_task(http.post(hall.path("counters/1/call-next"), headers=officer))
                await waiting(http, ROOM + 1)
            assert good(await call)["label"] == "B001"
            return [*(await asyncio.gather(*inside)), await take(hall, http)]

    numbers = [good(answer)["number"] for answer in asyncio.run(story())]
    assert sorted(numbers[:-1]) == list(range(2, ROOM + 2))
    assert numbers[-1] == ROOM + 2


def test_a_request_in_pieces_is_refused_in_the_same_words_as_a_whole_one(own_server: Running) -> None:
    """The whole one before it is parsed, the other at the gate."""
    hall = OpenHall(own_server.start(), small_site())
    board = hall.path("board")

    async def story() -> tuple[httpx.Response, bytes]:
        url = httpx.URL(own_server.origin)
        async with people(own_server) as http:
            async with beset(hall, http) as inside:
                whole = await http.get(board)
                reader, writer = await asyncio.open_connection(url.host, url.port)
                for piece in (f"GET {board} HTTP/1.1\r\n", "Host: hall\r\nConnection: close\r\n\r\n"):
                    writer.write(piece.encode())
                    await http.get("/healthz")  # the first piece has arrived alone
                pieces = await reader.read()
                writer.close()
            await asyncio.gather(*inside)
            return whole, pieces

    whole, pieces = asyncio.run(story())
    head, _, body = pieces.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503")
    assert b"retry-after: 1" in head.lower()
    assert (whole.status_code, whole.content) == (503, body)
