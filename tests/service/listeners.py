"""Listeners as screens are: they join, drop and come back with their cursor whenever they like."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

COME_BACK_AFTER_S = 0.05
HOPS = (1, 60)  # frames heard before a listener drops


@dataclass
class Listener:
    """Hears a topic until `until` events; notes the seq of each event, and of the snapshots it was given."""

    address: str
    chance: random.Random
    seqs: list[int] = field(default_factory=list)
    snapshots: list[int] = field(default_factory=list)
    reached: int = 0  # as the server says: this far has the topic come
    hops: int = 0

    async def hear(self, until: asyncio.Future[int]) -> None:
        """Returns when the topic has come as far as `until` says, once that is known."""
        while not (until.done() and self.reached >= until.result()):
            try:
                async for frame in self._some_frames():
                    self._note(frame)
                    if until.done() and self.reached >= until.result():
                        return
            except (OSError, ConnectionClosed, InvalidHandshake):
                await asyncio.sleep(COME_BACK_AFTER_S)

    async def _some_frames(self) -> AsyncIterator[dict[str, Any]]:
        cursor = f"&after={self.reached}" if self.reached else ""
        self.hops += 1
        async with connect(self.address + cursor) as socket:
            for _ in range(self.chance.randint(*HOPS)):
                yield json.loads(await socket.recv())

    def _note(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "event":
            self.seqs.append(frame["seq"])
        elif frame["type"] == "snapshot":
            self.snapshots.append(frame["seq"])
        self.reached = max(self.reached, frame["seq"])
