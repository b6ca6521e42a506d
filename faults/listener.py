"""Listeners as screens are: they resume from their cursor whenever the feed breaks off or falls silent."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from faults.clients import Door

SILENT_AFTER_S = 11.0  # as our pages: two heartbeats were missed
OPEN_WITHIN_S = 5.0
BACK_AFTER_S = (0.1, 0.5)  # pages wait a little too, with chance in it
LONG_FRAME = 2**22  # bytes of a snapshot


class Listener:
    """Hears one topic until cancelled; `heard` is every frame's kind, seq and content, in order, over all returns."""

    def __init__(self, topic: str, token: str, doors: Sequence[Door], *, seed: int) -> None:
        self.topic = topic
        self.heard: list[tuple[str, int, Any]] = []
        self.reached = 0  # everything up to here is known
        self.joined = asyncio.Event()
        self._token = token
        self._chance = random.Random(seed)
        self._doors = itertools.islice(itertools.cycle(doors), seed % len(doors), None)

    async def listen(self) -> None:
        """Never returns."""
        for door in self._doors:
            with suppress(OSError, TimeoutError, WebSocketException):
                await self._until_it_breaks(door)
            await asyncio.sleep(self._chance.uniform(*BACK_AFTER_S))

    async def _until_it_breaks(self, door: Door) -> None:
        cursor = f"&after={self.reached}" if self.reached else ""
        async with connect(
            f"{door.live}?topics={self.topic}{cursor}",
            additional_headers={"Authorization": f"Bearer {self._token}"} if self._token else {},
            open_timeout=OPEN_WITHIN_S,
            close_timeout=0.2,
            ping_interval=None,
            compression=None,
            max_size=LONG_FRAME,
            proxy=None,
        ) as socket:
            while True:
                async with asyncio.timeout(SILENT_AFTER_S):
                    self._note(json.loads(await socket.recv()))

    def _note(self, frame: dict[str, Any]) -> None:
        content = (frame["event"], frame["data"]) if frame["type"] == "event" else None
        self.heard.append((frame["type"], frame["seq"], content))
        self.reached = max(self.reached, frame["seq"])
        self.joined.set()
