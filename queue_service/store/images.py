"""The readers' images: one hall per site in memory, always as the committed log has it.

An image is a cache of the log. It is built from the last end of day, moves forward only by committed events, and tells
its followers of each event after it was folded in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Protocol

import structlog
from sqlalchemy import Engine

from queue_service.domain.errors import NotFound
from queue_service.domain.events import Event
from queue_service.domain.hall import Hall, fold
from queue_service.store import event_log

log = structlog.get_logger(__name__)


class Follower(Protocol):
    """Who hears of committed events, and never waits."""

    def heard(self, hall: Hall, event: Event) -> None:
        """One event has been folded into `hall`; while an image is built, this comes from another thread."""

    def lost(self, site: str) -> None:
        """An event of the site was missed: forget what was gathered of it."""


class Images:
    """All sites that this process serves. Lives on the event loop; only reading the log leaves it."""

    def __init__(self, reading: Engine) -> None:
        self._reading = reading
        self._halls: dict[str, Hall] = {}
        self._loading: dict[str, asyncio.Task[Hall]] = {}
        self._followers: list[Follower] = []

    def follow(self, follower: Follower) -> None:
        self._followers.append(follower)

    @property
    def loaded(self) -> Iterable[Hall]:
        return self._halls.values()

    async def hall(self, site: str) -> Hall:
        """The committed image of a site; read it between two awaits. Raises NotFound."""
        hall = self._halls.get(site)
        if hall is not None:
            return hall
        task = self._loading.get(site)
        if task is None:
            task = self._loading[site] = asyncio.create_task(self._load(site))
            task.add_done_callback(lambda _: self._loading.pop(site, None))
        return await asyncio.shield(task)

    def advance(self, site: str, new: Sequence[Event]) -> None:
        """Fold committed events in; those already known are passed over. Events beyond a gap wait for `catch_up`."""
        hall = self._halls.get(site)
        if hall is None:
            return
        for event in new:
            if event.seq == hall.seq + 1:
                hall.apply(event)
                self._tell(hall, event)

    async def catch_up(self, site: str) -> None:
        """Read what other processes have committed since."""
        hall = self._halls.get(site)
        while hall is not None:
            known = hall.seq
            new = await asyncio.to_thread(self._after, site, known)
            if new:
                self.advance(site, new)
            if len(new) < event_log.PAGE:
                return

    async def site_ids(self) -> list[str]:
        return await asyncio.to_thread(self._site_ids)

    async def behind(self) -> list[str]:
        """Loaded sites whose log has grown past their image."""
        heads = await asyncio.to_thread(self._heads, list(self._halls))
        return [site for site, seq in heads.items() if seq > self._halls[site].seq]

    async def _load(self, site: str) -> Hall:
        hall = await asyncio.to_thread(self._fold, site)
        self._halls[site] = hall
        return hall

    def _fold(self, site: str) -> Hall:
        with self._reading.connect() as connection:
            events = list(event_log.since_last_close(connection, site))
        if not events:
            raise NotFound(what="site", id=site)
        return fold(events, self._tell)

    def _tell(self, hall: Hall, event: Event) -> None:
        for follower in self._followers:
            try:
                follower.heard(hall, event)
            except (
                Exception
            ):  # the event is committed: a follower that stumbles starts anew, nobody else suffers
                log.exception("a follower missed an event", site=event.site, seq=event.seq)
                follower.lost(event.site)

    def _after(self, site: str, seq: int) -> list[Event]:
        with self._reading.connect() as connection:
            return event_log.after(connection, site, seq)

    def _site_ids(self) -> list[str]:
        with self._reading.connect() as connection:
            return event_log.site_ids(connection)

    def _heads(self, sites: list[str]) -> dict[str, int]:
        with self._reading.connect() as connection:
            return {site: event_log.last_seq(connection, site) for site in sites}
