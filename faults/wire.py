"""A TCP proxy between two parts, and all that can go wrong on a wire."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress

CHUNK = 65_536
RESET = struct.pack("ii", 1, 0)  # SO_LINGER with no time: closing sends a reset

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class _Link:
    """One connection through the wire."""

    def __init__(self, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self.near, self.far = near, far
        self.dead = False  # half-open: bytes vanish, and neither side is told
        self.torn = False  # the next frame breaks off in its middle
        self.lossy = False  # has lost an answer: what follows would make no sense

    def reset(self) -> None:
        for end in (self.near, self.far):
            with suppress(OSError):
                end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            end.transport.abort()


class Wire:
    """`await open()`, then connect to `port`; `reach` connects to what lies behind."""

    def __init__(self, reach: Callable[[], Awaitable[Ends]]) -> None:
        self.port = 0
        self.delay_s = 0.0
        self.loses_answers = False
        self._reach = reach
        self._links: set[_Link] = set()
        self._carrying: set[asyncio.Task[None]] = set()
        self._cut = False
        self._server: asyncio.Server | None = None
        self._flows = asyncio.Event()
        self._flows.set()

    async def open(self) -> Wire:
        self._server = await asyncio.start_server(self._begin, "127.0.0.1", 0, backlog=2_048)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def close(self) -> None:
        """Also one that was never opened."""
        if self._server is not None:
            self._server.close()
        self.cut()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    def cut(self) -> None:
        """All connections end at once, and until `mend` no new one comes through."""
        self._cut = True
        self.reset()

    def reset(self) -> None:
        for link in list(self._links):
            link.reset()

    def tear(self) -> None:
        """Of the next frame on each connection half arrives, then a reset."""
        for link in self._links:
            link.torn = True

    def half_open(self) -> None:
        """Connections of now go nowhere, and nobody is told; new ones are good."""
        for link in self._links:
            link.dead = True

    def stall(self) -> None:
        """Nothing moves until `mend`; connections stay."""
        self._flows.clear()

    def mend(self) -> None:
        self.delay_s, self.loses_answers, self._cut = 0.0, False, False
        for link in [link for link in self._links if link.lossy]:
            link.reset()
        self._flows.set()

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._joined(reader, writer))
        self._carrying.add(task)
        task.add_done_callback(self._carrying.discard)

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self._cut:
                raise ConnectionRefusedError
            far_reader, far_writer = await self._reach()
        except OSError:
            writer.transport.abort()
            return
        link = _Link(writer, far_writer)
        self._links.add(link)
        ways = [
            asyncio.create_task(self._carry(link, reader, far_writer, answers=False)),
            asyncio.create_task(self._carry(link, far_reader, writer, answers=True)),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._links.discard(link)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            for end in (writer, far_writer):
                end.close()
                with suppress(OSError):
                    await end.wait_closed()

    async def _carry(
        self, link: _Link, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool
    ) -> None:
        with suppress(OSError):
            while chunk := await reader.read(CHUNK):
                await self._flows.wait()
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                link.lossy |= answers and self.loses_answers
                if link.dead or (answers and link.lossy):
                    continue
                if link.torn and answers:
                    writer.write(chunk[: len(chunk) // 2])
                    await writer.drain()
                    link.reset()
                    return
                writer.write(chunk)
                await writer.drain()
