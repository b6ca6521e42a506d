"""The bell over NATS. Read in only where a bus is set: it weighs five megabytes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import nats
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

from queue_service.realtime.bell import Heard

log = structlog.get_logger(__name__)

SUBJECT = "queue.site"  # one subject a site: queue.site.lam-dong
CONNECT_WITHIN_S = 2
RECONNECT_AFTER_S = 2


class NatsBell:
    """Core NATS: no storage, no acknowledgement; the database is the truth."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = Client()
        self._connecting: asyncio.Task[None] | None = None

    async def start(self, heard: Heard) -> None:
        """Connects in the background: the hall works without its bell, a second later."""

        async def rung(message: Msg) -> None:
            await heard(message.subject.removeprefix(f"{SUBJECT}."))

        self._connecting = asyncio.create_task(self._connect(rung), name="bell")

    async def ring(self, site: str) -> None:
        if self._client.is_connected:
            try:
                await self._client.publish(f"{SUBJECT}.{site}", b"")
            except NatsError:
                log.warning("the bell did not ring", site=site)

    def answers(self) -> bool:
        return self._client.is_connected

    async def close(self) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        if self._client.is_connected:
            await self._client.close()

    async def _connect(self, rung: Callable[[Msg], Awaitable[None]]) -> None:
        while True:
            try:
                self._client = await nats.connect(
                    self._url,
                    connect_timeout=CONNECT_WITHIN_S,
                    reconnect_time_wait=RECONNECT_AFTER_S,
                    max_reconnect_attempts=-1,
                    no_echo=True,
                    error_cb=_lost,
                )
                await self._client.subscribe(f"{SUBJECT}.*", cb=rung)
            except (NatsError, OSError) as error:
                await _lost(error)
                await asyncio.sleep(RECONNECT_AFTER_S)
            else:
                return


async def _lost(error: Exception) -> None:
    log.warning("the bus does not answer", error=type(error).__name__)
