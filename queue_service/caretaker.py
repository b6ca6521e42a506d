"""What happens by itself: the day's end, overdue slips, lost printers, phones' places, a tidy database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from functools import partial

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from queue_service.commands.close_day import close_day_if_over
from queue_service.commands.confirm_slip import fail_overdue_slips
from queue_service.commands.devices import report_trouble
from queue_service.domain.errors import QueueError
from queue_service.domain.forecast import Forecast
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import State, Ticket
from queue_service.realtime.bell import POLL_S
from queue_service.realtime.feeds import encode
from queue_service.realtime.hub import Listener
from queue_service.realtime.stream import AT_ONCE
from queue_service.sleepers import Sleepers
from queue_service.store import reads
from queue_service.store.act import Act
from queue_service.store.engine import checkpoint
from queue_service.web.parts import Parts

log = structlog.get_logger(__name__)

SYSTEM = "system"
KEPT_SITES = 25  # so many stay in memory from start to end: a hall, or a town's, is always warm
IDLE_S = 600.0  # then a site among many leaves memory; to read it again takes milliseconds
SITES_A_SECOND = 200  # a slip that is overdue may be told seconds later where thousands of sites are loaded
DISCONNECTED = "disconnected"
TIDY_EVERY_S = 30.0
TIDY_AT_LAST_S = 120.0  # under load too: the write-ahead log must not grow for ever
FORGET_EVERY_S = 3600.0


_Place = tuple[State, int | None, tuple[int, int] | None]  # state, people ahead, minutes until the call


class Caretaker:
    """One loop a second over the loaded sites; each duty by itself, so that one that fails stops no other."""

    def __init__(self, parts: Parts, writing: Engine, *, idle_s: float = IDLE_S) -> None:
        self._parts = parts
        self._writing = writing
        self._idle_s = idle_s
        self._tidied_at = self._forgot_at = time.monotonic()
        self._places: dict[str, dict[str, _Place]] = {}  # what each phone was told last, by site and ticket
        self._told: dict[str, Forecast] = {}  # what phones were told last, by site
        self._expected: set[str] = set()  # sites whose printers are watched
        self._sleepers = Sleepers(parts.images)
        self._turns: Iterator[Hall] = iter(())
        self._task = asyncio.create_task(self._run(), name="caretaker")

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(POLL_S)
            for duty in (
                self._catch_up,
                self._hours,
                self._phones,
                self._printers,
                self._wake,
                self._put_out,
                self._tidy,
            ):
                try:
                    await duty()
                except (QueueError, DBAPIError) as error:
                    log.warning(
                        "a duty waits for the next round", duty=duty.__name__, error=type(error).__name__
                    )
                except Exception:
                    log.exception("a duty failed", duty=duty.__name__)

    async def _catch_up(self) -> None:
        """Follow what other processes wrote: the command line, or servers beside this one."""
        await self._parts.images.catch_up_all(await self._parts.images.behind())

    async def _hours(self) -> None:
        """All loaded sites in turn, a part of them each second when they are very many."""
        for _ in range(min(SITES_A_SECOND, len(self._parts.images.loaded))):
            hall = next(self._turns, None)
            if hall is None:
                self._turns = iter(list(self._parts.images.loaded))
                hall = next(self._turns)
            now = self._parts.now()
            if close_day_if_over(hall, now) or fail_overdue_slips(hall, now):
                await self._parts.writer.submit(Act(hall.site.id, SYSTEM, fail_overdue_slips))

    async def _phones(self) -> None:
        """Tell phones their new places and waits, once a second at most and only when either may have changed."""
        parts = self._parts
        for site in parts.stream.heard_sites():
            phones = parts.stream.phones(site)
            if not phones:
                continue
            hall = await parts.images.hall(site)
            ahead = parts.forecasts.of(
                hall
            )  # may be older than the last move: then it is told when made anew
            if not parts.stream.moved(hall.site.id) and ahead is self._told.get(hall.site.id):
                continue
            self._told[hall.site.id] = ahead
            await self._tell_places(hall, ahead, phones)

    async def _tell_places(self, hall: Hall, ahead: Forecast, phones: list[tuple[str, Listener]]) -> None:
        """Those alone whose state, place or minute of call has changed."""
        before, now = self._places.get(hall.site.id, {}), {}
        for n, (ticket_id, listener) in enumerate(phones):
            if n % AT_ONCE == AT_ONCE - 1:
                await asyncio.sleep(0)
            ticket = hall.tickets.get(ticket_id)
            if ticket is None:
                continue
            now[ticket_id] = place = _place(hall, ticket, ahead)
            if before.get(ticket_id) != place:
                held = self._parts.held(hall, ticket)
                listener.push(
                    encode({"type": "ticket", "seq": self._parts.stream.told(hall), "ticket": held})
                )
        self._places[hall.site.id] = now

    async def _printers(self) -> None:
        """A printer whose agent is gone is in trouble: kiosk and supervisor must know within five seconds."""
        presence, bell = self._parts.presence, self._parts.bell
        for hall in list(self._parts.images.loaded):
            site = hall.site.id
            if site not in self._expected:
                self._expected.add(site)
                presence.expect(site, await self._parts.access.printers(site))
            here = presence.here(site)
            if here:
                await bell.tell_here(site, here)
            for device in here:
                if hall.troubles.get(device) == DISCONNECTED:
                    await self._report(site, device, None)
            for device in presence.lost(site, bus=bell.answers()):
                if device not in hall.troubles:
                    await self._report(site, device, DISCONNECTED)
                presence.drop(site, device)

    async def _report(self, site: str, device: str, problem: str | None) -> None:
        report = partial(report_trouble, device=device, problem=problem)
        await self._parts.writer.submit(Act(site, SYSTEM, report))

    async def _wake(self) -> None:
        """Sites outside memory that have something to do are read; the next rounds do it."""
        for site in await self._sleepers.look(self._parts.now(), time.monotonic()):
            await self._parts.images.hall(site)

    async def _put_out(self) -> None:
        """Sites that nobody asks for leave memory, once there are more than one machine's worth of halls."""
        parts = self._parts
        if len(parts.images.loaded) <= KEPT_SITES:
            return
        for site in parts.images.not_asked_for(self._idle_s):
            if parts.stream.is_heard(site) or not parts.writer.forget(site):
                continue
            self._told.pop(site, None)
            self._expected.discard(site)
            for part in (parts.stream, parts.presence, parts.forecasts, parts.catalogues):
                part.forget(site)
            await parts.images.put_out(site)

    async def _tidy(self) -> None:
        """Checkpoint SQLite's log off the hot path; forget keys that nobody repeats any more."""
        now = time.monotonic()
        waited = now - self._tidied_at
        if waited >= TIDY_AT_LAST_S or (waited >= TIDY_EVERY_S and self._parts.writer.depth == 0):
            self._tidied_at = now
            await asyncio.to_thread(checkpoint, self._parts.reading)
        if now - self._forgot_at >= FORGET_EVERY_S:
            self._forgot_at = now
            for site in [hall.site.id for hall in self._parts.images.loaded]:
                await asyncio.to_thread(self._forget, site)

    def _forget(self, site: str) -> None:
        with self._writing.begin() as connection:
            reads.forget_old_answers(connection, site, self._parts.now())


def _place(hall: Hall, ticket: Ticket, ahead: Forecast) -> _Place:
    wait = ahead.tickets.get(ticket.id)
    minutes = (wait.p50 // 60, wait.p80 // 60) if wait else None
    return ticket.state, hall.ahead(ticket), minutes
