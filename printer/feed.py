"""Follows the slips of one printer on the server's live socket, for ever."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException

from printer.backoff import Backoff
from printer.outage import Outage
from printer.server import Refused, Server

SILENT_AFTER_S = 12.0  # a heartbeat comes every 5 s: two have been missed
OPEN_S = 8.0
CLOSE_S = 1.0
MOST_BYTES = 8 * 2**20  # of a snapshot with a thousand slips, many times over
REFUSALS = {
    4401: "the server does not know this token",
    4403: "the server does not let this token print",
}


class Follower(Protocol):
    """Who hears of the slips."""

    def snapshot(self, jobs: Sequence[Mapping[str, Any]]) -> None:
        """All slips that are still to be printed, in order; also says that the server is there."""

    def requested(self, job: Mapping[str, Any]) -> None:
        """One more slip."""


async def follow(server: Server, follower: Follower, outage: Outage) -> None:
    """Never returns. Each connection begins with a snapshot, so nothing is remembered. Raises Refused."""
    backoff = Backoff()
    while True:
        try:
            await _listen(server, follower, outage, backoff)
        except (OSError, TimeoutError, WebSocketException, ValueError) as error:  # ValueError: no JSON
            _refuse(error)
            outage.lost(_why(error))
        await asyncio.sleep(backoff.pause_s())


async def _listen(server: Server, follower: Follower, outage: Outage, backoff: Backoff) -> None:
    async with connect(
        server.live,
        additional_headers=server.authorization,
        open_timeout=OPEN_S,
        close_timeout=CLOSE_S,
        ping_interval=None,  # the heartbeats say more
        max_size=MOST_BYTES,
    ) as socket:
        while True:
            frame = json.loads(await asyncio.wait_for(socket.recv(), SILENT_AFTER_S))
            match frame:
                case {"type": "snapshot", "slips": [*jobs]}:
                    outage.back()
                    backoff.reset()
                    follower.snapshot(jobs)
                case {"type": "event", "event": "slip.requested", "data": dict(job)}:
                    follower.requested(job)


def _refuse(error: Exception) -> None:
    """Raise Refused for what no patience mends."""
    code = None
    if isinstance(error, ConnectionClosed) and error.rcvd is not None:
        code = error.rcvd.code
    elif isinstance(error, InvalidStatus):
        code = {401: 4401, 403: 4403}.get(error.response.status_code)
    if code in REFUSALS:
        raise Refused(REFUSALS[code]) from error


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__
