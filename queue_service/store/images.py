"""The readers' images: one hall per site in memory, always as the committed log has it.

An image is a cache of the log. It is built from the last end of day, moves forward only by committed events, and tells
its followers of each event after it was folded in. Where many sites share a database, an image is built when it is
first asked for, and put out of memory when nobody has asked for a while.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Protocol

import structlog
from sqlalchemy import Engine

from queue_service.domain.errors import NotFound
from queue_service.domain.events import Event
from queue_service.domain.hall import Hall, fold
from queue_service.store import event_log

log = structlog.get_logger(__name__)

SITES_AT_ONCE = 32


class Follower(Protocol):
    """Who hears of committed events, and never waits."""

    def heard(self, hall: Hall, event: Event) -> None:
        """One event has been folded into `hall`; while an image is built, this comes from another thread."""

    def lost(self, site: str) -> None:
        """An event of the site was missed: forget what was gathered of it."""


async def _nobody_rings(site: str) -> None:
    """With one process there is nothing to listen to."""


class Images:
    """All sites that this process serves. Lives on the event loop; only reading the log leaves it.

    `listen` is awaited before a site's log is read, so that what comes while it is read is heard; `leave` when the site
    is put out of memory.
    """

    def __init__(
        self,
        reading: Engine,
        *,
        listen: Callable[[str], Awaitable[None]] = _nobody_rings,
        leave: Callable[[str], Awaitable[None]] = _nobody_rings,
    ) -> None:
        self._reading = reading
        self._listen = listen
        self._leave = leave
        self._halls: dict[str, Hall] = {}
        self._asked_at: dict[str, float] = {}
        self._rung: set[str] = set()  # others have written, and nobody here has looked yet
        self._catching_up = False
        self._loading: dict[str, asyncio.Task[Hall]] = {}
        self._followers: list[Follower] = []

    def follow(self, follower: Follower) -> None:
        self._followers.append(follower)

    @property
    def loaded(self) -> Collection[Hall]:
        return self._halls.values()

    async def hall(self, site: str) -> Hall:
        """The committed image of a site, at most a second behind other processes; read it between two awaits.

        Raises NotFound.
        """
        hall = self._halls.get(site)
        if hall is not None:
            self._asked_at[site] = time.monotonic()
            return hall
        task = self._loading.get(site)
        if task is None:
            task = self._loading[site] = asyncio.create_task(self._load(site))
            task.add_done_callback(lambda _: self._loading.pop(site, None))
        return await asyncio.shield(task)

    async def fresh(self, site: str) -> Hall:
        """The same, with all that other processes have rung for. Raises NotFound."""
        hall = await self.hall(site)
        if site in self._rung:
            await self.catch_up(site)
        return hall

    async def glance(self, site: str) -> Hall:
        """An image that is not kept: for a look at a site that nobody asks for. Raises NotFound."""
        return await asyncio.to_thread(self._fold, site)

    def note_rung(self, site: str) -> None:
        """Others have written: whoever asks for `fresh` reads it, else the next round of `catch_up`."""
        if site in self._halls or site in self._loading:
            self._rung.add(site)

    async def catch_up_rung(self, matters: Callable[[str], bool]) -> None:
        """Read what was rung for where it matters. One reads at a time, and what is rung for meanwhile together."""
        if self._catching_up:
            return
        self._catching_up = True
        try:
            while sites := [site for site in self._rung if site in self._halls and matters(site)]:
                await self.catch_up_all(sites)
        finally:
            self._catching_up = False

    def not_asked_for(self, seconds: float) -> list[str]:
        """Loaded sites that nobody has asked for in so long."""
        before = time.monotonic() - seconds
        return [site for site in self._halls if self._asked_at[site] < before]

    async def put_out(self, site: str) -> None:
        """Out of memory; the next who asks reads it again. Nobody may be using it."""
        self._halls.pop(site, None)
        self._asked_at.pop(site, None)
        self._rung.discard(site)
        await self._leave(site)

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
        await self.catch_up_all([site])

    async def catch_up_all(self, sites: Sequence[str]) -> None:
        """The same for many sites, few of them at a time: between them others get their turn."""
        waiting = list(sites)
        while waiting:
            some, waiting = waiting[:SITES_AT_ONCE], waiting[SITES_AT_ONCE:]
            known = {site: hall.seq for site in some if (hall := self._halls.get(site))}
            self._rung.difference_update(known)
            for site, new in (await asyncio.to_thread(self._after, known)).items():
                self.advance(site, new)
                if len(new) == event_log.PAGE:
                    waiting.append(site)

    async def site_ids(self) -> list[str]:
        return await asyncio.to_thread(self._site_ids)

    async def behind(self) -> list[str]:
        """Loaded sites whose log has grown past their image."""
        heads = await asyncio.to_thread(self._heads, list(self._halls))
        halls = self._halls
        return [site for site, seq in heads.items() if site in halls and seq > halls[site].seq]

    async def open_logs(self) -> dict[str, tuple[int, int]]:
        """`closed_seq` and `seq` of each site, in memory or not, whose log has gone on since its last end of day."""
        return await asyncio.to_thread(self._open_logs)

    async def _load(self, site: str) -> Hall:
        await self._listen(site)
        try:
            hall = await asyncio.to_thread(self._fold, site, self._tell)
        except BaseException:
            self._rung.discard(site)
            await self._leave(site)
            raise
        self._asked_at[site] = time.monotonic()
        self._halls[site] = hall
        if site in self._rung:  # while the log was being read
            await self.catch_up(site)
        return hall

    def _fold(self, site: str, tell: Callable[[Hall, Event], None] | None = None) -> Hall:
        with self._reading.connect() as connection:
            events = list(event_log.since_last_close(connection, site))
        if not events:
            raise NotFound(what="site", id=site)
        return fold(events, tell)

    def _tell(self, hall: Hall, event: Event) -> None:
        for follower in self._followers:
            try:
                follower.heard(hall, event)
            except (
                Exception
            ):  # the event is committed: a follower that stumbles starts anew, nobody else suffers
                log.exception("a follower missed an event", site=event.site, seq=event.seq)
                follower.lost(event.site)

    def _after(self, known: dict[str, int]) -> dict[str, list[Event]]:
        if not known:
            return {}
        with self._reading.connect() as connection:
            return {site: event_log.after(connection, site, seq) for site, seq in known.items()}

    def _site_ids(self) -> list[str]:
        with self._reading.connect() as connection:
            return event_log.site_ids(connection)

    def _heads(self, sites: list[str]) -> dict[str, int]:
        with self._reading.connect() as connection:
            return event_log.heads(connection, sites)

    def _open_logs(self) -> dict[str, tuple[int, int]]:
        with self._reading.connect() as connection:
            return event_log.open_logs(connection)
