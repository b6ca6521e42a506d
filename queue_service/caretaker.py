"""What happens by itself: the day's end, overdue slips, lost printers, phones' places, a tidy database."""

from __future__ import annotations

import asyncio
import time
from functools import partial

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from queue_service.commands.close_day import close_day_if_over
from queue_service.commands.confirm_slip import fail_overdue_slips
from queue_service.commands.devices import report_trouble
from queue_service.domain.errors import QueueError
from queue_service.domain.forecast import Forecast
from queue_service.realtime.bell import POLL_S
from queue_service.realtime.feeds import encode
from queue_service.store import reads
from queue_service.store.act import Act
from queue_service.store.engine import checkpoint
from queue_service.web.parts import Parts

log = structlog.get_logger(__name__)

SYSTEM = "system"
PRINTER_GONE_AFTER_S = 4.0  # an agent that restarts is back sooner; the contract gives 5 s in all
DISCONNECTED = "disconnected"
TIDY_EVERY_S = 30.0
TIDY_AT_LAST_S = 120.0  # under load too: the write-ahead log must not grow for ever
FORGET_EVERY_S = 3600.0


class Caretaker:
    """One loop a second over the loaded sites; each duty by itself, so that one that fails stops no other."""

    def __init__(self, parts: Parts, writing: Engine) -> None:
        self._parts = parts
        self._writing = writing
        self._tidied_at = self._forgot_at = time.monotonic()
        self._told: dict[str, Forecast] = {}  # what phones were told last, by site
        self._absent_since: dict[tuple[str, str], float] = {}  # by site and device
        self._task = asyncio.create_task(self._run(), name="caretaker")

    async def close(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(POLL_S)
            for duty in (self._catch_up, self._hours, self._phones, self._printers, self._tidy):
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
        for site in await self._parts.images.behind():
            await self._parts.images.catch_up(site)

    async def _hours(self) -> None:
        now = self._parts.now()
        for hall in list(self._parts.images.loaded):
            if close_day_if_over(hall, now) or fail_overdue_slips(hall, now):
                await self._parts.writer.submit(Act(hall.site.id, SYSTEM, fail_overdue_slips))

    async def _phones(self) -> None:
        """Tell phones their new places and waits, once a second at most and only when either may have changed."""
        parts = self._parts
        for hall in list(parts.images.loaded):
            phones = parts.stream.phones(hall.site.id)
            if not phones:
                continue
            ahead = parts.forecasts.of(
                hall
            )  # may be older than the last move: then it is told when made anew
            if not parts.stream.moved(hall.site.id) and ahead is self._told.get(hall.site.id):
                continue
            self._told[hall.site.id] = ahead
            for ticket_id, listener in phones:
                ticket = hall.tickets.get(ticket_id)
                if ticket is not None:
                    listener.push(
                        encode({"type": "ticket", "seq": hall.seq, "ticket": parts.held(hall, ticket)})
                    )

    async def _printers(self) -> None:
        """A printer whose agent is gone is in trouble: kiosk and supervisor must know within five seconds."""
        for hall in list(self._parts.images.loaded):
            site = hall.site.id
            for device in self._parts.stream.gone(site):
                since = self._absent_since.setdefault((site, device), time.monotonic())
                if time.monotonic() - since >= PRINTER_GONE_AFTER_S:
                    if device not in hall.troubles:
                        await self._report(site, device, DISCONNECTED)
                    self._parts.stream.reported(site, device)
                    self._absent_since.pop((site, device), None)
            for device in self._parts.stream.present(site):
                self._absent_since.pop((site, device), None)
                if hall.troubles.get(device) == DISCONNECTED:
                    await self._report(site, device, None)

    async def _report(self, site: str, device: str, problem: str | None) -> None:
        report = partial(report_trouble, device=device, problem=problem)
        await self._parts.writer.submit(Act(site, SYSTEM, report))

    async def _tidy(self) -> None:
        """Checkpoint SQLite's log off the hot path; forget keys that nobody repeats any more."""
        now = time.monotonic()
        waited = now - self._tidied_at
        if waited >= TIDY_AT_LAST_S or (waited >= TIDY_EVERY_S and self._parts.writer.depth == 0):
            self._tidied_at = now
            await asyncio.to_thread(checkpoint, self._parts.reading)
        if now - self._forgot_at >= FORGET_EVERY_S:
            self._forgot_at = now
            for hall in list(self._parts.images.loaded):
                await asyncio.to_thread(self._forget, hall.site.id)

    def _forget(self, site: str) -> None:
        with self._writing.begin() as connection:
            reads.forget_old_answers(connection, site, self._parts.now())
