"""The bell over NATS. Read in only where a bus is set: it weighs five megabytes."""

from __future__ import annotations

import asyncio

import nats
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError

from queue_service.realtime.bell import Heard, Here

log = structlog.get_logger(__name__)

SUBJECT = "queue.site"  # one subject a site: queue.site.lam-dong
CONNECT_WITHIN_S = 2
RECONNECT_AFTER_S = 2
KNOWN_WITHIN_S = 1.0  # then the site is read all the same; what is not rung is polled


class NatsBell:
    """Core NATS: no storage, no acknowledgement; the database is the truth.

    An empty message is a ring; one with words names the printers whose agents are at the sender.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._client = Client()
        self._connecting: asyncio.Task[None] | None = None
        self._sites: dict[str, Subscription | None] = {}  # listened to; None until the bus is there

    async def start(self, heard: Heard, here: Here) -> None:
        """Connects in the background: the hall works without its bell, a second later."""
        self._heard, self._here = heard, here
        self._connecting = asyncio.create_task(self._connect(), name="bell")

    async def listen(self, site: str) -> None:
        if site in self._sites:
            return
        self._sites[site] = None
        if self._client.is_connected or self._client.is_reconnecting:
            try:
                await self._subscribe(site)
                if self._client.is_connected:
                    await self._client.flush(KNOWN_WITHIN_S)  # type: ignore[arg-type]
            except (NatsError, OSError) as error:
                await _lost(error)

    async def leave(self, site: str) -> None:
        subscription = self._sites.pop(site, None)
        if subscription is not None:
            try:
                await subscription.unsubscribe()
            except (NatsError, OSError) as error:
                await _lost(error)

    async def ring(self, site: str) -> None:
        await self._publish(site, b"")

    async def tell_here(self, site: str, printers: list[str]) -> None:
        await self._publish(site, " ".join(printers).encode())

    def answers(self) -> bool:
        return self._client.is_connected

    async def close(self) -> None:
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        if self._client.is_connected:
            await self._client.close()

    async def _publish(self, site: str, words: bytes) -> None:
        if self._client.is_connected:
            try:
                await self._client.publish(f"{SUBJECT}.{site}", words)
            except NatsError:
                log.warning("the bell did not ring", site=site)

    async def _subscribe(self, site: str) -> None:
        async def rung(message: Msg) -> None:
            if message.data:
                self._here(site, message.data.decode().split())
            else:
                await self._heard(site)

        subscription = await self._client.subscribe(f"{SUBJECT}.{site}", cb=rung)
        if site in self._sites:
            self._sites[site] = subscription
        else:  # left meanwhile
            await subscription.unsubscribe()

    async def _connect(self) -> None:
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
                for site in [site for site, known in self._sites.items() if known is None]:
                    await self._subscribe(site)
            except (NatsError, OSError) as error:
                await _lost(error)
                await asyncio.sleep(RECONNECT_AFTER_S)
            else:
                return


async def _lost(error: Exception) -> None:
    log.warning("the bus does not answer", error=type(error).__name__)
