"""Uvicorn's websocket protocol, with a short way from the feed to the wire.

A frame of the feed is the same bytes for every listener: a server's frames are not masked (RFC 6455, 5.1), and ours
are not compressed. So it is encoded once and written to each transport, instead of passing a queue, a task, ASGI and an
encoder a thousand times over. Opening, pings, what the client says, and closing remain uvicorn's.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

MOST_UNSENT = 128 * 1024  # bytes for one listener: some hundred frames, more than a minute of a busy hall
WIRE = "wire"  # where the app finds it, in the scope's state


class LiveSocket(WebSocketsSansIOProtocol):
    """A `Wire`. What the handshake leaves behind is let go: ten thousand phones would keep thirty megabytes of it."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.queue = _Inbox()  # type: ignore[assignment]

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.handshake_complete:  # else the library has refused it
            self.scope["state"][WIRE] = self

    def write(self, frame: bytes) -> bool:
        if self.disconnected or self.close_sent or self.transport.is_closing():
            return True  # gone; its task will hear of it
        if self.transport.get_write_buffer_size() > MOST_UNSENT:
            return False
        self.transport.write(frame)
        return True

    def end(self) -> None:
        self.queue.put_nowait({"type": "websocket.disconnect", "code": 1000})

    def forget_handshake(self) -> None:
        self.scope["headers"] = []
        self.request.headers.clear()
        self.response.headers.clear()


class _Inbox:
    """What has come for the one task that serves the connection; asyncio's queue keeps three more for everybody."""

    __slots__ = ("_came", "_waits")

    def __init__(self) -> None:
        self._came: list[Any] = []
        self._waits: asyncio.Future[None] | None = None

    def put_nowait(self, message: Any) -> None:
        self._came.append(message)
        if self._waits is not None and not self._waits.done():
            self._waits.set_result(None)

    async def get(self) -> Any:
        while not self._came:
            self._waits = asyncio.get_running_loop().create_future()
            await self._waits
        return self._came.pop(0)

    def empty(self) -> bool:
        return not self._came
